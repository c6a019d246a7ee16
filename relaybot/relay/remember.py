"""What one poll found, written down together with what it makes us owe: the one transaction.

::

    store the new posts, and owe them to those who follow, due when they have settled
    let a message be edited whose post was edited, or is told by another chapter too
    let a message be struck whose post was taken back
    write the feed's state
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from relaybot.feeds.fingerprint import is_edit
from relaybot.feeds.identity import Identified
from relaybot.model.feed_state import FeedState
from relaybot.model.post import Post, PostState
from relaybot.model.source import Feed
from relaybot.relay.decide import Decision
from relaybot.relay.match import followers
from relaybot.relay.withdrawals import (
    WITHDRAWN,
    WITHIN,
    Shown,
    Withdrawals,
    still_away,
    withdrawals,
)
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue

# A post that another feed carried longer ago than this is taken for another post.
STORY_WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How long relaybot waits for a chapter to make up its mind."""

    first: timedelta = timedelta(0)  # before a new post is first sent
    edits: timedelta = timedelta(0)  # corrections come in bursts: before they are made in one go
    withdrawals: timedelta = timedelta(0)  # feeds flicker: until what is gone counts as taken back


def delays(settle: timedelta) -> Delays:
    """Return all of them for the one setting there is, `[delivery] settle`."""
    return Delays(first=settle, edits=settle, withdrawals=5 * settle)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A document's posts, ready to be stored."""

    decision: Decision
    posts: Mapping[str, Post]  # by key; what is never relayed (protected) is missing
    shown: Shown

    @property
    def familiar(self) -> bool:
        """Whether at least one entry was known: it is still the same feed."""
        return bool(self.shown.known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """How much of what was written down."""

    relayed: int = 0  # new posts handed on
    deliveries: int = 0  # what that made the bot owe
    absorbed: int = 0
    held: int = 0
    edited: int = 0
    withdrawn: int = 0
    amended: int = 0  # messages to be brought up to date


def remember(
    tx: Transaction,
    catalogue: Catalogue,
    feed: Feed,
    understood: Understood,
    state: FeedState,
    now: datetime,
    wait: Delays,
) -> Remembered:
    """Write everything down."""
    decision, posts = understood.decision, understood.posts
    known_lately = tx.posts.recent(feed.slug, now - WITHIN)  # before what is new is among them
    relayed, owed, told_again = _relay(tx, catalogue, feed, _of(decision.relay, posts), now, wait)
    absorbed = _add_all(tx, _of(decision.absorb, posts), PostState.ABSORBED, now)
    held = _add_all(tx, _of(decision.hold, posts), PostState.HELD, now)
    edited, amended = _edit(tx, understood, now, wait)
    taken_back = withdrawals(known_lately, understood.shown, now, wait.withdrawals)
    amended += take_back(tx, taken_back, now)
    tx.feed_states.put(replace(state, newest_at=now) if relayed or held else state)
    return Remembered(
        relayed=relayed,
        deliveries=owed,
        absorbed=absorbed,
        held=held,
        edited=edited,
        withdrawn=len(taken_back.withdrawn),
        amended=amended + told_again,
    )


def remember_unchanged(
    tx: Transaction, feed: Feed, state: FeedState, now: datetime, wait: Delays
) -> int:
    """Write down that a feed is as it was; returns how many messages that makes us amend."""
    tx.feed_states.put(state)
    return take_back(tx, still_away(tx.posts.missed(feed.slug), now, wait.withdrawals), now)


def take_back(tx: Transaction, found: Withdrawals, now: datetime) -> int:
    """Write down which posts are gone or back; returns how many messages have to say so."""
    tx.posts.set_missing(found.missing, now)
    tx.posts.set_withdrawn(found.withdrawn, now)
    tx.posts.set_missing(found.back, None)
    tx.posts.set_withdrawn(found.restored, None)
    for post_id in found.restored:
        tx.outbox.reopen(post_id, WITHDRAWN, now)
    return sum(tx.errands.amend_post(one, now, now) for one in (*found.withdrawn, *found.restored))


def _relay(
    tx: Transaction,
    catalogue: Catalogue,
    feed: Feed,
    posts: Sequence[Post],
    now: datetime,
    wait: Delays,
) -> tuple[int, int, int]:
    """Store and owe new posts; a story that was told there before gains a teller instead."""
    to = followers(tx, catalogue, feed) if posts else ()
    owed = told_again = 0
    for post in posts:
        post_id, story = _add(tx, post, PostState.RELAYED, now)
        owed += tx.outbox.owe(post_id, to, now, now + wait.first)
        if story is not None:
            told_again += tx.errands.amend_story(story, to, now + wait.edits, now)
    return len(posts), owed, told_again


def _edit(tx: Transaction, understood: Understood, now: datetime, wait: Delays) -> tuple[int, int]:
    """Store what was edited; only other words are worth an edit, not another guid."""
    amended = count = 0
    for known, item in understood.decision.edited:
        post = understood.posts.get(item.key)
        if post is None:
            continue
        tx.posts.update(known.id, post)
        count += 1
        if is_edit(known.fingerprint, post.fingerprint):
            amended += tx.errands.amend_post(known.id, now + wait.edits, now)
    return count, amended


def _of(items: Iterable[Identified], posts: Mapping[str, Post]) -> list[Post]:
    return [posts[item.key] for item in items if item.key in posts]


def _add(tx: Transaction, post: Post, state: PostState, now: datetime) -> tuple[int, int | None]:
    """Store a post; returns its id, and the story that another feed has begun, if any."""
    story = tx.posts.story(post.feed, post.story_keys, now - STORY_WINDOW)
    return tx.posts.add(post, state, now, story), story


def _add_all(tx: Transaction, posts: Iterable[Post], state: PostState, now: datetime) -> int:
    """Store posts in this order; returns how many."""
    return len([_add(tx, post, state, now) for post in posts])
