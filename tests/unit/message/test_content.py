from typing import Any

import pytest

from relaybot.message.content import content_of
from relaybot.richtext.calls import Call, CallKind
from tests.builders import a_stored_post, an_outgoing

SIGN = '<p><a href="https://www.league.example/petition#sign">Sign the petition</a></p>'


def calls_of(**changes: Any) -> tuple[Call, ...]:
    return content_of(an_outgoing(a_stored_post(**changes))).calls


def test_a_call_to_another_page_has_a_button() -> None:
    call = Call(CallKind.SIGN, "https://www.league.example/petition#sign")
    assert calls_of(html=SIGN, link="https://league.example/1") == (call,)


def test_a_call_to_the_post_itself_in_another_spelling_has_none() -> None:
    assert calls_of(html=SIGN, link="https://league.example/petition/") == ()


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
