from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relaybot.feeds.identity import identify
from relaybot.feeds.normalise import MOST_HTML, normalise
from relaybot.model.post import Post
from relaybot.model.raw import RawEnclosure, RawEntry, RawEvent, RawFeed
from tests.builders import NOON, a_feed

URL = "https://elmford.example/feed/"
ENTRY = RawEntry(guid="1", title="Heat &amp; hot water", link="/posts/1", content="<p>Call us.</p>")


def post(entry: RawEntry, raw: RawFeed | None = None) -> Post:
    found = normalise(identify([entry])[0], a_feed(), raw or RawFeed(), URL, NOON)
    assert found is not None
    return found


def test_a_whole_post() -> None:
    found = post(ENTRY)
    assert (found.feed, found.chapter, found.title) == ("elmford", "elmford", "Heat & hot water")
    assert (found.link, found.base) == ("https://elmford.example/posts/1",) * 2
    assert found.key in found.aliases
    assert found.fingerprint
    assert found.story_keys


@pytest.mark.parametrize(
    ("entry", "document", "directory", "expected"),
    [
        ("es", "en", "en", "es"),
        ("en-us", "en-US", "es", "es"),
        ("", "", None, "fr"),
    ],
    ids=["its own", "of the directory", "read off the text"],
)
def test_language(entry: str, document: str, directory: str | None, expected: str) -> None:
    french = "<p>Les locataires se sont réunis jeudi soir et nous avons voté.</p>" * 5
    item = identify([replace(ENTRY, language=entry, content=french)])[0]
    found = normalise(item, a_feed(language=directory), RawFeed(language=document), URL, NOON)
    assert found is not None
    assert found.language == expected


@pytest.mark.parametrize(
    ("summary", "kept"),
    [
        ("Call us.", ""),
        ("Call […]", ""),
        ("<p>Call [&hellip;] <a href='/posts/1'>Read More…</a></p>", ""),
        ("Call… The post Heat appeared first on Elmford.", ""),
        ("The post Heat appeared first on Elmford.", ""),
        ("What to do when it is cold", "What to do when it is cold"),
    ],
)
def test_a_summary_that_repeats_the_body_is_dropped(summary: str, kept: str) -> None:
    assert post(replace(ENTRY, summary=summary)).summary == kept


def test_a_lone_summary_is_the_body() -> None:
    found = post(replace(ENTRY, content="", summary="<p>Short.</p>"))
    assert (found.html, found.summary) == ("<p>Short.</p>", "")


def test_a_body_of_a_megabyte_is_capped_at_a_tag() -> None:
    found = post(replace(ENTRY, content="<p>Tenants met.</p>" * 60_000))
    assert MOST_HTML - 50 < len(found.html) <= MOST_HTML
    assert found.html.endswith(">")


def test_dates_outside_of_sense_are_unknown() -> None:
    found = post(replace(ENTRY, published=-1e10, updated=NOON.timestamp() + 100_000))
    assert (found.published, found.updated) == (None, None)


def test_a_day_is_read_off_the_link() -> None:
    found = post(replace(ENTRY, link="/2026/03/09/heat"))
    assert found.published == datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_addresses_in_the_body_are_relative_to_xml_base() -> None:
    found = post(replace(ENTRY, base="/blog/", content="<img src=heat.jpg>"))
    assert found.image is not None
    assert (found.base, found.image.url) == (
        "https://elmford.example/blog/",
        "https://elmford.example/blog/heat.jpg",
    )


@pytest.mark.parametrize(
    "entry",
    [
        RawEntry(guid="1"),
        RawEntry(guid="1", title="\u200b", link="javascript:alert(1)", author="Jo"),
        RawEntry(guid="1", title="Protected: x", content="This content is password protected."),
    ],
    ids=["empty", "nothing usable", "password"],
)
def test_never_relayed(entry: RawEntry) -> None:
    assert normalise(identify([entry])[0], a_feed(), RawFeed(), URL, NOON) is None


def test_an_episode_without_words_is_a_post() -> None:
    audio = RawEnclosure(url="/1.mp3", type="audio/mpeg")
    assert post(RawEntry(guid="1", enclosures=(audio,))).audio is not None


@pytest.mark.parametrize(
    "noise", ["… " * 90_000 + "x", "the post " * 20_000, "<" * 180_000, "&" * 180_000]
)
def test_hostile_texts_cost_little(noise: str) -> None:
    # Quadratic handling of these would take minutes, not tenths of a second.
    assert post(replace(ENTRY, summary=noise, title=noise, content=noise, author=noise)).html


PIECES = """
    <p> </p> <br> <div|class="vevent"> <i|class="dtstart"|title=" 2026-05-04 T18:30 " > When:|
    Where:| Date:| May|4,|2026 |6-8|pm |noon |ET &amp; &#8217; <script|type="application/ld+json">
    {"@type":"Event","startDate":" "} </script> <img|src=" http://a.example/x-300x200.jpg "|alt="x"
    12|comments Last|updated:| […] read|more \\ud83d 字 <![CDATA[ ]]> % http://[ +99:99 25:00 <!--
""".replace("\\ud83d", "\ud83d")
markups = st.lists(st.sampled_from([piece.replace("|", " ") for piece in PIECES.split()])).map(
    "".join
)


@given(title=markups, content=markups, summary=markups, link=markups, picture=markups, when=markups)
@settings(max_examples=150, deadline=None)
def test_whatever_an_entry_holds(
    title: str, content: str, summary: str, link: str, picture: str, when: str
) -> None:
    entry = RawEntry(
        guid="1",
        title=title or "x",
        content=content,
        summary=summary,
        link=link,
        images=(RawEnclosure(url=picture, alt=when),),
        event=RawEvent(starts=when, ends=when, place=when),
    )
    found = normalise(identify([entry])[0], a_feed(language=None), RawFeed(), URL, NOON)
    assert found is None or found.image is None or found.image.url.startswith(("http:", "https:"))
    if found and found.event:
        assert found.event.ends is None or found.event.ends > found.event.starts
        assert len(found.event.place) <= 200


@pytest.mark.parametrize("where", ["link", "base"])
def test_no_post_of_a_public_feed_stands_in_a_private_network(where: str) -> None:
    pictures = (RawEnclosure(url="http://10.0.0.1/b.png"),)
    entry = replace(ENTRY, content="<img src=/a.png>", images=pictures)
    found = post(replace(entry, **{where: "http://10.0.0.1/posts/1"}))  # type: ignore[arg-type]  # both are text
    assert found.base == URL
    assert found.image is not None
    assert found.image.url == "https://elmford.example/a.png"


def test_a_feed_in_a_private_network_has_its_pictures_there() -> None:
    url = "http://10.0.0.1/feed/"
    item = identify([replace(ENTRY, content="<img src=/a.png>")])[0]
    found = normalise(item, a_feed(), RawFeed(), url, NOON)
    assert found is not None
    assert found.image is not None
    assert found.image.url == "http://10.0.0.1/a.png"
