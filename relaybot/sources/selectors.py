"""What can be followed: read from what a person typed, resolved to feeds, described in words.

A selector names a chapter, a feed, a region, a kind, a language or everything. It is kept as typed
sense, not as a list of feeds: `resolve` and `selectors_for` look into the directory of the moment.
A feed counts by its own region, kind and language; what it leaves out it has from its chapter.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from relaybot.errors import SelectorError
from relaybot.model.selector import Scope, Selector
from relaybot.model.source import Feed
from relaybot.model.wording import region_names
from relaybot.sources.catalogue import Catalogue, Entry
from relaybot.sources.search import Hit, folded, search
from relaybot.sources.wording import either, nearest, quoted_plainly, visible

MOST_CHARACTERS = 200  # twice the longest name; a hint at what can be typed follows anything longer
_EVERYTHING = ("everything", "all")
_SHARED = (Scope.REGION, Scope.KIND, Scope.LANGUAGE)
_SEPARATOR = re.compile(r"\s*[:=\s]\s*")
_EXAMPLES = 'a chapter\'s name, "region CA", "kind publication", "language es" or "everything"'


def parse_selector(text: str, catalogue: Catalogue) -> Selector:
    """Read what a person typed; raises SelectorError with up to three near misses.

    Accepts `chapter:slug`, `feed:slug`, `region:ca` (or `region CA`), `kind:…`, `language:…`,
    `everything`, and bare: a slug, former slug or exact name, then a region's name ("Oregon") and a
    kind ("publications"). The result carries current slugs.
    """
    asked = visible(unicodedata.normalize("NFKC", text[: MOST_CHARACTERS * 2])).strip(" \"'`@#")
    if not asked:
        raise SelectorError(f"Say what to follow: {_EXAMPLES}.")
    if len(text) <= MOST_CHARACTERS:
        if asked.casefold() in _EVERYTHING:
            return Selector(Scope.EVERYTHING)
        scope, value = _split(asked)
        found = (_in_scope(scope, value, catalogue) if scope else None) or _bare(asked, catalogue)
        if found:
            return found
    raise _not_found(asked[:MOST_CHARACTERS], catalogue)


def resolve(selector: Selector, catalogue: Catalogue) -> tuple[Feed, ...]:
    """Return the feeds a selector covers today, in the directory's order; none is an answer too."""
    if selector.scope is Scope.CHAPTER:
        chapter = catalogue.chapter(selector.value)
        return chapter.feeds if chapter else ()
    if selector.scope is Scope.FEED:
        feed = catalogue.feed(selector.value)
        return (feed,) if feed else ()
    return tuple(feed for feed in catalogue.feeds if selector in _shared_selectors(feed))


def selectors_for(feed: Feed, catalogue: Catalogue) -> frozenset[Selector]:
    """Return every selector that covers this feed; under former slugs too: old follows hold."""
    chapter = catalogue.chapter_of(feed)
    named = {Selector(Scope.CHAPTER, slug) for slug in (chapter.slug, *chapter.aliases)}
    named |= {Selector(Scope.FEED, slug) for slug in (feed.slug, *feed.aliases)}
    return frozenset(named | _shared_selectors(feed))


def describe(selector: Selector, catalogue: Catalogue) -> str:
    """Say a selector in words: `Cleveland DSA`, `region CA (14 feeds)`, `feed Red Clay`."""
    feeds = resolve(selector, catalogue)
    words = f"{selector.scope} {selector.value}".rstrip()
    if not feeds:
        return f"{words} (not in the directory now)"
    if selector.scope is Scope.FEED:
        return f"feed {feeds[0].name}"
    count = f"({len(feeds)} feed{'' if len(feeds) == 1 else 's'})"
    if selector.scope is Scope.CHAPTER:
        name = catalogue.chapter_of(feeds[0]).name
        return name if len(feeds) == 1 else f"{name} {count}"
    return f"{words} {count}"


def _shared_selectors(feed: Feed) -> set[Selector]:
    """What covers this feed and others with it; `language:es` covers `es-MX`."""
    shared = {Selector(Scope.EVERYTHING), Selector(Scope.KIND, str(feed.kind))}
    if feed.region:
        shared.add(Selector(Scope.REGION, feed.region))
    parts = feed.language.split("-") if feed.language else []
    shared |= {Selector(Scope.LANGUAGE, "-".join(parts[: n + 1])) for n in range(len(parts))}
    return shared


