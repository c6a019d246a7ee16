"""What webhooks say, and under which name.

docs.discord.com/developers/resources/webhook#execute-webhook.
"""

from collections.abc import Iterator
from typing import Any

from aiohttp import web

from tests.emulators.discord import answers, message_shapes
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.bodies import read_payload
from tests.emulators.discord.checks import MESSAGE_FIELDS, check_thread_name
from tests.emulators.discord.components import COMPONENTS_V2, interactive
from tests.emulators.discord.problems import Problem, address, refuse
from tests.emulators.discord.rest import Rest
from tests.emulators.discord.tags import check_applied
from tests.emulators.discord.threads import Threads
from tests.emulators.discord.webhooks import Webhooks, name_problems
from tests.emulators.discord.world import FORUMS, Channel, Message, Webhook, World

Json = dict[str, Any]
# No nonce: Discord knows none here, so two requests are always two messages.
FIELDS = (MESSAGE_FIELDS - {"nonce", "enforce_nonce", "message_reference", "sticker_ids"}) | {
    "username", "avatar_url", "thread_name", "applied_tags",
}  # fmt: skip
SETTABLE_FLAGS = 1 << 2 | 1 << 12 | COMPONENTS_V2  # no embeds, silent, components


class Personas:
    """The routes below a webhook's token: they need no bot, and none of its rights."""

    def __init__(self, world: World, webhooks: Webhooks, rest: Rest, threads: Threads) -> None:
        self.world = world
        self.webhooks = webhooks
        self.rest = rest
        self.posting = rest.posting
        self.threads = threads

    def routes(self) -> list[web.RouteDef]:
        used = "/webhooks/{webhook}/{token}"
        message = used + "/messages/{message}"
        return [
            web.post(used, self.execute),
            web.get(message, self.get_message),
            web.patch(message, self.edit_message),
            web.delete(message, self.delete_message),
        ]

    async def execute(self, request: web.Request) -> web.Response:
        hook = self.webhooks.with_token(request)
        payload, files = await read_payload(request)
        payload = self._respected(hook, request, payload)
        refuse(_problems(payload))
        place = self._target(hook, request, payload)
        self.posting.check(payload, files, FIELDS)
        place.archived = False
        sent = self._post(hook, place, payload, files)
        self.posting.tell("MESSAGE_CREATE", place, sent)
        if not _flag(request, "wait"):
            return web.Response(status=204)
        return answer(message_shapes.message(sent))

    def _post(self, hook: Webhook, place: Channel, payload: Json, files: list[str]) -> Message:
        opened: Json = {}
        if name := payload.get("thread_name"):
            settings = payload | {"name": name}
            place = self.threads.open(place, settings, owner=hook.id)
            opened = {"id": place.id}  # as for any post of a forum
        return self.posting.post(
            place.id,
            payload,
            files,
            author=hook.id,
            webhook=hook.id,
            application=hook.application,
            name=(payload.get("username") or hook.name).strip(),
            avatar=payload.get("avatar_url") or hook.avatar,
            **opened,
        )

    def _respected(self, hook: Webhook, request: web.Request, payload: Json) -> Json:
        """A person's webhook has no interactive components, and others only where asked for."""
        if hook.application is not None:
            return payload
        if not _flag(request, "with_components"):
            return {name: value for name, value in payload.items() if name != "components"}
        if interactive(payload.get("components") or []):
            raise Refusal(*answers.INTERACTIVE)
        return payload

    def _target(self, hook: Webhook, request: web.Request, payload: Json) -> Channel:
        place = self.world.channels[hook.channel]
        thread, opens = request.query.get("thread_id"), payload.get("thread_name")
        if thread and opens:
            raise Refusal(*answers.THREAD_TWICE)
        if thread:
            return self._thread(hook, thread)
        if place.kind not in FORUMS:
            if opens:
                raise Refusal(*answers.NO_FORUM)
            return place
        if not opens:
            raise Refusal(*answers.NO_THREAD)
        check_thread_name(opens)
        check_applied(place, payload.get("applied_tags") or [], moderator=False)
        return place

    def _thread(self, hook: Webhook, number: str) -> Channel:
        thread = self.world.channels.get(int(number))
        if thread is None or thread.parent != hook.channel:
            raise Refusal(*answers.UNKNOWN_CHANNEL)
        if thread.locked:
            raise Refusal(*answers.LOCKED)
        return thread

    async def get_message(self, request: web.Request) -> web.Response:
        return answer(message_shapes.message(self._said(request)[1]))

    async def edit_message(self, request: web.Request) -> web.Response:
        place, sent = self._said(request)
        payload, files = await read_payload(request)
        payload = self._respected(self.webhooks.with_token(request), request, payload)
        return self.rest.edit(place, sent, payload, files)

    async def delete_message(self, request: web.Request) -> web.Response:
        place, sent = self._said(request)
        self.posting.delete(place, sent)
        return web.Response(status=204)

    def _said(self, request: web.Request) -> tuple[Channel, Message]:
        """A message this very webhook said: where it stands has to be named if it is a thread."""
        hook = self.webhooks.with_token(request)
        thread = request.query.get("thread_id")
        place = self._thread(hook, thread) if thread else self.world.channels[hook.channel]
        sent = self.world.message(place.id, int(request.match_info["message"]))
        if sent is None or sent.webhook != hook.id:
            raise Refusal(*answers.UNKNOWN_MESSAGE)
        return place, sent


def _flag(request: web.Request, name: str) -> bool:
    return request.query.get(name, "").lower() in ("1", "true")


def _problems(payload: Json) -> Iterator[Problem]:
    if payload.get("username") is not None:
        yield from name_problems(("username",), payload["username"])
    yield from address(("avatar_url",), payload.get("avatar_url"))
    if (payload.get("flags") or 0) & ~SETTABLE_FLAGS:
        yield ("flags",), "UNKNOWN_FLAG", "The emulator knows no such flag of a webhook."
