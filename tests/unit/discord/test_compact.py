from datetime import UTC, datetime
from typing import Any

import pytest

from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Audio, Event
from tests.unit.discord.making import NAME, a_message

COMPACT = Preferences(style=Style.COMPACT)
HEAD = f"**{NAME}** · "
PAGE = "(<https://elmford.example/posts/1>)"
DATE = "<t:1773403260:D>"
LINES: dict[str, tuple[dict[str, Any], str]] = {
    "a title": ({}, f"[Post number 1]{PAGE} · {DATE}"),
    "a byline": ({"byline": "Ada Quill"}, f"[Post number 1]{PAGE} · {DATE} · *By Ada Quill*"),
    "in Spanish": (
        {"byline": "Ada Quill", "language": "es"},
        f"[Post number 1]{PAGE} · {DATE} · *Por Ada Quill*",
    ),
    "no room for more": (
        {"title": "Tenants " * 11 + "win", "byline": "Ada Quill"},
        f"[{'Tenants ' * 11}win]{PAGE}",
    ),
    "no room for the byline": (
        {"title": "Tenants win " * 5 + "again", "byline": "Ada " * 10},
        f"[{'Tenants win ' * 5}again]{PAGE} · {DATE}",
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
        {"audio": Audio(url="https://elmford.example/1.mp3", duration=60), "published": None},
        f"[Post number 1]{PAGE} · 🎧 1 min",
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
        r"~~Rent \*strike\*~~ · *taken back*",
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

    assert made.line.endswith(f"{PAGE} · March 13, 2026")


def test_an_event_is_told_by_when_it_takes_place_and_not_by_when_it_was_announced() -> None:
    event = Event(starts=datetime(2026, 4, 1, tzinfo=UTC), all_day=True)

    made = a_message(None, COMPACT, event=event)

    assert made.line.endswith(f"{PAGE} · 📅 Wednesday, April 1, 2026")


def test_a_sound_has_a_link_where_no_button_leads_to_it() -> None:
    there = Preferences(style=Style.COMPACT, buttons=False)
    sound = Audio(url="https://elmford.example/1.mp3", duration=60)

    made = a_message(None, there, audio=sound, published=None)

    assert made.line.endswith(f"{PAGE} · 🎧 [Listen](<https://elmford.example/1.mp3>) · 1 min")


def test_others_that_tell_it_are_always_named() -> None:
    names = ("Harbor City Tenants' Union", "Millbrook Readers", "Riverbend Library Workers")

    made = a_message(None, COMPACT, also_from=names, title="Three towns, one water bill")

    also = "also from Harbor City Tenants' Union, Millbrook Readers, Riverbend Library Workers"
    assert made.line.startswith(f"{HEAD}[Three towns, one water bill]{PAGE} · {also}")


def test_a_title_that_begins_with_the_name_says_it_once() -> None:
    made = a_message(None, COMPACT, title=f"{NAME} has moved", published=None)

    assert made.line == f"[{NAME} has moved]{PAGE}"


def test_a_link_too_long_for_a_line_is_kept_in_a_card() -> None:
    made = a_message(None, COMPACT, link="https://elmford.example/" + "x" * 2000)

    assert made.line == ""
    assert made.card
    assert made.card.url
    assert made.card.description
