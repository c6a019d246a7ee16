"""What the core asks of its memory: a repository a noun, all of them within one transaction.

A store transaction is a plain function run in a worker thread: `await store.write(work)` calls
`work(tx)` inside one transaction, commits when it returns and rolls back when it raises. Decisions
are pure, so they run inside the transaction, on what is true at that moment.

Who is told, and of what, stands in `audience`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from relaybot.audience import Destinations, Subscriptions
from relaybot.model.change import Change
from relaybot.model.delivery import Claim, Delivery, DeliveryState, Settlement
from relaybot.model.destination import PlatformName
from relaybot.model.feed_state import FeedState
from relaybot.model.post import KnownPost, Post, PostState, StoredPost

T = TypeVar("T")


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

    def by_alias(self, alias: str) -> Sequence[StoredPost]:
        """Return the posts of any feed that are known by this alias, oldest first."""
        ...

    def seen_since(self, feeds: Collection[str], since: datetime) -> int:
        """Return how many stories these feeds published since then (published, else seen).

        Only absorbed and relayed ones.
        """
        ...

    def last_seen(self, feeds: Collection[str]) -> Mapping[str, datetime]:
        """Return, for each of these feeds with posts, when its newest was published (else seen)."""
        ...

    def set_state(self, post_ids: Collection[int], state: PostState) -> None:
        """Change what was decided about these posts."""
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

    def of_story(self, story: int, destination_id: int) -> Delivery | None:
        """Return the delivery of a story to a destination."""
        ...

    def waiting(self, destination_id: int) -> Sequence[Delivery]:
        """Return what is owed to a destination and open (sending included), oldest first."""
        ...

    def drop_waiting(
        self, destination_id: int, keep_newest: int, reason: str, now: datetime
    ) -> int:
        """Dead-letter what is pending but for the newest few; returns how many were dropped.

        What is being sent, or whose outcome is unknown, stays: it may have arrived.
        """
        ...

    def send_now(self, delivery_id: int, now: datetime) -> bool:
        """Make a delivery due now and as young as a new one, because a person wants it sent.

        A dead one, and one whose unknown outcome was settled, is a new send: with a new nonce and
        no first attempt. One whose outcome is still being cleared up stays unknown: sending it
        unlooked might make it two. False when it was sent, is being sent, or is not stored.
        """
        ...

    def last_sent(self, destination_id: int) -> Delivery | None:
        """Return the delivery that arrived there last."""
        ...


class History(Protocol):
    """What moderators changed."""

    def add(self, change: Change) -> int:
        """Write down a change; returns its id."""
        ...

    def of(self, destination_id: int, limit: int) -> Sequence[Change]:
        """Return the last changes of a destination, newest first."""
        ...

    def mark_undone(self, change_id: int, now: datetime) -> None:
        """Say that a change was undone."""
        ...

    def forget_people(self, before: datetime) -> int:
        """Remove the person from every change older than this; returns how many."""
        ...

    def forget(self, platform: PlatformName, user: str) -> int:
        """Remove a person from every change, and what they chose; returns how many changes."""
        ...


class Marks(Protocol):
    """Short texts the program leaves for its next start."""

    def get(self, name: str) -> str | None:
        """Return what was left under this name."""
        ...

    def put(self, name: str, text: str) -> None:
        """Leave a text under this name, in place of the one before."""
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

    @property
    def history(self) -> History:
        """What moderators changed."""
        ...

    @property
    def marks(self) -> Marks:
        """What the program left for its next start."""
        ...


class Store(Protocol):
    """The memory."""

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one write transaction. Raises `StoreError`, or what `work` raised."""
        ...

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` on one consistent view; anything it writes is refused or undone."""
        ...
