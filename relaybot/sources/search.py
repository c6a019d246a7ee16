"""Find a chapter by what a person remembers of its name; accents and typing slips are forgiven."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from relaybot.model.source import Chapter, Feed
from relaybot.sources.catalogue import Catalogue

QUERY_LENGTH = 100
_EXACT, _PREFIX, _WORD = 100.0, 96.0, 92.0  # above anything a resemblance can reach
_RESEMBLANCE = 0.9  # of rapidfuzz's 0-100
_LEAST = 75.0  # of rapidfuzz's 0-100: "thron" still finds The Thorn, "mexico" no longer Metro
_SHORTEST = 3  # one or two letters, as of a region, resemble everything


@dataclass(frozen=True, slots=True)
class Hit:
    """A chapter that was found; `feed` when it was one of its feeds by name. `score`: 0 to 100."""

    chapter: Chapter
    feed: Feed | None
    score: float


def search(catalogue: Catalogue, text: str, limit: int = 25) -> tuple[Hit, ...]:
    """Return each chapter that fits once, best first; for no text the first ones by name."""
    query = folded(text[:QUERY_LENGTH])
    best: dict[str, Hit] = {}
    for term, chapter, feed in _terms(catalogue):
        score = _score(query, term)
        known = best.get(chapter.slug)
        if (score or not query) and (known is None or score > known.score):
            best[chapter.slug] = Hit(chapter, feed, score)
    ordered = sorted(best.values(), key=lambda hit: (-hit.score, folded(hit.chapter.name)))
    return tuple(ordered[: max(limit, 0)])


def folded(text: str) -> str:
    """Return text as it is compared: no accents, no capitals, one blank between words."""
    decomposed = unicodedata.normalize("NFKD", text.replace("'", "").replace("’", ""))
    bare = "".join(letter for letter in decomposed if unicodedata.category(letter)[0] not in "MC")
    return " ".join(re.findall(r"[^\W_]+", bare.casefold()))


def _score(query: str, term: str) -> float:
    if not query:
        return 0.0
    if query == term:
        return _EXACT
    if term.startswith(query):
        return _PREFIX
    if f" {query}" in term:
        return _WORD
    if min(len(query), len(term)) < _SHORTEST:
        return 0.0
    whole = fuzz.ratio(query, term, score_cutoff=_LEAST)
    return _RESEMBLANCE * max(whole, _word_by_word(query, term))


def _word_by_word(query: str, term: str) -> float:
    """How well the worst of the query's words fits a word, or the beginning of one, of the term."""
    words, worst = term.split(), 100.0
    for asked in query.split():
        worst = min(worst, max(_fit(asked, word) for word in words))
        if not worst:
            break
    return worst


def _fit(asked: str, word: str) -> float:
    if len(asked) <= _SHORTEST:
        return _EXACT if word.startswith(asked) else 0.0
    begun = len(asked) + 1  # one letter may have been left out so far
    return fuzz.ratio(asked, word[:begun], score_cutoff=_LEAST)


@lru_cache(maxsize=2)  # the one in use, and the next while a changed directory is taken over
def _terms(catalogue: Catalogue) -> tuple[tuple[str, Chapter, Feed | None], ...]:
    """Everything a chapter may be looked for by; its own names come before those of its feeds."""
    return tuple((folded(text), chapter, feed) for text, chapter, feed in _texts(catalogue))


def _texts(catalogue: Catalogue) -> Iterator[tuple[str, Chapter, Feed | None]]:
    for chapter in catalogue.chapters:
        region = chapter.region or ""
        for text in (chapter.name, chapter.slug, *chapter.aliases, region):
            if text:
                yield text, chapter, None
        if region:
            yield f"{chapter.name} {region}", chapter, None
        for feed in chapter.feeds:
            for text in (feed.name, feed.slug, *feed.aliases, feed.region or ""):
                if text:
                    yield text, chapter, feed
