"""What a webhook said follows its post, like everything else."""

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style, WithdrawnPolicy
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Blocked, Delivered, Outcome, Refused, RetryLater
from tests.emulators.discord.components import texts
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Right
from tests.integration.discord_sending import (
    NAME,
    OWN_VOICE,
    Presence,
    amended,
    known_webhook,
    now_saying,
    only,
    outgoing,
    sent,
    stored,
    taken_back,
    told_of_all,
    wanting,
)


@pytest.mark.parametrize("place", ["text", "thread"])
@pytest.mark.parametrize("style", Style)
async def test_what_a_webhook_said_is_amended_by_it(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    presence: Presence,
    speaking: DiscordBot,
    restarted: DiscordBot,
    place: str,
    style: Style,
) -> None:
    chat = discord.add_thread(channel) if place == "thread" else channel
    await told_of_all(discord, guild, presence)
    before = await sent(speaking.platform, outgoing(chat, 1, Preferences(style=style)))

    at_once = await amended(speaking.platform, now_saying(before, title="Rent strike"))
    away = wanting(at_once, OWN_VOICE)  # what the place wishes since is no matter
    await amended(restarted.platform, now_saying(away, title="Rent strike won"))

    message = only(discord, chat)
    said = str((message.content, message.embeds, texts(message.components)))
    assert "Rent strike won" in said
    assert NAME not in said
    assert message.payload["allowed_mentions"] == {"parse": []}
    assert message.edits == 2


@pytest.mark.parametrize("place", ["text", "thread"])
async def test_without_a_gateway_too(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    presence: Presence,
    speaking: DiscordBot,
    sending: DiscordBot,
    place: str,
) -> None:
    chat = discord.add_thread(channel) if place == "thread" else channel
    await told_of_all(discord, guild, presence)
    before = await sent(speaking.platform, outgoing(chat))

    await amended(sending.platform, now_saying(before, title="Won"))

    assert only(discord, chat).title == "Won"


async def attended(bot: DiscordBot, delivery: Outgoing) -> Outcome:
    return await bot.platform.attend(delivery, ErrandKind.AMEND)


async def test_nobody_can_amend_what_a_webhook_said_that_is_gone(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot, restarted: DiscordBot
) -> None:
    before = now_saying(await sent(speaking.platform, outgoing(channel)), title="Won")
    discord.world.webhooks.clear()

    assert isinstance(await attended(speaking, before), Refused)
    assert isinstance(await attended(restarted, before), Refused)


async def test_who_may_not_see_webhooks_any_more_waits_for_the_right(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot, restarted: DiscordBot
) -> None:
    before = now_saying(await sent(speaking.platform, outgoing(channel)), title="Won")
    discord.deny(channel, Right.MANAGE_WEBHOOKS)

    assert isinstance(await attended(restarted, before), Blocked)
    discord.deny(channel, NO_RIGHTS)
    assert isinstance(await attended(restarted, before), Delivered)


async def test_a_wrong_token_is_the_webhooks_and_not_the_bots(
    discord: DiscordEmulator, guild: str, channel: str, presence: Presence, speaking: DiscordBot
) -> None:
    await known_webhook(discord, guild, channel, presence, speaking)
    before = now_saying(await sent(speaking.platform, outgoing(channel, 3)), title="Won")
    discord.webhooks_in(channel)[0].token = "another"  # noqa: S105 - opens nothing

    outcome = await attended(speaking, before)

    assert isinstance(outcome, RetryLater)
    assert not outcome.whole_platform


async def test_what_a_webhook_said_is_deleted_by_it(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot, restarted: DiscordBot
) -> None:
    wanted = Preferences(withdrawn=WithdrawnPolicy.DELETE)
    before = await sent(speaking.platform, outgoing(channel, 1, wanted))

    await amended(restarted.platform, taken_back(before))

    assert discord.messages_in(channel) == []


async def test_a_discussion_opens_under_what_a_webhook_said(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot
) -> None:
    wanted = Preferences(discuss=True)
    before = await sent(speaking.platform, outgoing(channel, 1, wanted))

    stored(before, await speaking.platform.attend(before, ErrandKind.DISCUSS))
    await amended(speaking.platform, now_saying(before, title="Won"))

    (thread,) = discord.world.children(int(channel))
    assert (thread.id, thread.name) == (only(discord, channel).id, "Won")
