"""The small print of a post, plain: who wrote it, what it was posted in, when and where."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from relaybot.message.words import PostWords
from relaybot.richtext.characters import tidy

T = TypeVar("T")

_LINE = 120  # visible characters that a single line may grow to
_A_NAME = 5  # letters: one shorter word of a chapter's name may be a person's first name


def author(byline: str | None, chapter: str) -> str:
    """Return who wrote it, "" where nobody says so or the chapter's name says it already."""
    name = tidy(byline or "")
    return "" if _names(chapter, name) else name


def posted(words: PostWords, language: str | None, *facts: str) -> str:
    """Return "Posted in English · March 14, 2026 at 10:40 AM · Oregon"; what is not known is left
    out, and a mere "Posted" says nothing.
    """
    said = words.posted(language) if words.language_name(language) else ""
    return " · ".join(filter(None, (said, *facts)))


def lasting(seconds: float | None) -> str:
    """Return "1 h 13 min", "" where nobody says how long it is."""
    if not seconds or seconds <= 0:
        return ""
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def that_fit(head: str, extras: Iterable[tuple[str, T]]) -> Iterator[T]:
    """Yield of what may follow on a line what it has room for: each as it is read, and written."""
    length = len(head)
    for read, written in extras:
        length += len(f" · {read}")
        if length <= _LINE:
            yield written


def _names(chapter: str, name: str) -> bool:
    """Whether a name is the chapter's, a part of that, or that and a word ("Press") behind it."""
    whole, said = chapter.casefold().split(), name.casefold().split()
    if said[: len(whole)] == whole:
        return len(said) <= len(whole) + 1
    starts = range(len(whole) - len(said) + 1)
    within = any(whole[at : at + len(said)] == said for at in starts)
    return within and (len(said) > 1 or len(name) >= _A_NAME)
