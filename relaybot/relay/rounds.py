"""Which feeds are due, and polling them side by side without letting one stop the others."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import structlog

from relaybot.errors import StoreError
from relaybot.model.feed_state import FeedState
from relaybot.model.source import Feed
from relaybot.relay.poll import PollEnd, Poller, PollResult

log = structlog.get_logger(__name__)

# After a bug of ours in one feed's poll: long enough not to burn the machine, short enough to heal.
PAUSE_AFTER_BUG = timedelta(hours=1)
# After the database refused (a full disk): its server has been asked for nothing.
PAUSE_AFTER_REFUSAL = timedelta(minutes=5)


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
    trouble: str | None = None  # why the database refused the last poll; None = it did not
    _under_way: dict[str, "asyncio.Task[PollResult]"] = field(default_factory=dict)
    _left_alone: dict[str, datetime] = field(default_factory=dict)  # until when, if not written
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
        now = self.poller.clock()
        left_alone = {slug for slug, until in self._left_alone.items() if until > now}
        return due(self.poller.catalogue.feeds, states, now, self._under_way.keys() | left_alone)

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
                result = await self.poller.poll(feed)
            except StoreError as failure:
                return self._not_written(feed, failure)
            except Exception as bug:
                log.exception("poll_bug", feed=feed.slug)
                return await self._set_aside(feed, bug)
            self.trouble = None
            return result

    def _not_written(self, feed: Feed, failure: StoreError) -> PollResult:
        """Leave a feed alone although that cannot be written: its server is not to suffer."""
        self.trouble = str(failure)
        self._left_alone[feed.slug] = self.poller.clock() + PAUSE_AFTER_REFUSAL
        log.error("poll_not_written", feed=feed.slug, reason=self.trouble)
        return PollResult(feed=feed.slug, end=PollEnd.FAILED, reason=self.trouble)

    async def _set_aside(self, feed: Feed, bug: Exception) -> PollResult:
        """Leave a feed alone for a while that hits a bug of ours."""
        reason = f"an unexpected error in relaybot ({type(bug).__name__}); the log has the details"
        now = self.poller.clock()
        try:
            await self.poller.store.write(
                lambda tx: tx.feed_states.put(
                    _after_bug(feed, tx.feed_states.get(feed.slug), reason, now)
                )
            )
        except StoreError as failure:
            return self._not_written(feed, failure)
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
