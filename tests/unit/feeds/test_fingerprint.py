"""Pairs of one entry: those a server changes by itself, and those a person changed."""

from dataclasses import replace
from typing import Any

import pytest

from relaybot.feeds.fingerprint import fingerprint, is_edit
from relaybot.model.raw import RawEnclosure, RawEntry, RawEvent

BODY = (
    '<p id="x">Forty <a href="https://b.example/map?ver=1" rel="me">tenants</a> came, and the '
    "board’s chair listened.</p>"
    '<p><img src="https://a.example/up/march.jpg" alt="The march" width="900"></p>'
    "<h2>May 4</h2><p>We meet at 6 in room 12. Bring 3 letters.</p>"
)
ENTRY = RawEntry(
    guid="1",
    title="Rent board listens",
    link="https://a.example/1",
    content=BODY,
    images=(RawEnclosure(url="https://a.example/up/board-1024x683.jpg?w=900"),),
    event=RawEvent(starts="2026-05-04T18:00", place="Room 12"),
)
BARE = replace(ENTRY, images=())


def changed(old: str, new: str, entry: RawEntry = ENTRY) -> tuple[RawEntry, RawEntry]:
    assert old in entry.content
    return entry, replace(entry, content=entry.content.replace(old, new))


def with_line(before: str, after: str) -> tuple[RawEntry, RawEntry]:
    one, other = (replace(ENTRY, content=f"{BODY}<div>{line}</div>") for line in (before, after))
    return one, other


def other(**changes: Any) -> tuple[RawEntry, RawEntry]:
    return ENTRY, replace(ENTRY, **changes)


def pictured(before: str, after: str) -> tuple[RawEntry, RawEntry]:
    one, two = (replace(ENTRY, images=(RawEnclosure(url=url),)) for url in (before, after))
    return one, two


NOISE = {
    "spaces in the title": other(title="Rent  board\u00a0listens "),
    "a tracker": other(link="http://www.a.example/1/?utm_source=rss"),
    "another domain": other(link="https://new-domain.example/1"),
    "what nobody reads": other(guid="2", published=1.0, updated=2.0, categories=("x",)),
    "a nonce in an address": changed("ver=1", "ver=2&nonce=8f"),
    "order of attributes": changed(
        'href="https://b.example/map?ver=1" rel="me"', 'rel="me" href="https://b.example/map?ver=1"'
    ),
    "another id": changed('id="x"', 'id="y" data-block="8f3"'),
    "white space": changed("Forty ", "\n Forty\n"),
    "host of a target": changed("https://b.example/map", "http://www.b.example/map"),
    "an address on the same site": changed("https://b.example/map", "/map"),
    "curly quotation marks": changed("board’s", "board's"),
    "an entity": changed("board’s", "board&#8217;s"),
    "an invisible mark": changed("listened", "listened\u200b"),
    "a comment in the markup": changed("<h2>", "<!-- cached at 10:31:07 --><h2>"),
    "a script": changed("<h2>", "<script>var nonce = '8f3a';</script><h2>"),
    "a hidden field": changed("<h2>", '<input type="hidden" value="8f3a"><h2>'),
    "an address hidden from robots": with_line(
        '<a href="/cdn-cgi/l/email-protection#8f3a">[email&#160;protected]</a>',
        '<a href="/cdn-cgi/l/email-protection#77c0">[email&#160;protected]</a>',
    ),
    "comments": with_line("12 comments", "13 comments"),
    "linked comments": with_line(
        '<a href="https://a.example/1#comments">No Comments</a>',
        '<a href="https://a.example/1#comments">1 Comment</a>',
    ),
    "views": with_line("1,234 views", "1,301 views"),
    "shares in a row": with_line(
        "<span>Share 12</span> | <span>3 min read</span>",
        "<span>Share 13</span> | <span>4 min read</span>",
    ),
    "reading time": with_line("3 min read", "4 min read"),
    "last updated": with_line("Last updated: May 4, 2026", "Last updated: May 5, 2026"),
    "actualizado": with_line(
        "Actualizado el 4 de mayo de 2026", "Actualizado el 5 de mayo de 2026"
    ),
    "posted on": with_line("Posted on May 4, 2026", "Posted on May 4, 2026 at 10:31 am"),
    "days ago": with_line("Posted 2 days ago", "Posted 3 days ago"),
    "hace días": with_line("hace 2 días", "hace 3 días"),
    "a counter that was not there": (ENTRY, replace(ENTRY, content=f"{BODY}<p>1 comment</p>")),
    "size of the picture": pictured("/up/board-300x200.jpg", "/up/board-1024x683.jpg"),
    "query of the picture": pictured("/up/board.jpg?w=300", "/up/board.jpg?w=900&ssl=1"),
    "server of the picture": pictured(
        "https://a.example/up/board.jpg", "https://i0.wp.com/a.example/up/board.jpg?resize=3%2C2"
    ),
    "size of a picture in the text": changed("march.jpg", "march-768x512.jpg?ver=2", BARE),
    "lazy loading": changed(
        'src="https://a.example/up/march.jpg"',
        'src="data:image/gif;base64,R0" data-src="https://a.example/up/march.jpg"',
        BARE,
    ),
    "a picture beside the one that is shown": changed("march.jpg", "april.jpg"),
    "a link to the picture's file": changed(
        "<h2>", '<a href="https://a.example/up/march-scaled.jpg"></a><h2>'
    ),
    "a counting pixel": changed(
        "<h2>", '<img src="https://stats.example/b.gif?8f3a" width="1" height="1"><h2>', BARE
    ),
    "an excerpt": other(summary="Forty tenants came, and the board’s chair […]"),
}

