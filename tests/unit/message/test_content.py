from typing import Any

import pytest

from relaybot.message.content import LinkButton, content_of, link_buttons
from relaybot.message.words import PostWords
from relaybot.richtext.calls import Call, CallKind
from tests.builders import a_stored_post, an_outgoing

SIGN = '<p><a href="https://www.league.example/petition#sign">Sign the petition</a></p>'


def calls_of(**changes: Any) -> tuple[Call, ...]:
    return content_of(an_outgoing(a_stored_post(**changes))).calls


def test_a_call_to_another_page_has_a_button() -> None:
    call = Call(CallKind.SIGN, "https://www.league.example/petition#sign")
    assert calls_of(html=SIGN, link="https://league.example/1") == (call,)


PETITION = "https://league.example/petition/"
ELSEWHERE = '<p><a href="https://forms.example/sign-this">Sign the petition</a></p>'
OWN = {
    "a call to the post itself, in another spelling": (SIGN, [("Sign", PETITION)]),
    "no call": ("<p>Words.</p>", [("Read", PETITION)]),
    "another page for the same": (
        SIGN + ELSEWHERE,
        [("Read", PETITION), ("Sign", "https://forms.example/sign-this")],
    ),
}


@pytest.mark.parametrize(("html", "buttons"), OWN.values(), ids=OWN)
def test_what_the_page_itself_is_for_is_said_on_its_button(
    html: str, buttons: list[tuple[str, str]]
) -> None:
    outgoing = an_outgoing(a_stored_post(html=html, link=PETITION))
    assert link_buttons(outgoing, PostWords()) == tuple(LinkButton(*one) for one in buttons)


FIGURE = '<figure><img src="/{0}.jpg" alt="A row"><figcaption>{1}</figcaption></figure>'


def test_each_thing_that_is_said_about_pictures_is_said_once() -> None:
    figures = FIGURE.format(1, "Photo: Ada") + FIGURE.format(2, "") + FIGURE.format(3, "Photo: Ada")
    content = content_of(an_outgoing(a_stored_post(html=figures + FIGURE.format(4, "The count"))))
    assert content.captions_of(content.pictures) == "Photo: Ada · The count"
    assert content.captions_of(content.pictures[:2]) == "Photo: Ada"
    assert content.captions_of(()) == ""


BOARD = "<p>The water board has agreed to meet us. Doors open at six.</p>"
TITLES = {
    "the first sentence": ("The water board has agreed to meet us", True),
    "the first sentence with its full stop": ("The Water Board has agreed to meet us.", True),
    "the first sentence, cut off": ("The water board has agreed…", True),
    "how the text happens to begin": ("The water board has agreed", False),
    "a headline": ("The water", False),
    "other words": ("Nine years without a word from them", False),
    "none": ("", True),
}


@pytest.mark.parametrize(("title", "is_said"), TITLES.values(), ids=TITLES)
def test_a_title_that_the_text_says_is_said_once(title: str, is_said: bool) -> None:
    content = content_of(an_outgoing(a_stored_post(title=title, html=BOARD)))
    assert content.titled_by_text is is_said


FIRST_WORDS = {
    "whole sentences, where they are enough": (
        "The 31 is running again, all the way to the cemetery. The driver rang the bell for us.",
        "The 31 is running again, all the way to the cemetery.",
    ),
    "a sentence that says too little": (
        "It runs. And everybody who has waited for it since the winter of the long power cut sang.",
        "It runs. And everybody who has waited for it since the winter of the long…",
    ),
    "all of it": ("The 31 is running again", "The 31 is running again"),
}


@pytest.mark.parametrize(("words", "title"), FIRST_WORDS.values(), ids=FIRST_WORDS)
def test_what_stands_for_a_title(words: str, title: str) -> None:
    assert content_of(an_outgoing(a_stored_post(title="", html=f"<p>{words}</p>"))).title == title
