"""The emulated Discord, with a server and a channel, and bots of the real library."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.discord.sender import DiscordPlatform
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import ALL_RIGHTS, Right
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import Presence, a_bot


@pytest.fixture
async def discord() -> AsyncIterator[DiscordEmulator]:
    async with DiscordEmulator() as emulator:
        yield emulator


@pytest.fixture
def guild(discord: DiscordEmulator) -> str:
    return discord.add_guild()


@pytest.fixture
def channel(discord: DiscordEmulator, guild: str) -> str:
    return discord.add_channel(guild)


@pytest.fixture
def presence() -> Presence:
    return Presence()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime.now(UTC))


@pytest.fixture
async def sending(
    discord: DiscordEmulator, clock: FakeClock, presence: Presence
) -> AsyncIterator[DiscordBot]:
    """A bot without a gateway: whatever it knows, it has asked for."""
    bot = a_bot(discord, clock, presence, listen=False)
    await bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
async def listening(
    discord: DiscordEmulator, channel: str, clock: FakeClock, presence: Presence
) -> AsyncIterator[DiscordBot]:
    """A bot that the gateway tells of everything."""
    bot = a_bot(discord, clock, presence)
    await bot.start()
    await presence.wait(channel, present=True)
    yield bot
    await bot.stop()


@pytest.fixture
def platform(sending: DiscordBot) -> DiscordPlatform:
    return sending.platform


@pytest.fixture
def rights(discord: DiscordEmulator, guild: str) -> None:
    discord.change_role(guild, "", ALL_RIGHTS | Right.MANAGE_WEBHOOKS)


@pytest.fixture
async def speaking(rights: None, listening: DiscordBot) -> DiscordBot:
    """A bot that may manage webhooks, and knows it."""
    del rights
    return listening


@pytest.fixture
async def restarted(
    discord: DiscordEmulator, speaking: DiscordBot, channel: str, clock: FakeClock
) -> AsyncIterator[DiscordBot]:
    """Another process of the same bot."""
    del speaking
    presence = Presence()
    bot = a_bot(discord, clock, presence)
    await bot.start()
    await presence.wait(channel, present=True)
    yield bot
    await bot.stop()
