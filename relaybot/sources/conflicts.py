"""Names and addresses that are claimed twice in the directory.

A slug and its aliases belong to one chapter for ever: stored follows and posts mean it by them. A
chapter and a feed of its own may share a name (most do); two chapters, or two feeds of one chapter,
may not. The same address in two places would fetch one feed twice.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from relaybot.sources.entries import ChapterEntry, FeedEntry
from relaybot.sources.wording import quoted


def find_conflicts(chapters: Iterable[ChapterEntry]) -> list[str]:
    """Return a sentence for every name or address that is not free any more."""
    taken_names: dict[str, ChapterEntry] = {}
    taken_urls: dict[str, str] = {}
    problems: list[str] = []
    for chapter in chapters:
        problems += _claim_names(chapter, taken_names)
        problems += _claim_names_within(chapter)
        problems += _claim_urls(chapter, taken_urls)
    return problems


def url_key(url: str) -> str:
    """Return what two spellings of one address share: no scheme, capitals, port or last slash."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.hostname}{port}{parts.path.rstrip('/')}{query}"


def _claim_names(chapter: ChapterEntry, taken: dict[str, ChapterEntry]) -> Iterator[str]:
    told: set[str] = set()
    entries: tuple[ChapterEntry | FeedEntry, ...] = (chapter, *chapter.feeds)
    for entry in entries:
        for key, name in _names(entry):
            owner = taken.setdefault(name, chapter)
            if owner is not chapter and name not in told:
                told.add(name)
                yield f'{entry.place}, key "{key}": {quoted(name)} already belongs to {owner.place}'


def _claim_names_within(chapter: ChapterEntry) -> Iterator[str]:
    taken: dict[str, FeedEntry] = {}
    for feed in chapter.feeds:
        for key, name in _names(feed):
            owner = taken.setdefault(name, feed)
            if owner is not feed:
                yield f'{feed.place}, key "{key}": {quoted(name)} is taken by another of its feeds'


def _claim_urls(chapter: ChapterEntry, taken: dict[str, str]) -> Iterator[str]:
    for feed in chapter.feeds:
        if url := feed.values.get("url"):
            owner = taken.setdefault(url_key(url), feed.place)
            if owner is not feed.place:
                yield f"{feed.place}: {quoted(url)} is already the address of {owner}"


def _names(entry: ChapterEntry | FeedEntry) -> Iterator[tuple[str, str]]:
    if slug := entry.values.get("slug"):
        yield "slug", slug
    for alias in entry.values.get("aliases", ()):
        yield "aliases", alias
