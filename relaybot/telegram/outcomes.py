"""What Telegram's answers mean for a message: one ordered table.

The order counts: in python-telegram-bot `BadRequest` and `TimedOut` are subclasses of
`NetworkError`, so a rule for the latter would swallow every refusal. Texts are from the Bot API
server's and tdlib's sources; they are looked for without regard to case.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto

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

_MISSING_CHAT_TRIES = 4  # a Bot API server that has just restarted may not know a chat for a while
_MISSING_CHAT_PAUSE = 300.0  # seconds
_BAD_TOKEN_PAUSE = 300.0
_CERTAINLY_NOT_SENT = frozenset(
    {
        "PoolTimeout",
        "ConnectError",
        "ConnectTimeout",
        "ProxyError",
        "UnsupportedProtocol",
        "InvalidURL",
    }
)
_TOKEN = re.compile(r"\d+:[\w-]{20,}")

Answer = Callable[[TelegramError, int], Outcome]


class Remedy(Enum):
    """A simpler way to send a message that was refused; each is worth one try."""

    PLAIN_TEXT = auto()
    NO_PICTURE = auto()  # one of its pictures, or what is previewed with it, cannot be had
    NO_PHOTOS = auto()  # this chat takes none
    NO_BUTTONS = auto()


# Nothing was sent when Telegram says one of these. That holds for albums: tdlib sends one only
# after it has got every picture (`do_send_message_group`).
_REMEDIES: tuple[tuple[str, Remedy], ...] = (
    # Of buttons first: their texts may hold those below.
    ("button_", Remedy.NO_BUTTONS),  # BUTTON_URL_INVALID and its like
    ("inline keyboard button", Remedy.NO_BUTTONS),  # … URL '…' is invalid: Wrong HTTP URL
    ("reply markup is too long", Remedy.NO_BUTTONS),
    ("can't parse entities", Remedy.PLAIN_TEXT),
    ("is too long", Remedy.PLAIN_TEXT),
    ("caption_too_long", Remedy.PLAIN_TEXT),
    ("rights to send photos", Remedy.NO_PHOTOS),
    ("chat_send_photos_forbidden", Remedy.NO_PHOTOS),
    ("chat_send_media_forbidden", Remedy.NO_PHOTOS),
    ("wrong http url specified", Remedy.NO_PICTURE),
    ("failed to get http url content", Remedy.NO_PICTURE),
    ("wrong type of the web page content", Remedy.NO_PICTURE),
    ("wrong file identifier", Remedy.NO_PICTURE),
    ("wrong remote file", Remedy.NO_PICTURE),
    ("failed to upload file", Remedy.NO_PICTURE),
    ("webpage_", Remedy.NO_PICTURE),
    ("photo_", Remedy.NO_PICTURE),
    ("media_empty", Remedy.NO_PICTURE),
    ("media_invalid", Remedy.NO_PICTURE),
    ("image_process_failed", Remedy.NO_PICTURE),
    ("group send failed", Remedy.NO_PICTURE),
)
_FAILED_ITEM = re.compile(r"failed to send message #(\d+)", re.IGNORECASE)


def _later(error: TelegramError, _attempts: int) -> Outcome:
    return RetryLater(words(error))


def _pause(error: TelegramError, _attempts: int) -> Outcome:
    return RetryLater(words(error), after=seconds_of(error))


def _bad_token(_error: TelegramError, _attempts: int) -> Outcome:
    reason = "Telegram refuses the bot's token: set a valid one"
    return RetryLater(reason, after=_BAD_TOKEN_PAUSE, whole_platform=True)


def _not_sent(error: TelegramError, _attempts: int) -> Outcome:
    return RetryLater(f"could not reach Telegram: {words(error)}", whole_platform=True)


def _moved(error: TelegramError, _attempts: int) -> Outcome:
    assert isinstance(error, ChatMigrated)  # noqa: S101 - the table says so; mypy cannot see it
    return DestinationMoved(str(error.new_chat_id))


def _missing(error: TelegramError, attempts: int) -> Outcome:
    if attempts < _MISSING_CHAT_TRIES:
        return RetryLater(words(error), after=_MISSING_CHAT_PAUSE)
    return DestinationGone("Telegram does not know this chat: is the bot in it?")


def _blocked(error: TelegramError, _attempts: int) -> Outcome:
    return Blocked(f"the bot may not write here: {words(error)}")


def _closed(_error: TelegramError, _attempts: int) -> Outcome:
    return Blocked("the topic is closed: open it, or make the bot an administrator")


def _gone(error: TelegramError, _attempts: int) -> Outcome:
    return DestinationGone(words(error))


def _topic_gone(_error: TelegramError, _attempts: int) -> Outcome:
    return DestinationGone("the topic was deleted")


def _refused(error: TelegramError, _attempts: int) -> Outcome:
    return Refused(f"Telegram refused the message: {words(error)}")


def _unknown(error: TelegramError, _attempts: int) -> Outcome:
    return Unknown(f"the request left and no clear answer came: {words(error)}")


_FOR_GOOD = (  # why a message cannot be edited or deleted, now or later
    "message to edit not found",
    "message to delete not found",
    "can't be edited",
    "can't be deleted",
    "message_id_invalid",
    "message identifier is not specified",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "message_edit_time_expired",
    "message_delete_forbidden",
)

_TABLE: tuple[tuple[type[TelegramError], str, Answer], ...] = (
    (ChatMigrated, "", _moved),
    (RetryAfter, "", _pause),
    (InvalidToken, "", _bad_token),
    (Conflict, "", _later),
    (Forbidden, "not enough rights", _blocked),
    (Forbidden, "write access", _blocked),
    (Forbidden, "bot was blocked", _gone),
    (Forbidden, "bot was kicked", _gone),
    (Forbidden, "bot is not a member", _gone),
    (Forbidden, "deactivated", _gone),
    (Forbidden, "was deleted", _gone),
    (Forbidden, "bot can't initiate conversation", _gone),
    (Forbidden, "", _blocked),
    (BadRequest, "message was not sent", _unknown),  # of an album: what of the others?
    (BadRequest, "thread not found", _topic_gone),
    (BadRequest, "topic_deleted", _topic_gone),
    (BadRequest, "topic_closed", _closed),
    (BadRequest, "topic is closed", _closed),
    (BadRequest, "chat not found", _missing),
    (BadRequest, "peer_id_invalid", _missing),
    (BadRequest, "not enough rights", _blocked),
    (BadRequest, "no write access", _blocked),
    (BadRequest, "administrator rights", _blocked),
    (BadRequest, "chat_write_forbidden", _blocked),
    (BadRequest, "chat_restricted", _blocked),
    (BadRequest, "chat_send_", _blocked),  # CHAT_SEND_PLAIN_FORBIDDEN and its like
    (BadRequest, "user_banned_in_channel", _blocked),
    (BadRequest, "chat_admin_required", _blocked),
    (BadRequest, "group is deactivated", _gone),
    (BadRequest, "channel_private", _gone),
    (BadRequest, "", _refused),
    (NetworkError, "too many requests", _later),
    (NetworkError, "request entity too large", _refused),
)


def outcome_of(error: TelegramError, attempts: int) -> Outcome:
    """Say what an error means for a delivery tried `attempts` times, this one included."""
    if certainly_not_sent(error):
        return _not_sent(error, attempts)
    text = str(error).lower()
    for kind, part, answer in _TABLE:
        if isinstance(error, kind) and part in text:
            return answer(error, attempts)
    return _unknown(error, attempts)


def unchanged(error: TelegramError) -> bool:
    """Tell whether an edit was refused only because the message says this already."""
    return isinstance(error, BadRequest) and "message is not modified" in str(error).lower()


def missing(error: TelegramError) -> bool:
    """Tell whether a message could not be deleted because it is there no more."""
    return isinstance(error, BadRequest) and "message to delete not found" in str(error).lower()


def change_outcome_of(error: TelegramError) -> Outcome:
    """Say what an error means for the change of a message, which can be tried again at any time."""
    text = str(error).lower()
    if isinstance(error, BadRequest) and any(part in text for part in _FOR_GOOD):
        return Refused(f"Telegram does not change the message: {words(error)}")
    outcome = outcome_of(error, attempts=1)
    if isinstance(outcome, Unknown):
        return RetryLater(outcome.reason)
    if isinstance(outcome, DestinationMoved):
        return Refused("the group was upgraded: its old messages cannot be changed")
    return outcome


def remedy_for(error: TelegramError) -> Remedy | None:
    """Say how a message that was refused may still get through."""
    if not isinstance(error, BadRequest):
        return None
    text = str(error).lower()
    return next((remedy for part, remedy in _REMEDIES if part in text), None)


def failed_item(error: TelegramError) -> int | None:
    """Say which picture of an album was refused, counted from 0; None when that is not clear."""
    found = _FAILED_ITEM.search(str(error))
    return int(found[1]) - 1 if found else None


def certainly_not_sent(error: TelegramError) -> bool:
    """Tell whether the request cannot have left; the library keeps httpx's exception as cause."""
    if isinstance(error, TimedOut) and str(error).startswith("Pool timeout"):
        return True
    return type(error.__cause__).__name__ in _CERTAINLY_NOT_SENT


def seconds_of(error: TelegramError) -> float | None:
    """Return how long Telegram asks to wait."""
    if not isinstance(error, RetryAfter):
        return None
    asked = error.retry_after  # a number now, a timedelta in the library's next major version
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def words(error: TelegramError) -> str:
    """Return the error's text, fit for logs: a token that a library put there is taken out."""
    return _TOKEN.sub("<token>", str(error)) or type(error).__name__
