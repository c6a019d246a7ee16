"""What the core asks of the world. Every edge implements one of these; every test fake does too.

A store transaction is a plain function run in a worker thread: `await store.write(work)` calls
`work(tx)` inside one transaction, commits when it returns and rolls back when it raises. Decisions
are pure, so they run inside the transaction, on what is true at that moment.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from relaybot.model.delivery import Claim, Delivery, DeliveryState, Outgoing, Settlement
from relaybot.model.destination import (
    Address,
    Destination,
    DestinationStatus,
    PlatformName,
    UnknownPolicy,
)
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.outcome import Outcome, Recovery
from relaybot.model.post import KnownPost, Post, PostState, StoredPost
from relaybot.model.raw import RawFeed
from relaybot.model.selector import Selector
from relaybot.model.source import Feed
from relaybot.model.subscription import Subscription

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class Rhythm(Protocol):
    """Knows when a feed is to be asked again when nothing else speaks against it."""

    def next_after(self, feed: Feed, now: datetime) -> datetime:
        """Return the first planned moment after `now`, spread so that feeds differ."""
        ...


class Fetcher(Protocol):
    """Gets a feed's document."""

    async def fetch(self, feed: Feed, state: FeedState | None) -> Fetched | NotModified:
        """Fetch once, conditionally when `state` allows it. Raises `FetchError` only."""
        ...


class Parser(Protocol):
    """Reads a document, within limits of time and memory."""

    async def parse(self, fetched: Fetched) -> RawFeed:
        """Return what the document says. Raises `ParseError` only."""
        ...


