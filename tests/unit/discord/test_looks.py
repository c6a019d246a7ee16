"""Messages that are made once for each look, however many channels get them."""

from collections.abc import Iterator
from typing import Any

import pytest

from relaybot.discord.looks import Looks
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Image
from tests import builders

CHANNELS = 10_000


def an_outgoing(number: int = 1, style: Style = Style.CARD, **post: Any) -> Outgoing:
    place = builders.a_destination(
        builders.an_address(str(number)), id=number, preferences=Preferences(style=style)
    )
    return builders.an_outgoing(builders.a_stored_post(1, **post), place)


def deliveries() -> Iterator[Outgoing]:
    styles = tuple(Style)
    for number in range(1, CHANNELS + 1):
        yield an_outgoing(number, styles[number % len(styles)])


def test_ten_thousand_channels_share_one_message_a_style() -> None:
    looks = Looks()
    made = {id(looks.of(outgoing, voiced=False)) for outgoing in deliveries()}
    assert len(made) == len(Style)


OTHERWISE: dict[str, dict[str, Any]] = {
    "title": {"title": "Other"},
    "words": {"fingerprint": "other"},
    "picture": {"image": Image(url="https://elmford.example/other.jpg")},
    "link": {"link": "https://elmford.example/other"},
    "date": {"published": None},
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_what_says_something_else_is_made_anew(case: str) -> None:
    looks = Looks()
    before = looks.of(an_outgoing(), voiced=False)
    assert looks.of(an_outgoing(**OTHERWISE[case]), voiced=False) is not before


def test_a_chapter_that_speaks_itself_is_another_message() -> None:
    looks = Looks()
    assert looks.of(an_outgoing(), voiced=True) is not looks.of(an_outgoing(), voiced=False)
