"""Why something failed, as a person is told it."""

import re

import pytest

from relaybot.commands.reasons import SAID, because
from relaybot.commands.words import Words
from relaybot.discord.attempts import Attempt
from relaybot.discord.outcomes import NoPlace, outcome_of
from relaybot.discord.sender import NOT_LOGGED_IN
from relaybot.feeds.refusals import MEANINGS, broken_connection, refusal
from relaybot.locale.load import load_languages
from relaybot.relay.withdrawals import WITHDRAWN
from tests.builders import NOON

SPANISH = Words(load_languages()["es"])
CODES = re.compile(r"\d{3}|relaybot|HTTP|TLS|DNS|code")


@pytest.mark.parametrize("status", MEANINGS)
def test_a_server_that_refuses(status: int) -> None:
    reason = str(refusal("elmford.example", status, {}, b"", NOON))
    said = because(reason, Words())
    assert "elmford.example" in said
    assert not CODES.search(said)
    assert because(reason, SPANISH) != said


def test_a_connection_that_breaks() -> None:
    reason = str(broken_connection("elmford.example", ConnectionRefusedError()))
    assert because(reason, SPANISH) == "falló la conexión con elmford.example"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (WITHDRAWN, "its chapter took it back before that"),
        (NOT_LOGGED_IN.reason, "I am not connected just now"),
        ("the channel is gone (Discord answered 404 (code 10003): …)", "the channel is gone"),
        ("relaybot lacks a permission there (Discord answered 403)", "I lack a permission there"),
        ("Discord answered 400 (code 50035): Invalid Form Body", "Discord refused it"),
        ("Discord answered 502 (code 0): Bad Gateway", "Discord had trouble"),
        ("Discord cannot be reached (ClientError)", "Discord does not answer"),
        ("could not reach Telegram: httpx.ConnectError", "Telegram does not answer"),
        ("pacing: Telegram's limit for one chat", "Telegram asks me to wait"),
        ("Forbidden: bot was kicked from the channel chat", "I was removed from there"),
        ("the bot may not write here: not enough rights", "I lack a permission there"),
        ("Something nobody foresaw {place}.", "Something nobody foresaw {place}"),
        (None, "no reason was given"),
        ("", "no reason was given"),
    ],
)
def test_what_a_platform_says(reason: str | None, said: str) -> None:
    assert because(reason, Words()) == said


def test_a_place_that_takes_no_post_says_why_in_its_own_words() -> None:
    outcome = outcome_of(NoPlace("this is a voice channel"), Attempt())
    assert because(getattr(outcome, "reason", ""), Words()) == "this is a voice channel"


@pytest.mark.parametrize(("begins", "template"), SAID)
def test_every_place_is_filled(begins: str, template: str) -> None:
    assert set(re.findall(r"\{(\w+)\}", template)) == set(re.compile(begins).groupindex)
