"""Threads: opened from messages, in channels, and as posts of forums."""

from typing import Any

from aiohttp import web

from tests.emulators.discord import answers, message_shapes, shapes
from tests.emulators.discord.access import Access
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.bodies import read_payload
from tests.emulators.discord.checks import check_thread_name
from tests.emulators.discord.rest import Rest
from tests.emulators.discord.tags import check_applied
from tests.emulators.discord.world import FORUMS, THREADS, Channel, Kind, Right, World

Json = dict[str, Any]


class Threads:
    """Opens threads and lists them."""

    def __init__(self, world: World, rest: Rest) -> None:
        self.world = world
        self.access = Access(world)
        self.rest = rest
        self.dispatch = rest.posting.dispatch

    def routes(self) -> list[web.RouteDef]:
        channel = "/channels/{channel}"
        return [
            web.post(channel + "/messages/{message}/threads", self.discuss),
            web.post(channel + "/threads", self.create_thread),
            web.get(channel + "/threads/archived/public", self.archived_threads),
            web.get("/guilds/{guild}/threads/active", self.active_threads),
        ]

    async def discuss(self, request: web.Request) -> web.Response:
        """Open a thread from a message: it has the message's id."""
        place, sent = self.access.message(request)
        payload = await request.json()
        check_thread_name(payload.get("name"))
        if place.kind not in (Kind.TEXT, Kind.ANNOUNCEMENT):
            raise Refusal(*answers.WRONG_KIND)
        self.access.need(place, Right.CREATE_PUBLIC_THREADS)
        if sent.id in self.world.channels:
            raise Refusal(*answers.HAS_A_THREAD)
        return answer(shapes.channel(self.open(place, payload, number=sent.id)), 201)

    async def create_thread(self, request: web.Request) -> web.Response:
        place = self.access.channel(request)
        payload, files = await read_payload(request)
        check_thread_name(payload.get("name"))
        if place.kind not in FORUMS:
            self.access.need(place, Right.CREATE_PUBLIC_THREADS)
            return answer(shapes.channel(self.open(place, payload)), 201)
        self.access.need(place, Right.SEND_MESSAGES)
        trusted = self.access.may(place, Right.MANAGE_THREADS)
        check_applied(place, payload.get("applied_tags") or [], moderator=trusted)
        message = payload.get("message") or {}
        self.rest.check_content(place, message, files)
        thread = self.open(place, payload)
        # A forum post's first message shares the thread's id.
        sent = self.rest.posting.post(thread.id, message, files, id=thread.id)
        shape = {"message": message_shapes.message(sent)}
        return answer(shapes.channel(thread) | shape, 201)

    def open(self, parent: Channel, payload: Json, *, number: int = 0, owner: int = 0) -> Channel:
        """Open a thread, with the id of a message and by somebody else than the bot if given."""
        announced = parent.kind is Kind.ANNOUNCEMENT
        thread = Channel(
            id=number or self.world.new_id(),
            guild=parent.guild,
            kind=Kind.ANNOUNCEMENT_THREAD if announced else Kind.THREAD,
            name=payload["name"].strip(),
            parent=parent.id,
            owner=owner or self.world.bot,
            applied_tags=[int(tag) for tag in payload.get("applied_tags") or []],
        )
        self.world.add_channel(thread)
        self.dispatch("THREAD_CREATE", shapes.channel(thread) | {"newly_created": True})
        return thread

    async def active_threads(self, request: web.Request) -> web.Response:
        places = self.world.in_guild(self.access.guild(request).id)
        return answer(self._listed([p for p in places if p.kind in THREADS and not p.archived]))

    async def archived_threads(self, request: web.Request) -> web.Response:
        place = self.access.channel(request)
        self.access.need(place, Right.READ_MESSAGE_HISTORY)
        children = self.world.children(place.id)
        archived = [child for child in reversed(children) if child.archived]
        return answer(self._listed(archived) | {"has_more": False})

    def _listed(self, threads: list[Channel]) -> Json:
        visible = [t for t in threads if self.access.may(t, Right.VIEW_CHANNEL)]
        return {"threads": [shapes.channel(thread) for thread in visible], "members": []}
