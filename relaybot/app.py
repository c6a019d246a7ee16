"""The composition root: builds each edge once, wires them, runs, stops in reverse order.

- `open_relay`: directory, store, fetcher, parser, pollers and delivery loop around given platforms
- `run_bot`: the whole bot: platforms, relay, web server, schedule, until a signal
- `poll_once`: one round of polling and delivering
"""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

import structlog

from relaybot.config import Settings
from relaybot.connections import Connections, builders
from relaybot.conversations import Conversations
from relaybot.feeds.fetch import FetchSettings, HttpFetcher
from relaybot.feeds.parse_pool import ParseSettings, PooledParser
from relaybot.model.destination import PlatformName
from relaybot.model.wording import counted
from relaybot.ports import Platform
from relaybot.relay.decide import DecideSettings
from relaybot.relay.deliver import DeliveryLoop
from relaybot.relay.errands import ErrandLoop
from relaybot.relay.poll import Poller
from relaybot.relay.remember import Delays, delays
from relaybot.relay.renames import carry_over
from relaybot.relay.resting import Resting
from relaybot.relay.retry import RetrySettings
from relaybot.relay.rounds import PollRounds
from relaybot.repositories import Store, Transaction
from relaybot.running import OnProgress, Relay, Totals
from relaybot.scheduler import TICK, PollRhythm, Scheduler
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.load import load_directory
from relaybot.storage.store import open_store

log = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """Return the present moment: the clock of the running program."""
    return datetime.now(UTC)


def jitter() -> float:
    """Return a number in [0, 1) to spread pauses; nothing secret depends on it."""
    return random.random()  # noqa: S311 - not for cryptography


@asynccontextmanager
async def open_relay(
    settings: Settings,
    catalogue: Catalogue,
    store: Store,
    platforms: Mapping[PlatformName, Platform],
    connections: Callable[[], Mapping[str, str]] = dict,
    *,
    settle: timedelta,
) -> AsyncIterator[Relay]:
    """Build the relay around a store and platforms that are already open, and close it after.

    `settle`: how long a chapter may correct its posts before they, and corrections, are sent.
    """
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(HttpFetcher(fetch_settings(settings), utc_now))
        # One child: a second would cost 28 MB to save milliseconds, or to sit out a stalled feed.
        parser = await stack.enter_async_context(PooledParser(ParseSettings(at_once=1)))
        wait = delays(settle)
        loop, errands = _loops(settings, catalogue, store, platforms, wait)
        poller = Poller(
            catalogue=catalogue,
            fetcher=fetcher,
            parser=parser,
            store=store,
            rhythm=PollRhythm(every=settings.polling.every, cron=settings.polling.cron),
            clock=utc_now,
            jitter=jitter,
            wake=_each(loop.work.wake, errands.work.wake),
            settings=DecideSettings(hold_more_than=settings.polling.hold_more_than),
            wait=wait,
        )
        rounds = PollRounds(poller=poller, concurrency=settings.polling.concurrency)
        stack.push_async_callback(loop.work.stop)
        stack.push_async_callback(errands.work.stop)
        stack.push_async_callback(rounds.stop)
        await store.write(lambda tx: _take_over(tx, catalogue))
        yield Relay(
            catalogue=catalogue,
            store=store,
            rounds=rounds,
            loop=loop,
            errands=errands,
            connections=connections,
            clock=utc_now,
            started_at=utc_now(),
            ticked_at=utc_now(),
        )


def _loops(
    settings: Settings,
    catalogue: Catalogue,
    store: Store,
    platforms: Mapping[PlatformName, Platform],
    wait: Delays,
) -> tuple[DeliveryLoop, ErrandLoop]:
    """Return what sends messages, and what keeps true those that were sent."""
    resting = Resting(clock=utc_now)
    errands = ErrandLoop(
        catalogue=catalogue,
        store=store,
        platforms=platforms,
        clock=utc_now,
        jitter=jitter,
        resting=resting,
        wait=wait,
    )
    loop = DeliveryLoop(
        catalogue=catalogue,
        store=store,
        platforms=platforms,
        clock=utc_now,
        jitter=jitter,
        resting=resting,
        on_errand=errands.work.wake,
        settings=RetrySettings(give_up_after=settings.delivery.give_up_after),
        concurrency=settings.delivery.concurrency,
    )
    return loop, errands


