"""The demo page in a real browser: messages change and go while one watches."""

import pytest
from playwright.async_api import expect

from relaybot.demo.page import SHOWN
from relaybot.model.destination import Preferences, WithdrawnPolicy
from tests.end_to_end.demo_watched import Demo, Open, messages

BOTH = [0, 1]  # a channel of each platform

# One loop for all: the browser lives in it.
pytestmark = pytest.mark.asyncio(loop_scope="session")


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
    await expect(first).to_have_class("arrival changed")  # lights up for a moment
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

    await expect(messages(page)).to_contain_text("Also from Riverbend Tenants’ Union")
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
