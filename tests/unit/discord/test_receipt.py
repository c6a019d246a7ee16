from dataclasses import replace
from typing import Any

import pytest

from relaybot.discord.format import DiscordMessage
from relaybot.discord.receipt import Receipt, Shape, digest, read, shape_of
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Image
from tests.unit.discord.making import a_message

RECEIPTS = {
    "of the bot": Receipt(shape=Shape.CARD, shows="ab12", topic="Rent “strike” ✊"),
    "of a webhook": Receipt(shape=Shape.FULL, shows="", webhook=2**63, role=7, topic="x"),
    "of a forum": Receipt(shape=Shape.PLAIN, topic='"}', forum=True),
    "of nothing any more": Receipt(shape=Shape.DELETED),
}


@pytest.mark.parametrize("receipt", RECEIPTS.values(), ids=RECEIPTS)
def test_a_receipt_is_read_as_it_was_written(receipt: Receipt) -> None:
    assert read(str(receipt)) == receipt
    assert "\n" not in str(receipt)


UNREADABLE = {
    "none": None,
    "nothing": "",
    "no JSON": "card",
    "a list": "[]",
    "a number": "7",
    "nothing in it": "{}",
    "an unknown form": '{"shape":"round","shows":"","webhook":null,"role":null,"topic":""}',
    "no number": '{"shape":"card","shows":"","webhook":"x","role":null,"topic":"","forum":false}',
    "too deep": "[" * 100_000,
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_what_nobody_can_read(text: str | None) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("style", "shape"),
    [(Style.COMPACT, Shape.LINE), (Style.CARD, Shape.CARD), (Style.FULL, Shape.FULL)],
)
def test_a_style_has_a_form(style: Style, shape: Shape) -> None:
    assert shape_of(a_message(None, Preferences(style=style))) is shape


PICTURE = Image(url="https://elmford.example/a-300x200.jpg?sign=1", alt="A crowd")
CHANGES: dict[str, tuple[dict[str, Any], bool]] = {
    "nothing": ({}, False),
    "a title": ({"title": "Another"}, True),
    "the words": ({"html": "<p>Other words.</p>"}, True),
    "the byline": ({"byline": "Ada"}, True),
    "another picture": ({"image": Image(url="https://elmford.example/b.jpg")}, True),
    "the same picture, signed anew": (
        {"image": replace(PICTURE, url="https://elmford.example/a-600x400.jpg?sign=2")},
        False,
    ),
    "categories": ({"categories": ("news",)}, False),
    "another chapter tells it": ({"also_from": ("Boston",)}, True),
    "taken back": ({"withdrawn": True}, True),
}


@pytest.mark.parametrize("style", [Style.CARD, Style.FULL])
@pytest.mark.parametrize(("change", "seen"), CHANGES.values(), ids=CHANGES)
def test_a_digest_changes_with_what_is_shown(
    style: Style, change: dict[str, Any], seen: bool
) -> None:
    wanted = Preferences(style=style)
    before = a_message(None, wanted, image=PICTURE)
    after = a_message(None, wanted, **({"image": PICTURE} | change))

    changed = digest(before, shape_of(before)) != digest(after, shape_of(after))
    assert changed is seen


def test_a_new_logo_is_no_edit() -> None:
    for style in Style:
        wanted = Preferences(style=style)
        before = a_message(None, wanted)
        after = a_message({"logo": "https://elmford.example/new.png"}, wanted)
        assert digest(before, shape_of(before)) == digest(after, shape_of(after))


def test_a_digest_is_the_same_in_every_process() -> None:
    made = DiscordMessage(line="a", plain="b", title="c", thread_name="d")

    assert digest(made, Shape.LINE) == "c1ffd490272cf241"
    assert digest(made, Shape.PLAIN) == "c100f95c1913f9c7"
