"""A post owed to a destination: the outbox row, and what is handed to a platform for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from relaybot.model.destination import Destination
from relaybot.model.post import StoredPost
from relaybot.model.source import Chapter, Feed


class DeliveryState(StrEnum):
    """The life of an outbox row: pending → sending → sent, unless it ends otherwise."""

    PENDING = "pending"
    SENDING = "sending"  # committed before the request leaves
    SENT = "sent"
    UNKNOWN = "unknown"  # the request left and no answer came
    DEAD = "dead"  # the platform refused it for good, or its time ran out; reason says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the outbox. No rendered text: a formatting fix repairs what is waiting."""

    id: int  # ascending in the order of sending within a destination
    post: int  # StoredPost.id
    destination: int  # Destination.id
    state: DeliveryState
    nonce: str  # ≤ 25 characters, drawn when the row was made, the same at every attempt
    attempts: int = 0
    created_at: datetime
    first_attempt_at: datetime | None = None
    next_attempt_at: datetime | None = None  # None = nothing more to do
    unknown_since: datetime | None = (
        None  # stays set once an outcome was unknown, however it was settled
    )
    settled_at: datetime | None = None
    message_id: str | None = None  # the platform's id, once sent
    receipt: str | None = None  # the platform's own note of how it was sent; None = it cannot tell
    reason: str | None = None  # the last failure, or how an unknown outcome was settled, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A delivery taken for sending (already committed as `sending`), with all the store knows.

    `delivery` is as it was before the claim, except that `attempts` and `first_attempt_at` count
    this one: `delivery.state` UNKNOWN says that an earlier outcome has to be cleared up first.
    """

    delivery: Delivery
    destination: Destination
    post: StoredPost


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A claim with what the directory says about its source: all a platform needs."""

    claim: Claim
    chapter: Chapter
    feed: Feed
    also_from: tuple[str, ...] = ()  # names of other chapters followed there that tell the story

    @property
    def withdrawn(self) -> bool:
        """Whether the chapter took the post back, and nobody else followed there tells it."""
        return self.claim.post.withdrawn_at is not None and not self.also_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What becomes of a delivery after an attempt: written in one transaction."""

    state: DeliveryState
    next_attempt_at: datetime | None = None
    message_id: str | None = None
    receipt: str | None = None
    reason: str | None = None
    unknown_since: datetime | None = None  # None leaves the stored value
