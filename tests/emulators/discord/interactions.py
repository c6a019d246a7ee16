"""Commands, interaction callbacks and follow-ups."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.emulators.discord import answers, shapes
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.checks import check_message
from tests.emulators.discord.rest import Dispatch, read_payload
from tests.emulators.discord.world import Message, World

Json = dict[str, Any]
MESSAGE, DEFER, UPDATE = 4, 5, 7  # callback types
EPHEMERAL = 1 << 6  # message flag


@dataclass
class Interaction:
    """One thing a person did, and everything the bot said to it, in order."""

    id: int
    token: str
    channel: int
    responses: list[Json] = field(default_factory=list)  # callback bodies, then follow-ups
    messages: list[Message] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def wait(self, responses: int = 1) -> list[Json]:
        """Return the responses once there are so many."""
        async with asyncio.timeout(10), self.arrived:
            await self.arrived.wait_for(lambda: len(self.responses) >= responses)
        return self.responses

    async def heard(self, response: Json) -> None:
        async with self.arrived:
            self.responses.append(response)
            self.arrived.notify_all()


class Interactions:
    """The application's routes; callbacks and webhooks need no bot authorization."""

    def __init__(self, world: World, dispatch: Dispatch) -> None:
        self.world = world
        self.dispatch = dispatch
        self.open: dict[str, Interaction] = {}
        self.commands: dict[int | None, list[Json]] = defaultdict(list)  # None = global
        self.syncs = 0

    def routes(self) -> list[web.RouteDef]:
        application = "/applications/{application}"
        hook = "/webhooks/{application}/{token}"
        return [
            web.get(application + "/commands", self.get_commands),
            web.put(application + "/commands", self.put_commands),
            web.get(application + "/guilds/{guild}/commands", self.get_commands),
            web.put(application + "/guilds/{guild}/commands", self.put_commands),
            web.post("/interactions/{interaction}/{token}/callback", self.callback),
            web.post(hook, self.follow_up),
            web.get(hook + "/messages/{message}", self.get_reply),
            web.patch(hook + "/messages/{message}", self.edit_reply),
            web.delete(hook + "/messages/{message}", self.delete_reply),
        ]

    def begin(
        self, kind: int, data: Json, channel: int, permissions: int, **more: Any
    ) -> Interaction:
        """Dispatch INTERACTION_CREATE as if a person had acted in that channel."""
        place = self.world.channels[channel]
        number, person = self.world.new_id(), self.world.application + 1
        interaction = Interaction(number, f"token-{number}", channel)
        self.open[interaction.token] = interaction
        member = {
            "user": shapes.user(person, "someone", bot=False),
            "roles": [],
            "flags": 0,
            "joined_at": shapes.moment(place.guild),
            "permissions": str(permissions),
        }
        event = {
            "id": str(number),
            "application_id": str(self.world.application),
            "type": kind,
            "token": interaction.token,
            "version": 1,
            "attachment_size_limit": 10 * 1024 * 1024,
            "guild_id": str(place.guild),
            "channel_id": str(channel),
            "channel": shapes.channel(place) | {"permissions": str(permissions)},
            "member": member,
            "locale": "en-US",
            "entitlements": [],
            "data": data,
            **more,
        }
        self.dispatch("INTERACTION_CREATE", event)
        return interaction

    async def get_commands(self, request: web.Request) -> web.Response:
        return answer(self.commands[_guild(request)])

    async def put_commands(self, request: web.Request) -> web.Response:
        commands = await request.json()
        if len(commands) > 100:
            raise Refusal(400, 30032, "Maximum number of application commands reached (100)")
        guild = _guild(request)
        self.syncs += 1
        self.commands[guild] = [self._registered(command, guild) for command in commands]
        return answer(self.commands[guild])

    def _registered(self, command: Json, guild: int | None) -> Json:
        number, application = str(self.world.new_id()), str(self.world.application)
        described = {"description": "", "options": [], "type": 1} | command
        place = {"guild_id": str(guild)} if guild else {}
        return described | place | {"id": number, "application_id": application, "version": number}

    async def callback(self, request: web.Request) -> web.Response:
        interaction = self._interaction(request)
        if interaction.responses:
            raise Refusal(*answers.ACKNOWLEDGED)
        payload, files = await read_payload(request)
        resource: Json = {"type": payload["type"]}
        if payload["type"] in (MESSAGE, DEFER, UPDATE):
            if payload["type"] != DEFER:
                check_message(payload.get("data") or {}, len(files))
            resource["message"] = shapes.message(self._say(interaction, payload.get("data") or {}))
        await interaction.heard(payload)
        about = {"id": str(interaction.id), "type": 2}
        return answer({"interaction": about, "resource": resource})

    async def follow_up(self, request: web.Request) -> web.Response:
        interaction = self._interaction(request)
        payload, files = await read_payload(request)
        check_message(payload, len(files))
        sent = self._say(interaction, payload)
        await interaction.heard(payload)
        return answer(shapes.message(sent))

    async def get_reply(self, request: web.Request) -> web.Response:
        return answer(shapes.message(self._reply(request)))

    async def edit_reply(self, request: web.Request) -> web.Response:
        sent = self._reply(request)
        payload, files = await read_payload(request)
        check_message({"content": sent.content, "embeds": sent.embeds} | payload, len(files))
        sent.content = payload.get("content", sent.content) or ""
        sent.embeds = payload.get("embeds", sent.embeds) or []
        sent.edits += 1
        await self._interaction(request).heard(payload)
        return answer(shapes.message(sent))

    async def delete_reply(self, request: web.Request) -> web.Response:
        self._reply(request).deleted = True
        return web.Response(status=204)

    def _say(self, interaction: Interaction, data: Json) -> Message:
        sent = Message(
            id=self.world.new_id(),
            channel=interaction.channel,
            author=self.world.bot,
            content=data.get("content") or "",
            embeds=data.get("embeds") or [],
            flags=data.get("flags") or 0,
            nonce=None,
            payload=data,
        )
        interaction.messages.append(sent)
        if not sent.flags & EPHEMERAL:
            self.world.post(sent)
        return sent

    def _interaction(self, request: web.Request) -> Interaction:
        interaction = self.open.get(request.match_info["token"])
        if interaction is None:
            raise Refusal(*answers.UNKNOWN_INTERACTION)
        return interaction

    def _reply(self, request: web.Request) -> Message:
        messages = self._interaction(request).messages
        wanted = request.match_info["message"]
        standing = [sent for sent in messages if not sent.deleted]
        original = [m for m in messages[:1] if not m.deleted] if wanted == "@original" else []
        found = original or [sent for sent in standing if str(sent.id) == wanted]
        if not found:
            raise Refusal(*answers.UNKNOWN_MESSAGE)
        return found[0]


def _guild(request: web.Request) -> int | None:
    guild = request.match_info.get("guild")
    return int(guild) if guild else None
