"""REST: channels, messages, threads, look-ups. Effects are committed before an answer is tried."""

import json
import re
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.emulators.discord import answers, shapes
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.checks import check_message, check_thread_name
from tests.emulators.discord.controls import check_components
from tests.emulators.discord.ratelimits import Hourly, too_many
from tests.emulators.discord.world import (
    CROSSPOSTED,
    FORUMS,
    REQUIRE_TAG,
    THREADS,
    Channel,
    Guild,
    Kind,
    Message,
    Right,
    World,
)

Json = dict[str, Any]
Dispatch = Callable[[str, Json], None]
MAX_REQUEST = 25 * 1024 * 1024


async def read_whole(request: web.Request) -> None:
    """Take in the body at once: what was said completely counts, though the client may die."""
    await (request.post() if _is_multipart(request) else request.read())


def _is_multipart(request: web.Request) -> bool:
    return request.content_type.startswith("multipart/")


async def read_payload(request: web.Request) -> tuple[Json, list[str]]:
    """Return the JSON of the request and the names of its files; both of Discord's body shapes."""
    if request.content_length and request.content_length > MAX_REQUEST:
        raise Refusal(*answers.TOO_LARGE)
    if not _is_multipart(request):
        return await request.json(), []
    form = await request.post()
    files = [part for name, part in form.items() if re.fullmatch(r"files\[\d+\]", name)]
    names = [part.filename for part in files if isinstance(part, web.FileField)]
    return json.loads(str(form["payload_json"])), names


