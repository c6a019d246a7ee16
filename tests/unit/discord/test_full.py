from typing import Any

import pytest

from relaybot.discord import limits
from relaybot.discord.colours import COLOURS, TAKEN_BACK
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Audio, Event, Image
from relaybot.model.source import Kind
from tests import builders
from tests.unit.discord.making import NAME, PAGE, a_full, a_message, fits

SITE = "https://elmford.example/"
LOGO = "https://elmford.example/logo.png"
FILE = "https://elmford.example/1.mp3"


def test_a_whole_post() -> None:
    made = a_full(
        title="Rent strike wins *again*",
        byline="Ada Quill",
        html="<h2>Signed</h2><p>By <b>all</b>: <a href='/n'>names</a>.</p>"
        "<blockquote>We won.</blockquote><ul><li>rent<ul><li>heat</ul></ul><pre>a = 1</pre>",
        audio=Audio(url=FILE, duration=120),
        event=Event(starts=builders.NOON, place="Library"),
        also_from=("Millbrook",),
    )

    assert made.head.split("\n") == [
        f"**[{NAME}](<{SITE}>)**",
        rf"## [Rent strike wins](<{PAGE}>) \*[again](<{PAGE}>)\*",
        "-# By Ada Quill · <t:1773403260:f>",
    ]
    assert made.logo == LOGO
    assert made.before == "📅 **Saturday, March 14, 2026, 5:00\u202fAM PDT**\n📍 Library"
    assert made.body == (
        "### Signed\nBy **all**: [names](https://elmford.example/n).\n\n> We won.\n\n"
        "- rent\n  - heat\n\n```\na = 1\n```"
    )
    assert made.after == "🎧 2 min"
    assert made.foot == "-# Also from Millbrook\n-# Posted in English · Oregon"
    assert made.colour == COLOURS[Kind.CHAPTER]


HEADS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "a chapter without a site": (
        {"site": None},
        {"published": None},
        [f"**{NAME}**", f"## [Post number 1](<{PAGE}>)"],
    ),
    "no link": (
        {},
        {"link": None, "published": None, "title": "#1 *Rent*"},
        [f"**[{NAME}](<{SITE}>)**", r"## \#1 \*Rent\*"],
    ),
    "emoji": (
        {"name": "🌹 League"},
        {"title": "✊ Rent", "published": None},
        [f"**🌹 [League](<{SITE}>)**", f"## ✊ [Rent](<{PAGE}>)"],
    ),
    "a title that looks like an address": (
        {"site": None},
        {"title": "https://bank.example", "published": None},
        [f"**{NAME}**", rf"## https\://bank.example ([elmford.example](<{PAGE}>))"],
    ),
    "an address that leaves no room": (
        {"site": None},
        {"link": SITE + "ñ" * 1000, "published": None},
        [f"**{NAME}**", "## Post number 1"],
    ),
    "taken back": (
        {"site": None},
        {"withdrawn": True, "byline": "Ada Quill"},
        [f"**{NAME}**", "## ~~Post number 1~~"],
    ),
}


@pytest.mark.parametrize(("chapter", "post", "head"), HEADS.values(), ids=HEADS)
def test_the_head(chapter: dict[str, Any], post: dict[str, Any], head: list[str]) -> None:
    assert a_full(chapter, **post).head.split("\n") == head


UNTITLED: dict[str, tuple[dict[str, Any], Preferences, tuple[str, str]]] = {
    "a button leads there": ({}, Preferences(), ("", "")),
    "a link, where there is no button": (
        {},
        Preferences(buttons=False),
        ("", f"[Read](<{PAGE}>)"),
    ),
    "with a date": (
        {"published": builders.NOON},
        Preferences(),
        (f"-# <t:{int(builders.NOON.timestamp())}:f>", ""),
    ),
}


@pytest.mark.parametrize(("post", "wanted", "expected"), UNTITLED.values(), ids=UNTITLED)
def test_a_post_without_a_title_has_no_heading(
    post: dict[str, Any], wanted: Preferences, expected: tuple[str, str]
) -> None:
    given = {"title": "", "html": "<p>Picnic on Sunday.</p>", "published": None} | post

    made = a_full(None, wanted, voiced=True, **given)

    assert (made.head, made.after) == expected
    assert made.body == "Picnic on Sunday."


def test_a_chapter_that_speaks_is_not_named_twice() -> None:
    made = a_full(voiced=True)

    assert made.head.startswith("## ")
    assert made.logo is None


def test_a_place_with_a_time_zone_is_told_the_time_there() -> None:
    made = a_full(None, Preferences(timezone="America/New_York"))

    assert made.head.split("\n")[-1] == "-# March 13, 2026 at 8:01\u202fAM"
    assert made.foot == "-# Posted in English · Oregon"


def test_up_to_four_pictures_with_their_words() -> None:
    shown = "".join(
        f"<p>Look.</p><img src='/{n}.jpg' alt='Crowd at gate {n}' width='900' height='600'>"
        for n in range(6)
    )

    made = a_full(html=shown, image=Image(url="https://elmford.example/best.jpg"))

    assert [(one.url.rsplit("/", 1)[-1], one.alt) for one in made.pictures] == [
        ("best.jpg", ""),
        ("0.jpg", "Crowd at gate 0"),
        ("1.jpg", "Crowd at gate 1"),
        ("2.jpg", "Crowd at gate 2"),
    ]


def test_no_pictures_where_none_are_wished() -> None:
    picture = Image(url="https://elmford.example/a.jpg")

    made = a_full(None, Preferences(images=False), image=picture)

    assert (made.pictures, made.logo) == ((), LOGO)


def test_nothing_of_what_was_taken_back_leads_anywhere() -> None:
    made = a_full(
        withdrawn=True,
        html="<p>See <a href='/plan'>the plan</a>.</p>",
        image=Image(url="https://elmford.example/a.jpg"),
        audio=Audio(url=FILE),
        event=Event(starts=builders.NOON),
    )

    assert made.before == f"*{NAME} has taken this post back.*"
    assert made.body == "~~See the plan.~~"
    assert (made.pictures, made.after, made.colour) == ((), "", TAKEN_BACK)


def test_it_says_much() -> None:
    made = a_full(html="<p>" + "The <b>picnic</b> is <a href='/x'>here</a>. " * 300 + "</p>")

    assert 2500 < limits.measure(made.body) < 4000
    assert made.body.startswith("The **picnic** is [here](https://elmford.example/x).")


LETTERS = {
    "Latin": "The picnic begins at noon. ",
    "Hindi": "पिकनिक दोपहर को शुरू होती है। ",
    "Chinese": "野餐中午开始。",
    "emoji": "🏠🏡 ",
}


@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
def test_letters_of_many_bytes_fit_too(letters: str) -> None:
    made = a_message(None, Preferences(style=Style.FULL), html=f"<p>{letters * 800}</p>")

    assert made.full
    assert len(made.full.body) > 1000
    assert fits(made)
