from typing import Any

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
