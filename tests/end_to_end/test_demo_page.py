"""The demo page in a real browser: messages arrive while one watches."""

import pytest
from playwright.async_api import expect

from relaybot.model.destination import Preferences
from tests.end_to_end.demo_watched import Demo, Open, messages

HOSTILE = "@everyone <script>document.title='owned'</script> [https://a.example](https://b.example)"

# One loop for all: the browser lives in it.
pytestmark = pytest.mark.asyncio(loop_scope="session")


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

    await expect(messages(page, 1)).to_contain_text("b\u2060.example")
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
