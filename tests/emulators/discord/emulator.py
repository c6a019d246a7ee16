"""`DiscordEmulator`: a whole Discord on one loopback port."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.emulators.discord import shapes
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.bodies import read_whole
from tests.emulators.discord.faults import Fault, Faults
from tests.emulators.discord.gateway import Gateway
from tests.emulators.discord.interactions import Interactions
from tests.emulators.discord.people import People
from tests.emulators.discord.personas import Personas
from tests.emulators.discord.places import Places
from tests.emulators.discord.posting import Posting
from tests.emulators.discord.ratelimits import RateLimits
from tests.emulators.discord.rest import Rest
from tests.emulators.discord.threads import Threads
from tests.emulators.discord.webhooks import Webhooks
from tests.emulators.discord.world import (
    NO_RIGHTS,
    REQUIRE_TAG,
    Channel,
    Kind,
    Message,
    Right,
    Tag,
    Webhook,
    World,
)

TOKEN = "emulated.discord.token"  # noqa: S105 - opens nothing
BASE = "/api/v10"
TOKEN_IN_PATH = re.compile(r"/(interactions|webhooks)/\d+/.")  # no bot has to say who it is
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DiscordEmulator(People):
    """`async with DiscordEmulator() as discord:` then `add_guild`, `add_channel` and so on.

    Point a bot at `api_base`, `gateway` and `token`. Ids are given and taken as text, as the API
    does. What a request does is done before an answer is tried, whatever becomes of the client.
    """

    def __init__(self, *, token: str = TOKEN, port: int = 0) -> None:
        self.token = token
        self.latency: Callable[[], float] = float  # seconds, before an effect and again after it
        self.world = World()
        self.faults = Faults()
        self.limits = RateLimits()
        self.socket = Gateway(self.world, token)
        posting = Posting(self.world, self.socket.dispatch)
        self.places = Places(self.world, self.socket.dispatch)
        self.rest = Rest(self.world, posting)
        self.threads = Threads(self.world, self.rest)
        self.interactions = Interactions(self.world, posting)
        self.webhooks = Webhooks(self.world, self.socket.dispatch)
        self.personas = Personas(self.world, self.webhooks, self.rest, self.threads)
        self.requests: Counter[str] = Counter()  # by "POST /channels/{channel}/messages"
        self.refused: Counter[int] = Counter()  # answers of 400 and above, by status
        self._port = port
        self._arrivals = asyncio.Condition()

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._handle], client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway", self.socket.connect)
        app.router.add_get("/gateway/", self.socket.connect)
        for route in self._routes():
            app.router.add_route(route.method, BASE + route.path, route.handler)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        self.socket.url = self.gateway
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.socket.drop()
        await self._runner.cleanup()

    def _routes(self) -> list[web.RouteDef]:
        routes = self.places.routes() + self.rest.routes() + self.threads.routes()
        routes += self.interactions.routes()  # before webhooks, whose tokens they look like
        return routes + self.webhooks.routes() + self.personas.routes()

    @property
    def api_base(self) -> str:
        return f"http://127.0.0.1:{self._port}{BASE}"

    @property
    def gateway(self) -> str:
        return f"ws://127.0.0.1:{self._port}/gateway"

    # What exists

    def add_guild(self, name: str = "Tenants' League") -> str:
        """Add a server with the bot in it; a connected bot is told."""
        guild = self.world.add_guild(name)
        event = shapes.guild_create(self.world, guild)
        del event["unavailable"]  # absent when the bot has just joined
        self.socket.dispatch("GUILD_CREATE", event)
        return str(guild.id)

    def remove_guild(self, guild: str) -> None:
        """Remove the bot from a server."""
        self.socket.dispatch("GUILD_DELETE", {"id": guild})
        del self.world.guilds[int(guild)]

    def add_channel(
        self,
        guild: str,
        kind: Kind = Kind.TEXT,
        name: str = "news",
        *,
        denied: Right = NO_RIGHTS,
        tags: Iterable[str] = (),
        moderated_tags: Iterable[str] = (),
        tag_required: bool = False,
    ) -> str:
        """Add a channel; `tags` are those of a forum."""
        made = [Tag(self.world.new_id(), tag) for tag in tags]
        made += [Tag(self.world.new_id(), tag, moderated=True) for tag in moderated_tags]
        flags = REQUIRE_TAG if tag_required else 0
        return self._add("CHANNEL_CREATE", guild, kind, name, denied=denied, tags=made, flags=flags)

    def add_thread(self, channel: str, name: str = "a thread", **changes: Any) -> str:
        """Open a thread in a channel; `archived` and `locked` may be given."""
        parent = self.world.channels[int(channel)]
        owner = changes.pop("owner", self.world.bot)
        changes |= {"parent": parent.id, "owner": owner}
        return self._add("THREAD_CREATE", str(parent.guild), Kind.THREAD, name, **changes)

    def _add(self, event: str, guild: str, kind: Kind, name: str, **more: Any) -> str:
        place = Channel(self.world.new_id(), int(guild), kind, name, **more)
        self.world.add_channel(place)
        self.socket.dispatch(event, shapes.channel(place))
        return str(place.id)

    def delete_channel(self, channel: str) -> None:
        """Delete a channel with its threads, or one thread."""
        place = self.world.remove_channel(int(channel))[0]
        event = "THREAD_DELETE" if place.kind is Kind.THREAD else "CHANNEL_DELETE"
        self.socket.dispatch(event, shapes.channel(place))

    def deny(self, channel: str, rights: Right) -> None:
        """Take rights away from the bot in one channel (`NO_RIGHTS` gives all back)."""
        place = self.world.channels[int(channel)]
        place.denied = rights
        self.socket.dispatch("CHANNEL_UPDATE", shapes.channel(place))

    def say(self, channel: str, content: str) -> None:
        """Let somebody else write in a channel."""
        author = self.world.application + 1
        self.world.post(
            Message(self.world.new_id(), int(channel), author, content, [], 0, None, {})
        )

    def add_webhook(self, channel: str, name: str = "Announcements") -> str:
        """Let a person make a webhook in the settings of a channel."""
        place = self.world.channels[int(channel)]
        return str(self.webhooks.add(place, name, None).id)

    def delete_webhook(self, webhook: str) -> None:
        """Let a person delete a webhook, whoever made it."""
        self.webhooks.remove(self.world.webhooks[int(webhook)])

    def grow_old(self, message: Message, hours: float) -> None:
        """Let a message have been sent so many hours earlier than it was."""
        message.sent_at -= hours * 3600

    # Trouble

    def fail(self, **rule: Any) -> Fault:
        """Add a fault; see `Fault` for its fields. By default it strikes one created message."""
        return self.faults.add(Fault(**rule))

    async def go_away(self) -> None:
        """Stop listening and cut every connection, as an outage of the network would."""
        self.socket.drop()
        for site in list(self._runner.sites):
            await site.stop()
        for connection in self._runner.server.connections if self._runner.server else ():
            connection.force_close()

    # What is to be seen

    def messages_in(self, channel: str) -> list[Message]:
        """Return what stands in a channel, oldest first; of a forum, its posts' first messages."""
        number = int(channel)
        threads = {place.id for place in self.world.children(number)}
        first = [m for m in self.world.messages if m.id in threads and not m.deleted]
        return self.world.standing(number) or first

    def webhooks_in(self, channel: str) -> list[Webhook]:
        """Return the webhooks of a channel, oldest first."""
        return [hook for hook in self.world.webhooks.values() if hook.channel == int(channel)]

    async def wait_for_messages(self, channel: str, count: int) -> list[Message]:
        """Return the messages once there are so many."""
        async with asyncio.timeout(30), self._arrivals:
            await self._arrivals.wait_for(lambda: len(self.messages_in(channel)) >= count)
        return self.messages_in(channel)

    async def wait_until(self, true: Callable[[], bool]) -> None:
        """Return once something is true that only a request can make true."""
        async with asyncio.timeout(30), self._arrivals:
            await self._arrivals.wait_for(true)

    @web.middleware
    async def _handle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(BASE):
            return await handler(request)
        path = request.path.removeprefix(BASE)
        try:
            await read_whole(request)
        except ConnectionError:  # the client died before it had said everything: no effect
            return web.Response()
        self.requests[f"{request.method} {_route(request)}"] += 1
        await asyncio.sleep(self.latency())
        fault = self.faults.take(request.method, path)
        if fault and not fault.after and (response := await fault.strike(request)):
            self.refused[response.status] += response.status >= 400
            return response
        usual = await self._answer(request, handler, path)
        await asyncio.sleep(self.latency())
        if fault and fault.after and (response := await fault.strike(request)):
            return response
        return usual

    async def _answer(
        self, request: web.Request, handler: Handler, path: str
    ) -> web.StreamResponse:
        if (
            not TOKEN_IN_PATH.match(path)
            and request.headers.get("Authorization") != f"Bot {self.token}"
        ):
            self.refused[401] += 1
            return answer({"message": "401: Unauthorized", "code": 0}, 401)
        headers, refusal = self.limits.enter(f"{request.method} {path}")
        if refusal:
            self.refused[429] += 1
            return refusal
        try:
            response = await handler(request)
        except Refusal as said:
            self.refused[said.status] += 1
            response = answer(said.body, said.status)
        except web.HTTPNotFound:
            self.refused[404] += 1
            response = answer({"message": "404: Not Found", "code": 0}, 404)
        response.headers.update(headers)
        async with self._arrivals:
            self._arrivals.notify_all()
        return response


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return (resource.canonical if resource else request.path).removeprefix(BASE)
