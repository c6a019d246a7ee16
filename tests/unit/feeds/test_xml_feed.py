from typing import Any

import pytest

from relaybot.feeds.xml_feed import feed_from
from relaybot.model.raw import RawEntry


def entry(**found: Any) -> RawEntry:
    (read,) = feed_from({"feed": {}, "entries": [found]}, complete=True).entries
    return read


def test_the_longest_text_is_the_content() -> None:
    caption = [{"type": "text/html", "value": "<i>Caption</i>"}]
    read = entry(summary="<p>The whole article.</p>", content=caption)
    assert (read.content, read.summary) == ("<p>The whole article.</p>", "")


def test_an_article_shorter_than_its_summary_is_kept() -> None:
    article = f"<p>Forty drivers walked out at dawn and stood at the gate. {'No. ' * 20}</p>"
    summary = f"<p>{'What the depot said about it, at great length. ' * 8}</p>"
    read = entry(summary=summary, content=[{"type": "text/html", "value": article}])
    assert (read.content, read.summary) == (article, summary)


def test_an_excerpt_beside_the_article_is_none_of_its_own() -> None:
    words = "Forty drivers walked out at dawn and stood at the gate of the depot, singing. " * 2
    excerpt = [{"type": "text/plain", "value": words}]
    read = entry(summary=f"<p>{words}</p><p>{'They sang on. ' * 40}</p>", content=excerpt)
    assert (words.strip() in read.content, read.summary) == (True, "")


def test_a_lone_summary_stays_one() -> None:
    assert (entry(summary="Short.").summary, entry(summary="Short.").content) == (
        "<p>Short.</p>",
        "",
    )


def test_updated_stands_in_for_published() -> None:
    read = entry(updated="2026-03-10T10:00:00Z")
    assert read.published == read.updated is not None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1:02:03", 3723),
        ("62:03", 3723),
        ("3723", 3723),
        ("1:2:3:4", None),
        ("an hour", None),
        ("0", None),
    ],
)
def test_duration(text: str, seconds: float | None) -> None:
    read = entry(
        itunes_duration=text, links=[{"rel": "enclosure", "href": "https://a.example/1.mp3"}]
    )
    assert read.enclosures[0].duration == seconds


@pytest.mark.parametrize("junk", [None, 3, [], {}, [None], {"a": {}}, b"x"])
def test_any_type_anywhere(junk: Any) -> None:
    names = "id link title author authors summary content published updated tags links image"
    more = "media_content media_thumbnail itunes_duration language summary_detail"
    assert entry(**dict.fromkeys(f"{names} {more}".split(), junk)).title == ""


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ({"ttl": "60"}, 3600),
        ({"ttl": "often"}, None),
        ({"sy_updateperiod": "daily"}, 86400),
        ({"sy_updateperiod": "hourly", "sy_updatefrequency": "0"}, 3600),
        ({}, None),
    ],
)
def test_time_to_live(said: dict[str, str], seconds: float | None) -> None:
    assert feed_from({"feed": said, "entries": []}, complete=True).ttl == seconds
