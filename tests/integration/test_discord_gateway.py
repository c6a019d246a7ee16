"""Login, gateway, start and stop: the real library, the emulated Discord."""

import asyncio
import gc

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.errors import PlatformError
from relaybot.model.outcome import Delivered, DestinationGone, RetryLater
from tests.emulators.discord.emulator import DiscordEmulator
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import Presence, a_bot, outgoing


async def test_a_refused_token_is_said_in_words(
    discord: DiscordEmulator, clock: FakeClock, presence: Presence
) -> None:
    bot = a_bot(discord, clock, presence, token="not.the.token")  # noqa: S106 - a wrong one

    with pytest.raises(PlatformError, match="refuses the bot's token") as caught:
        await bot.start()

    assert "not.the.token" not in str(caught.value)


async def test_discord_being_away_at_the_start_is_no_end(
    discord: DiscordEmulator, channel: str, clock: FakeClock, presence: Presence
) -> None:
    discord.fail(method="GET", path="/users/@me", status=503)
    bot = a_bot(discord, clock, presence, pause=0.05)
    await bot.start()

    status, outcome = bot.status(), await bot.platform.deliver(outgoing(channel))
    await presence.wait(channel, present=True)
    later = await bot.platform.deliver(outgoing(channel))

    assert status.startswith("not connected: ")
    assert isinstance(outcome, RetryLater)
    assert outcome.whole_platform
    assert isinstance(later, Delivered)
    await bot.stop()


async def test_the_status_says_who_is_connected(listening: DiscordBot) -> None:
    assert listening.status() == "connected as relaybot, in 1 server"


async def test_a_lost_gateway_is_resumed_and_stops_no_sending(
    discord: DiscordEmulator, channel: str, listening: DiscordBot, presence: Presence, guild: str
) -> None:
    discord.socket.ask_reconnect()
    await discord.socket.wait("resume")
    missed = discord.add_channel(guild, name="made after the break")

    await presence.wait(missed, present=True)
    assert isinstance(await listening.platform.deliver(outgoing(channel)), Delivered)
    assert discord.socket.counts["identify"] == 1


async def test_events_missed_during_a_break_are_replayed(
    discord: DiscordEmulator, guild: str, listening: DiscordBot, presence: Presence
) -> None:
    discord.socket.close(4000)
    missed = discord.add_channel(guild, name="made during the break")

    assert "made during the break" in await presence.wait(missed, present=True)
    assert listening.status().startswith("connected")


async def test_an_invalid_session_begins_anew(
    discord: DiscordEmulator, guild: str, listening: DiscordBot, presence: Presence
) -> None:
    discord.socket.invalidate(resumable=False)
    await discord.socket.wait("identify", times=2)
    made_after = discord.add_channel(guild)

    await presence.wait(made_after, present=True)
    assert listening.status() == "connected as relaybot, in 1 server"


async def test_a_gateway_that_turns_the_bot_away_stops_no_sending(
    discord: DiscordEmulator, channel: str, clock: FakeClock, presence: Presence
) -> None:
    discord.socket.refuse = [4013]
    bot = a_bot(discord, clock, presence, pause=0.05)
    await bot.start()
    await discord.socket.wait("identify")

    status, outcome = bot.status(), await bot.platform.deliver(outgoing(channel))
    await presence.wait(channel, present=True)

    assert isinstance(outcome, Delivered)
    assert status.startswith("reconnecting as relaybot since")
    assert bot.status().startswith("connected")
    await bot.stop()


async def test_an_event_the_library_cannot_read_stops_no_sending(
    discord: DiscordEmulator, guild: str, clock: FakeClock, presence: Presence, channel: str
) -> None:
    bot = a_bot(discord, clock, presence, pause=0.05)
    await bot.start()
    await presence.wait(channel, present=True)
    discord.socket.dispatch("CHANNEL_CREATE", {"id": "no number", "type": 0, "guild_id": guild})
    await discord.socket.wait("identify", times=2)

    assert isinstance(await bot.platform.deliver(outgoing(channel)), Delivered)
    await bot.stop()


async def test_what_the_gateway_tells_about_channels(
    discord: DiscordEmulator, guild: str, channel: str, listening: DiscordBot, presence: Presence
) -> None:
    thread = discord.add_thread(channel)
    elsewhere = discord.add_guild("Library Union Federation")
    deleted = discord.add_channel(guild, name="old news")
    discord.delete_channel(deleted)
    discord.delete_channel(thread)
    there = discord.add_channel(elsewhere)
    await presence.wait(there, present=True)
    discord.remove_guild(elsewhere)

    assert "old news" in await presence.wait(deleted, present=False)
    await presence.wait(thread, present=False)
    assert "Library Union Federation" in await presence.wait(there, present=False)
    assert isinstance(await listening.platform.deliver(outgoing(deleted)), DestinationGone)
    assert listening.status() == "connected as relaybot, in 1 server"


async def test_stopping_leaves_nothing_behind(
    discord: DiscordEmulator, channel: str, clock: FakeClock, presence: Presence
) -> None:
    bot = a_bot(discord, clock, presence)
    await bot.start()
    await presence.wait(channel, present=True)
    await bot.platform.deliver(outgoing(channel))

    await bot.stop()
    await bot.stop()
    del bot
    gc.collect()  # an unclosed session or socket would warn, and a warning is an error

    assert [t.get_name() for t in asyncio.all_tasks() if t.get_name().startswith("discord")] == []
