"""The bot's messages. Effects are committed before an answer is tried."""

from typing import Any

from aiohttp import web

from tests.emulators.discord import answers, message_shapes
from tests.emulators.discord.access import Access
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.bodies import read_payload
from tests.emulators.discord.edits import EditLimits
from tests.emulators.discord.posting import Posting
from tests.emulators.discord.ratelimits import Hourly, too_many
from tests.emulators.discord.world import (
    CROSSPOSTED,
    FORUMS,
    THREADS,
    Channel,
    Kind,
    Message,
    Right,
    World,
)

Json = dict[str, Any]


class Rest:
    """The routes below /channels/{channel}/messages."""

    def __init__(self, world: World, posting: Posting) -> None:
        self.world = world
        self.access = Access(world)
        self.posting = posting
        self.closed: set[int] = set()  # people who take no messages from the bot
        self.nonce_window = 120.0  # seconds; Discord says "the past few minutes"
        self.publishing = Hourly()  # by channel
        self.edit_limits = EditLimits()

    def routes(self) -> list[web.RouteDef]:
        messages = "/channels/{channel}/messages"
        one = messages + "/{message}"
        return [
            web.get(messages, self.history),
            web.post(messages, self.create_message),
            web.get(one, self.get_message),
            web.patch(one, self.edit_message),
            web.delete(one, self.delete_message),
            web.post(one + "/crosspost", self.publish),
        ]

    async def create_message(self, request: web.Request) -> web.Response:
        place = self.access.channel(request)
        payload, files = await read_payload(request)
        self._check_sending(place)
        self.check_content(place, payload, files)
        nonce = payload.get("nonce")
        if nonce is not None and payload.get("enforce_nonce"):
            known = self.world.with_nonce(self.world.bot, str(nonce), self.nonce_window)
            if known:
                return self._repeated(known)
        place.archived = False
        sent = self.posting.post(place.id, payload, files)
        self.posting.tell("MESSAGE_CREATE", place, sent)
        return answer(message_shapes.message(sent, nonce=True))

    def _repeated(self, known: Message) -> web.Response:
        """The message of that nonce; 404 when it was deleted (discord-api-docs PR #6647)."""
        if known.deleted:
            raise Refusal(*answers.UNKNOWN_MESSAGE)
        return answer(message_shapes.message(known, nonce=True))

    def _check_sending(self, place: Channel) -> None:
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
        self.access.need(place, right)

    def check_content(self, place: Channel, payload: Json, files: list[str]) -> None:
        """Raise what the bot may not send here."""
        self._check_rights(place, payload, files)
        self.posting.check(payload, files)

    def _check_rights(self, place: Channel, payload: Json, files: list[str]) -> None:
        if payload.get("embeds"):
            self.access.need(place, Right.EMBED_LINKS)
        if files:
            self.access.need(place, Right.ATTACH_FILES)

    async def history(self, request: web.Request) -> web.Response:
        place = self.access.channel(request)
        if not self.access.may(place, Right.READ_MESSAGE_HISTORY):
            return answer([])  # Discord's way: an empty list, not an error
        limit = int(request.query.get("limit", "50"))
        after, before = request.query.get("after"), request.query.get("before")
        found = self.world.standing(place.id)
        if after:
            found = [m for m in found if m.id > int(after)][:limit]
        elif before:
            found = [m for m in found if m.id < int(before)][-limit:]
        return answer([message_shapes.message(m) for m in reversed(found[-limit:])])

    async def get_message(self, request: web.Request) -> web.Response:
        place, sent = self.access.message(request)
        if not self.access.may(place, Right.READ_MESSAGE_HISTORY):
            raise Refusal(*answers.MISSING_PERMISSIONS)
        return answer(message_shapes.message(sent))

    async def edit_message(self, request: web.Request) -> web.Response:
        place, sent = self.access.message(request)
        payload, files = await read_payload(request)
        if sent.author != self.world.bot:
            raise Refusal(*answers.NOT_YOURS)
        self._check_rights(place, payload, files)
        return self.edit(place, sent, payload, files)

    def edit(self, place: Channel, sent: Message, payload: Json, files: list[str]) -> web.Response:
        """Change a message, whoever's it is, if Discord's rules about edits allow it."""
        if place.archived:
            raise Refusal(*answers.ARCHIVED)
        self.posting.check_edit(sent, payload, files)
        if refusal := self.edit_limits.refusal(sent):
            return refusal
        self.posting.change(sent, payload, files)
        self.posting.tell("MESSAGE_UPDATE", place, sent)
        return answer(message_shapes.message(sent))

    async def delete_message(self, request: web.Request) -> web.Response:
        place, sent = self.access.message(request)
        if sent.author != self.world.bot:
            self.access.need(place, Right.MANAGE_MESSAGES)
        self.posting.delete(place, sent)
        return web.Response(status=204)

    async def publish(self, request: web.Request) -> web.Response:
        place, sent = self.access.message(request)
        if place.kind is not Kind.ANNOUNCEMENT:
            raise Refusal(*answers.WRONG_KIND)
        self.access.need(place, Right.SEND_MESSAGES)
        if sent.author != self.world.bot:
            self.access.need(place, Right.MANAGE_MESSAGES)
        if sent.published:
            raise Refusal(*answers.PUBLISHED)
        if wait := self.publishing.wait(place.id):
            return too_many(wait, {})
        sent.flags |= CROSSPOSTED
        self.world.published.append(sent.id)
        self.posting.tell("MESSAGE_UPDATE", place, sent)
        return answer(message_shapes.message(sent))
