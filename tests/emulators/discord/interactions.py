"""Commands, interaction callbacks and follow-ups."""

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.emulators.discord import answers, message_shapes, shapes
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.bodies import read_payload
from tests.emulators.discord.controls import check_choices
from tests.emulators.discord.posting import Posting
from tests.emulators.discord.registry import check_commands
from tests.emulators.discord.world import Message, World

Json = dict[str, Any]
COMMAND, COMPONENT, TYPING = 2, 3, 4  # interaction types
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, SUGGEST = 4, 5, 6, 7, 8  # callback types
ALLOWED = {
    COMMAND: {MESSAGE, DEFER},
    COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE},
    TYPING: {SUGGEST},
}
EPHEMERAL = 1 << 6  # message flag


@dataclass
class Interaction:
    """One thing a person did, and everything the bot said to it, in order.

    `pressed`: the message whose button or select it was; `thinking`: deferred and not answered yet.
    """

    id: int
    token: str
    channel: int
    kind: int
    pressed: Message | None = None
    thinking: Message | None = None
    begun: float = field(default_factory=time.monotonic)
    responses: list[Json] = field(default_factory=list)  # callback bodies, then follow-ups
    messages: list[Message] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)
    refused: asyncio.Event = field(default_factory=asyncio.Event)  # an answer came too late

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

    def __init__(self, world: World, posting: Posting) -> None:
        self.world = world
        self.posting = posting
        self.dispatch = posting.dispatch
        self.open: dict[str, Interaction] = {}
        self.commands: dict[int | None, list[Json]] = defaultdict(list)  # None = global
        self.syncs = 0
        self.patience = 3.0  # seconds until an interaction is no longer known

    def routes(self) -> list[web.RouteDef]:
        application = "/applications/{application}"
        hook = "/webhooks/{application}/{token:token-\\d+}"  # others are of webhooks
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
        self,
        kind: int,
        data: Json,
        channel: int,
        permissions: int | None = None,
        *,
        person: int | None = None,
        pressed: Message | None = None,
        **more: Any,
    ) -> Interaction:
        """Dispatch INTERACTION_CREATE as if a person had acted in that channel."""
        place = self.world.channels[channel]
        number = self.world.new_id()
        interaction = Interaction(number, f"token-{number}", channel, kind, pressed)
        self.open[interaction.token] = interaction
        if permissions is None:
            permissions = int(self.world.rights(place, person))
        if pressed:
            more["message"] = message_shapes.message(pressed)
        member = self._member(place.guild, person) | {"permissions": str(permissions)}
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
            "app_permissions": str(int(self.world.rights(place))),
            "locale": "en-US",
            "entitlements": [],
            "data": data,
            **more,
        }
        self.dispatch("INTERACTION_CREATE", event)
        return interaction

    def _member(self, guild: int, person: int | None) -> Json:
        if person is not None:
            return shapes.member(self.world, self.world.guilds[guild], person)
        return {
            "user": shapes.user(self.world.application + 1, "someone", bot=False),
            "roles": [],
            "flags": 0,
            "joined_at": shapes.moment(guild),
        }

    async def get_commands(self, request: web.Request) -> web.Response:
        return answer(self.commands[_guild(request)])

    async def put_commands(self, request: web.Request) -> web.Response:
        commands = await request.json()
        check_commands(commands)
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
        if time.monotonic() - interaction.begun > self.patience:
            interaction.refused.set()
            raise Refusal(*answers.UNKNOWN_INTERACTION)
        payload, files = await read_payload(request)
        kind, data = payload["type"], payload.get("data") or {}
        if kind not in ALLOWED[interaction.kind]:
            raise answers.invalid({"type": {"_errors": [{"code": "BAD", "message": "type"}]}})
        resource: Json = {"type": kind}
        if kind == SUGGEST:
            check_choices(data["choices"])
        if kind == MESSAGE:
            self.posting.check(data, files)
        if shown := self._called_back(interaction, kind, data, files):
            resource["message"] = message_shapes.message(shown)
        await interaction.heard(payload)
        about = {"id": str(interaction.id), "type": interaction.kind}
        return answer({"interaction": about, "resource": resource})

    def _called_back(
        self, interaction: Interaction, kind: int, data: Json, files: list[str]
    ) -> Message | None:
        if kind == UPDATE and interaction.pressed:
            self._edit(interaction.pressed, data, files)
        if kind in (UPDATE, DEFER_UPDATE):
            return interaction.pressed
        if kind not in (MESSAGE, DEFER):
            return None
        said = self._say(interaction, data, files)
        interaction.thinking = said if kind == DEFER else None
        return said

    async def follow_up(self, request: web.Request) -> web.Response:
        interaction = self._interaction(request)
        if not interaction.responses:
            raise Refusal(*answers.UNKNOWN_WEBHOOK)
        payload, files = await read_payload(request)
        self.posting.check(payload, files)
        waiting, interaction.thinking = interaction.thinking, None
        if waiting:  # the first follow-up takes the place of "thinking …", whatever its flags say
            self.posting.change(waiting, payload, files)
        sent = waiting or self._say(interaction, payload, files)
        await interaction.heard(payload)
        return answer(message_shapes.message(sent))

    async def get_reply(self, request: web.Request) -> web.Response:
        return answer(message_shapes.message(self._reply(request)))

    async def edit_reply(self, request: web.Request) -> web.Response:
        sent = self._reply(request)
        payload, files = await read_payload(request)
        self._edit(sent, payload, files)
        interaction = self._interaction(request)
        interaction.thinking = None
        await interaction.heard(payload)
        return answer(message_shapes.message(sent))

    async def delete_reply(self, request: web.Request) -> web.Response:
        self._reply(request).deleted = True
        self._interaction(request).thinking = None
        return web.Response(status=204)

    def _edit(self, sent: Message, payload: Json, files: list[str]) -> None:
        self.posting.check_edit(sent, payload, files)
        self.posting.change(sent, payload, files)

    def _say(self, interaction: Interaction, data: Json, files: list[str]) -> Message:
        application = self.world.application
        sent = self.posting.made(
            interaction.channel, data, files, webhook=application, application=application
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
        interaction = self._interaction(request)
        own = [interaction.pressed] if interaction.pressed else []
        updates = interaction.responses[:1] and interaction.responses[0]["type"] in (6, 7)
        messages = own + interaction.messages if updates else interaction.messages
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
