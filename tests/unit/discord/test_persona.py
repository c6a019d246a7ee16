from typing import Any

import pytest

from relaybot.discord.persona import Speaker, speaker_of
from tests.unit.discord.making import NAME, an_outgoing

LOGO = "https://elmford.example/logo.png"
SPEAKERS: dict[str, tuple[dict[str, Any], Speaker | None]] = {
    "name and logo": ({}, Speaker(NAME, LOGO)),
    "no logo": ({"logo": None}, Speaker(NAME, None)),
    "a logo over http": ({"logo": "http://elmford.example/logo.png"}, Speaker(NAME, None)),
    "a logo Discord cannot show": (
        {"logo": "https://elmford.example/logo.svg"},
        Speaker(NAME, None),
    ),
    "white space": ({"name": "  Elmford \n League "}, Speaker("Elmford League", LOGO)),
    "80 characters": ({"name": "x" * 80}, Speaker("x" * 80, LOGO)),
    "more": ({"name": "x" * 81}, Speaker("x" * 79 + "…", LOGO)),
    "emoji count as two": ({"name": "🏠" * 41}, Speaker("🏠" * 39 + "…", LOGO)),
    "no name": ({"name": " "}, None),
    "clyde within": ({"name": "Clydebank Tenants"}, None),
    "discord within": ({"name": "Tenants on DISCORD"}, None),
    "everyone": ({"name": "Everyone"}, None),
    "here": ({"name": "here"}, None),
    "here within": ({"name": "Sphere Readers"}, Speaker("Sphere Readers", LOGO)),
}


@pytest.mark.parametrize(("chapter", "speaker"), SPEAKERS.values(), ids=SPEAKERS)
def test_who_speaks(chapter: dict[str, Any], speaker: Speaker | None) -> None:
    assert speaker_of(an_outgoing(chapter)) == speaker
