"""One outbox row, from the claim to its settlement.

::

    claims   = claim(due rows)                 pending → sending, committed before anything leaves
    outgoing = claim + what the directory says + who else tells the same
    if its last outcome is unknown:
        recovery = platform.recover(outgoing)  there? safe to repeat? nobody can tell → policy
    outcome    = platform.deliver(outgoing)
    settlement = settle(outcome)               sent, again later, dead, unknown
    write the settlement, and what is to be done with a message that was sent (see `errands`);
    a destination that is gone is marked, its settings kept

Order and "one message in flight" per destination are promises of `Outbox.claim`.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from relaybot.model.delivery import DeliveryState, Outgoing, Settlement
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
from relaybot.ports import Clock, Platform
from relaybot.relay import retry
from relaybot.relay.errands import wanted_after
from relaybot.relay.outgoing import as_outgoing
from relaybot.relay.resting import Resting
from relaybot.relay.retry import RetrySettings
from relaybot.relay.side_by_side import SideBySide, write_at_last
from relaybot.relay.withdrawals import WITHDRAWN
from relaybot.repositories import Store, Transaction
from relaybot.sources.catalogue import Catalogue

log = structlog.get_logger(__name__)

# Between two questions whether a platform answers again.
AWAY = timedelta(seconds=15)
# For the answer to that question: deliveries to the other platform wait meanwhile.
PATIENCE = timedelta(seconds=5)


@dataclass(slots=True, kw_only=True)
class DeliveryLoop:
    """Delivers what is owed, `concurrency` destinations at a time.

    Call `interrupted` on the store before the first `run`. A row whose `work` is cut off at `stop`
    is unknown at the next start.
    """

    catalogue: Catalogue
    store: Store
    platforms: Mapping[PlatformName, Platform]
    clock: Clock
    jitter: Callable[[], float]  # in [0, 1)
    resting: Resting
    settings: RetrySettings = field(default_factory=RetrySettings)
    concurrency: int = 16
    on_settled: Callable[[Outgoing, Settlement], None] | None = None  # e.g. a line to print
    on_errand: Callable[[], None] | None = None  # a message that was sent wants more done
    work: SideBySide[Outgoing] = field(init=False)
    _doubtful: set[PlatformName] = field(default_factory=set)  # its last outcome was unknown

    def __post_init__(self) -> None:
        self.work = SideBySide(
            name="delivery",
            claim=self._claim,
            work=self._deliver,
            due=self._next_due,
            clock=self.clock,
            most=self.concurrency,
        )

    async def _next_due(self) -> datetime | None:
        return await self.store.read(lambda tx: tx.outbox.next_due(list(self.platforms)))

    async def _claim(self, places: int) -> Sequence[Outgoing]:
        """Take what is due, with what the directory and the other feeds know about it."""
        await self._ask_doubtful()
        awake = self.resting.awake(self.platforms)
        if not awake:
            return ()
        return await self.store.write(
            lambda tx: as_outgoing(tx, self.catalogue, tx.outbox.claim(awake, self.clock(), places))
        )

    async def _ask_doubtful(self) -> None:
        """Let a platform rest that does not answer: in an outage one post is in doubt, not all."""
        for name in list(self._doubtful):
            if self.resting.rests(name):
                continue
            if await self._reachable(name):
                self._doubtful.discard(name)
            else:
                self.resting.rest(name, RetryLater(f"{name} does not answer", AWAY.total_seconds()))

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

    async def _deliver(self, outgoing: Outgoing) -> None:
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

    async def _send(self, outgoing: Outgoing) -> tuple[Settlement, Outcome | None]:
        """Hand it to the platform; an exception is our bug, and tells nothing about the effect."""
        if outgoing.withdrawn:
            return Settlement(state=DeliveryState.DEAD, reason=WITHDRAWN), None
        try:
            outcome = await self._platform(outgoing).deliver(outgoing)
        except Exception as bug:
            log.exception("send_bug", delivery=outgoing.claim.delivery.id)
            outcome = Unknown(f"an unexpected error while sending ({type(bug).__name__})")
        platform = outgoing.claim.destination.address.platform
        if isinstance(outcome, RetryLater) and outcome.whole_platform:
            self.resting.rest(platform, outcome)
        if isinstance(outcome, Unknown):
            self._doubtful.add(platform)
        return self._settle(outgoing, outcome), outcome

    def _settle(self, outgoing: Outgoing, outcome: Outcome) -> Settlement:
        delivery = outgoing.claim.delivery
        return retry.settle(outcome, delivery, self.clock(), self.jitter(), self.settings)

    async def _write(
        self, outgoing: Outgoing, settlement: Settlement, outcome: Outcome | None
    ) -> None:
        """Write down what became of it, however long the database refuses: only we know it."""
        await write_at_last(
            self.store,
            lambda tx: self._record(tx, outgoing, settlement, outcome),
            "settlement",
        )
        if settlement.state is DeliveryState.SENT and self.on_errand:
            self.on_errand()

    def _record(
        self, tx: Transaction, outgoing: Outgoing, settlement: Settlement, outcome: Outcome | None
    ) -> None:
        now, destination = self.clock(), outgoing.claim.destination
        tx.outbox.settle(outgoing.claim.delivery.id, settlement, now)
        if settlement.state is DeliveryState.SENT:
            for kind in wanted_after(destination.preferences):
                tx.errands.want(outgoing.claim.delivery.id, kind, now)
        match outcome:
            case DestinationGone(reason):
                tx.destinations.set_status(destination.id, DestinationStatus.GONE, reason, now)
            case DestinationMoved(chat):
                tx.destinations.move(destination.id, chat)
            case _:
                pass

    def _platform(self, outgoing: Outgoing) -> Platform:
        return self.platforms[outgoing.claim.destination.address.platform]


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
