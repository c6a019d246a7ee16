"""The composition root: builds each edge once, wires them, runs, stops in reverse order.

- `open_relay`: directory, store, fetcher, parser, pollers and delivery loop around given platforms
- `run_bot`: the whole bot: platforms, relay, web server, schedule, until a signal
- `poll_once`: one round of polling and delivering
"""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from relaybot import __version__
from relaybot.config import Settings
from relaybot.connections import Connections, builders
from relaybot.feeds.fetch import FetchSettings, HttpFetcher
from relaybot.feeds.parse_pool import ParseSettings, PooledParser
from relaybot.model.delivery import Outgoing, Settlement
from relaybot.model.destination import PlatformName
from relaybot.ports import Platform
from relaybot.relay.decide import DecideSettings
from relaybot.relay.deliver import DeliveryLoop
from relaybot.relay.health import StatusReport, report
from relaybot.relay.poll import PollEnd, Poller, PollResult
from relaybot.relay.renames import carry_over
from relaybot.relay.retry import RetrySettings
from relaybot.relay.rounds import PollRounds
from relaybot.repositories import Store, Transaction
from relaybot.scheduler import TICK, PollRhythm, Scheduler
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.load import load_directory
from relaybot.storage.store import open_store

log = structlog.get_logger(__name__)

STALE_TICK = timedelta(minutes=2)  # the scheduler ticks every few seconds; later means it hangs


def utc_now() -> datetime:
    """Return the present moment: the clock of the running program."""
    return datetime.now(UTC)


