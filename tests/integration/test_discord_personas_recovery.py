"""Lost answers: a webhook has no nonce, and still no post is said twice."""

from typing import Any

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.model.destination import Preferences, Style
from relaybot.model.outcome import (
    Delivered,
    Repeatable,
    Unknown,
)
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import Right
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import (
    EXECUTE,
    LONG_AFTER,
    NAME,
    Presence,
    number_of,
    only,
    outgoing,
    told_of_all,
    wanting,
)

LOST: dict[str, dict[str, Any]] = {"cut": {"reset": True}, "500": {"status": 500}}


@pytest.mark.parametrize("after", [True, False], ids=["after the effect", "before the effect"])
@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
async def test_a_lost_answer_makes_no_second_message(
    discord: DiscordEmulator,
    channel: str,
    speaking: DiscordBot,
    clock: FakeClock,
    fault: dict[str, Any],
    after: bool,
) -> None:
    discord.fail(path=EXECUTE, after=after, **fault)
    lost = outgoing(channel, begun=clock())

    outcome = await speaking.platform.deliver(lost)
    recovery = await speaking.platform.recover(lost)
    if isinstance(recovery, Repeatable):
        assert isinstance(await speaking.platform.deliver(lost), Delivered)

    assert isinstance(outcome, Unknown)
    assert isinstance(recovery, Delivered if after else Repeatable)
    assert only(discord, channel).name == NAME


@pytest.mark.parametrize("place", ["text", "thread"])
@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("link", ["https://elmford.example/posts/ñ?a=(b)", None], ids=["link", "-"])
async def test_what_a_webhook_said_is_found_again_by_another_process(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    presence: Presence,
    speaking: DiscordBot,
    restarted: DiscordBot,
    clock: FakeClock,
    place: str,
    style: Style,
    link: str | None,
) -> None:
    chat = discord.add_thread(channel) if place == "thread" else channel
    await told_of_all(discord, guild, presence)
    wanted = Preferences(style=style)
    discord.fail(path=EXECUTE, reset=True, after=True)
    await speaking.platform.deliver(outgoing(chat, 1, wanted, link=link))
    lost = outgoing(chat, 1, wanted, begun=clock(), link=link)

    soon = await restarted.platform.recover(lost)
    discord.world.webhooks.clear()
    clock.now += LONG_AFTER
    later = await restarted.platform.recover(lost)
    other = await restarted.platform.recover(outgoing(chat, 2, wanted, begun=clock()))

    message = only(discord, chat)
    assert number_of(soon) == number_of(later) == str(message.id)
    assert isinstance(other, Repeatable)
    assert isinstance(soon, Delivered)
    assert f'"webhook":{message.webhook}' in (soon.receipt or "")


@pytest.mark.parametrize("before", [True, False], ids=["webhook, then bot", "bot, then webhook"])
@pytest.mark.parametrize("same_process", [True, False], ids=["at once", "after a restart"])
async def test_a_choice_that_changed_in_between_makes_no_second_message(
    discord: DiscordEmulator,
    channel: str,
    speaking: DiscordBot,
    restarted: DiscordBot,
    clock: FakeClock,
    before: bool,
    same_process: bool,
) -> None:
    discord.fail(path=EXECUTE if before else r"/channels/\d+/messages", reset=True, after=True)
    lost = outgoing(channel, 1, Preferences(persona=before), begun=clock())
    assert isinstance(await speaking.platform.deliver(lost), Unknown)
    now = wanting(lost, Preferences(persona=not before))
    bot = speaking if same_process else restarted

    recovery = await bot.platform.recover(now)
    if isinstance(recovery, Repeatable):
        await bot.platform.deliver(now)

    assert len(discord.messages_in(channel)) == 1
    # Where the bot may have spoken itself, its nonce says so as well.
    assert isinstance(recovery, Repeatable if same_process and not before else Delivered)


async def test_what_nobody_can_read_back_nobody_can_tell(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    presence: Presence,
    speaking: DiscordBot,
    clock: FakeClock,
) -> None:
    discord.fail(path=EXECUTE, reset=True, after=True)
    lost = outgoing(channel, begun=clock())
    await speaking.platform.deliver(lost)
    discord.deny(channel, Right.READ_MESSAGE_HISTORY)
    await told_of_all(discord, guild, presence)

    assert isinstance(await speaking.platform.recover(lost), Unknown)


async def test_an_answer_in_chat_or_anothers_webhook_is_not_the_post(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot, clock: FakeClock
) -> None:
    await speaking.platform.deliver(outgoing(channel))
    message = only(discord, channel)
    lost = outgoing(channel, begun=clock())
    clock.now += LONG_AFTER

    message.webhook = discord.world.application
    answer = await speaking.platform.recover(lost)
    message.webhook, message.application = 17, 18
    foreign = await speaking.platform.recover(lost)

    assert isinstance(answer, Repeatable)
    assert isinstance(foreign, Repeatable)
