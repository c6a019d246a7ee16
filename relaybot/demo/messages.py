"""Messages of the invented channels, and what happens to them while one watches."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Address
from relaybot.model.preview import Preview


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message in a channel, as it is now."""

    id: str  # on both platforms together
    delivery: int  # Delivery.id
    address: Address
    arrived_at: datetime
    edited_at: datetime | None = None  # None = it is as it arrived
    preview: Preview
    outgoing: Outgoing


class HappeningKind(StrEnum):
    """What can happen to a message."""

    ARRIVED = "arrived"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened to one message."""

    kind: HappeningKind
    at: datetime
    message: ShownMessage  # after it; of a deleted one, what is gone
    before: ShownMessage | None = None  # of an edit


def title_of(outgoing: Outgoing) -> str:
    """Return what a delivered post is called, for a line about it."""
    return outgoing.claim.post.post.title or "a post without a title"


def reason_of(happening: Happening) -> str:
    """Return in words why a message is no longer as it arrived, "" for one that just did."""
    now = happening.message.outgoing
    if happening.kind is HappeningKind.ARRIVED:
        return ""
    if now.withdrawn:
        deleted = happening.kind is HappeningKind.DELETED
        return "taken back, so deleted" if deleted else "taken back, so struck through"
    told_before = happening.before.outgoing.also_from if happening.before else ()
    others = [name for name in now.also_from if name not in told_before]
    return f"also from {', '.join(others)}" if others else "corrected, so edited"
