"""Preferences survive what older and newer versions wrote."""

import json
from dataclasses import fields

import pytest

from relaybot.model.destination import PicturePlace, Preferences, Style, WithdrawnPolicy
from relaybot.storage.preferences import combined, decode, encode

ALL_CHOSEN = Preferences(
    style=Style.COMPACT,
    images=False,
    picture_place=PicturePlace.ABOVE,
    buttons=False,
    hashtags=True,
    persona=False,
    language="es",
    timezone="America/Los_Angeles",
    mention_role="9001",
    publish=True,
    discuss=True,
    withdrawn=WithdrawnPolicy.DELETE,
    open_listing=False,
)


@pytest.mark.parametrize("chosen", [Preferences(), ALL_CHOSEN], ids=["nothing", "everything"])
def test_preferences_come_back(chosen: Preferences) -> None:
    assert decode(encode(chosen)) == chosen


def test_every_choice_is_written_down() -> None:
    assert set(json.loads(encode(Preferences()))) == {field.name for field in fields(Preferences)}


WRITTEN = {
    "nothing": ("{}", Preferences()),
    "one thing": ('{"images": false}', Preferences(images=False)),
    "something newer": ('{"sparkles": 3, "images": false}', Preferences(images=False)),
    "a newer style": ('{"style": "poster", "publish": true}', Preferences(publish=True)),
    "another kind of value": ('{"images": "no", "language": 7, "style": []}', Preferences()),
    "newer policies": ('{"withdrawn": "burn", "picture_place": "aside"}', Preferences()),
    "no language": ('{"language": null}', Preferences()),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_what_is_not_understood_is_as_if_nobody_chose(case: str) -> None:
    text, expected = WRITTEN[case]
    assert decode(text) == expected


def test_of_two_the_newer_choice_counts_and_the_older_fills_in() -> None:
    new = Preferences(style=Style.FULL, language="en")
    old = Preferences(style=Style.COMPACT, images=False)
    assert combined(new, old) == Preferences(style=Style.FULL, language="en", images=False)
    assert combined(Preferences(), ALL_CHOSEN) == ALL_CHOSEN
    assert combined(ALL_CHOSEN, Preferences()) == ALL_CHOSEN
