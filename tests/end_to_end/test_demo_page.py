"""The demo page in a real browser: messages arrive while one watches.

Needs Debian's `chromium`; a machine without it fails here rather than skipping.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from relaybot.demo.channels import CHANNELS
from relaybot.demo.origin import DemoOrigin
from relaybot.demo.page import DemoPage
from relaybot.demo.platform import PreviewPlatform
from relaybot.discord import format as discord_format
from relaybot.discord import preview as discord_preview
from relaybot.model.destination import PlatformName
from relaybot.model.source import Chapter
from relaybot.telegram import format as telegram_format
from relaybot.telegram import preview as telegram_preview
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
HOSTILE = "@everyone <script>document.title='owned'</script> [https://a.example](https://b.example)"


@dataclass
class Demo:
    """The running page and a way to let messages arrive."""

    url: str
    platforms: dict[PlatformName, PreviewPlatform]
    base_url: str
    count: int = 0
    asked: list[str] = field(default_factory=list)  # every address the browser requested
    complaints: list[str] = field(default_factory=list)  # what the browser's console said

    async def arrives(self, title: str, channel: int = 0) -> None:
        self.count += 1
        outgoing = an_outgoing(
            a_stored_post(self.count, title=title, html="<p>Some words.</p>" * 8),
            a_destination(CHANNELS[channel].address),
            a_delivery(self.count),
            self._chapter(),
        )
        await self.platforms[CHANNELS[channel].address.platform].deliver(outgoing)

    def _chapter(self) -> Chapter:
        feed = a_feed(logo=f"{self.base_url}/pictures/logo-elmford.png")
        return a_chapter(site=f"{self.base_url}/elmford/", logo=feed.logo, feeds=(feed,))


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
    async with AsyncExitStack() as stack:
        origin = DemoOrigin(lambda: NOON)
        await origin.start()
        stack.push_async_callback(origin.stop)
        platforms = {
            PlatformName.DISCORD: PreviewPlatform(
                PlatformName.DISCORD,
                lambda it: discord_preview.preview(discord_format.format_post(it)),
                lambda: NOON,
            ),
            PlatformName.TELEGRAM: PreviewPlatform(
                PlatformName.TELEGRAM,
                lambda it: telegram_preview.preview(telegram_format.format_post(it)),
                lambda: NOON,
            ),
        }
        page = DemoPage(platforms.values(), CHANNELS, origin, publish_every=5)
        server = WebServer("127.0.0.1:0", page.routes, page.assets)
        await server.start()
        stack.push_async_callback(server.stop)
        yield Demo(server.url, platforms, origin.base_url)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


Open = Callable[..., Awaitable[Page]]


@pytest.fixture
def opened(demo: Demo, browser: Browser) -> Open:
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
    return page.locator(f'[data-channel="{channel}"] .arrival')


async def test_messages_arrive_without_reloading(demo: Demo, opened: Open) -> None:
    await demo.arrives("Before the page was opened")
    page = await opened()
    await expect(messages(page)).to_have_count(1)

    await demo.arrives("While somebody watches")
    await demo.arrives("On the other side", channel=1)

    await expect(messages(page)).to_have_count(2)
    await expect(messages(page).last).to_contain_text("While somebody watches")
    await expect(messages(page, 1)).to_contain_text("On the other side")
    await expect(page.locator("#count")).to_have_text("3")
    await expect(page.locator("#latest")).to_contain_text("On the other side")


async def test_the_newest_message_stays_in_view_unless_the_reader_scrolled_up(
    demo: Demo, opened: Open
) -> None:
    for number in range(6):
        await demo.arrives(f"Post {number}")
    page = await opened()
    await demo.arrives("Newest")
    await expect(messages(page).last).to_contain_text("Newest")
    await expect(messages(page).last.locator(".msg-footer")).to_be_in_viewport()

    await messages(page).nth(1).scroll_into_view_if_needed()
    await demo.arrives("Even newer")
    await expect(messages(page)).to_have_count(8)

    await expect(messages(page).nth(1).locator(".msg-title")).to_be_in_viewport()
    await expect(messages(page).last).not_to_be_in_viewport()


async def test_works_without_script_by_reloading(demo: Demo, opened: Open) -> None:
    page = await opened(script=False)
    await expect(page.get_by_text("Nothing yet").first).to_be_visible()

    await demo.arrives("After a reload")
    await page.reload()

    await expect(messages(page)).to_contain_text("After a reload")
    await expect(messages(page).last.locator(".msg-footer")).to_be_in_viewport()


async def test_what_came_from_a_feed_can_do_nothing(demo: Demo, opened: Open) -> None:
    page = await opened()
    await demo.arrives(HOSTILE)
    await demo.arrives(HOSTILE, channel=1)

    await expect(messages(page, 1)).to_contain_text("https://b.example")
    await expect(page).to_have_title("relaybot demo")
    assert await page.locator('.msg a[href*="b.example"]').count() == 0
    assert await page.locator("main script").count() == 0


async def test_nothing_is_asked_of_another_host_and_the_console_is_silent(
    demo: Demo, opened: Open
) -> None:
    await demo.arrives("With a logo")
    page = await opened()
    await demo.arrives("Live", channel=1)
    await expect(messages(page, 1)).to_be_visible()
    await page.locator(".msg-logo").scroll_into_view_if_needed()
    await expect(page.locator(".msg-logo")).to_have_js_property("complete", True)

    assert await page.locator(".msg-logo").evaluate("image => image.naturalWidth") == 128
    assert [url for url in demo.asked if not url.startswith(demo.url)] == []
    assert demo.complaints == []


async def test_a_link_of_a_message_opens_its_sample_site(demo: Demo, opened: Open) -> None:
    await demo.arrives("A post")
    page = await opened()

    await page.locator(".msg-author a").click()

    await expect(page.get_by_role("heading", level=1)).to_have_text("Elmford Renters’ League")


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_nobody_scrolls_sideways(demo: Demo, opened: Open, width: int) -> None:
    await demo.arrives("A-very-long-word-" * 12)
    await demo.arrives("https://elmford.example/" + "path/" * 40, channel=1)
    page = await opened(width=width)

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
