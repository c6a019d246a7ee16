"""What is to be done with messages that were sent, from the claim to its end.

::

    errands  = claim(due errands)              put off meanwhile: a crash lets them come due again
    outgoing = its delivery, as the post, its chapter and the other tellers are now
    outcome  = platform.attend(outgoing, kind)
    done → forgotten; not yet → later, for a day; cannot be done → forgotten, and logged

Everything an errand does may be done twice: an edit says the same again, a message is published
or discussed once whoever asks for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName, Preferences
from relaybot.model.errand import Errand, ErrandKind
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    Outcome,
    Refused,
    RetryLater,
    Unknown,
)
from relaybot.ports import Clock, Platform
from relaybot.relay.outgoing import as_outgoing
from relaybot.relay.remember import Delays
from relaybot.relay.resting import Resting
from relaybot.relay.retry import pause_after
from relaybot.relay.side_by_side import SideBySide, write_at_last
from relaybot.repositories import Store, Transaction
from relaybot.sources.catalogue import Catalogue

log = structlog.get_logger(__name__)

# What could not be done for so long would come too late.
GIVEN_UP = timedelta(days=1)
# Longer than any platform takes: an errand is not begun again while it is under way.
LEASE = timedelta(minutes=5)


def wanted_after(preferences: Preferences) -> Iterator[ErrandKind]:
    """Yield what a place wants done with each message that was sent there."""
    if preferences.publish:
        yield ErrandKind.PUBLISH
    if preferences.discuss:
        yield ErrandKind.DISCUSS


@dataclass(slots=True, kw_only=True)
class ErrandLoop:
    """Runs errands, a few side by side: new posts go first."""

    catalogue: Catalogue
    store: Store
    platforms: Mapping[PlatformName, Platform]
    clock: Clock
    jitter: Callable[[], float]  # in [0, 1)
    resting: Resting
    concurrency: int = 4
    wait: Delays = field(default_factory=Delays)
    work: SideBySide[tuple[Errand, Outgoing]] = field(init=False)

    def __post_init__(self) -> None:
        self.work = SideBySide(
            name="errand",
            claim=self._claim,
            work=self._run,
            due=self._next_due,
            clock=self.clock,
            most=self.concurrency,
        )

    async def _next_due(self) -> datetime | None:
        return await self.store.read(lambda tx: tx.errands.next_due(list(self.platforms)))

    async def _claim(self, places: int) -> Sequence[tuple[Errand, Outgoing]]:
        awake, due = self.resting.awake(self.platforms), await self._next_due()
        if not awake or due is None or due > self.clock():  # nearly always: nothing is written
            return ()
        return await self.store.write(lambda tx: self._take(tx, awake, places))

    def _take(
        self, tx: Transaction, awake: Sequence[PlatformName], places: int
    ) -> list[tuple[Errand, Outgoing]]:
        now = self.clock()
        errands = tx.errands.claim(awake, now, now + LEASE, places)
        outgoing = as_outgoing(tx, self.catalogue, [errand.claim for errand in errands])
        return list(zip(errands, outgoing, strict=True))

    async def _run(self, task: tuple[Errand, Outgoing]) -> None:
        errand, outgoing = task
        outcome = await self._attend(errand, outgoing)
        await write_at_last(self.store, lambda tx: self._record(tx, errand, outcome), "errand")
        _log_ended(errand, outgoing, outcome)

    async def _attend(self, errand: Errand, outgoing: Outgoing) -> Outcome:
        platform = outgoing.claim.destination.address.platform
        age = self.clock() - errand.wanted_since
        if age > GIVEN_UP and errand.kind is not ErrandKind.AMEND:  # its place had been paused
            return Refused("it would have come too late")
        try:
            outcome = await self.platforms[platform].attend(outgoing, errand.kind)
        except Exception as bug:
            log.exception("attend_bug", delivery=errand.claim.delivery.id, errand=errand.kind)
            return Unknown(f"an unexpected error ({type(bug).__name__})")
        if isinstance(outcome, RetryLater) and outcome.whole_platform:
            self.resting.rest(platform, outcome)
        return outcome

    def _record(self, tx: Transaction, errand: Errand, outcome: Outcome) -> None:
        now = self.clock()
        match outcome:
            case Delivered(_, receipt):
                tx.errands.done(errand, receipt, now + self.wait.edits)
            case RetryLater() | Blocked() | Unknown() if now - errand.wanted_since < GIVEN_UP:
                pause = pause_after(outcome, errand.attempts, self.jitter())
                tx.errands.later(errand, now + timedelta(seconds=pause), outcome.reason)
            case _:
                tx.errands.drop(errand)


def _log_ended(errand: Errand, outgoing: Outgoing, outcome: Outcome) -> None:
    done = isinstance(outcome, Delivered)
    level = log.info if done else log.warning
    level(
        "errand_done" if done else "errand_not_done",
        errand=errand.kind,
        delivery=errand.claim.delivery.id,
        to=str(outgoing.claim.destination.address),
        post=errand.claim.post.id,
        reason=getattr(outcome, "reason", None),
    )
