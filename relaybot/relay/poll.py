"""One feed, from the request to the outbox.

::

    state    = remembered(feed)
    fetched  = fetch(feed, state)           conditionally; a body seen before ends here
    raw      = parse(fetched)               in a child process
    items    = identify(raw.entries)
    known    = which of these are stored?
    decision = decide(items, known)         new, edited, held, absorbed
    posts    = normalise(what is new or edited)
    in ONE transaction (`remember`):  store posts, owe deliveries and edits, write the feed's state
    wake those who send
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from relaybot.errors import FetchError, ParseError
from relaybot.feeds.identity import Identified, identify, recognise
from relaybot.feeds.normalise import normalise
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.post import KnownPost
from relaybot.model.raw import RawFeed
from relaybot.model.source import Chapter, Feed
from relaybot.ports import Clock, Fetcher, Parser, Rhythm
from relaybot.relay.afterwards import (
    after_failure,
    after_postponing,
    after_reading,
    after_unchanged,
)
from relaybot.relay.decide import DecideSettings, decide
from relaybot.relay.remember import Delays, Understood, remember, remember_unchanged
from relaybot.relay.withdrawals import shown_in
from relaybot.repositories import Store
from relaybot.sources.catalogue import Catalogue

log = structlog.get_logger(__name__)

# How much of the time in which a post settles passes before its feed is asked once more.
_BEFORE_SENDING = 0.75


class PollEnd(StrEnum):
    """How a poll ended."""

    UNCHANGED = "unchanged"
    READ = "read"
    FAILED = "failed"
    POSTPONED = "postponed"  # not asked: its server wants to be left alone for a while


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """What one poll of one feed brought."""

    feed: str
    end: PollEnd
    relayed: int = 0  # new posts handed on
    deliveries: int = 0  # what that made the bot owe
    absorbed: int = 0
    held: int = 0
    edited: int = 0
    withdrawn: int = 0
    amended: int = 0  # messages to be brought up to date
    reason: str | None = None  # of a failure, or of holding back


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """Polls feeds; knows the world only through its ports."""

    catalogue: Catalogue
    fetcher: Fetcher
    parser: Parser
    store: Store
    rhythm: Rhythm
    clock: Clock
    jitter: Callable[[], float]  # in [0, 1)
    wake: Callable[[], None]  # there is something to deliver
    settings: DecideSettings = field(default_factory=DecideSettings)
    wait: Delays = field(default_factory=Delays)

    async def poll(self, feed: Feed) -> PollResult:
        """Poll one feed once. Failures are results; an exception out of here is a bug."""
        state = await self.store.read(lambda tx: tx.feed_states.get(feed.slug))
        try:
            fetched = await self.fetcher.fetch(feed, state)
            if isinstance(fetched, NotModified) or _same_body(state, fetched):
                return await self._unchanged(feed, state, fetched)
            raw = await self.parser.parse(fetched)
        except (FetchError, ParseError) as failure:
            if isinstance(failure, FetchError) and failure.postponed:
                return await self._postponed(feed, state, failure)
            return await self._failed(feed, state, failure)
        return await self._read(feed, state, fetched, raw)

    async def _unchanged(
        self, feed: Feed, state: FeedState | None, answer: Fetched | NotModified
    ) -> PollResult:
        now, planned = self._now_and_next(feed)
        checked = after_unchanged(feed, state, answer, now, planned)
        amended = await self.store.write(
            lambda tx: remember_unchanged(tx, feed, checked, now, self.wait)
        )
        if amended:
            self.wake()
        _log_moved(feed, state, checked)
        log.debug("feed_unchanged", feed=feed.slug)
        return PollResult(feed=feed.slug, end=PollEnd.UNCHANGED, amended=amended)

    async def _postponed(
        self, feed: Feed, state: FeedState | None, failure: FetchError
    ) -> PollResult:
        later = after_postponing(feed, state, failure, self.clock())
        await self.store.write(lambda tx: tx.feed_states.put(later))
        log.debug("feed_postponed", feed=feed.slug, reason=str(failure))
        return PollResult(feed=feed.slug, end=PollEnd.POSTPONED, reason=str(failure))

    async def _failed(
        self, feed: Feed, state: FeedState | None, failure: FetchError | ParseError
    ) -> PollResult:
        now, planned = self._now_and_next(feed)
        failed = after_failure(feed, state, failure, now, planned, self.jitter())
        await self.store.write(lambda tx: tx.feed_states.put(failed))
        level = log.warning if failed.failures == 1 else log.info
        level("feed_failed", feed=feed.slug, reason=failed.error, failures=failed.failures)
        return PollResult(feed=feed.slug, end=PollEnd.FAILED, reason=failed.error)

    async def _read(
        self, feed: Feed, state: FeedState | None, fetched: Fetched, raw: RawFeed
    ) -> PollResult:
        understood = await self._understand(feed, state, fetched, raw)
        now, planned = self._now_and_next(feed)
        checked = after_reading(
            feed,
            state,
            fetched,
            now,
            planned,
            familiar=understood.familiar,
            complete=raw.complete,
        )
        checked = self._looking_again(understood, checked, fetched)
        remembered = await self.store.write(
            lambda tx: remember(
                tx, self.catalogue, feed, understood, checked, self.clock(), self.wait
            )
        )
        result = PollResult(
            feed=feed.slug,
            end=PollEnd.READ,
            reason=understood.decision.hold_reason,
            **asdict(remembered),
        )
        _log_moved(feed, state, checked)
        _log_read(feed, result)
        if result.deliveries or result.amended:
            self.wake()
        return result

    def _looking_again(
        self, understood: Understood, state: FeedState, fetched: Fetched
    ) -> FeedState:
        """Ask again before a new post is sent: it may be corrected, or taken back, until then.

        A server that asks for more time would give the same answer, so it is left in peace.
        """
        asked_for = timedelta(seconds=fetched.max_age or 0)
        if not understood.decision.relay or not self.wait.first or asked_for > self.wait.first:
            return state
        soon = self.clock() + self.wait.first * _BEFORE_SENDING
        planned = state.next_check_at
        return replace(state, next_check_at=min(soon, planned) if planned else soon)

    async def _understand(
        self, feed: Feed, state: FeedState | None, fetched: Fetched, raw: RawFeed
    ) -> Understood:
        """Recognise, decide and normalise.

        Outside the write transaction, since a first poll may take seconds: nobody else adds posts
        to this feed, because the store is locked for one process and a feed is polled by one task.
        """
        items = await asyncio.to_thread(identify, raw.entries)
        aliases = [alias for item in items for alias in item.aliases]
        known = await self.store.read(lambda tx: tx.posts.known(feed.slug, aliases))
        return await asyncio.to_thread(self._decide, feed, state, fetched, raw, items, known)

    def _decide(
        self,
        feed: Feed,
        state: FeedState | None,
        fetched: Fetched,
        raw: RawFeed,
        items: Sequence[Identified],
        known: Mapping[str, KnownPost],
    ) -> Understood:
        recognised = tuple(zip(items, recognise(items, known), strict=True))
        decision = decide(
            recognised,
            stored_aliases=known,
            first_poll=state is None or state.first_polled_at is None,
            quarantined=self._chapter(feed).quarantine,
            settings=self.settings,
        )
        wanted = [*decision.absorb, *decision.relay, *decision.hold]
        wanted += [item for _, item in decision.edited]
        now = self.clock()
        posts = (normalise(item, feed, raw, fetched.url, now) for item in wanted)
        return Understood(
            decision=decision,
            posts={post.key: post for post in posts if post is not None},
            shown=shown_in(
                [post.id for _, post in recognised if post is not None],
                [item.entry.published for item, _ in recognised],
                complete=raw.complete,
            ),
        )

    def _now_and_next(self, feed: Feed) -> tuple[datetime, datetime]:
        now = self.clock()
        return now, self.rhythm.next_after(feed, now)

    def _chapter(self, feed: Feed) -> Chapter:
        return self.catalogue.chapter_of(feed)


def _same_body(state: FeedState | None, fetched: Fetched) -> bool:
    """Say whether this very document was read before."""
    return state is not None and fetched.body_hash == state.body_hash


def _log_moved(feed: Feed, before: FeedState | None, after: FeedState) -> None:
    if after.adopted_url and (before is None or before.adopted_url != after.adopted_url):
        log.warning("feed_moved", feed=feed.slug, to=after.adopted_url)


def _log_read(feed: Feed, result: PollResult) -> None:
    if result.held:
        log.warning("posts_held", feed=feed.slug, held=result.held, reason=result.reason)
    log.info(
        "feed_read",
        feed=feed.slug,
        relayed=result.relayed,
        deliveries=result.deliveries,
        absorbed=result.absorbed,
        edited=result.edited,
        withdrawn=result.withdrawn,
        amended=result.amended,
    )
