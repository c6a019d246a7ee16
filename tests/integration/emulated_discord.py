"""A bare discord.py client against the emulated Discord, for tests of the emulator itself."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord as library
import yarl

from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import EVERY_RIGHT, NO_RIGHTS, Kind, Message, Right

Json = dict[str, Any]
PICTURE = "https://riverbend.example/rally.jpg"


@dataclass
class Bare:
    """One server, one client that is ready, and what tests ask of both."""

    discord: DiscordEmulator
    client: "Client"
    guild: str

    def allow(self, *, without: Right = NO_RIGHTS) -> None:
        """Give the bot every right but these."""
        self.discord.change_role(self.guild, "", EVERY_RIGHT & ~Right.ADMINISTRATOR & ~without)

    def add_channel(self, kind: Kind = Kind.TEXT, **more: Any) -> str:
        return self.discord.add_channel(self.guild, kind, **more)

    def channel(self, channel: str) -> library.PartialMessageable:
        return self.client.get_partial_messageable(int(channel), guild_id=int(self.guild))

    async def fetched(self, channel: str) -> Any:
        """Return the channel as the library knows it."""
        return await self.client.fetch_channel(int(channel))

    def last(self, channel: str) -> Message:
        return self.discord.messages_in(channel)[-1]

    async def ask(
        self, method: str, path: str, payload: Json | None = None, *, bot: bool = True
    ) -> tuple[int, Any]:
        """Send a request as it is, which no library would; returns status and body."""
        headers = {"Authorization": f"Bot {self.discord.token}"} if bot else {}
        url = f"{self.discord.api_base}{path}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, json=payload, headers=headers) as response,
        ):
            body = await response.read()
            return response.status, await response.json() if body else None

    async def refused(self, channel: str, payload: Json) -> Json:
        """Send a message that is refused; returns the body."""
        status, body = await self.ask("POST", f"/channels/{channel}/messages", payload)
        assert status == 400, body
        return dict(body)


class Client(library.Client):
    """Counts the events it is told of."""

    def __init__(self) -> None:
        super().__init__(intents=library.Intents.default(), max_ratelimit_timeout=30)
        self.heard: Counter[str] = Counter()
        self._news = asyncio.Condition()

    async def on_socket_event_type(self, event: str) -> None:
        async with self._news:
            self.heard[event] += 1
            self._news.notify_all()

    async def hear(self, event: str, times: int = 1) -> None:
        """Wait until it was told so often."""
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: self.heard[event] >= times)


@asynccontextmanager
async def bare() -> AsyncIterator[Bare]:
    """Run an emulator, and a client that has seen its one server."""
    async with DiscordEmulator() as discord:
        guild = discord.add_guild()
        library.http.Route.BASE = discord.api_base
        library.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(discord.gateway)
        client = Client()
        await client.login(discord.token)
        running = asyncio.create_task(client.connect())
        try:
            await client.hear("GUILD_CREATE")
            yield Bare(discord, client, guild)
        finally:
            await client.close()
            await running


def problems(body: Json, path: str) -> list[str]:
    """Return the codes Discord gives for one place, "components.0.type"."""
    found = body["errors"]
    for step in path.split("."):
        found = found[step]
    return [each["code"] for each in found["_errors"]]


async def a_webhook(setting: Bare, channel: str) -> library.Webhook:
    """Return a webhook of the bot."""
    place = await setting.fetched(channel)
    made = await place.create_webhook(name="relaybot")
    assert isinstance(made, library.Webhook)
    return made


def used(hook: library.Webhook) -> str:
    """Return the path at which a webhook speaks."""
    return f"/webhooks/{hook.id}/{hook.token}"
