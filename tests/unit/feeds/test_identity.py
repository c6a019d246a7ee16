"""Recognising posts. Each story: what was stored, what the feed shows now, what is new."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from relaybot.feeds.identity import identify, link_alias, recognise
from relaybot.feeds.normalise import normalise
from relaybot.model.post import KnownPost
from relaybot.model.raw import RawEnclosure, RawEntry, RawFeed
from tests.builders import NOON, a_feed

TUESDAY = (NOON - timedelta(days=4)).timestamp()
FRIDAY = (NOON - timedelta(days=1)).timestamp()


def an_entry(number: int = 1, **changes: object) -> RawEntry:
    whole = RawEntry(
        guid=f"https://elmford.example/?p={number}",
        link=f"https://elmford.example/posts/{number}",
        title=f"Post number {number}",
        content=f"<p>The words of post number {number}.</p>",
        published=TUESDAY + number,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]  # a test says which field it means


def remember(*polls: Sequence[RawEntry]) -> Mapping[str, KnownPost]:
    """Store what each poll brings, as the store does: a name stays with whom it was given first."""
    known: dict[str, KnownPost] = {}
    for entries in polls:
        items = identify(entries)
        for item, found in zip(items, recognise(items, known), strict=True):
            post = normalise(item, a_feed(), RawFeed(), "https://elmford.example/feed/", NOON)
            assert post is not None
            stored = found or KnownPost(
                id=len({one.id for one in known.values()}) + 1,
                key=post.key,
                title=post.title,
                link=post.link,
                published=post.published,
                fingerprint=post.fingerprint,
            )
            for alias in post.aliases:
                known.setdefault(alias, stored)
    return known


def new_in(entries: Sequence[RawEntry], known: Mapping[str, KnownPost]) -> list[RawEntry]:
    items = identify(entries)
    return [
        item.entry for item, post in zip(items, recognise(items, known), strict=True) if not post
    ]


A, B, C = an_entry(1), an_entry(2), an_entry(3)
NAMED = an_entry(4, title="Post number 4 – Elmford Tenants' League", published=None)

SAME = {
    "nothing changed": ([A, B], [A, B]),
    "order changed": ([A, B], [B, A]),
    "one left": ([A, B], [B]),
    "words edited": ([A], [replace(A, content="<p>Other words.</p>")]),
    "title edited": ([A], [replace(A, title="A better title")]),
    "link moved": ([A], [replace(A, link="https://elmford.example/moved")]),
    "date bumped": ([A], [replace(A, published=FRIDAY)]),
    "guid from http to https": ([replace(A, guid="http://www.elmford.example/?p=1")], [A]),
    "every guid became the permalink": (
        [A, B],
        [replace(A, guid=A.link), replace(B, guid=B.link)],
    ),
    "guid changed, same link and title, no dates": (
        [replace(A, published=None)],
        [replace(A, published=None, guid="new")],
    ),
    "guid changed, same link, the site's name behind the title": (
        [NAMED],
        [replace(NAMED, guid="new")],
    ),
    "guid and title changed, same link and time": ([A], [replace(A, guid="new", title="Other")]),
    "guid and link changed, same title and time": (
        [A],
        [replace(A, guid="new", link="https://elmford.example/2026/post-number-one")],
    ),
    "another domain": (
        [A, B],
        [
            replace(e, guid=f"n{n}", link=e.link.replace("elmford", "tenants"), published=None)
            for n, e in enumerate((A, B))
        ],
    ),
    "another domain, times off by a zone": (
        [A],
        [replace(A, guid="n", link="https://t.example/posts/1", published=TUESDAY + 1 + 7 * 3600)],
    ),
    "guids disappeared": ([A, B], [replace(A, guid=""), replace(B, guid="")]),
    "guids appeared": ([replace(A, guid=""), replace(B, guid="")], [A, B]),
    "no guid, title edited where links tell": (
        [replace(A, guid=""), replace(B, guid="")],
        [replace(A, guid="", title="Better", published=None), replace(B, guid="")],
    ),
    "tracking parameters in the link": (
        [replace(A, guid="")],
        [replace(A, guid="", link=A.link + "?utm_source=rss", title="post  number 1")],
    ),
    "nothing but a title and a time": (
        [RawEntry(title="Minutes", published=TUESDAY)],
        [RawEntry(title="Minutes", published=TUESDAY, content="<p>Now with text.</p>")],
    ),
    "nothing but words": ([RawEntry(content="<p>Hello</p>")], [RawEntry(content="<p>Hello</p>")]),
    "relative links": ([replace(A, link="/posts/1")], [replace(A, link="/posts/1", title="New")]),
}

NEW = {
    "a new post": ([A], [B, A], [B]),
    "events with one title": (
        [an_entry(1, title="Tenant meeting")],
        [an_entry(2, title="Tenant meeting"), an_entry(1, title="Tenant meeting")],
        [an_entry(2, title="Tenant meeting")],
    ),
    "an event of a numbered series, made in one go": (
        [an_entry(1, title="Meeting", link="https://e.example/m/2026-04-01", published=TUESDAY)],
        [an_entry(2, title="Meeting", link="https://e.example/m/2026-05-06", published=TUESDAY)],
        [an_entry(2, title="Meeting", link="https://e.example/m/2026-05-06", published=TUESDAY)],
    ),
    "one constant link, one entry at a time": (
        [replace(A, link="https://e.example/now")],
        [replace(B, link="https://e.example/now")],
        [replace(B, link="https://e.example/now")],
    ),
    "one constant link, no guid, one entry at a time": (
        [replace(A, guid="", link="https://e.example/now")],
        [replace(B, guid="", link="https://e.example/now")],
        [replace(B, guid="", link="https://e.example/now")],
    ),
    "constant link and title, other time and words": (
        [replace(A, link="https://e.example/now", title="Weekly")],
        [replace(B, link="https://e.example/now", title="Weekly", published=FRIDAY)],
        [replace(B, link="https://e.example/now", title="Weekly", published=FRIDAY)],
    ),
    "the site's root as link": (
        [replace(A, link="https://elmford.example/")],
        [replace(B, link="https://elmford.example/"), replace(A, link="https://elmford.example/")],
        [replace(B, link="https://elmford.example/")],
    ),
    "the site's root as guid": (
        [replace(A, guid="https://elmford.example/")],
        [replace(B, guid="https://elmford.example/")],
        [replace(B, guid="https://elmford.example/")],
    ),
    "one guid for all, one entry at a time": (
        [replace(A, guid="always")],
        [replace(B, guid="always", published=FRIDAY)],
        [replace(B, guid="always", published=FRIDAY)],
    ),
    "same title again, no guid, no link": (
        [RawEntry(title="Minutes", published=TUESDAY)],
        [RawEntry(title="Minutes", published=FRIDAY)],
        [RawEntry(title="Minutes", published=FRIDAY)],
    ),
    "same title again, nothing else but words": (
        [RawEntry(title="Minutes", content="March")],
        [RawEntry(title="Minutes", content="April"), RawEntry(title="Minutes", content="March")],
        [RawEntry(title="Minutes", content="April")],
    ),
    "another page with an old title": (
        [A],
        [replace(B, title=A.title), A],
        [replace(B, title=A.title)],
    ),
}


@pytest.mark.parametrize("story", SAME.values(), ids=SAME.keys())
def test_nothing_is_sent_twice(story: tuple[list[RawEntry], list[RawEntry]]) -> None:
    before, now = story
    assert new_in(now, remember(before)) == []


@pytest.mark.parametrize("story", NEW.values(), ids=NEW.keys())
def test_nothing_is_swallowed(story: tuple[list[RawEntry], list[RawEntry], list[RawEntry]]) -> None:
    before, now, expected = story
    assert new_in(now, remember(before)) == expected
    assert new_in(now, remember(before, now)) == []


def test_a_podcast_whose_episodes_share_one_link() -> None:
    episodes = [
        an_entry(n, guid="", link="https://e.example/show", published=None) for n in range(4)
    ]
    known = remember(episodes[:2])
    assert new_in(episodes[:3], known) == [episodes[2]]
    assert new_in([episodes[3]], known) == [episodes[3]]


def test_a_reused_guid_is_told_apart_whoever_leaves() -> None:
    one, two = replace(A, guid="shared"), replace(B, guid="shared", published=FRIDAY)
    known = remember([one], [two, one])
    for shown in ([one, two], [two, one], [one], [two]):
        assert new_in(shown, known) == []
    items = identify([one])
    assert recognise(items, known)[0] == known[items[0].key]
    third = replace(C, guid="shared", published=FRIDAY + 9)
    assert new_in([third, two], known) == [third]
    assert new_in([third], known) == [third]


def test_one_guid_and_link_for_several_titles() -> None:
    link = "https://elmford.example/calendar"
    one = replace(A, guid=link, link=link, published=None)
    two = replace(B, guid=link, link=link, published=None)
    known = remember([one, two])
    assert new_in([two, one], known) == []
    assert new_in([two], known) == []


def test_real_duplicates_are_dropped_and_order_is_kept() -> None:
    assert [item.entry for item in identify([B, A, B, C, A])] == [B, A, C]


TWIN = replace(A, guid="twin", title="POST  number 1!")
EDITED = replace(A, content="<p>Edited words.</p>")

COPIES = {
    "both at once": ([], [A, TWIN], [A]),
    "the copy beside a known post": ([A], [A, TWIN], []),
    "the copy before a known post": ([A], [TWIN, A], []),
    "in the other order": ([A, TWIN], [TWIN, A], []),
    "the copy left": ([A, TWIN], [A], []),
    "the first left": ([A, TWIN], [TWIN], []),
    "only the copy's guid is left": (
        [A, TWIN],
        [replace(TWIN, title="Better", published=FRIDAY)],
        [],
    ),
    "one was edited": ([A, TWIN], [EDITED, TWIN], []),
    "the copy was edited": ([A, TWIN], [A, replace(TWIN, title="Better")], []),
    "one has no guid": ([], [B, replace(A, guid=""), A], [B, replace(A, guid="")]),
    "tracking parameters": ([], [A, replace(TWIN, link=A.link + "?utm_source=rss")], [A]),
    "the copy and a new post": ([A], [TWIN, A, B], [B]),
}


@pytest.mark.parametrize("story", COPIES.values(), ids=COPIES.keys())
def test_copies_under_two_guids_are_one_post(
    story: tuple[list[RawEntry], list[RawEntry], list[RawEntry]],
) -> None:
    before, now, expected = story
    assert new_in(now, remember(before)) == expected
    assert new_in(now, remember(before, now)) == []


FILE = (RawEnclosure(url="https://e.example/other"),)

APART = {
    "another link": {"link": "https://elmford.example/posts/1-again"},
    "another title": {"title": "Post number 1, part 2"},
    "another second": {"published": A.published + 1 if A.published else None},
    "another text": {"content": "<p>The words of post number 1, again.</p>"},
    "the words lead elsewhere": {"content": A.content + '<a href="/other"></a>'},
    "another file": {"enclosures": FILE},
    "another picture": {"images": FILE},
}


@pytest.mark.parametrize("changes", APART.values(), ids=APART.keys())
def test_entries_that_differ_are_no_copies(changes: dict[str, object]) -> None:
    other = replace(TWIN, **changes)  # type: ignore[arg-type]  # the table says which field
    assert new_in([A, B, other], {}) == [A, B, other]
    assert new_in([other, A, B], remember([A, B, other])) == []


def test_without_a_page_or_a_time_nothing_is_a_copy() -> None:
    for changes in ({"link": "https://elmford.example/"}, {"published": None}):
        pair = [replace(one, **changes) for one in (A, TWIN)]
        assert new_in(pair, {}) == pair


def test_a_numbered_series_made_in_one_go_stays_apart() -> None:
    series = [
        an_entry(n, link=f"https://e.example/m/2026-0{n}-01", title="Meeting", content="Come.")
        for n in range(1, 5)
    ]
    series = [replace(one, published=TUESDAY) for one in series]
    assert new_in(series, {}) == series
    assert new_in(series, remember(series[:2])) == series[2:]


def test_two_episodes_that_differ_in_their_file_only() -> None:
    files = [(RawEnclosure(url=f"https://e.example/{n}.mp3"),) for n in range(2)]
    entries = [RawEntry(title="Live", enclosures=file) for file in files]
    assert len(identify(entries)) == 2
    assert new_in(entries, remember(entries)) == []


def test_every_key_is_an_alias_and_belongs_to_one() -> None:
    items = identify([A, B, replace(C, guid=A.guid), RawEntry(title="x"), RawEntry(content="y")])
    assert all(item.key in item.aliases for item in items)
    names = [alias for item in items for alias in item.aliases]
    assert len(names) == len(set(names))


def test_a_known_post_is_given_to_one_entry_only() -> None:
    moved = replace(A, guid="new", link="https://elmford.example/elsewhere")
    assert new_in([A, moved], remember([A])) == [moved]


def test_long_guids_do_not_make_long_names() -> None:
    (item,) = identify([replace(A, guid="g" * 1_000_000)])
    assert max(map(len, item.aliases)) < 400


def test_two_thousand_entries_are_named_and_recognised() -> None:
    entries = [an_entry(number) for number in range(2_000)]
    known = remember(entries)
    assert new_in([*entries, an_entry(2_000)], known) == [an_entry(2_000)]


def test_the_alias_of_an_address_is_the_one_its_entry_has() -> None:
    link = "https://www.elmford.example/posts/1/?utm_source=feed"
    (item,) = identify([RawEntry(guid="1", link=link)])
    assert link_alias("http://elmford.example/posts/1") in item.aliases
    assert link_alias("https://elmford.example/") is None  # a whole site names no post
