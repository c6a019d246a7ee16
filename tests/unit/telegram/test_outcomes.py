"""The table of outcomes, and that its order is right."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from relaybot.model.outcome import (
    Blocked,
    DestinationGone,
    DestinationMoved,
    Outcome,
    Refused,
    RetryLater,
    Unknown,
)
from relaybot.telegram.outcomes import Remedy, outcome_of, remedy_for, words


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


KINDS: dict[str, tuple[TelegramError, type[Outcome]]] = {
    "kicked": (Forbidden("Forbidden: bot was kicked from the supergroup chat"), DestinationGone),
    "blocked": (Forbidden("Forbidden: bot was blocked by the user"), DestinationGone),
    "deactivated": (Forbidden("Forbidden: user is deactivated"), DestinationGone),
    "not a member": (
        Forbidden("Forbidden: bot is not a member of the channel chat"),
        DestinationGone,
    ),
    "group deleted": (Forbidden("Forbidden: the group chat was deleted"), DestinationGone),
    "another 403": (Forbidden("Forbidden: something new"), Blocked),
    "rights": (
        BadRequest("Bad Request: not enough rights to send text messages to the chat"),
        Blocked,
    ),
    "upper-case rights": (BadRequest("Bad Request: CHAT_WRITE_FORBIDDEN"), Blocked),
    "no write access": (BadRequest("Bad Request: have no write access to the chat"), Blocked),
    "no administrator": (
        BadRequest("Bad Request: need administrator rights in the channel chat"),
        Blocked,
    ),
    "restricted": (BadRequest("Bad Request: CHAT_RESTRICTED"), Blocked),
    "topic closed": (BadRequest("Bad Request: TOPIC_CLOSED"), Blocked),
    "topic deleted": (BadRequest("Bad Request: TOPIC_DELETED"), DestinationGone),
    "no such topic": (BadRequest("Bad Request: message thread not found"), DestinationGone),
    "empty": (BadRequest("Bad Request: message text is empty"), Refused),
    "another 400": (BadRequest("Bad Request: something new"), Refused),
    "too big": (NetworkError("Request Entity Too Large"), Refused),
    "busy": (NetworkError("Too Many Requests: retry later"), RetryLater),
    "conflict": (Conflict("Conflict: terminated by other getUpdates request"), RetryLater),
    "502": (NetworkError("Bad Gateway"), Unknown),
    "500": (NetworkError("Internal Server Error: restart"), Unknown),
    "timed out": (caused(TimedOut(), httpx.ReadTimeout("")), Unknown),
    "cut off": (caused(NetworkError("x"), httpx.ReadError("")), Unknown),
    "cut off while writing": (caused(NetworkError("x"), httpx.WriteError("")), Unknown),
    "no answer": (caused(NetworkError("x"), httpx.RemoteProtocolError("")), Unknown),
    "not JSON": (TelegramError("Invalid server response"), Unknown),
    "no connection": (caused(NetworkError("x"), httpx.ConnectError("")), RetryLater),
    "slow connection": (caused(TimedOut(), httpx.ConnectTimeout("")), RetryLater),
    "all in use": (TimedOut("Pool timeout: All connections are occupied"), RetryLater),
}


@pytest.mark.parametrize("case", KINDS)
def test_kind_of_outcome(case: str) -> None:
    error, expected = KINDS[case]
    assert type(outcome_of(error, attempts=1)) is expected


@pytest.mark.filterwarnings("ignore:.*retry_after")  # as `bot` has it; `outcomes` reads both types
def test_telegram_says_how_long_to_wait() -> None:
    outcome = outcome_of(RetryAfter(35), attempts=1)
    assert isinstance(outcome, RetryLater)
    assert outcome.after == 35
    assert not outcome.whole_platform


def test_an_upgraded_group_says_its_new_id() -> None:
    assert outcome_of(ChatMigrated(-1009), attempts=1) == DestinationMoved("-1009")


def test_a_bad_token_stops_the_whole_platform_for_a_while() -> None:
    outcome = outcome_of(InvalidToken("Unauthorized"), attempts=1)
    assert isinstance(outcome, RetryLater)
    assert outcome.whole_platform
    assert outcome.after


def test_an_unknown_chat_gets_several_chances() -> None:
    error = BadRequest("Bad Request: chat not found")
    kinds = [type(outcome_of(error, attempts)) for attempts in (1, 3, 4, 9)]
    assert kinds == [RetryLater, RetryLater, DestinationGone, DestinationGone]


REMEDIES: dict[str, tuple[TelegramError, Remedy | None]] = {
    "markup": (
        BadRequest('Bad Request: can\'t parse entities: Unsupported start tag "x"'),
        Remedy.PLAIN_TEXT,
    ),
    "length": (BadRequest("Bad Request: message is too long"), Remedy.PLAIN_TEXT),
    "preview": (BadRequest("Bad Request: WEBPAGE_CURL_FAILED"), Remedy.NO_PICTURE),
    "address": (BadRequest("Bad Request: wrong HTTP URL specified"), Remedy.NO_PICTURE),
    "button": (BadRequest("Bad Request: BUTTON_URL_INVALID"), Remedy.NO_BUTTONS),
    "button, as tdlib says it": (
        BadRequest("Bad Request: inline keyboard button URL 'http://x' is invalid: Wrong HTTP URL"),
        Remedy.NO_BUTTONS,
    ),
    "keyboard": (BadRequest("Bad Request: reply markup is too long"), Remedy.NO_BUTTONS),
    "none": (BadRequest("Bad Request: chat not found"), None),
    "never when unclear": (NetworkError("can't parse entities"), None),
}


@pytest.mark.parametrize("case", REMEDIES)
def test_remedy(case: str) -> None:
    error, remedy = REMEDIES[case]
    assert remedy_for(error) is remedy


def test_a_token_never_gets_into_words() -> None:
    error = InvalidToken("The token `4242:abcdefghijklmnopqrstuvwxyz-12345` was rejected.")
    assert words(error) == "The token `<token>` was rejected."
