from typing import Any

import pytest

from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Audio
from tests.unit.discord.making import NAME, a_message

COMPACT = Preferences(style=Style.COMPACT)
HEAD = f"**{NAME}** · "
PAGE = "(<https://elmford.example/posts/1>)"
DATE = "<t:1773403260:d>"
LINES: dict[str, tuple[dict[str, Any], str]] = {
    "a title": ({}, f"[Post number 1]{PAGE} · {DATE}"),
    "a byline": ({"byline": "Ada Quill"}, f"[Post number 1]{PAGE} · *By Ada Quill* · {DATE}"),
    "in Spanish": (
        {"byline": "Ada Quill", "language": "es"},
        f"[Post number 1]{PAGE} · *Por Ada Quill* · {DATE}",
    ),
    "no room for more": (
        {"title": "Tenants " * 11 + "win", "byline": "Ada Quill"},
        f"[{'Tenants ' * 11}win]{PAGE}",
    ),
    "no room for the byline": (
        {"title": "Tenants win " * 5 + "again", "byline": "Ada " * 10},
        f"[{'Tenants win ' * 5}again]{PAGE}",
    ),
    "no date": ({"published": None}, f"[Post number 1]{PAGE}"),
    "an address for a title": (
        {"title": "See https://bank.example now", "published": None},
        rf"See https\://bank.example now ([elmford.example]{PAGE})",
    ),
    "emoji stay out of the link": (
        {"title": "🏠 Rent strike ✊🏽 today", "published": None},
        f"🏠 [Rent strike]{PAGE} ✊🏽 [today]{PAGE}",
    ),
    "an episode": (
        {"audio": Audio(url="https://elmford.example/1.mp3"), "published": None},
        f"[Post number 1]{PAGE} · 🎧 [Listen](<https://elmford.example/1.mp3>)",
    ),
    "an episode without a page": (
        {"audio": Audio(url="https://elmford.example/1.mp3"), "link": None, "published": None},
        "[Post number 1](<https://elmford.example/1.mp3>)",
    ),
    "no link": ({"link": None, "published": None}, "Post number 1"),
    "nothing": (
        {"title": "", "html": "", "published": None},
        f"[New post from {NAME}]{PAGE}",
    ),
    "taken back": (
        {"withdrawn": True, "title": "Rent *strike*"},
        rf"~~Rent \*strike\*~~ · *{NAME} has taken this post back.*",
    ),
}


@pytest.mark.parametrize(("post", "line"), LINES.values(), ids=LINES)
def test_a_compact_message_is_a_line(post: dict[str, Any], line: str) -> None:
    made = a_message(None, COMPACT, **post)

    assert made.line == HEAD + line
    assert (made.card, made.full) == (None, None)


def test_a_chapter_that_speaks_is_not_named_twice() -> None:
    made = a_message(None, COMPACT, voiced=True, published=None)

    assert made.line == f"[Post number 1]{PAGE}"


def test_a_place_with_a_time_zone_is_told_the_time_there() -> None:
    there = Preferences(style=Style.COMPACT, timezone="America/New_York")

    made = a_message(None, there)

    assert made.line.endswith(f"{PAGE} · March 13, 2026 at 8:01\u202fAM")


def test_a_link_too_long_for_a_line_is_kept_in_a_card() -> None:
    made = a_message(None, COMPACT, link="https://elmford.example/" + "x" * 2000)

    assert made.line == ""
    assert made.card
    assert made.card.url
    assert made.card.description
