"""A role that is told of every post, and nobody else."""

import asyncio
from typing import Any

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.discord.sender import DiscordPlatform
from relaybot.model.destination import Preferences, Style
from tests.emulators.discord.components import texts
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import arrived, outgoing, refusal


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ANNOUNCEMENT, Kind.FORUM])
@pytest.mark.parametrize("style", Style)
async def test_one_role_is_told_and_nobody_else(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind, style: Style
) -> None:
    chat = discord.add_channel(guild, kind)
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    wanted = Preferences(style=style, mention_role=role)

    delivery = outgoing(chat, 1, wanted, title="@everyone <@&77> <@5>")
    message = await arrived(discord, platform, delivery)

    payload = message.payload
    told = texts(message.components) or [message.content]
    assert told[0].split(" ")[0] == f"<@&{role}>"
    assert payload["allowed_mentions"] == {"parse": [], "roles": [int(role)]}
    assert "@everyone" not in "".join(told)


@pytest.mark.parametrize("listen", [True, False], ids=["with a gateway", "without one"])
@pytest.mark.parametrize("which", ["deleted", "everyone", "no id", "of another server"])
async def test_a_role_that_is_not_there_costs_nothing(
    discord: DiscordEmulator, guild: str, channel: str, clock: FakeClock, listen: bool, which: str
) -> None:
    other = discord.add_role(discord.add_guild("Library Union"), "Readers", NO_RIGHTS)
    gone = discord.add_role(guild, "Readers", NO_RIGHTS)
    discord.delete_role(guild, gone)
    role = {"deleted": gone, "everyone": guild, "no id": "@x", "of another server": other}[which]
    there = asyncio.Event()

    async def present(chats: Any, *_: object) -> None:
        if channel in chats:
            there.set()

    bot = DiscordBot(
        discord.token,
        clock=clock,
        on_presence=present,
        api_base=discord.api_base,
        gateway=discord.gateway,
        listen=listen,
    )
    await bot.start()
    if listen:
        await asyncio.wait_for(there.wait(), 10)

    await bot.platform.deliver(outgoing(channel, 1, Preferences(mention_role=role)))
    await bot.stop()

    (message,) = discord.messages_in(channel)
    assert message.content == ""
    assert message.payload["allowed_mentions"]["parse"] == []
    assert not message.payload["allowed_mentions"].get("roles")


async def test_roles_are_asked_for_once(
    discord: DiscordEmulator, guild: str, channel: str, platform: DiscordPlatform
) -> None:
    wanted = Preferences(mention_role=discord.add_role(guild, "Readers", NO_RIGHTS))

    for number in range(1, 4):
        await platform.deliver(outgoing(channel, number, wanted))

    assert discord.requests["GET /guilds/{guild}"] == 1


async def test_a_role_nobody_can_look_up_is_mentioned(
    discord: DiscordEmulator, guild: str, channel: str, platform: DiscordPlatform
) -> None:
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    await platform.deliver(outgoing(channel))
    discord.fail(method="GET", path=r"/channels/\d+", status=403, body=refusal(50001))

    message = await arrived(discord, platform, outgoing(channel, 2, Preferences(mention_role=role)))

    assert message.content == f"<@&{role}>"
