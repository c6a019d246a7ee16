"""How relaybot is doing, told from what is stored: for `/status` and `relaybot status`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from relaybot.model.delivery import Delivery, DeliveryState
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.model.errand import ErrandKind
from relaybot.model.feed_state import FeedState
from relaybot.model.post import PostState, StoredPost
from relaybot.model.source import Feed
from relaybot.model.wording import counted
from relaybot.relay.withdrawals import WITHDRAWN
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue

LATELY = timedelta(days=1)
LISTED = 50  # rows of unknown and dead deliveries shown to people; the counts are always complete


class FeedCondition(StrEnum):
    """How a feed is doing."""

    WAITING = "waiting"  # never asked yet
    OK = "ok"
    FAILING = "failing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """One feed."""

    slug: str
    name: str
    url: str
    condition: FeedCondition
    checked_at: datetime | None
    next_check_at: datetime | None
    newest_at: datetime | None
    failures: int
    failing_since: datetime | None
    error: str | None
    moved_to: str | None  # a permanent redirect under observation, or already adopted
    held: int  # posts waiting for a person's word


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationHealth:
    """One destination."""

    address: str
    status: DestinationStatus
    reason: str | None
    since: datetime | None
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTrouble:
    """A delivery somebody may want to look at."""

    id: int
    state: DeliveryState
    address: str
    title: str
    link: str | None
    since: datetime
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """Everything the status page and command show."""

    version: str
    now: datetime
    started_at: datetime | None  # None when told by a command instead of the running bot
    platforms: Mapping[str, str]  # name → how its connection is, in words
    feeds: tuple[FeedHealth, ...]  # failing ones first, then by name
    destinations: tuple[DestinationHealth, ...]
    outbox: Mapping[DeliveryState, int]
    unknowns: tuple[DeliveryTrouble, ...]
    dead: tuple[DeliveryTrouble, ...]
    held: int
    taken_back: int  # of the dead: their chapter took the post back in time, which is no trouble
    errands: Mapping[ErrandKind, int]  # what is still to be done with messages that were sent

    @property
    def problems(self) -> tuple[str, ...]:
        """What a person should look at, in words; empty when all is well."""
        found: list[str] = []
        failing = [feed for feed in self.feeds if feed.condition is FeedCondition.FAILING]
        if failing:
            found.append(f"{counted(len(failing), 'feed')} cannot be read at the moment.")
        if self.held:
            found.append(f"{counted(self.held, 'post')} held back: see `relaybot held list`.")
        stopped = [d for d in self.destinations if d.status is DestinationStatus.GONE]
        if stopped:
            found.append(f"{counted(len(stopped), 'destination')} cannot be reached any more.")
        doubtful = [one for one in self.unknowns if self._lately_unknown(one)]
        if doubtful:
            found.append(
                f"{counted(len(doubtful), 'message')} of the last day may not have arrived."
            )
        if self.dead:
            dead = self.outbox[DeliveryState.DEAD] - self.taken_back
            found.append(f"{counted(dead, 'message')} could not be sent.")
        return tuple(found)

    def _lately_unknown(self, trouble: DeliveryTrouble) -> bool:
        return trouble.state is DeliveryState.UNKNOWN and self.now - trouble.since < LATELY


def report(
    tx: Transaction,
    catalogue: Catalogue,
    *,
    version: str,
    now: datetime,
    started_at: datetime | None = None,
    platforms: Mapping[str, str] | None = None,
    listed: int = LISTED,
) -> StatusReport:
    """Read the whole state in one consistent view; `listed`: how many troubles at most."""
    states = tx.feed_states.all()
    held = tx.posts.in_state(PostState.HELD)
    destinations = {d.id: d for d in tx.destinations.all()}
    return StatusReport(
        version=version,
        now=now,
        started_at=started_at,
        platforms=dict(platforms or {}),
        feeds=_feeds(catalogue.feeds, states, held),
        destinations=_destinations(tx, destinations.values()),
        outbox=tx.outbox.counts(),
        unknowns=_troubles(tx, _unknowns(tx, listed), destinations),
        dead=_troubles(tx, _dead(tx, listed), destinations),
        held=len(held),
        taken_back=tx.outbox.died_of(WITHDRAWN),
        errands=tx.errands.counts(),
    )


def _feeds(
    feeds: Sequence[Feed], states: Mapping[str, FeedState], held: Sequence[StoredPost]
) -> tuple[FeedHealth, ...]:
    waiting = Counter(post.post.feed for post in held)
    told = [_feed(feed, states.get(feed.slug), waiting[feed.slug]) for feed in feeds]
    return tuple(sorted(told, key=lambda f: (f.condition is not FeedCondition.FAILING, f.name)))


def _feed(feed: Feed, state: FeedState | None, held: int) -> FeedHealth:
    if state is None or state.checked_at is None:
        condition = FeedCondition.WAITING
    elif state.error is not None:
        condition = FeedCondition.FAILING
    else:
        condition = FeedCondition.OK
    return FeedHealth(
        slug=feed.slug,
        name=feed.name,
        url=feed.url,
        condition=condition,
        checked_at=state.checked_at if state else None,
        next_check_at=state.next_check_at if state else None,
        newest_at=state.newest_at if state else None,
        failures=state.failures if state else 0,
        failing_since=state.failing_since if state else None,
        error=state.error if state else None,
        moved_to=(state.adopted_url or state.moved_to) if state else None,
        held=held,
    )


def _destinations(
    tx: Transaction, destinations: Iterable[Destination]
) -> tuple[DestinationHealth, ...]:
    follows: dict[int, list[str]] = defaultdict(list)
    for subscription in tx.subscriptions.all():
        follows[subscription.destination].append(str(subscription.selector))
    return tuple(
        DestinationHealth(
            address=str(destination.address),
            status=destination.status,
            reason=destination.status_reason,
            since=destination.status_since,
            follows=tuple(follows[destination.id]),
        )
        for destination in destinations
    )


def _unknowns(tx: Transaction, listed: int) -> Sequence[Delivery]:
    """Return what is still unknown first, then what was and has been cleared up since."""
    still = tx.outbox.in_state(DeliveryState.UNKNOWN, listed)
    told = {delivery.id for delivery in still}
    once = [delivery for delivery in tx.outbox.unknowns(listed) if delivery.id not in told]
    return [*still, *once][:listed]


def _dead(tx: Transaction, listed: int) -> Sequence[Delivery]:
    """Return what could not be sent although it still ought to be."""
    dead = tx.outbox.in_state(DeliveryState.DEAD, listed)
    return [delivery for delivery in dead if delivery.reason != WITHDRAWN]


def _troubles(
    tx: Transaction, deliveries: Sequence[Delivery], destinations: Mapping[int, Destination]
) -> tuple[DeliveryTrouble, ...]:
    return tuple(_trouble(tx, delivery, destinations) for delivery in deliveries)


def _trouble(
    tx: Transaction, delivery: Delivery, destinations: Mapping[int, Destination]
) -> DeliveryTrouble:
    stored = tx.posts.get(delivery.post)
    destination = destinations.get(delivery.destination)
    return DeliveryTrouble(
        id=delivery.id,
        state=delivery.state,
        address=str(destination.address) if destination else "",
        title=stored.post.title if stored else "",
        link=stored.post.link if stored else None,
        since=delivery.unknown_since or delivery.settled_at or delivery.created_at,
        reason=delivery.reason,
    )