def jitter() -> float:
    """Return a number in [0, 1) to spread pauses; nothing secret depends on it."""
    return random.random()  # noqa: S311 - not for cryptography


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What one round brought."""

    polled: int
    failed: int
    posts: int  # new posts relayed
    sent: int  # deliveries sent
    held: int


OnProgress = Callable[[str, int, int | None], None]
"""Is told what is being done, how much of it is, and of how much (None: nobody knows)."""


def _nobody_watches(doing: str, done: int, of: int | None) -> None:
    del doing, done, of


@dataclass(slots=True, kw_only=True)
class Relay:
    """Everything between the feeds and the platforms, ready to work."""

    catalogue: Catalogue
    store: Store
    rounds: PollRounds
    loop: DeliveryLoop
    connections: Callable[[], Mapping[str, str]]  # how each platform is, in words
    started_at: datetime
    ticked_at: datetime

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
            await self.loop.drain()
        finally:
            self.loop.on_settled = sent.then
        return _totals(results, sent.count)

    async def tick(self) -> None:
        """Start what is due now; called every few seconds."""
        await self.rounds.tick()
        self.ticked_at = utc_now()

    async def status(self) -> StatusReport:
        """Tell how everything is."""
        platforms = self.connections()
        return await self.store.read(
            lambda tx: report(
                tx,
                self.catalogue,
                version=__version__,
                now=utc_now(),
                started_at=self.started_at,
                platforms=platforms,
            )
        )

    async def health(self) -> Sequence[str]:
        """Say what is wrong with the program itself; a feed or chat in trouble is not."""
        await self.store.read(lambda tx: tx.outbox.counts())
        late = utc_now() - self.ticked_at
        return (
            [f"Nothing was polled for {late.total_seconds():.0f} seconds."]
            if late > STALE_TICK
            else []
        )


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


@asynccontextmanager
async def open_relay(
    settings: Settings,
    catalogue: Catalogue,
    store: Store,
    platforms: Mapping[PlatformName, Platform],
    connections: Callable[[], Mapping[str, str]] = dict,
) -> AsyncIterator[Relay]:
    """Build the relay around a store and platforms that are already open, and close it after."""
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(HttpFetcher(fetch_settings(settings), utc_now))
        parser = await stack.enter_async_context(PooledParser(ParseSettings()))
        loop = DeliveryLoop(
            catalogue=catalogue,
            store=store,
            platforms=platforms,
            clock=utc_now,
            jitter=jitter,
            settings=RetrySettings(give_up_after=settings.delivery.give_up_after),
            concurrency=settings.delivery.concurrency,
        )
        poller = Poller(
            catalogue=catalogue,
            fetcher=fetcher,
            parser=parser,
            store=store,
            rhythm=PollRhythm(every=settings.polling.every, cron=settings.polling.cron),
            clock=utc_now,
            jitter=jitter,
            wake=loop.wake,
            settings=DecideSettings(hold_more_than=settings.polling.hold_more_than),
        )
        rounds = PollRounds(poller=poller, concurrency=settings.polling.concurrency)
        stack.push_async_callback(loop.stop)
        stack.push_async_callback(rounds.stop)
        await store.write(lambda tx: _take_over(tx, catalogue))
        yield Relay(
            catalogue=catalogue,
            store=store,
            rounds=rounds,
            loop=loop,
            connections=connections,
            started_at=utc_now(),
            ticked_at=utc_now(),
        )


def _take_over(tx: Transaction, catalogue: Catalogue) -> None:
    """Put in order what the last process, or a change of the directory since, has left behind."""
    for old, new in carry_over(tx, catalogue):
        log.warning("feed_renamed", feed=new, before=old)
    if interrupted := tx.outbox.interrupted(utc_now()):
        log.warning("sends_interrupted", count=interrupted)


def fetch_settings(settings: Settings) -> FetchSettings:
    """Return what `[fetch]` means for the fetcher."""
    return FetchSettings(
        contact=settings.fetch.contact,
        deadline=settings.fetch.deadline.total_seconds(),
        max_decoded=settings.fetch.max_megabytes * 1_000_000,
        allow=settings.fetch.allow,
    )


@asynccontextmanager
async def open_bot(settings: Settings, *, listen: bool) -> AsyncIterator[Relay]:
    """Open store and platforms as the settings say, and the relay between them.

    `listen` False: send only, as `once` does.
    """
    catalogue = load_directory(settings.chapters)
    async with AsyncExitStack() as stack:
        store = open_store(settings.database.url.get_secret_value(), exclusive=True)
        stack.callback(store.close)
        bots = builders(settings, utc_now, listen=listen)
        connections = Connections(bots, store, utc_now, try_again=listen)
        # Pushed before the relay: stopped after it, when nothing is in flight any more.
        stack.push_async_callback(connections.stop)
        await connections.start()
        yield await stack.enter_async_context(
            open_relay(settings, catalogue, store, connections.platforms, connections.words)
        )


async def run_bot(settings: Settings, ready: Callable[[str], None]) -> None:
    """Run until SIGINT or SIGTERM; `ready` gets lines for a person once everything runs."""
    from relaybot.web.server import WebServer, redirect, status_routes

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        relay = await stack.enter_async_context(open_bot(settings, listen=True))
        routes = [*status_routes(relay.health, relay.status), redirect("/", "/status")]
        server = WebServer(settings.web.listen, routes)
        await server.start()
        stack.push_async_callback(server.stop)
        work = await stack.enter_async_context(working(relay))
        for name, words in relay.connections().items():
            ready(f"{name}: {words}")
        ready(f"watching {len(relay.catalogue.feeds)} feeds; status page: {server.url}status")
        await asyncio.wait(
            [asyncio.create_task(stop.wait()), work], return_when=asyncio.FIRST_COMPLETED
        )
        if work.done():  # the delivery loop ends only by a bug: better to be restarted than silent
            work.result()


@asynccontextmanager
async def working(relay: Relay) -> AsyncIterator["asyncio.Task[None]"]:
    """Poll and deliver in the background; yields the task of the delivery loop."""
    scheduler = Scheduler()
    scheduler.every("poll", TICK, relay.tick)
    scheduler.start()
    work = asyncio.create_task(relay.loop.run(), name="deliver")
    try:
        yield work
    finally:
        scheduler.stop()
        relay.loop.finish()
        await asyncio.gather(work, return_exceptions=True)


async def poll_once(settings: Settings, on_progress: OnProgress) -> Totals:
    """Do one round and return what it brought."""
    async with open_bot(settings, listen=False) as relay:
        return await relay.once(on_progress=on_progress)
