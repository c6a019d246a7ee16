"""The demo page in a real browser: messages arrive, change and go while one watches.

Needs Debian's `chromium`; a machine without it fails here rather than skipping.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from relaybot.demo.channels import CHANNELS
from relaybot.demo.origin import DemoOrigin
from relaybot.demo.page import SHOWN, DemoPage
from relaybot.demo.platform import PreviewPlatform
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName, Preferences, WithdrawnPolicy
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


@pytest.fixture
async def demo() -> AsyncIterator[Demo]:
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


BOTH = [0, 1]  # a channel of each platform


@pytest.mark.parametrize("channel", BOTH)
async def test_an_edited_message_changes_where_it_is(
    demo: Demo, opened: Open, channel: int
) -> None:
    wrong = await demo.arrives("Heat Is Back On at Adler Court", channel)
    await demo.arrives("After it", channel)
    page = await opened()

    await demo.is_corrected(wrong, "Heat Is Back On at Alder Court")

    first, last = messages(page, channel).first, messages(page, channel).last
    await expect(first).to_contain_text("Alder Court")
    await expect(first.locator(".edited")).to_have_text("edited")
    await expect(last.locator(".edited")).to_have_count(0)
    await expect(messages(page, channel)).to_have_count(2)
    await expect(page.locator("#count")).to_have_text("2")
    await expect(page.locator("#changed")).to_contain_text("corrected, so edited")
    await expect(page.locator("#latest")).to_contain_text("After it")


async def test_a_message_that_arrived_while_one_watched_is_edited_too(
    demo: Demo, opened: Open
) -> None:
    page = await opened()
    statement = await demo.arrives("No Shutoffs in Winter")
    await expect(messages(page)).to_have_count(1)

    await demo.is_told_by(statement, "Riverbend Tenants’ Union")

    await expect(messages(page)).to_contain_text("also from Riverbend Tenants’ Union")
    await expect(messages(page)).to_have_count(1)


@pytest.mark.parametrize("channel", BOTH)
async def test_a_post_that_was_taken_back_is_struck(demo: Demo, opened: Open, channel: int) -> None:
    wrong = await demo.arrives("The Hotline Has a New Number", channel)
    page = await opened()

    await demo.is_taken_back(wrong)

    struck = messages(page, channel).locator("s, del, strike")
    await expect(struck.first).to_have_text("The Hotline Has a New Number")


@pytest.mark.parametrize("channel", BOTH)
async def test_a_deleted_message_disappears(demo: Demo, opened: Open, channel: int) -> None:
    wanted = Preferences(withdrawn=WithdrawnPolicy.DELETE)
    wrong = await demo.arrives("The Hotline Has a New Number", channel, wanted)
    await demo.arrives("After it", channel)
    page = await opened()
    await expect(messages(page, channel)).to_have_count(2)

    await demo.is_taken_back(wrong)

    await expect(messages(page, channel)).to_have_count(1)
    await expect(messages(page, channel)).to_contain_text("After it")
    await expect(page.locator("#count")).to_have_text("2")


async def test_an_edit_of_a_message_that_is_not_on_the_page_adds_nothing(
    demo: Demo, opened: Open
) -> None:
    old = await demo.arrives("Very old")
    for number in range(SHOWN):
        await demo.arrives(f"Post {number}")
    page = await opened()

    await demo.is_corrected(old, "Very old, corrected")
    await demo.arrives("Newest")

    await expect(messages(page)).to_have_count(SHOWN + 1)
    await expect(messages(page).last).to_contain_text("Newest")
    assert demo.complaints == []


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

    sent = await demo.arrives("After a reload")
    await page.reload()

    await expect(messages(page)).to_contain_text("After a reload")
    await expect(messages(page).last.locator(".msg-footer")).to_be_in_viewport()

    await demo.is_corrected(sent, "Corrected")
    await page.reload()

    await expect(messages(page)).to_contain_text("Corrected")
    await expect(messages(page).locator(".edited")).to_be_visible()


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


async def test_a_chapter_that_speaks_itself_stands_where_else_the_bot_does(
    demo: Demo, opened: Open
) -> None:
    await demo.arrives("From the bot")
    await demo.arrives("From the chapter", wanted=Preferences(persona=True))
    page = await opened()
    face = messages(page).last.locator(".face")
    await expect(face).to_have_js_property("complete", True)

    await expect(messages(page).locator(".by b")).to_have_text(
        ["relaybot", "Elmford Tenants' League"]
    )
    assert await face.evaluate("image => image.naturalWidth") == 128
    await expect(messages(page).first.locator(".face")).to_have_count(0)


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