def _split(asked: str) -> tuple[Scope | None, str]:
    """`region:CA`, `region CA` and `region = CA` say the same."""
    word, _, value = _SEPARATOR.sub(" ", asked, count=1).partition(" ")
    scopes = {str(scope) for scope in Scope}
    return (Scope(word.casefold()), value) if word.casefold() in scopes else (None, "")


def _in_scope(scope: Scope, value: str, catalogue: Catalogue) -> Selector | None:
    if not value:
        return None
    if scope is Scope.CHAPTER:
        chapter = catalogue.chapter(value) or _only(catalogue.chapters, value)
        return Selector(scope, chapter.slug) if chapter else None
    if scope is Scope.FEED:
        feed = catalogue.feed(value) or _only(catalogue.feeds, value)
        return Selector(scope, feed.slug) if feed else None
    wanted = value.casefold().replace("_", "-")
    if scope is Scope.KIND:  # "working groups" as people say it
        wanted = wanted.replace(" ", "-").removesuffix("s")
    known = {each.casefold(): each for each in _known_values(scope, catalogue)}
    if wanted in known:
        return Selector(scope, known[wanted])
    return _region_called(value, known.values()) if scope is Scope.REGION else None


def _region_called(name: str, codes: Iterable[str]) -> Selector | None:
    wanted = folded(name)
    called = (code for code in codes if wanted in map(folded, region_names(code)))
    return next((Selector(Scope.REGION, code) for code in called if wanted), None)


def _known_values(scope: Scope, catalogue: Catalogue) -> set[str]:
    shared = (each for feed in catalogue.feeds for each in _shared_selectors(feed))
    return {selector.value for selector in shared if selector.scope is scope}


def _only(entries: Sequence[Entry], name: str) -> Entry | None:
    """Return the one entry of that name; a name that two share says too little."""
    wanted = folded(name)
    found = [entry for entry in entries if wanted and folded(entry.name) == wanted]
    return found[0] if len(found) == 1 else None


def _bare(asked: str, catalogue: Catalogue) -> Selector | None:
    """Chapters and feeds come first; "chapter" alone was not finished, rather than all of them."""
    found = _in_scope(Scope.CHAPTER, asked, catalogue) or _in_scope(Scope.FEED, asked, catalogue)
    if found or asked.casefold() in list(Scope):
        return found
    codes = _known_values(Scope.REGION, catalogue)
    return _region_called(asked, codes) or _in_scope(Scope.KIND, asked, catalogue)


def _not_found(asked: str, catalogue: Catalogue) -> SelectorError:
    near = list(dict.fromkeys(_near_misses(asked, catalogue)))[:3]
    message = f"Nothing in the directory is called {quoted_plainly(asked)}."
    if not near:
        return SelectorError(f"{message} You can follow {_EXAMPLES}.")
    words = [f"{describe(selector, catalogue)} [{selector}]" for selector in near]
    return SelectorError(f"{message} Did you mean {either(words)}?", [str(one) for one in near])


def _near_misses(asked: str, catalogue: Catalogue) -> list[Selector]:
    """What was probably meant, likeliest first: a slip in the scope, none at all, a name."""
    word, _, rest = _SEPARATOR.sub(" ", asked, count=1).partition(" ")
    scope = next((Scope(each) for each in nearest(word, Scope, 1)), None)
    if scope and not rest:
        return [Selector(scope)] if scope is Scope.EVERYTHING else []
    if scope and (exact := _in_scope(scope, rest, catalogue)):
        return [exact]
    hits = search(catalogue, rest if scope else asked)
    if scope in _SHARED:
        near = nearest(rest, _known_values(scope, catalogue))
        values = [*near, *(str(hit.chapter.region) for hit in hits)]
        meant = [_in_scope(scope, value, catalogue) for value in values]
    else:
        meant = [_in_scope(each, asked, catalogue) for each in _SHARED]
        meant += [selector for hit in hits if (selector := _followed(hit)).scope is scope]
        meant += [_followed(hit) for hit in hits]
    return [selector for selector in meant if selector]


def _followed(hit: Hit) -> Selector:
    if hit.feed and len(hit.chapter.feeds) > 1:
        return Selector(Scope.FEED, hit.feed.slug)
    return Selector(Scope.CHAPTER, hit.chapter.slug)