EDITS = {
    "title": other(title="Rent board refuses"),
    "a digit of the title": other(title="Rent board listens 2"),
    "title in capitals": other(title="Rent Board Listens"),
    "link": other(link="https://a.example/2"),
    "a word": changed("Forty", "Fifty"),
    "an hour": changed("at 6", "at 7"),
    "a room": changed("room 12", "room 13"),
    "a number": changed("3 letters", "4 letters"),
    "a date in a heading": changed("<h2>May 4</h2>", "<h2>May 5</h2>"),
    "a date in a sentence": changed("Bring", "On May 4 bring", BARE),
    "a comma": changed("came, and", "came and"),
    "not": changed("listened", "did not listen"),
    "a new paragraph": changed("<h2>", "<p>They promised an answer.</p><h2>"),
    "a paragraph less": changed("<p>We meet at 6 in room 12. Bring 3 letters.</p>", ""),
    "a correction": changed("<h2>", "<p>Correction: it was forty-one.</p><h2>"),
    "cancelled": changed("<h2>", "<p><strong>CANCELLED</strong></p><h2>"),
    "where words lead": changed("/map", "/route"),
    "a new link": changed("board’s", '<a href="/board">board</a>’s'),
    "a form to sign": with_line('<a href="/sign/1">Sign</a>', '<a href="/sign/2">Sign</a>'),
    "another film": with_line(
        '<iframe src="https://v.example/embed/a"></iframe>',
        '<iframe src="https://v.example/embed/b"></iframe>',
    ),
    "comments in a sentence": with_line("We got 12 comments.", "We got 13 comments."),
    "a count of people": with_line("12 tenants", "13 tenants"),
    "a list of votes": with_line("Kim Alvarez: 12 votes", "Kim Alvarez: 14 votes"),
    "minutes of silence": with_line("3 minutes of silence", "4 minutes of silence"),
    "a day in a sentence": with_line("Two days ago we won.", "Three days ago we won."),
    "picture": pictured("/up/board.jpg", "/up/chair.jpg"),
    "number of a picture": pictured("/up/board-1.jpg", "/up/board-2.jpg"),
    "a picture that was not there": (BARE, ENTRY),
    "picture in the text": changed("march.jpg", "april.jpg", BARE),
    "a stand-in": (
        replace(BARE, content="<p>Episode 9</p>"),
        replace(BARE, content="<p>Episode 9</p>", stand_ins=(RawEnclosure(url="/9.jpg"),)),
    ),
    "hour of the event": other(event=RawEvent(starts="2026-05-04T19:00", place="Room 12")),
    "place of the event": other(event=RawEvent(starts="2026-05-04T18:00", place="Room 13")),
    "a subtitle": other(summary="What forty people in one room can do"),
}


@pytest.mark.parametrize("name", NOISE)
def test_noise(name: str) -> None:
    before, after = NOISE[name]
    assert before != after
    assert fingerprint(before) == fingerprint(after)


@pytest.mark.parametrize("name", EDITS)
def test_edit(name: str) -> None:
    before, after = EDITS[name]
    assert is_edit(fingerprint(before), fingerprint(after))


def test_there_are_many_pairs() -> None:
    assert min(len(NOISE), len(EDITS)) >= 25


def test_the_summary_counts_when_there_is_no_content() -> None:
    assert fingerprint(RawEntry(summary="a")) != fingerprint(RawEntry(summary="b"))


def test_a_banner_that_all_posts_show_is_no_picture_of_one() -> None:
    banner = replace(BARE, ornaments=frozenset({"/up/march.jpg"}))
    assert fingerprint(banner) == fingerprint(
        replace(
            banner, content=BODY.replace("march", "join"), ornaments=frozenset({"/up/join.jpg"})
        )
    )


def test_what_an_older_release_stored_tells_of_no_edit() -> None:
    assert not is_edit("0123456789abcdef0123456789abcdef", fingerprint(ENTRY))
    assert not is_edit(fingerprint(ENTRY), fingerprint(ENTRY))


@pytest.mark.parametrize(
    "body",
    ["<img src=x " * 9_000, "<a href=" * 20_000, "<" * 190_000, "<!--" * 40_000, "&" * 190_000],
)
def test_hostile_bodies_cost_little(body: str) -> None:
    # Quadratic handling of these would take minutes, not tenths of a second.
    assert fingerprint(RawEntry(content=body)) != fingerprint(RawEntry(content=f"Rent {body}"))
