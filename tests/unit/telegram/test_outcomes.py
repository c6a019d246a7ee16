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
from relaybot.telegram.outcomes import (
    Remedy,
    change_outcome_of,
    failed_item,
    missing,
    outcome_of,
    remedy_for,
    unchanged,
    words,
)


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
    "an album of which some may be there": (
        BadRequest('failed to send message #2 with the error message "Message was not sent"'),
        Unknown,
    ),
    "an album that may not be sent": (
        BadRequest('failed to send message #1 with the error message "CHAT_WRITE_FORBIDDEN"'),
        Blocked,
    ),
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
    "picture": (BadRequest("Bad Request: failed to get HTTP URL content"), Remedy.NO_PICTURE),
    "picture of an album": (
        BadRequest('failed to send message #3 with the error message "WEBPAGE_MEDIA_EMPTY"'),
        Remedy.NO_PICTURE,
    ),
    "picture of an album, nobody says which": (
        BadRequest("Bad Request: group send failed"),
        Remedy.NO_PICTURE,
    ),
    "no photos here": (
        BadRequest("Bad Request: not enough rights to send photos to the chat"),
        Remedy.NO_PHOTOS,
    ),
    "no photos here, in capitals": (
        BadRequest("Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"),
        Remedy.NO_PHOTOS,
    ),
    "caption": (BadRequest("Bad Request: MEDIA_CAPTION_TOO_LONG"), Remedy.PLAIN_TEXT),
    "an album of which some may be there": (
        BadRequest('failed to send message #2 with the error message "Message was not sent"'),
        None,
    ),
    "none": (BadRequest("Bad Request: chat not found"), None),
    "never when unclear": (NetworkError("can't parse entities"), None),
}


@pytest.mark.parametrize("case", REMEDIES)
def test_remedy(case: str) -> None:
    error, remedy = REMEDIES[case]
    assert remedy_for(error) is remedy


ITEMS = {
    "the first": ('failed to send message #1 with the error message "PHOTO_INVALID"', 0),
    "the third": ('Failed to send message #3 with the error message "PHOTO_INVALID"', 2),
    "none": ("group send failed", None),
}


@pytest.mark.parametrize("case", ITEMS)
def test_which_picture_of_an_album_failed(case: str) -> None:
    text, expected = ITEMS[case]
    assert failed_item(BadRequest(text)) == expected


CHANGES: dict[str, tuple[TelegramError, type[Outcome]]] = {
    "gone": (BadRequest("Bad Request: message to edit not found"), Refused),
    "not ours": (BadRequest("Bad Request: message can't be edited"), Refused),
    "too old to be deleted": (
        BadRequest("Bad Request: message can't be deleted for everyone"),
        Refused,
    ),
    "in another form": (BadRequest("there is no text in the message to edit"), Refused),
    "odd": (BadRequest("Bad Request: something new"), Refused),
    "unclear": (NetworkError("Bad Gateway"), RetryLater),
    "timed out": (caused(TimedOut(), httpx.ReadTimeout("")), RetryLater),
    "not reached": (caused(NetworkError("x"), httpx.ConnectError("")), RetryLater),
    "chat not known": (BadRequest("Bad Request: chat not found"), RetryLater),
    "rights": (BadRequest("Bad Request: CHAT_ADMIN_REQUIRED"), Blocked),
    "kicked": (Forbidden("Forbidden: bot was kicked from the channel chat"), DestinationGone),
    "upgraded": (ChatMigrated(-1009), Refused),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_it_means_for_a_change(case: str) -> None:
    error, expected = CHANGES[case]
    assert type(change_outcome_of(error)) is expected


def test_a_message_that_says_it_already() -> None:
    same = "Bad Request: message is not modified: specified new message content"
    assert [unchanged(BadRequest(text)) for text in (same, "message to edit not found")] == [
        True,
        False,
    ]


def test_a_message_that_is_deleted_already() -> None:
    texts = ("Bad Request: message to delete not found", "message can't be deleted")
    assert [missing(BadRequest(text)) for text in texts] == [True, False]


def test_a_token_never_gets_into_words() -> None:
    error = InvalidToken("The token `4242:abcdefghijklmnopqrstuvwxyz-12345` was rejected.")
    assert words(error) == "The token `<token>` was rejected."
