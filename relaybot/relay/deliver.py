"""One outbox row, from the claim to its settlement.

::

    claims   = claim(due rows)                 pending → sending, committed before anything leaves
    outgoing = claim + what the directory says
    if its last outcome is unknown:
        recovery = platform.recover(outgoing)  there? safe to repeat? nobody can tell → policy
    outcome    = platform.deliver(outgoing)
    settlement = settle(outcome)               sent, again later, dead, unknown
    write the settlement; a destination that is gone is marked, its settings kept

Order and "one message in flight" per destination are promises of `Outbox.claim`.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from relaybot.errors import StoreError
from relaybot.model.delivery import Claim, DeliveryState, Outgoing, Settlement
from relaybot.model.destination import DestinationStatus, PlatformName, UnknownPolicy
from relaybot.model.outcome import (
    Delivered,
    DestinationGone,
    DestinationMoved,
    Outcome,
    Recovery,
    Repeatable,
    RetryLater,
    Unknown,
)
from relaybot.model.source import Chapter, Feed, Kind
from relaybot.ports import Clock, Platform
from relaybot.relay import retry
from relaybot.relay.retry import RetrySettings
from relaybot.repositories import Store, Transaction
from relaybot.sources.catalogue import Catalogue

log = structlog.get_logger(__name__)

# A command line tool may add rows behind our back: look this often without being woken.
LOOK_AGAIN = timedelta(seconds=5)
# Between two tries to write down what a platform answered, while the database refuses.
WRITE_AGAIN = timedelta(seconds=2)
LEAVE_IN_FLIGHT = timedelta(seconds=10)
# Between two questions whether a platform answers again.
AWAY = timedelta(seconds=15)
# For the answer to that question: deliveries to the other platform wait meanwhile.
PATIENCE = timedelta(seconds=5)


@dataclass(slots=True, kw_only=True)
class DeliveryLoop:
    """Delivers what is owed, `concurrency` destinations at a time."""

    catalogue: Catalogue
    store: Store
    platforms: Mapping[PlatformName, Platform]
    clock: Clock
    jitter: Callable[[], float]  # in [0, 1)
    settings: RetrySettings = field(default_factory=RetrySettings)
    concurrency: int = 16
    on_settled: Callable[[Outgoing, Settlement], None] | None = None  # e.g. a line to print
    _finishing: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _in_flight: set["asyncio.Task[None]"] = field(default_factory=set)
    _resting: dict[PlatformName, datetime] = field(default_factory=dict)
    _doubtful: set[PlatformName] = field(default_factory=set)  # its last outcome was unknown

    def wake(self) -> None:
        """Say that there may be something to deliver."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver until `finish` is called. Call `interrupted` on the store before the first run.

        Not to be cancelled: a claim cut short would be carried out all the same, in its thread,
        and leave rows behind that look as if they had been sent.
        """
        while not self._finishing:
            self._woken.clear()
            try:
                await self._start_due()
                await self._wait()
            except StoreError as failure:
                log.error("outbox_unreadable", reason=str(failure))
                await asyncio.sleep(WRITE_AGAIN.total_seconds())

    def finish(self) -> None:
        """Claim nothing more; `run` then returns."""
        self._finishing = True
        self.wake()

    async def drain(self) -> None:
        """Deliver everything that is due, and return when nothing more is."""
        while await self._start_due() or self._in_flight:
            await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self) -> None:
        """Let what is in flight land; what does not is unknown at the next start."""
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=LEAVE_IN_FLIGHT.total_seconds())
        for task in self._in_flight:
            task.cancel()
        await asyncio.gather(*self._in_flight, return_exceptions=True)

    async def _start_due(self) -> bool:
        """Claim what is due, as far as there are places, and start sending it."""
        await self._ask_doubtful()
        places, now = self.concurrency - len(self._in_flight), self.clock()
        awake = [name for name in self.platforms if self._resting.get(name, now) <= now]
        if places <= 0 or not awake:
            return False
        claims = await self.store.write(lambda tx: tx.outbox.claim(awake, now, places))
        for claim in claims:
            task = asyncio.create_task(self._deliver(claim), name=f"deliver {claim.delivery.id}")
            self._in_flight.add(task)
            task.add_done_callback(self._landed)
        return bool(claims)

    async def _ask_doubtful(self) -> None:
        """Let a platform rest that does not answer: in an outage one post is in doubt, not all."""
        for name in list(self._doubtful):
            if self._resting.get(name, self.clock()) > self.clock():
                continue
            if await self._reachable(name):
                self._doubtful.discard(name)
            else:
                self._rest(name, RetryLater(f"{name} does not answer", AWAY.total_seconds()))

    async def _reachable(self, name: PlatformName) -> bool:
        """Ask one platform, without letting a slow answer or a bug of its edge stop the others."""
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                return await self.platforms[name].reachable()
        except TimeoutError:
            return False
        except Exception:
            log.exception("reachable_bug", platform=name)
            return False

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._in_flight.discard(task)
        if not task.cancelled() and (bug := task.exception()):
            log.error("delivery_bug", exc_info=bug)
        self.wake()

    async def _wait(self) -> None:
        """Sleep until woken, or until the next row is due."""
        due = await self.store.read(lambda tx: tx.outbox.next_due(list(self.platforms)))
        pause = min(LOOK_AGAIN, due - self.clock()) if due else LOOK_AGAIN
        # A due row that was not claimed waits for a place or for its destination: both wake us.
        seconds = pause.total_seconds() if pause > timedelta(0) else LOOK_AGAIN.total_seconds()
        # Not wait_for: before Python 3.12 it can swallow a cancellation that comes with a wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _deliver(self, claim: Claim) -> None:
        outgoing = self._outgoing(claim)
        settlement, outcome = await self._attempt(outgoing)
        await self._write(outgoing, settlement, outcome)
        _log_settled(outgoing, settlement)
        if self.on_settled:
            self.on_settled(outgoing, settlement)

    async def _attempt(self, outgoing: Outgoing) -> tuple[Settlement, Outcome | None]:
        """Send one message, after clearing up what an earlier attempt left behind."""
        delivery = outgoing.claim.delivery
        if delivery.state is not DeliveryState.UNKNOWN:
            return await self._send(outgoing)
        recovery = await self._recover(outgoing)
        match recovery:
            case Delivered():
                return self._settle(outgoing, recovery), None
            case RetryLater():
                return retry.ask_again(delivery, recovery, self.clock(), self.jitter()), None
            case Repeatable():
                settlement, outcome = await self._send(outgoing)
                return retry.still_unknown(settlement), outcome
            case Unknown(reason):
                return await self._by_policy(outgoing, reason)

    async def _by_policy(
        self, outgoing: Outgoing, reason: str
    ) -> tuple[Settlement, Outcome | None]:
        """Settle what nobody can tell as the destination wishes.

        Resending ends after some unknown outcomes: a flaky line must not send the post for ever.
        """
        if outgoing.claim.destination.on_unknown is UnknownPolicy.ASSUME_DELIVERED:
            return retry.assume_delivered(reason), None
        settlement, outcome = await self._send(outgoing)
        if isinstance(outcome, Unknown):
            delivery = outgoing.claim.delivery
            return retry.resend_again(delivery, outcome, self.clock(), self.jitter()), outcome
        return settlement, outcome

    async def _recover(self, outgoing: Outgoing) -> Recovery:
        """Ask the platform what became of an earlier attempt."""
        try:
            return await self._platform(outgoing).recover(outgoing)
        except Exception as bug:
            log.exception("recover_bug", delivery=outgoing.claim.delivery.id)
            return Unknown(f"asking for it failed ({type(bug).__name__})")

    async def _send(self, outgoing: Outgoing) -> tuple[Settlement, Outcome]:
        """Hand it to the platform; an exception is our bug, and tells nothing about the effect."""
        try:
            outcome = await self._platform(outgoing).deliver(outgoing)
        except Exception as bug:
            log.exception("send_bug", delivery=outgoing.claim.delivery.id)
            outcome = Unknown(f"an unexpected error while sending ({type(bug).__name__})")
        platform = outgoing.claim.destination.address.platform
        if isinstance(outcome, RetryLater) and outcome.whole_platform:
            self._rest(platform, outcome)
        if isinstance(outcome, Unknown):
            self._doubtful.add(platform)
        return self._settle(outgoing, outcome), outcome

    def _settle(self, outgoing: Outgoing, outcome: Outcome) -> Settlement:
        delivery = outgoing.claim.delivery
        return retry.settle(outcome, delivery, self.clock(), self.jitter(), self.settings)

    def _rest(self, platform: PlatformName, outcome: RetryLater) -> None:
        """Leave a platform alone that refused us as a whole."""
        pause = outcome.after if outcome.after is not None else 60.0
        self._resting[platform] = self.clock() + timedelta(seconds=pause)
        level = log.debug if pause < LOOK_AGAIN.total_seconds() else log.error
        level("platform_resting", platform=platform, seconds=pause, reason=outcome.reason)

    async def _write(
        self, outgoing: Outgoing, settlement: Settlement, outcome: Outcome | None
    ) -> None:
        """Write down what became of it, however long the database refuses: only we know it."""
        while True:
            try:
                await self.store.write(lambda tx: self._record(tx, outgoing, settlement, outcome))
            except StoreError as failure:
                log.error("settlement_not_written", reason=str(failure))
                await asyncio.sleep(WRITE_AGAIN.total_seconds())
            else:
                return

    def _record(
        self, tx: Transaction, outgoing: Outgoing, settlement: Settlement, outcome: Outcome | None
    ) -> None:
        now, destination = self.clock(), outgoing.claim.destination
        tx.outbox.settle(outgoing.claim.delivery.id, settlement, now)
        match outcome:
            case DestinationGone(reason):
                tx.destinations.set_status(destination.id, DestinationStatus.GONE, reason, now)
            case DestinationMoved(chat):
                tx.destinations.move(destination.id, chat)
            case _:
                pass

    def _platform(self, outgoing: Outgoing) -> Platform:
        return self.platforms[outgoing.claim.destination.address.platform]

    def _outgoing(self, claim: Claim) -> Outgoing:
        post = claim.post.post
        feed = self.catalogue.feed(post.feed) or _forgotten_feed(post.feed, post.chapter)
        chapter = self.catalogue.chapter(feed.chapter) or _forgotten_chapter(feed)
        return Outgoing(claim=claim, chapter=chapter, feed=feed)


def _forgotten_feed(slug: str, chapter: str) -> Feed:
    """Stand in for a feed that left the directory while a post of it was waiting."""
    return Feed(slug=slug, url="", chapter=chapter, name=chapter, kind=Kind.OTHER)


def _forgotten_chapter(feed: Feed) -> Chapter:
    return Chapter(slug=feed.chapter, name=feed.name, kind=feed.kind, feeds=(feed,))


def _log_settled(outgoing: Outgoing, settlement: Settlement) -> None:
    claim = outgoing.claim
    level = log.info if settlement.state is DeliveryState.SENT else log.warning
    level(
        f"delivery_{settlement.state}",
        delivery=claim.delivery.id,
        to=str(claim.destination.address),
        feed=outgoing.feed.slug,
        post=claim.post.id,
        reason=settlement.reason,
    )
