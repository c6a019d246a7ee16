"""Foreign text made fit for a message, and near misses for what was mistyped."""

import unicodedata
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

SHOWN_LENGTH = 60  # enough to recognise what one wrote; a message quotes, it does not repeat
_NEAR = 60  # rapidfuzz's 0-100; below this a suggestion reads as a random word
_HARMLESS = frozenset(" -_.,:;/+'’()&!?–—=%")


def visible(text: str) -> str:
    """Return `text` on one line without control, formatting and private characters."""
    kept = (" " if _is_space(letter) else letter for letter in text)
    return " ".join("".join(letter for letter in kept if not _is_hidden(letter)).split())


def quoted(text: str, limit: int = SHOWN_LENGTH) -> str:
    """Return `text` visible, clipped, and in double quotes."""
    return f'"{_clipped(visible(text[: limit * 20]), limit)}"'


def quoted_plainly(text: str, limit: int = SHOWN_LENGTH) -> str:
    """Quote what a stranger typed: no mention, markup or stack of accents is left in it."""
    composed = unicodedata.normalize("NFKC", text[: limit * 20])
    plain: list[str] = []
    for letter in visible(composed):
        piled = _is_mark(letter) and all(map(_is_mark, plain[-2:]))
        if _is_plain(letter) or (_is_mark(letter) and not piled):
            plain.append(letter)
    return f'"{_clipped(" ".join("".join(plain).split()), limit)}"'


def nearest(word: str, known: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return up to `count` of `known` that `word` was probably meant to be, nearest first."""
    found = process.extract(
        word[:100],
        sorted(set(known)),
        scorer=fuzz.ratio,
        processor=str.casefold,
        limit=count,
        score_cutoff=_NEAR,
    )
    return tuple(name for name, _, _ in found)


def either(words: Sequence[str]) -> str:
    """Join words as a person would: `a, b or c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} or {words[-1]}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean "x"?`, or nothing when no known word is near."""
    near = nearest(word, known, count=1)
    return f'; did you mean "{near[0]}"?' if near else ""


def _clipped(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _is_space(letter: str) -> bool:
    return letter.isspace() or unicodedata.category(letter) in ("Zl", "Zp")


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _is_plain(letter: str) -> bool:
    return letter in _HARMLESS or unicodedata.category(letter)[0] in "LN"
