"""The relay as it runs: what the commands, the web pages and the schedule ask of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from relaybot import __version__
from relaybot.commands.caretaker import Caretaker
from relaybot.model.delivery import Outgoing, Settlement
from relaybot.model.wording import counted
from relaybot.ports import Clock
from relaybot.relay.deliver import DeliveryLoop
from relaybot.relay.errands import ErrandLoop
from relaybot.relay.health import StatusReport, report
from relaybot.relay.poll import PollEnd, PollResult
from relaybot.relay.rounds import PollRounds
from relaybot.repositories import Store
from relaybot.sources.catalogue import Catalogue

STALE_TICK = timedelta(minutes=2)  # the scheduler ticks every few seconds; later means it hangs


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What one round brought."""

    polled: int
    failed: int
    posts: int  # new posts relayed
    sent: int  # deliveries sent
    held: int

    def __str__(self) -> str:
        deliveries = f"{self.sent} {'delivery' if self.sent == 1 else 'deliveries'}"
        found = f"polled {counted(self.polled, 'feed')}, {counted(self.posts, 'new post')}"
        return f"{found}, {deliveries} sent"


OnProgress = Callable[[str, int, int | None], None]
"""Is told what is being done, how much of it is, and of how much (None: nobody knows)."""


def _nobody_watches(doing: str, done: int, of: int | None) -> None:
    del doing, done, of


@dataclass(slots=True, kw_only=True)
class Relay:
    """Everything between the feeds and the platforms, ready to work."""

    catalogue: Catalogue
    store: Store
    clock: Clock
    rounds: PollRounds
    loop: DeliveryLoop
    errands: ErrandLoop
    connections: Callable[[], Mapping[str, str]]  # how each platform is, in words
    started_at: datetime
    ticked_at: datetime
    caretaker: Caretaker | None = None  # nobody talks with the demo

    async def once(
        self, *, everything: bool = False, on_progress: OnProgress = _nobody_watches
    ) -> Totals:
        """Poll every feed that is due (or every feed), and deliver everything that is due."""
        sent = _Sent(self.loop.on_settled, on_progress)
        results = await self.rounds.round(
            everything=everything,
            on_polled=lambda done, of: on_progress("reading feeds", done, of),
        )
        self.loop.on_settled = sent
        try:
            await self.loop.work.drain()
            await self.errands.work.drain()
        finally:
            self.loop.on_settled = sent.then
        return _totals(results, sent.count)

    async def tick(self) -> None:
        """Start what is due now; called every few seconds."""
        await self.rounds.tick()
        if self.caretaker:
            await self.caretaker.tick()
        self.ticked_at = self.clock()

    async def status(self) -> StatusReport:
        """Tell how everything is."""
        platforms = self.connections()
        return await self.store.read(
            lambda tx: report(
                tx,
                self.catalogue,
                version=__version__,
                now=self.clock(),
                started_at=self.started_at,
                platforms=platforms,
            )
        )

    async def health(self) -> Sequence[str]:
        """Say what is wrong with the program itself; a feed or chat in trouble is not."""
        await self.store.read(lambda tx: tx.outbox.counts())
        reasons = [self.rounds.trouble] if self.rounds.trouble else []
        late = self.clock() - self.ticked_at
        if late > STALE_TICK:
            reasons.append(f"Nothing was polled for {late.total_seconds():.0f} seconds.")
        return reasons


class _Sent:
    """Counts what is delivered on the way to whoever else wants to know."""

    def __init__(
        self, then: Callable[[Outgoing, Settlement], None] | None, on_progress: OnProgress
    ) -> None:
        self.then = then
        self.count = 0
        self._on_progress = on_progress

    def __call__(self, outgoing: Outgoing, settlement: Settlement) -> None:
        self.count += settlement.message_id is not None
        self._on_progress("delivering", self.count, None)
        if self.then:
            self.then(outgoing, settlement)


def _totals(results: Sequence[PollResult], sent: int) -> Totals:
    return Totals(
        polled=sum(result.end is not PollEnd.POSTPONED for result in results),
        failed=sum(result.end is PollEnd.FAILED for result in results),
        posts=sum(result.relayed for result in results),
        sent=sent,
        held=sum(result.held for result in results),
    )
