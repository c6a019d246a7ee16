from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from relaybot.discord.format import bare_message, format_post
from relaybot.discord.persona import Speaker
from relaybot.discord.preview import preview
from relaybot.message.content import LinkButton
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Audio, Event, Image
from tests import builders
from tests.unit.discord.making import (
    NAME,
    PAGE,
    a_message,
    an_outgoing,
    fits,
    pings,
    said,
)

STYLES = [Preferences(style=style, language=tongue) for style in Style for tongue in (None, "es")]
LONG_LINK = "https://elmford.example/" + "x" * 1900
HOSTILE: dict[str, dict[str, Any]] = {
    "long title": {"title": "Tenants " * 200},
    "title of marks": {"title": "*_[" * 200},
    "one endless word": {"title": "a" * 5000, "html": f"<p>{'b' * 9000}</p>"},
    "title of emoji": {"title": "🏠" * 400},
    "emoji and words in turn": {"title": "🏠 a " * 100, "link": LONG_LINK},
    "long body": {"html": "<p>" + "Come to the picnic. " * 5000 + "</p>"},
    "many long links": {
        "html": "".join(f'<p><a href="{LONG_LINK}{n}">word</a></p>' for n in range(50))
    },
    "links of emoji": {"html": "<p>" + "<a href='/x'>🏠 home 🏠</a> " * 400 + "</p>"},
    "a body of marks": {"html": f"<p>{'*_~' * 3000}</p>"},
    "no usable address": {
        "link": "https://elmford.example/" + "x" * 3000,
        "image": Image(url="data:image/png;base64,xx"),
        "audio": Audio(url="javascript:alert(1)"),
    },
    "pictures that cannot be shown": {
        "image": Image(url="http://localhost/a.png", alt="x" * 5000),
        "html": "<img src='http://under_score.example/a.png' width=900 height=900>",
    },
    "a picture with a novel": {
        "image": Image(url="https://elmford.example/a.png", alt="word " * 2000)
    },
    "long byline": {"byline": "Ada " * 500},
    "a long place": {"event": Event(starts=builders.NOON, place="*Hall* " * 500)},
    "pings": {"title": "@everyone <@&1> <@2>", "byline": "@here", "html": "<p>@here &lt;@2></p>"},
    "a ping for a place": {"event": Event(starts=builders.NOON, place="@everyone <#1>")},
    "a long address in a line": {"link": "https://elmford.example/" + "ñ" * 500},
    "lines in a title": {"title": "Rent\n# strike\u2028now", "byline": "A\nB"},
    "every right to left": {"title": "\u202eevil", "html": "<p>\u202e</p>"},
    "half a character": {"title": "\ud83c", "html": "<p>\ud83c</p>"},
    "taken back": {"withdrawn": True, "title": "*x* " * 300, "html": "<p>~~@here~~ </p>" * 900},
    "told by many": {"also_from": ("League " * 60,) * 20},
}
LONG_NAMES = {"name": "League " * 100, "region": "X" * 3000, "site": "ftp://a.example/"}
MARKED_NAMES = {"name": "*_~`|" * 60, "logo": "data:x", "site": LONG_LINK}


@pytest.mark.parametrize("post", HOSTILE.values(), ids=HOSTILE)
def test_it_always_fits(post: dict[str, Any]) -> None:
    chapters: list[dict[str, str]] = [{}, LONG_NAMES, MARKED_NAMES]
    for how in product(chapters, STYLES, (False, True)):
        chapter, wanted, voiced = how
        made = a_message(chapter, wanted, voiced=voiced, **post)

        assert fits(made), how
        assert not pings(said(made)), how
        assert preview(made).text, how


def test_what_every_style_has() -> None:
    made = a_message(title="Rent strike wins *again*")

    assert made.thread_name == "Rent strike wins *again*"
    assert made.title == "Rent strike wins *again*"
    assert made.url == PAGE
    assert made.plain == rf"**Rent strike wins \*again\***{chr(10)}{NAME}{chr(10)}{PAGE}"


def test_in_plain_text_a_chapter_that_speaks_is_not_named() -> None:
    assert a_message(voiced=True).plain == f"**Post number 1**\n{PAGE}"


def test_in_plain_text_it_was_taken_back() -> None:
    made = a_message(withdrawn=True)

    assert made.plain == f"**~~Post number 1~~**\n{NAME}\n*{NAME} has taken this post back.*"


def test_who_speaks_is_the_places_choice_unless_it_is_known() -> None:
    wished, not_wished = an_outgoing(), an_outgoing(None, Preferences(persona=False))
    speaker = Speaker(NAME, "https://elmford.example/logo.png")

    assert format_post(wished).speaker == speaker
    assert format_post(not_wished).speaker is None
    assert format_post(wished, voiced=False).speaker is None
    assert format_post(not_wished, voiced=True).speaker == speaker


def test_a_name_nobody_may_have_is_said_in_the_bots_own_voice() -> None:
    made = a_message({"name": "Discord Tenants"}, voiced=True)

    assert made.speaker is None
    assert made.card
    assert made.card.author_name == "Discord Tenants"


def test_another_style_than_the_places() -> None:
    made = format_post(an_outgoing(None, Preferences(style=Style.COMPACT)), Style.FULL)

    assert made.full
    assert made.line == ""


EPISODE = Audio(url="https://elmford.example/1.mp3")
READ, LISTEN = LinkButton("Read", PAGE), LinkButton("Listen", EPISODE.url)
BUTTONS: dict[str, tuple[dict[str, Any], Preferences, tuple[LinkButton, ...]]] = {
    "a page": ({}, Preferences(), (READ,)),
    "an episode": ({"audio": EPISODE}, Preferences(), (READ, LISTEN)),
    "the episode is the page": (
        {"audio": EPISODE, "link": EPISODE.url},
        Preferences(),
        (LISTEN,),
    ),
    "nothing to lead to": ({"link": None}, Preferences(), ()),
    "not wanted": ({"audio": EPISODE}, Preferences(buttons=False), ()),
    "in Spanish": ({}, Preferences(language="es"), (LinkButton("Leer", PAGE),)),
    "too long an address": ({"link": PAGE + "x" * 600}, Preferences(), ()),
    "taken back": ({"withdrawn": True, "audio": EPISODE}, Preferences(), ()),
}


@pytest.mark.parametrize(("post", "wanted", "buttons"), BUTTONS.values(), ids=BUTTONS)
def test_buttons(
    post: dict[str, Any], wanted: Preferences, buttons: tuple[LinkButton, ...]
) -> None:
    assert a_message(None, wanted, **post).buttons == buttons


def test_rendering_knows_only_the_looks_its_destination_chose() -> None:
    outgoing = builders.an_outgoing()
    unseen = Preferences(mention_role="5", publish=True, discuss=True)
    elsewhere = replace(
        outgoing,
        claim=replace(
            outgoing.claim,
            destination=builders.a_destination(
                builders.an_address("77"), id=2, silent=True, preferences=unseen
            ),
        ),
    )

    assert format_post(outgoing) == format_post(elsewhere)


@pytest.mark.parametrize("post", HOSTILE.values(), ids=HOSTILE)
def test_the_barest_message_fits_too(post: dict[str, Any]) -> None:
    made = bare_message(an_outgoing(**post))

    assert 0 < len(made.plain) < 2000
    assert made.thread_name
    assert not pings(made.plain)
