"""What is kept of a sent message, so that it can be changed later: a short JSON text.

Only this package reads it. It says in which form the message went out, who spoke it, and, as a
digest, what it shows: when that is what it should show, there is nothing to change.
"""

import hashlib
import json
from dataclasses import asdict, astuple, dataclass, replace
from enum import StrEnum
from typing import Any

from relaybot.discord.format import DiscordMessage
from relaybot.model.destination import Style
from relaybot.model.post import Image
from relaybot.richtext.motif import motif


class Shape(StrEnum):
    """The form a message went out in."""

    LINE = "line"
    CARD = "card"
    FULL = "full"  # Components V2: a message cannot go back to another form
    PLAIN = "plain"
    DELETED = "deleted"  # its post was taken back


STYLES = {
    Shape.LINE: Style.COMPACT,
    Shape.CARD: Style.CARD,
    Shape.FULL: Style.FULL,
    Shape.PLAIN: Style.CARD,
}
"""In which style a post is laid out for a message of that form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How a message was sent."""

    shape: Shape
    shows: str = ""  # digest; "" = nobody knows
    webhook: int | None = None  # that spoke it; None = the bot itself
    role: int | None = None  # mentioned in it
    topic: str = ""  # name of the forum post, or of a discussion under the message
    forum: bool = False  # it is the first message of a forum post, which has its id

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))


def read(text: str | None) -> Receipt | None:
    """Return the receipt, None when there is none or nobody can read it."""
    try:
        given = json.loads(text or "")
        return Receipt(
            shape=Shape(given["shape"]),
            shows=str(given["shows"]),
            webhook=_number(given["webhook"]),
            role=_number(given["role"]),
            topic=str(given["topic"]),
            forum=given["forum"] is True,
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def shape_of(message: DiscordMessage) -> Shape:
    """Return the form of a message as it was laid out."""
    if message.full:
        return Shape.FULL
    return Shape.CARD if message.card else Shape.LINE


def digest(message: DiscordMessage, shape: Shape) -> str:
    """Return what a message shows, in 16 characters.

    Pictures count by their motif: a new size or signature in an address is no other picture. The
    chapter's logo does not count: a new one is no reason to touch what was sent.
    """
    shown = message.plain if shape is Shape.PLAIN else _shown(message)
    text = json.dumps(shown, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _shown(message: DiscordMessage) -> object:
    buttons = [astuple(button) for button in message.buttons]
    if card := message.card:
        image = motif(card.image) if card.image else None
        return astuple(replace(card, author_icon=None, image=image)), buttons
    if full := message.full:
        pictures = tuple(Image(url=motif(one.url), alt=one.alt) for one in full.pictures)
        return astuple(replace(full, logo=None, pictures=pictures)), buttons
    return message.line, buttons


def _number(value: Any) -> int | None:
    return None if value is None else int(value)
