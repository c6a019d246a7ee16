"""The demo page, served, and a browser that looks at it: what its tests have in common.

Needs Debian's `chromium`; a machine without it fails here rather than skipping.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace

from playwright.async_api import Browser, Locator, Page, async_playwright

from relaybot.demo.channels import CHANNELS
from relaybot.demo.origin import DemoOrigin
from relaybot.demo.page import DemoPage
from relaybot.demo.platform import PreviewPlatform
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName, Preferences
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Delivered
from relaybot.model.post import StoredPost
from relaybot.model.source import Chapter
from relaybot.rendering import RENDERERS
from relaybot.web.server import WebServer
from tests.builders import (
    NOON,
    a_chapter,
    a_delivery,
    a_destination,
    a_feed,
    a_stored_post,
    an_outgoing,
)

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
USUAL = Preferences(persona=False)


@dataclass
class Demo:
    """The running page and a way to let messages arrive."""

    url: str
    platforms: dict[PlatformName, PreviewPlatform]
    base_url: str
    count: int = 0
    asked: list[str] = field(default_factory=list)  # every address the browser requested
    complaints: list[str] = field(default_factory=list)  # what the browser's console said

    async def arrives(self, title: str, channel: int = 0, wanted: Preferences = USUAL) -> Outgoing:
        """Return what was delivered, as the store knows it afterwards."""
        self.count += 1
        outgoing = an_outgoing(
            a_stored_post(self.count, title=title, html="<p>Some words.</p>" * 8),
            a_destination(CHANNELS[channel].address, preferences=wanted),
            a_delivery(self.count),
            self._chapter(),
        )
        sent = await self._platform(outgoing).deliver(outgoing)
        assert isinstance(sent, Delivered)
        claim = outgoing.claim
        delivery = replace(claim.delivery, message_id=sent.message_id, receipt=sent.receipt)
        return replace(outgoing, claim=replace(claim, delivery=delivery))

    async def is_corrected(self, sent: Outgoing, title: str) -> None:
        stored = sent.claim.post
        await self._becomes(sent, replace(stored, post=replace(stored.post, title=title)))

    async def is_taken_back(self, sent: Outgoing) -> None:
        await self._becomes(sent, replace(sent.claim.post, withdrawn_at=NOON))

    async def is_told_by(self, sent: Outgoing, name: str) -> None:
        told = replace(sent, also_from=(name,))
        await self._platform(told).attend(told, ErrandKind.AMEND)

    async def _becomes(self, sent: Outgoing, post: StoredPost) -> None:
        now = replace(sent, claim=replace(sent.claim, post=post))
        await self._platform(now).attend(now, ErrandKind.AMEND)

    def _platform(self, outgoing: Outgoing) -> PreviewPlatform:
        return self.platforms[outgoing.claim.destination.address.platform]

    def _chapter(self) -> Chapter:
        feed = a_feed(logo=f"{self.base_url}/pictures/logo-elmford.png")
        return a_chapter(site=f"{self.base_url}/elmford/", logo=feed.logo, feeds=(feed,))


@asynccontextmanager
async def running() -> AsyncIterator[Demo]:
    """Serve the page until left."""
    async with AsyncExitStack() as stack:
        origin = DemoOrigin(lambda: NOON)
        await origin.start()
        stack.push_async_callback(origin.stop)
        platforms = {
            name: PreviewPlatform(name, render, lambda: NOON) for name, render in RENDERERS.items()
        }
        page = DemoPage(platforms.values(), CHANNELS, origin, publish_every=5)
        server = WebServer("127.0.0.1:0", page.routes, page.assets)
        await server.start()
        stack.push_async_callback(server.stop)
        yield Demo(server.url, platforms, origin.base_url)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the browser, and end it when left."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


Open = Callable[..., Awaitable[Page]]


def opening(demo: Demo, browser: Browser) -> Open:
    """Return what opens the page; what the browser asks for and complains of is noted."""

    async def open_page(*, script: bool = True, width: int = 1280) -> Page:
        context = await browser.new_context(
            java_script_enabled=script, viewport={"width": width, "height": 800}
        )
        page = await context.new_page()
        page.on("request", lambda request: demo.asked.append(request.url))
        page.on("console", lambda message: demo.complaints.append(message.text))
        page.on("pageerror", lambda error: demo.complaints.append(str(error)))
        await page.goto(demo.url)
        return page

    return open_page


def messages(page: Page, channel: int = 0) -> Locator:
    """Return the messages of a channel."""
    return page.locator(f'[data-channel="{channel}"] .arrival')
