"""The emulator itself: what a later test relies on, seen through the real discord.py."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord as library
import pytest
import yarl

from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import Kind


class CommandBot(library.Client):
    """A small bot with one command, as a later issue will have many."""

    def __init__(self) -> None:
        super().__init__(intents=library.Intents(guilds=True))
        self.tree = library.app_commands.CommandTree(self)
        self.there = asyncio.Event()
        self.tree.command(name="follow", description="Follow a chapter")(follow)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_guild_available(self, _: library.Guild) -> None:
        self.there.set()


async def follow(interaction: library.Interaction, chapter: str) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.followup.send(f"following {chapter}")
    await interaction.edit_original_response(content="done")


@pytest.fixture
async def discord() -> AsyncIterator[DiscordEmulator]:
    async with DiscordEmulator() as emulator:
        yield emulator


@pytest.fixture
async def commands(discord: DiscordEmulator) -> AsyncIterator[CommandBot]:
    library.http.Route.BASE = discord.api_base
    library.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(discord.gateway)
    bot = CommandBot()
    await bot.login(discord.token)
    running = asyncio.create_task(bot.connect())
    yield bot
    await bot.close()
    await running


async def test_a_command_is_synced_used_and_answered(
    discord: DiscordEmulator, commands: CommandBot
) -> None:
    channel = discord.add_channel(discord.add_guild())
    await commands.there.wait()

    used = discord.command("follow", channel, [{"name": "chapter", "type": 3, "value": "elmford"}])
    deferred, follow_up, edit = await used.wait(3)

    assert [command["name"] for command in discord.interactions.commands[None]] == ["follow"]
    assert deferred["type"] == 5
    assert follow_up["content"] == "following elmford"
    assert edit["content"] == "done"
    assert [said.content for said in used.messages] == ["done"]  # all of it is one message …
    assert discord.messages_in(channel) == []  # … for one person only


async def test_files_and_edits(discord: DiscordEmulator, commands: CommandBot) -> None:
    channel = discord.add_channel(discord.add_guild())
    await commands.there.wait()
    place = commands.get_partial_messageable(int(channel))

    sent = await place.send("first", file=library.File(__file__, "notes.txt"))
    await sent.edit(content="second")

    (message,) = discord.messages_in(channel)
    assert (message.content, message.files, message.edits) == ("second", ["notes.txt"], 1)


EMBED: dict[str, Any] = {"type": "rich", "title": "x"}
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "long content": ({"content": "x" * 2001}, "content"),
    "long title": ({"embeds": [EMBED | {"title": "x" * 257}]}, "embeds.0.title"),
    "long description": ({"embeds": [EMBED | {"description": "x" * 4097}]}, "embeds.0.description"),
    "bad scheme": ({"embeds": [EMBED | {"url": "ftp://x.example"}]}, "embeds.0.url"),
    "long nonce": ({"content": "x", "nonce": "x" * 26}, "nonce"),
    "a mention of everything": (
        {"content": "x", "allowed_mentions": {"parse": ["all"]}},
        "allowed_mentions.parse",
    ),
    "roles, and some of them": (
        {"content": "x", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}},
        "allowed_mentions",
    ),
    "an empty field": (
        {"embeds": [EMBED | {"fields": [{"name": "x", "value": ""}]}]},
        "embeds.0.fields.0.value",
    ),
    "all too long": (
        {"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]},
        "embeds",
    ),
}


@pytest.mark.parametrize(("payload", "place"), REFUSED.values(), ids=REFUSED.keys())
async def test_limits_are_kept(
    discord: DiscordEmulator, payload: dict[str, Any], place: str
) -> None:
    channel = discord.add_channel(discord.add_guild())

    status, body = await post(discord, channel, payload)

    found = body["errors"]
    for step in place.split("."):
        found = found[step]
    assert (status, body["code"]) == (400, 50035)
    assert found["_errors"]
    assert discord.messages_in(channel) == []


async def test_an_effect_is_there_even_when_the_client_died(discord: DiscordEmulator) -> None:
    channel = discord.add_channel(discord.add_guild())
    discord.fail(delay=0.05)
    body = json.dumps({"content": "written by someone who dies"}).encode()
    host, port = str(yarl.URL(discord.api_base).host), yarl.URL(discord.api_base).port
    _, writer = await asyncio.open_connection(host, port)
    writer.write(
        f"POST /api/v10/channels/{channel}/messages HTTP/1.1\r\nHost: {host}\r\n"
        f"Authorization: Bot {discord.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    await writer.drain()
    writer.transport.abort()

    (message,) = await discord.wait_for_messages(channel, 1)
    assert message.content == "written by someone who dies"


async def test_the_nonce_is_forgotten_after_its_window(discord: DiscordEmulator) -> None:
    channel = discord.add_channel(discord.add_guild(), Kind.ANNOUNCEMENT)
    payload = {"content": "x", "nonce": "n", "enforce_nonce": True}

    await post(discord, channel, payload)
    await post(discord, channel, payload)
    discord.rest.nonce_window = 0.0
    await post(discord, channel, payload)

    assert len(discord.messages_in(channel)) == 2
    assert discord.requests["POST /channels/{channel}/messages"] == 3


async def post(
    discord: DiscordEmulator, channel: str, payload: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bot {discord.token}"}
    url = f"{discord.api_base}/channels/{channel}/messages"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=payload, headers=headers) as response,
    ):
        return response.status, await response.json()