class Platform(Protocol):
    """A chat platform."""

    @property
    def name(self) -> PlatformName:
        """Which one."""
        ...

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Send one message. Never raises for something the platform said or the network did."""
        ...

    async def recover(self, outgoing: Outgoing) -> Recovery:
        """Find out what became of an earlier attempt whose answer was lost.

        Delivered: it is there. Repeatable: sending again is safe. RetryLater: ask again later.
        Unknown: nobody can tell; the destination's policy decides.
        """
        ...


class FeedStates(Protocol):
    """What is remembered of each feed."""

    def get(self, feed: str) -> FeedState | None:
        """Return the state of the feed with this slug, None when it was never polled."""
        ...

    def all(self) -> Mapping[str, FeedState]:
        """Return every state by feed slug."""
        ...

    def put(self, state: FeedState) -> None:
        """Insert or replace."""
        ...

    def rename(self, old: str, new: str) -> None:
        """Let everything remembered under a feed's former slug belong to its new one.

        That is its state, its posts and their aliases. Nothing happens when `new` has a state.
        """
        ...


class Posts(Protocol):
    """What was seen."""

    def known(self, feed: str, aliases: Collection[str]) -> Mapping[str, KnownPost]:
        """Return, for those of `aliases` that this feed has used, the post each belongs to."""
        ...

    def count(self, feed: str) -> int:
        """Return how many posts of this feed are stored."""
        ...

    def story(self, feed: str, story_keys: Collection[str], since: datetime) -> int | None:
        """Return the story of the oldest post of *another* feed, seen since then, sharing a key."""
        ...

    def add(self, post: Post, state: PostState, seen_at: datetime, story: int | None) -> int:
        """Store a new post, its aliases and story keys; `story` None starts one. Returns its id."""
        ...

    def update(self, post_id: int, post: Post) -> None:
        """Replace the content of a stored post (it was edited), and add aliases that are new."""
        ...

    def get(self, post_id: int) -> StoredPost | None:
        """Return one post."""
        ...

    def newest(self, feeds: Collection[str], limit: int) -> Sequence[StoredPost]:
        """Return the newest posts of these feeds, newest first (published, else seen).

        Only absorbed and relayed ones: what is held or dismissed stays out.
        Of several posts with the same story only the newest is given.
        """
        ...

    def in_state(self, state: PostState) -> Sequence[StoredPost]:
        """Return all posts in this state, oldest first."""
        ...

    def set_state(self, post_ids: Collection[int], state: PostState) -> None:
        """Change what was decided about these posts."""
        ...


class Destinations(Protocol):
    """Where posts go."""

    def find(self, address: Address) -> Destination | None:
        """Return the destination at this address."""
        ...

    def get(self, destination_id: int) -> Destination | None:
        """Return one destination."""
        ...

    def all(self) -> Sequence[Destination]:
        """Return every destination, by address."""
        ...

    def add(self, address: Address, now: datetime) -> Destination:
        """Store a new destination with default settings."""
        ...

    def set_options(
        self,
        destination_id: int,
        *,
        silent: bool | None = None,
        on_unknown: UnknownPolicy | None = None,
    ) -> None:
        """Change settings; None leaves one as it is."""
        ...

    def set_status(
        self, destination_id: int, status: DestinationStatus, reason: str | None, now: datetime
    ) -> None:
        """Pause, resume or mark as gone."""
        ...

    def move(self, destination_id: int, chat: str) -> int:
        """Give it (and every topic of the same chat) another chat id; returns the id it now has.

        Where the new address already is a destination the two become one: follows and
        deliveries are moved over, and a story both had is kept once.
        """
        ...


class Subscriptions(Protocol):
    """Who follows what."""

    def add(self, destination_id: int, selector: Selector, now: datetime) -> bool:
        """Follow; False when it was followed already."""
        ...

    def remove(self, destination_id: int, selector: Selector) -> bool:
        """Unfollow; False when it was not followed."""
        ...

    def of(self, destination_id: int) -> Sequence[Subscription]:
        """Return what a destination follows, oldest first."""
        ...

    def all(self) -> Sequence[Subscription]:
        """Return every subscription, by destination and age."""
        ...

    def followers(self, selectors: Collection[Selector]) -> Sequence[int]:
        """Return ids of destinations that follow at least one of these, ascending, each once."""
        ...


class Outbox(Protocol):
    """What is owed, and what became of it."""

    def owe(self, post_id: int, destination_ids: Iterable[int], now: datetime) -> int:
        """Add one pending delivery for each destination that has none for this post's story yet.

        Returns how many were added. Row ids ascend in the order of the calls.
        """
        ...

    def claim(
        self, platforms: Collection[PlatformName], now: datetime, limit: int
    ) -> Sequence[Claim]:
        """Take up to `limit` due deliveries, at most one a destination, and mark them `sending`.

        Only the oldest open delivery of an active destination can be taken, and only while none
        of its deliveries is `sending`: this is what keeps order, and one message in flight.
        """
        ...

    def settle(self, delivery_id: int, settlement: Settlement, now: datetime) -> None:
        """Write what became of a claimed delivery."""
        ...

    def next_due(self, platforms: Collection[PlatformName]) -> datetime | None:
        """Return when `claim` may next give something, None when nothing is waiting."""
        ...

    def interrupted(self, now: datetime) -> int:
        """Turn every `sending` row of an earlier process into `unknown`, due now; how many."""
        ...

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries are in each state, states without any included."""
        ...

    def unknowns(self, limit: int) -> Sequence[Delivery]:
        """Return deliveries whose outcome was ever unknown, newest first."""
        ...

    def in_state(self, state: DeliveryState, limit: int) -> Sequence[Delivery]:
        """Return deliveries in a state, newest first."""
        ...


class Transaction(Protocol):
    """The repositories, all within one database transaction."""

    @property
    def feed_states(self) -> FeedStates:
        """What is remembered of each feed."""
        ...

    @property
    def posts(self) -> Posts:
        """What was seen."""
        ...

    @property
    def destinations(self) -> Destinations:
        """Where posts go."""
        ...

    @property
    def subscriptions(self) -> Subscriptions:
        """Who follows what."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is owed."""
        ...


class Store(Protocol):
    """The memory."""

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one write transaction. Raises `StoreError`, or what `work` raised."""
        ...

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` on one consistent view; anything it writes is refused or undone."""
        ...
