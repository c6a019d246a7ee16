from typing import Any

import pytest

from relaybot.sources.conflicts import find_conflicts, url_key
from relaybot.sources.entries import ChapterEntry, FeedEntry


def an_entry(slug: str, *feeds: dict[str, Any], **values: Any) -> ChapterEntry:
    place = f'chapter "{slug}"'
    entries = [FeedEntry(f'{place}, feed "{feed.get("slug")}"', feed) for feed in feeds]
    return ChapterEntry(place, {"slug": slug, **values}, tuple(entries))


ELM = an_entry("elm", {"slug": "elm", "url": "https://elm.example/feed"}, aliases=("old-elm",))
CASES = {
    "the same slug": (
        an_entry("elm", {"slug": "elm", "url": "https://two.example"}),
        ['chapter "elm", key "slug": "elm" already belongs to chapter "elm"'],
    ),
    "an alias that is a slug": (
        an_entry("two", aliases=("elm",)),
        ['chapter "two", key "aliases": "elm" already belongs to chapter "elm"'],
    ),
    "a slug that is an alias": (
        an_entry("old-elm"),
        ['chapter "old-elm", key "slug": "old-elm" already belongs to chapter "elm"'],
    ),
    "a feed by another chapter's name": (
        an_entry("two", {"slug": "elm", "url": "https://two.example"}),
        ['chapter "two", feed "elm", key "slug": "elm" already belongs to chapter "elm"'],
    ),
    "two feeds of one name": (
        an_entry("two", {"slug": "a"}, {"slug": "b", "aliases": ("a",)}),
        ['chapter "two", feed "b", key "aliases": "a" is taken by another of its feeds'],
    ),
    "the same address, differently written": (
        an_entry("two", {"slug": "two", "url": "http://ELM.example:80/feed/#top"}),
        [
            'chapter "two", feed "two": "http://ELM.example:80/feed/#top" is already the address of'
            ' chapter "elm", feed "elm"'
        ],
    ),
    "nothing wrong": (an_entry("two", {"slug": "two", "url": "https://elm.example/feed2"}), []),
    "values that were bad already": (ChapterEntry("chapter number 2", {}, ()), []),
}


@pytest.mark.parametrize(("entry", "said"), CASES.values(), ids=CASES)
def test_what_is_claimed_twice_is_told(entry: ChapterEntry, said: list[str]) -> None:
    assert find_conflicts([ELM, entry]) == said


def test_the_query_tells_feeds_of_one_site_apart() -> None:
    assert url_key("https://e.example/?cat=1") != url_key("https://e.example/?cat=2")
    assert url_key("https://e.example:8443/") != url_key("https://e.example/")
