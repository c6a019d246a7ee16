"""Posts held back because a burst looked wrong, or because their chapter is in quarantine."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from relaybot.model.post import PostState, StoredPost
from relaybot.model.source import Feed
from relaybot.relay.match import followers
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What releasing brought about."""

    posts: int  # relayed now
    deliveries: int  # owed by that
    dismissed: int  # older ones, passed over for good


def held_by_feed(tx: Transaction) -> Mapping[str, Sequence[StoredPost]]:
    """Return what is held, oldest first, by feed slug."""
    feeds: dict[str, list[StoredPost]] = defaultdict(list)
    for post in tx.posts.in_state(PostState.HELD):
        feeds[post.post.feed].append(post)
    return feeds


def release(
    tx: Transaction, catalogue: Catalogue, feed: Feed, now: datetime, newest: int | None = None
) -> Released:
    """Relay what is held of a feed: all, or the `newest` few; the rest is dismissed."""
    held = held_by_feed(tx).get(feed.slug, [])
    chosen = held if newest is None else held[max(0, len(held) - newest) :]
    to = followers(tx, catalogue, feed)
    deliveries = sum(tx.outbox.owe(post.id, to, now) for post in chosen)
    tx.posts.set_state([post.id for post in chosen], PostState.RELAYED)
    passed_over = [post.id for post in held[: len(held) - len(chosen)]]
    tx.posts.set_state(passed_over, PostState.DISMISSED)
    return Released(posts=len(chosen), deliveries=deliveries, dismissed=len(passed_over))


def dismiss(tx: Transaction, feed: str) -> int:
    """Forget what is held of a feed, for good; returns how many posts."""
    held = [post.id for post in held_by_feed(tx).get(feed, [])]
    tx.posts.set_state(held, PostState.DISMISSED)
    return len(held)