def _each(*calls: Callable[[], None]) -> Callable[[], None]:
    def call_each() -> None:
        for call in calls:
            call()

    return call_each


def _take_over(tx: Transaction, catalogue: Catalogue) -> None:
    """Put in order what the last process, or a change of the directory since, has left behind."""
    for old, new in carry_over(tx, catalogue):
        log.warning("feed_renamed", feed=new, before=old)
    if interrupted := tx.outbox.interrupted(utc_now()):
        log.warning("sends_interrupted", count=interrupted)
    tx.errands.resume(utc_now())


def fetch_settings(settings: Settings) -> FetchSettings:
    """Return what `[fetch]` means for the fetcher."""
    return FetchSettings(
        contact=settings.fetch.contact,
        deadline=settings.fetch.deadline.total_seconds(),
        max_wire=settings.fetch.max_megabytes * 1_000_000,  # a server may send it uncompressed
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
        bell = _Bell()
        talks = Conversations(store, catalogue, utc_now, bell.ring)
        connections = Connections(
            builders(settings, utc_now, talks=talks if listen else None),
            store,
            utc_now,
            try_again=listen,
            places=talks.places,
            on_return=talks.caretaker.returned,
        )
        # Pushed before the relay: stopped after it, when nothing is in flight any more.
        stack.push_async_callback(connections.stop)
        await connections.start()
        # A single round sends what it finds: the next one may be hours away.
        settle = settings.delivery.settle if listen else timedelta(0)
        relay = await stack.enter_async_context(
            open_relay(
                settings,
                catalogue,
                store,
                connections.platforms,
                connections.words,
                settle=settle,
            )
        )
        bell.heard_by(relay.loop.work.wake)
        relay.caretaker = talks.caretaker
        yield relay


class _Bell:
    """Wakes the delivery loop, which is built after those who wake it."""

    def __init__(self) -> None:
        self._listener: Callable[[], None] | None = None

    def heard_by(self, listener: Callable[[], None]) -> None:
        self._listener = listener

    def ring(self) -> None:
        if self._listener:
            self._listener()


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
        feeds = counted(len(relay.catalogue.feeds), "feed")
        ready(f"watching {feeds}; status page: {server.url}status")
        await asyncio.wait(
            [asyncio.create_task(stop.wait()), work], return_when=asyncio.FIRST_COMPLETED
        )
        if work.done():  # the delivery loop ends only by a bug: better to be restarted than silent
            work.result()


@asynccontextmanager
async def working(relay: Relay) -> AsyncIterator["asyncio.Task[None]"]:
    """Poll, deliver and run errands in the background; yields the task that must not end."""
    scheduler = Scheduler()
    scheduler.every("poll", TICK, relay.tick)
    scheduler.start()
    work = asyncio.create_task(_both(relay), name="deliver")
    try:
        yield work
    finally:
        scheduler.stop()
        relay.loop.work.finish()
        relay.errands.work.finish()
        await asyncio.gather(work, return_exceptions=True)


async def _both(relay: Relay) -> None:
    """Deliver and run errands; a bug that ends one of them ends both."""
    async with asyncio.TaskGroup() as group:
        group.create_task(relay.loop.work.run())
        group.create_task(relay.errands.work.run())


async def poll_once(settings: Settings, on_progress: OnProgress) -> Totals:
    """Do one round and return what it brought."""
    async with open_bot(settings, listen=False) as relay:
        return await relay.once(on_progress=on_progress)
