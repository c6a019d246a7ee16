"""Where posts go."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PlatformName(StrEnum):
    """The chat platforms relaybot speaks."""

    DISCORD = "discord"
    TELEGRAM = "telegram"


class UnknownPolicy(StrEnum):
    """What to do with a send whose outcome nobody can tell."""

    ASSUME_DELIVERED = (
        "assume-delivered"  # rather never than twice; right nine times in ten (measured)
    )
    RESEND = "resend"  # rather twice than never


class DestinationStatus(StrEnum):
    """Whether posts are sent there now."""

    ACTIVE = "active"
    PAUSED = "paused"  # a person said so
    GONE = "gone"  # the platform said so; settings and follows are kept


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A place on a platform.

    Discord: `chat` is the id of a channel (text, announcement, forum) or thread; no `thread`.
    Telegram: `chat` is the chat id ("-100…") or "@channel", `thread` a topic's message_thread_id.
    In text: `discord 123`, `telegram -100123/42`.
    """

    platform: PlatformName
    chat: str
    thread: str | None = None

    def __str__(self) -> str:
        place = f"{self.chat}/{self.thread}" if self.thread else self.chat
        return f"{self.platform} {place}"


class Style(StrEnum):
    """How much of a post is shown."""

    COMPACT = "compact"  # one line: chapter and linked title
    CARD = "card"
    FULL = "full"  # long excerpt and pictures


class PicturePlace(StrEnum):
    """Where a Telegram message shows its picture."""

    AUTO = "auto"  # below the words of a card, above those of a full message
    ABOVE = "above"
    BELOW = "below"


class WithdrawnPolicy(StrEnum):
    """What becomes of a message whose post its chapter took back within a day."""

    STRIKE = "strike"  # it stays, struck through
    DELETE = "delete"
    KEEP = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What its moderators chose for a destination with `/settings`."""

    style: Style = Style.CARD
    images: bool = True
    picture_place: PicturePlace = PicturePlace.AUTO  # Telegram
    buttons: bool = True  # link buttons under a post
    hashtags: bool = False  # Telegram: the region and the chapter as hashtags
    persona: bool = True  # Discord: each chapter speaks with its own name and logo
    language: str | None = None  # of the bot's own words; None = the asker's
    timezone: str | None = None  # IANA name; None = UTC
    mention_role: str | None = None  # Discord role id told of every post; None = nobody
    publish: bool = False  # announcement channels: publish to the servers that follow them
    discuss: bool = False  # Discord: open a thread under each post
    withdrawn: WithdrawnPolicy = WithdrawnPolicy.STRIKE
    open_listing: bool = True  # everyone may see what is followed, not only moderators


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A place that follows something, with its settings."""

    id: int
    address: Address
    silent: bool = False  # deliver without a sound
    on_unknown: UnknownPolicy = UnknownPolicy.ASSUME_DELIVERED
    status: DestinationStatus = DestinationStatus.ACTIVE
    status_reason: str | None = None
    status_since: datetime | None = None
    paused_until: datetime | None = None  # None = until somebody resumes it
    name: str = ""  # as people knew it when a command last came from there
    preferences: Preferences = Preferences()
    group: int | None = None  # linked destinations share it and what they follow; None = not linked
    created_at: datetime
