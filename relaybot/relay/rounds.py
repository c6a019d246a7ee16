"""Which feeds are due, and polling them side by side without letting one stop the others."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import structlog

from relaybot.model.feed_state import FeedState
from relaybot.model.source import Feed
from relaybot.relay.poll import PollEnd, Poller, PollResult

log = structlog.get_logger(__name__)

# After a bug of ours in one feed's poll: long enough not to burn the machine, short enough to heal.
PAUSE_AFTER_BUG = timedelta(hours=1)


OnPolled = Callable[[int, int], None]
"""Is told how many polls of a round are done, and of how many."""


def _nobody_watches(done: int, of: int) -> None:
    del done, of


@dataclass(slots=True, kw_only=True)
class PollRounds:
    """Polls what is due; one poll a feed at a time, `concurrency` feeds at a time."""

    poller: Poller
    concurrency: int = 8
    started_a_tick: int = 10  # so that a hundred feeds due at once are spread over a minute
    _under_way: dict[str, "asyncio.Task[PollResult]"] = field(default_factory=dict)
    _places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._places = asyncio.Semaphore(self.concurrency)

    async def tick(self) -> None:
        """Start polling some of the feeds that are due, and return at once."""
        for feed in (await self._due())[: self.started_a_tick]:
            self._start(feed)

    async def round(
        self, *, everything: bool = False, on_polled: OnPolled = _nobody_watches
    ) -> Sequence[PollResult]:
        """Poll every feed that is due (or every feed), and wait for all of them."""
        feeds = self.poller.catalogue.feeds if everything else await self._due()
        polls = [self._start(feed) for feed in feeds]
        on_polled(0, len(polls))
        for done, poll in enumerate(asyncio.as_completed(polls), start=1):
            await poll
            on_polled(done, len(polls))
        return [poll.result() for poll in polls]

    async def stop(self) -> None:
        """Abandon polls under way: nothing is lost, what was not committed is fetched again."""
        polls = list(self._under_way.values())
        for poll in polls:
            poll.cancel()
        await asyncio.gather(*polls, return_exceptions=True)

    async def _due(self) -> Sequence[Feed]:
        states = await self.poller.store.read(lambda tx: tx.feed_states.all())
        feeds = self.poller.catalogue.feeds
        return due(feeds, states, self.poller.clock(), self._under_way)

    def _start(self, feed: Feed) -> "asyncio.Task[PollResult]":
        if under_way := self._under_way.get(feed.slug):
            return under_way
        task = asyncio.create_task(self._poll(feed), name=f"poll {feed.slug}")
        self._under_way[feed.slug] = task
        task.add_done_callback(lambda _: self._under_way.pop(feed.slug, None))
        return task

    async def _poll(self, feed: Feed) -> PollResult:
        async with self._places:
            try:
                return await self.poller.poll(feed)
            except Exception as bug:
                log.exception("poll_bug", feed=feed.slug)
                return await self._set_aside(feed, bug)

    async def _set_aside(self, feed: Feed, bug: Exception) -> PollResult:
        """Leave a feed alone for a while that hits a bug of ours (or a database that refuses)."""
        reason = f"an unexpected error in relaybot ({type(bug).__name__}); the log has the details"
        now = self.poller.clock()
        try:
            await self.poller.store.write(
                lambda tx: tx.feed_states.put(
                    _after_bug(feed, tx.feed_states.get(feed.slug), reason, now)
                )
            )
        except Exception:
            log.exception("feed_state_not_written", feed=feed.slug)
        return PollResult(feed=feed.slug, end=PollEnd.FAILED, reason=reason)


def due(
    feeds: Iterable[Feed],
    states: Mapping[str, FeedState],
    now: datetime,
    under_way: Collection[str],
) -> Sequence[Feed]:
    """Return the feeds to ask now, those waiting longest first."""
    planned = [(_due_since(feed, states.get(feed.slug)), feed) for feed in feeds]
    ready = [(at, feed) for at, feed in planned if at <= now and feed.slug not in under_way]
    return [feed for _, feed in sorted(ready, key=lambda pair: pair[0])]


def _due_since(feed: Feed, state: FeedState | None) -> datetime:
    """Return since when (or when) a feed is due: at once when never asked, or asked elsewhere."""
    if state is None or state.next_check_at is None or state.source_url != feed.url:
        return datetime.min.replace(tzinfo=UTC)
    return state.next_check_at


def _after_bug(feed: Feed, state: FeedState | None, reason: str, now: datetime) -> FeedState:
    before = state or FeedState(feed=feed.slug, source_url=feed.url)
    return replace(
        before,
        checked_at=now,
        next_check_at=now + PAUSE_AFTER_BUG,
        failures=before.failures + 1,
        failing_since=before.failing_since or now,
        error=reason,
    )
