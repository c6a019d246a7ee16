"""What the core asks of its memory: a repository a noun, all of them within one transaction.

A store transaction is a plain function run in a worker thread: `await store.write(work)` calls
`work(tx)` inside one transaction, commits when it returns and rolls back when it raises. Decisions
are pure, so they run inside the transaction, on what is true at that moment.

Who is told, and of what, stands in `audience`; what is owed to them, in `owed`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from relaybot.audience import Destinations, Subscriptions
from relaybot.model.change import Change
from relaybot.model.destination import PlatformName
from relaybot.model.feed_state import FeedState
from relaybot.model.post import KnownPost, Post, PostState, RecentPost, StoredPost
from relaybot.owed import Errands, Outbox

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

        Only absorbed and relayed ones that stand: what is held, dismissed or was taken back stays
        out.
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

    def tellers(self, stories: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return the slugs of the feeds that tell each of these stories, first teller first.

        Only relayed posts count that were not taken back.
        """
        ...

    def recent(self, feed: str, since: datetime) -> Sequence[RecentPost]:
        """Return the feed's relayed posts seen since then, and whatever of it is missed."""
        ...

    def missed(self, feed: str) -> Sequence[RecentPost]:
        """Return the feed's relayed posts that were looked for in vain."""
        ...

    def set_missing(self, post_ids: Collection[int], since: datetime | None) -> None:
        """Say since when these posts are missing in their feed; None = they are there."""
        ...

    def set_withdrawn(self, post_ids: Collection[int], at: datetime | None) -> None:
        """Say when the chapter took these posts back; None = they stand."""
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
    def errands(self) -> Errands:
        """What is to be done with what was sent."""
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
