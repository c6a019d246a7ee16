"""Messages that are made once; and pictures that could not be had, remembered for a while."""

from dataclasses import replace
from typing import Any

import pytest

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Image
from relaybot.telegram.format import Form
from relaybot.telegram.looks import Looks
from tests import builders

NOTHING: frozenset[str] = frozenset()
PICTURE = "https://elmford.example/rally.jpg"


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def an_outgoing(style: Style = Style.CARD, **post: Any) -> Outgoing:
    place = builders.a_destination(preferences=Preferences(style=style))
    return builders.an_outgoing(builders.a_stored_post(1, **post), place)


def test_the_same_message_is_made_once() -> None:
    looks = Looks(Seconds())
    one, same = an_outgoing(), an_outgoing()
    assert looks.post(one, NOTHING) is looks.post(same, NOTHING)


def test_ten_thousand_chats_share_one_message_a_style() -> None:
    looks, styles = Looks(Seconds()), tuple(Style)
    made = {
        id(looks.post(an_outgoing(styles[number % len(styles)]), NOTHING))
        for number in range(10_000)
    }
    assert len(made) == len(styles)


# What the feed says another time, though no word of title and text is another.
OTHERWISE: dict[str, dict[str, Any]] = {
    "title": {"title": "Other"},
    "words": {"html": "<p>Other words.</p>"},
    "summary": {"html": "", "summary": "Other words."},
    "picture": {"image": Image(url="https://elmford.example/other.jpg")},
    "pictures in the text": {"html": f'<p>The body of post number 1.</p><img src="{PICTURE}">'},
    "byline": {"byline": "Ada Moreno"},
    "link": {"link": "https://elmford.example/other"},
    "date": {"published": None},
}


@pytest.mark.parametrize("case", OTHERWISE)
def test_what_a_post_says_now_is_shown(case: str) -> None:
    looks, usual = Looks(Seconds()), an_outgoing(Style.FULL)
    before = looks.post(usual, NOTHING)
    assert looks.post(an_outgoing(Style.FULL, **OTHERWISE[case]), NOTHING) != before
    assert looks.post(usual, NOTHING) is before


def test_a_message_that_was_sent_is_made_in_its_own_form() -> None:
    looks, outgoing = Looks(Seconds()), an_outgoing(Style.COMPACT)
    forms = [looks.again(outgoing, Style.FULL, form, NOTHING).form for form in Form]
    assert forms == list(Form)
    assert looks.post(outgoing, NOTHING).form is Form.TEXT


def test_a_picture_is_left_out_for_a_while() -> None:
    seconds = Seconds()
    looks = Looks(seconds)
    outgoing = an_outgoing(image=Image(url=PICTURE))
    assert looks.broken(outgoing) == NOTHING
    looks.remember_broken({PICTURE, "https://elsewhere.example/a.jpg"})
    seconds.now = 599.0
    assert looks.broken(outgoing) == {PICTURE}
    assert looks.broken(an_outgoing()) == NOTHING
    seconds.now = 601.0
    assert looks.broken(outgoing) == NOTHING


def test_not_every_picture_of_the_world_is_remembered() -> None:
    looks = Looks(Seconds())
    looks.remember_broken([PICTURE, *(f"https://a.example/{n}.jpg" for n in range(300))])
    assert looks.broken(an_outgoing(image=Image(url=PICTURE))) == NOTHING


class NoText(str):
    """What no feed can say: it stands for a fault of ours."""

    __slots__ = ()

    def strip(self, *_: object) -> str:
        raise RuntimeError("a fault")


@pytest.mark.parametrize("style", Style)
def test_a_fault_of_ours_costs_the_words_and_not_the_post(style: Style) -> None:
    looks, outgoing = Looks(Seconds()), an_outgoing(style, title="T", html=NoText("words"))
    looks.remember_broken([PICTURE])
    assert looks.broken(outgoing) == NOTHING
    assert "T" in looks.post(outgoing, NOTHING).text
    assert "T" in looks.again(outgoing, style, Form.PHOTO, NOTHING).text


def test_many_messages_do_not_fill_the_memory() -> None:
    looks, first = Looks(Seconds()), an_outgoing()
    kept = looks.post(first, NOTHING)
    for number in range(2, 400):
        stored = builders.a_stored_post(number)
        looks.post(replace(first, claim=replace(first.claim, post=stored)), NOTHING)
    assert looks.post(first, NOTHING) is not kept
    assert looks.post(first, NOTHING) == kept