class Rest:
    """The bot's routes."""

    def __init__(self, world: World, dispatch: Dispatch) -> None:
        self.world = world
        self.dispatch = dispatch
        self.conversations: dict[int, Channel] = {}  # by person
        self.closed: set[int] = set()  # people who take no messages from the bot
        self.nonce_window = 120.0  # seconds; Discord says "the past few minutes"
        self.publishing = Hourly()

    def routes(self) -> list[web.RouteDef]:
        channel = "/channels/{channel}"
        one = channel + "/messages/{message}"
        return [
            web.get("/users/@me", self.me),
            web.get("/oauth2/applications/@me", self.application),
            web.post("/users/@me/channels", self.open_conversation),
            web.get("/guilds/{guild}", self.get_guild),
            web.get("/guilds/{guild}/roles", self.get_roles),
            web.get("/guilds/{guild}/members/{member}", self.get_member),
            web.get("/guilds/{guild}/channels", self.get_channels),
            web.get("/guilds/{guild}/threads/active", self.active_threads),
            web.get(channel, self.get_channel),
            web.patch(channel, self.edit_channel),
            web.get(channel + "/messages", self.history),
            web.post(channel + "/messages", self.create_message),
            web.get(one, self.get_message),
            web.patch(one, self.edit_message),
            web.delete(one, self.delete_message),
            web.post(one + "/crosspost", self.publish),
            web.post(one + "/threads", self.discuss),
            web.post(channel + "/threads", self.create_thread),
            web.get(channel + "/threads/archived/public", self.archived_threads),
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
        return answer(shapes.guild_bare(self._guild(request)))

    async def get_roles(self, request: web.Request) -> web.Response:
        return answer(shapes.roles(self._guild(request)))

    async def get_member(self, request: web.Request) -> web.Response:
        guild, person = self._guild(request), int(request.match_info["member"])
        if person not in guild.members:
            raise Refusal(404, 10007, "Unknown Member")
        return answer(shapes.member(self.world, guild, person))

    async def get_channels(self, request: web.Request) -> web.Response:
        places = self.world.in_guild(self._guild(request).id)
        return answer([shapes.channel(place) for place in places if place.kind not in THREADS])

    async def get_channel(self, request: web.Request) -> web.Response:
        return answer(shapes.channel(self._channel(request)))

    async def edit_channel(self, request: web.Request) -> web.Response:
        place = self._channel(request)
        payload = await request.json()
        if place.kind not in THREADS or (
            place.locked and not self._may(place, Right.MANAGE_THREADS)
        ):
            raise Refusal(*answers.MISSING_PERMISSIONS)
        place.archived = bool(payload.get("archived", place.archived))
        self.dispatch("THREAD_UPDATE", shapes.channel(place))
        return answer(shapes.channel(place))

    async def create_message(self, request: web.Request) -> web.Response:
        place = self._channel(request)
        payload, files = await read_payload(request)
        self._check_sending(place, payload, files)
        nonce = payload.get("nonce")
        if nonce is not None and payload.get("enforce_nonce"):
            known = self.world.with_nonce(self.world.bot, str(nonce), self.nonce_window)
            if known:
                return self._repeated(known)
        place.archived = False
        sent = self._post(place.id, payload, files)
        self._tell("MESSAGE_CREATE", place, sent)
        return answer(shapes.message(sent, nonce=True))

    def _repeated(self, known: Message) -> web.Response:
        """The message of that nonce; 404 when it was deleted (discord-api-docs PR #6647)."""
        if known.deleted:
            raise Refusal(*answers.UNKNOWN_MESSAGE)
        return answer(shapes.message(known, nonce=True))

    def _tell(self, event: str, place: Channel, sent: Message) -> None:
        shape = shapes.message(sent, nonce=event == "MESSAGE_CREATE")
        where = {"guild_id": str(place.guild)} if place.guild else {}
        self.dispatch(event, shape | where)

    def _check_sending(self, place: Channel, payload: Json, files: list[str]) -> None:
        if place.kind in FORUMS:
            raise Refusal(*answers.IN_A_FORUM)
        if place.owner in self.closed:
            raise Refusal(*answers.CLOSED)
        if place.kind is Kind.CATEGORY:
            raise Refusal(*answers.NOT_A_TEXT_CHANNEL)
        if place.locked:
            raise Refusal(*answers.LOCKED)
        in_thread = place.kind in THREADS
        right = Right.SEND_MESSAGES_IN_THREADS if in_thread else Right.SEND_MESSAGES
        self._need(place, right)
        self._check_content(place, payload, files)

    def _check_content(self, place: Channel, payload: Json, files: list[str]) -> None:
        if payload.get("embeds"):
            self._need(place, Right.EMBED_LINKS)
        if files:
            self._need(place, Right.ATTACH_FILES)
        check_message(payload, len(files))
        check_components(payload.get("components") or [])

    def _post(self, channel: int, payload: Json, files: list[str]) -> Message:
        nonce = payload.get("nonce")
        message = Message(
            id=self.world.new_id(),
            channel=channel,
            author=self.world.bot,
            content=(payload.get("content") or "").strip(),
            embeds=payload.get("embeds") or [],
            flags=payload.get("flags") or 0,
            nonce=None if nonce is None else str(nonce),
            payload=payload,
            files=files,
            components=payload.get("components") or [],
        )
        return self.world.post(message)

    async def history(self, request: web.Request) -> web.Response:
        place = self._channel(request)
        if not self._may(place, Right.READ_MESSAGE_HISTORY):
            return answer([])  # Discord's way: an empty list, not an error
        limit = int(request.query.get("limit", "50"))
        after, before = request.query.get("after"), request.query.get("before")
        found = self.world.standing(place.id)
        if after:
            found = [m for m in found if m.id > int(after)][:limit]
        elif before:
            found = [m for m in found if m.id < int(before)][-limit:]
        return answer([shapes.message(m) for m in reversed(found[-limit:])])

    async def get_message(self, request: web.Request) -> web.Response:
        place, sent = self._message(request)
        if not self._may(place, Right.READ_MESSAGE_HISTORY):
            raise Refusal(*answers.MISSING_PERMISSIONS)
        return answer(shapes.message(sent))

    async def edit_message(self, request: web.Request) -> web.Response:
        place, sent = self._message(request)
        payload, files = await read_payload(request)
        if sent.author != self.world.bot:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        kept = {"content": sent.content, "embeds": sent.embeds}
        self._check_content(place, kept | payload, files)
        sent.content = (payload.get("content", sent.content) or "").strip()
        sent.embeds = payload.get("embeds", sent.embeds) or []
        sent.edits += 1
        self._tell("MESSAGE_UPDATE", place, sent)
        return answer(shapes.message(sent))

    async def delete_message(self, request: web.Request) -> web.Response:
        self._message(request)[1].deleted = True
        return web.Response(status=204)

    async def publish(self, request: web.Request) -> web.Response:
        place, sent = self._message(request)
        if place.kind is not Kind.ANNOUNCEMENT:
            raise Refusal(*answers.WRONG_KIND)
        self._need(place, Right.SEND_MESSAGES)
        if sent.published:
            raise Refusal(*answers.PUBLISHED)
        if wait := self.publishing.wait(place.id):
            return too_many(wait, {})
        sent.flags |= CROSSPOSTED
        self.world.published.append(sent.id)
        self._tell("MESSAGE_UPDATE", place, sent)
        return answer(shapes.message(sent))

    async def discuss(self, request: web.Request) -> web.Response:
        """Open a thread from a message: it has the message's id."""
        place, sent = self._message(request)
        payload = await request.json()
        check_thread_name(payload.get("name"))
        if place.kind not in (Kind.TEXT, Kind.ANNOUNCEMENT):
            raise Refusal(*answers.WRONG_KIND)
        self._need(place, Right.CREATE_PUBLIC_THREADS)
        if sent.id in self.world.channels:
            raise Refusal(*answers.HAS_A_THREAD)
        thread = self._open_thread(place, payload, sent.id)
        self.dispatch("THREAD_CREATE", shapes.channel(thread) | {"newly_created": True})
        return answer(shapes.channel(thread), 201)

    async def create_thread(self, request: web.Request) -> web.Response:
        place = self._channel(request)
        payload, files = await read_payload(request)
        check_thread_name(payload.get("name"))
        forum = place.kind in FORUMS
        self._need(place, Right.SEND_MESSAGES if forum else Right.CREATE_PUBLIC_THREADS)
        if forum:
            self._check_tags(place, payload)
            self._check_content(place, payload.get("message") or {}, files)
        thread = self._open_thread(place, payload)
        self.dispatch("THREAD_CREATE", shapes.channel(thread) | {"newly_created": True})
        if not forum:
            return answer(shapes.channel(thread), 201)
        sent = self._post(thread.id, payload["message"], files)
        sent.id = thread.id  # a forum post's first message shares the thread's id
        return answer(shapes.channel(thread) | {"message": shapes.message(sent)}, 201)

    def _check_tags(self, forum: Channel, payload: Json) -> None:
        applied = payload.get("applied_tags") or []
        if not applied and forum.flags & REQUIRE_TAG:
            raise Refusal(*answers.TAG_REQUIRED)
        known = {str(tag.id): tag for tag in forum.tags}
        if len(applied) > 5 or any(tag not in known for tag in applied):
            raise Refusal(400, 10087, "Unknown tag")
        moderated = any(known[tag].moderated for tag in applied)
        if moderated and not self._may(forum, Right.MANAGE_THREADS):
            raise Refusal(*answers.MISSING_PERMISSIONS)

    def _open_thread(self, parent: Channel, payload: Json, number: int | None = None) -> Channel:
        announced = parent.kind is Kind.ANNOUNCEMENT
        return self.world.add_channel(
            Channel(
                id=number or self.world.new_id(),
                guild=parent.guild,
                kind=Kind.ANNOUNCEMENT_THREAD if announced else Kind.THREAD,
                name=payload["name"].strip(),
                parent=parent.id,
                owner=self.world.bot,
                applied_tags=[int(tag) for tag in payload.get("applied_tags") or []],
            )
        )

    async def active_threads(self, request: web.Request) -> web.Response:
        places = self.world.in_guild(self._guild(request).id)
        return answer(self._threads([p for p in places if p.kind in THREADS and not p.archived]))

    async def archived_threads(self, request: web.Request) -> web.Response:
        place = self._channel(request)
        self._need(place, Right.READ_MESSAGE_HISTORY)
        children = self.world.children(place.id)
        archived = [child for child in reversed(children) if child.archived]
        return answer(self._threads(archived) | {"has_more": False})

    def _threads(self, threads: list[Channel]) -> Json:
        visible = [t for t in threads if self._may(t, Right.VIEW_CHANNEL)]
        return {"threads": [shapes.channel(thread) for thread in visible], "members": []}

    def _guild(self, request: web.Request) -> Guild:
        guild = self.world.guilds.get(int(request.match_info["guild"]))
        if guild is None:
            raise Refusal(*answers.UNKNOWN_GUILD)
        return guild

    def _channel(self, request: web.Request) -> Channel:
        place = self.world.channels.get(int(request.match_info["channel"]))
        if place is None:
            raise Refusal(*answers.UNKNOWN_CHANNEL)
        if place.kind is Kind.DM:
            return place
        if place.guild not in self.world.guilds or not self._may(place, Right.VIEW_CHANNEL):
            raise Refusal(*answers.MISSING_ACCESS)
        return place

    def _message(self, request: web.Request) -> tuple[Channel, Message]:
        place = self._channel(request)
        sent = self.world.message(place.id, int(request.match_info["message"]))
        if sent is None:
            raise Refusal(*answers.UNKNOWN_MESSAGE)
        return place, sent

    def _may(self, place: Channel, right: Right) -> bool:
        return right in self.world.rights(place)

    def _need(self, place: Channel, right: Right) -> None:
        if not self._may(place, right):
            raise Refusal(*answers.MISSING_PERMISSIONS)
