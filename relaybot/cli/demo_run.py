"""The whole relay on a sample organization: what `relaybot demo` runs."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv4Network
from pathlib import Path

import typer

from relaybot.app import open_relay, utc_now, working
from relaybot.commands.follow import follow
from relaybot.config import Fetch, Polling, Settings
from relaybot.demo.channels import CHANNELS
from relaybot.demo.messages import Happening, reason_of, title_of
from relaybot.demo.origin import DemoOrigin
from relaybot.demo.page import DemoPage
from relaybot.demo.platform import PreviewPlatform
from relaybot.model.destination import PlatformName
from relaybot.rendering import RENDERERS
from relaybot.repositories import Transaction
from relaybot.running import Relay
from relaybot.storage.store import open_store
from relaybot.web.server import WebServer, status_routes

SHOWN_AT_START = 3  # posts of the backlog each channel begins with
PUBLISHED_BY_ONCE = 5  # fresh posts, so that the one round has something to find


@dataclass(frozen=True, slots=True, kw_only=True)
class _Demo:
    """A relay whose feeds and channels are invented."""

    relay: Relay
    origin: DemoOrigin
    platforms: tuple[PreviewPlatform, ...]


async def relay_once() -> None:
    """Publish a few posts, relay them in one round, and say what that brought."""
    async with _opened() as demo:
        await _follow_all(demo.relay)
        for _ in range(PUBLISHED_BY_ONCE):
            demo.origin.publish_next()
        totals = await demo.relay.once(everything=True)
    typer.echo(str(totals))


async def show(listen: str, every: float) -> None:
    """Publish and relay to a page, until stopped."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(_opened())
        page = DemoPage(demo.platforms, CHANNELS, demo.origin, publish_every=every)
        routes = [*status_routes(demo.relay.health, demo.relay.status), *page.routes]
        server = WebServer(listen, routes, assets=page.assets)
        await server.start()
        stack.push_async_callback(server.stop)
        typer.echo(f"The demo is at {server.url} (press Ctrl+C to stop it).")
        announcer = _Announcer()
        for platform in demo.platforms:
            platform.listen(announcer)
        await _follow_all(demo.relay)
        await stack.enter_async_context(working(demo.relay))
        await _publish(demo.origin, every, stop)


@asynccontextmanager
async def _opened() -> AsyncIterator[_Demo]:
    """Start the sample sites and a relay that has already absorbed what they have published."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="relaybot-demo-")))
        origin = DemoOrigin(utc_now)
        await origin.start()
        stack.push_async_callback(origin.stop)
        store = open_store(f"sqlite:///{folder / 'demo.db'}", exclusive=True)
        stack.callback(store.close)
        platforms = {
            name: PreviewPlatform(name, render, utc_now) for name, render in RENDERERS.items()
        }
        relay = await stack.enter_async_context(
            open_relay(
                _settings(),
                origin.catalogue(),
                store,
                platforms,
                _connections,
                settle=timedelta(0),  # nobody would wait two minutes for the first message
            )
        )
        await relay.once()
        yield _Demo(relay=relay, origin=origin, platforms=tuple(platforms.values()))


def _settings() -> Settings:
    """Return settings that reach the sample sites, whatever this machine is set up for."""
    settings = Settings.model_validate({})  # neither the environment nor a file
    sites = Fetch(allow=(IPv4Network("127.0.0.0/8"),), contact="the demo of relaybot")
    polling = Polling(every=timedelta(seconds=4))
    return settings.model_copy(update={"fetch": sites, "polling": polling})


def _connections() -> dict[str, str]:
    return {str(name): "shown on the demo's page, nothing is sent" for name in PlatformName}


async def _follow_all(relay: Relay) -> None:
    """Let the invented channels follow what they follow, beginning with a few posts."""

    def work(tx: Transaction) -> None:
        for channel in CHANNELS:
            for selector in channel.selectors:
                now = utc_now()
                newest = SHOWN_AT_START
                made = follow(tx, relay.catalogue, channel.address, selector, now, newest=newest)
                tx.destinations.set_preferences(made.destination.id, channel.preferences)

    await relay.store.write(work)
    await relay.loop.work.drain()


async def _publish(origin: DemoOrigin, every: float, stop: asyncio.Event) -> None:
    """Let the sample organization publish, until it is enough."""
    while not stop.is_set():
        try:
            async with asyncio.timeout(every):
                await stop.wait()
        except TimeoutError:
            origin.publish_next()


class _Announcer:
    """Prints a line for whatever happens to a story, when it happens in the first channel."""

    def __init__(self) -> None:
        self._told: set[tuple[int, str]] = set()

    def __call__(self, happening: Happening) -> None:
        outgoing = happening.message.outgoing
        what = reason_of(happening) or "relayed"
        told = outgoing.claim.post.story, what
        if told not in self._told:
            self._told.add(told)
            said = f"{outgoing.chapter.name}: {title_of(outgoing)}"
            typer.echo(f"{happening.at:%H:%M:%S} {what} · {said}")
