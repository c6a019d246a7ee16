"""Look-ups: the bot itself, servers, members, channels; and changes to channels."""

from typing import Any

from aiohttp import web

from tests.emulators.discord import answers, shapes
from tests.emulators.discord.access import Access
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.checks import check_thread_name
from tests.emulators.discord.posting import Dispatch
from tests.emulators.discord.tags import changed, check_applied
from tests.emulators.discord.world import FORUMS, THREADS, Channel, Kind, Right, World

Json = dict[str, Any]


class Places:
    """What is asked about servers and channels."""

    def __init__(self, world: World, dispatch: Dispatch) -> None:
        self.world = world
        self.dispatch = dispatch
        self.access = Access(world)
        self.conversations: dict[int, Channel] = {}  # by person

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/users/@me", self.me),
            web.get("/oauth2/applications/@me", self.application),
            web.post("/users/@me/channels", self.open_conversation),
            web.get("/guilds/{guild}", self.get_guild),
            web.get("/guilds/{guild}/roles", self.get_roles),
            web.get("/guilds/{guild}/members/{member}", self.get_member),
            web.get("/guilds/{guild}/channels", self.get_channels),
            web.get("/channels/{channel}", self.get_channel),
            web.patch("/channels/{channel}", self.edit_channel),
        ]

    async def me(self, _: web.Request) -> web.Response:
        return answer(shapes.user(self.world.bot))

    async def application(self, _: web.Request) -> web.Response:
        return answer(shapes.application(self.world))

    async def open_conversation(self, request: web.Request) -> web.Response:
        person = int((await request.json())["recipient_id"])
        found = self.conversations.get(person)
        if found is None:
            found = Channel(self.world.new_id(), 0, Kind.DM, "", owner=person)
            self.conversations[person] = self.world.add_channel(found)
        return answer(shapes.direct(found, person))

    async def get_guild(self, request: web.Request) -> web.Response:
        return answer(shapes.guild_bare(self.access.guild(request)))

    async def get_roles(self, request: web.Request) -> web.Response:
        return answer(shapes.roles(self.access.guild(request)))

    async def get_member(self, request: web.Request) -> web.Response:
        guild, person = self.access.guild(request), int(request.match_info["member"])
        if person not in guild.members:
            raise Refusal(404, 10007, "Unknown Member")
        return answer(shapes.member(self.world, guild, person))

    async def get_channels(self, request: web.Request) -> web.Response:
        places = self.world.in_guild(self.access.guild(request).id)
        return answer([shapes.channel(place) for place in places if place.kind not in THREADS])

    async def get_channel(self, request: web.Request) -> web.Response:
        return answer(shapes.channel(self.access.channel(request)))

    async def edit_channel(self, request: web.Request) -> web.Response:
        place = self.access.channel(request)
        payload = await request.json()
        if place.kind in THREADS:
            self._edit_thread(place, payload)
            self.dispatch("THREAD_UPDATE", shapes.channel(place))
        else:
            self._edit_settings(place, payload)
            self.dispatch("CHANNEL_UPDATE", shapes.channel(place))
        return answer(shapes.channel(place))

    def _edit_thread(self, thread: Channel, payload: Json) -> None:
        """Who opened a thread may name, tag and reopen it, unless it is locked."""
        trusted = self.access.may(thread, Right.MANAGE_THREADS)
        own = thread.owner == self.world.bot
        waking = payload.keys() <= {"archived"} and not payload.get("archived")
        if not trusted and (thread.locked or not (own or waking)):
            raise Refusal(*answers.MISSING_PERMISSIONS)
        if "name" in payload:
            check_thread_name(payload["name"])
            thread.name = payload["name"].strip()
        if "applied_tags" in payload and thread.parent:
            applied = payload["applied_tags"]
            check_applied(self.world.channels[thread.parent], applied, moderator=trusted)
            thread.applied_tags = [int(tag) for tag in applied]
        thread.archived = bool(payload.get("archived", thread.archived))

    def _edit_settings(self, place: Channel, payload: Json) -> None:
        self.access.need(place, Right.MANAGE_CHANNELS)
        if "available_tags" in payload and place.kind in FORUMS:
            place.tags = changed(self.world, place, payload["available_tags"])
        place.name = str(payload.get("name", place.name))
