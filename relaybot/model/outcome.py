"""What a platform said about one message: a closed set, so that `relay.retry` can be exhaustive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """It is there, and says what it should.

    `receipt`: what the platform will need to change the message; only that platform can read it.
    """

    message_id: str
    receipt: str | None = None


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Certainly not sent; may work later. `after`: seconds asked for, None = our own backoff."""

    reason: str
    after: float | None = None
    whole_platform: bool = (
        False  # True: every destination of the platform has to wait, not just this one
    )


@dataclass(frozen=True, slots=True)
class Blocked:
    """Certainly not sent: a right is missing that a moderator can give. Growing pauses."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Certainly not sent, and this message never will be: dead-letter."""

    reason: str


@dataclass(frozen=True, slots=True)
class DestinationGone:
    """Certainly not sent: the channel, chat or topic is not there, or the bot was removed."""

    reason: str


@dataclass(frozen=True, slots=True)
class DestinationMoved:
    """Certainly not sent: the chat lives under another id now (Telegram's group upgrade)."""

    chat: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The request left, and nobody can tell whether it took effect."""

    reason: str


@dataclass(frozen=True, slots=True)
class Repeatable:
    """Answer to `Platform.recover`: sending again cannot make a second message."""

    reason: str


Outcome = Delivered | RetryLater | Blocked | Refused | DestinationGone | DestinationMoved | Unknown
Recovery = Delivered | Repeatable | RetryLater | Unknown
