"""Webhooks: who may make them, and how they may be called.

docs.discord.com/developers/resources/webhook.
"""

import secrets
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from tests.emulators.discord import answers, message_shapes, shapes
from tests.emulators.discord.access import Access
from tests.emulators.discord.answers import Refusal, answer
from tests.emulators.discord.posting import Dispatch
from tests.emulators.discord.problems import Path, Problem, between, length, refuse
from tests.emulators.discord.world import THREADS, Channel, Kind, Right, Webhook, World

Json = dict[str, Any]
MOST_WEBHOOKS = 15  # in one channel
LONGEST_NAME = 80
FORBIDDEN_WITHIN = ("clyde", "discord")
FORBIDDEN = ("everyone", "here")


class Webhooks:
    """Making, finding and deleting webhooks; who knows a token needs no bot."""

    def __init__(self, world: World, dispatch: Dispatch) -> None:
        self.world = world
        self.dispatch = dispatch
        self.access = Access(world)

    def routes(self) -> list[web.RouteDef]:
        channel, one = "/channels/{channel}/webhooks", "/webhooks/{webhook}"
        used = one + "/{token}"
        return [
            web.get(channel, self.in_channel),
            web.post(channel, self.create),
            web.get(one, self.get),
            web.patch(one, self.rename),
            web.delete(one, self.delete),
            web.get(used, self.get_with_token),
            web.delete(used, self.delete_with_token),
        ]

    async def in_channel(self, request: web.Request) -> web.Response:
        place = self.access.channel(request)
        self.access.need(place, Right.MANAGE_WEBHOOKS)
        return answer([self._shape(hook) for hook in self._in(place)])

    async def create(self, request: web.Request) -> web.Response:
        place = self.access.channel(request)
        self.access.need(place, Right.MANAGE_WEBHOOKS)
        payload = await request.json()
        refuse(name_problems(("name",), payload.get("name")))
        if place.kind in (*THREADS, Kind.CATEGORY):
            raise Refusal(*answers.WRONG_KIND)
        if len(self._in(place)) >= MOST_WEBHOOKS:
            message = f"Maximum number of webhooks reached ({MOST_WEBHOOKS})"
            raise Refusal(400, 30007, message)
        hook = self.add(place, payload["name"].strip(), self.world.application)
        hook.avatar = payload.get("avatar")
        return answer(self._shape(hook))

    def add(self, place: Channel, name: str, application: int | None) -> Webhook:
        """Let there be a webhook, the bot's or (`application` None) a person's."""
        number, token = self.world.new_id(), secrets.token_urlsafe(51)
        hook = Webhook(number, place.id, place.guild, name, token, application)
        self.world.webhooks[hook.id] = hook
        self._tell(hook)
        return hook

    async def get(self, request: web.Request) -> web.Response:
        return answer(self._shape(self._managed(request)))

    async def rename(self, request: web.Request) -> web.Response:
        hook, payload = self._managed(request), await request.json()
        if "name" in payload:
            refuse(name_problems(("name",), payload["name"]))
            hook.name = payload["name"].strip()
        self._tell(hook)
        return answer(self._shape(hook))

    async def delete(self, request: web.Request) -> web.Response:
        return self.remove(self._managed(request))

    async def get_with_token(self, request: web.Request) -> web.Response:
        return answer(message_shapes.webhook(self.with_token(request)))

    async def delete_with_token(self, request: web.Request) -> web.Response:
        return self.remove(self.with_token(request))

    def remove(self, hook: Webhook) -> web.Response:
        """Delete a webhook; what it said stays."""
        del self.world.webhooks[hook.id]
        self._tell(hook)
        return web.Response(status=204)

    def _tell(self, hook: Webhook) -> None:
        place = {"guild_id": str(hook.guild), "channel_id": str(hook.channel)}
        self.dispatch("WEBHOOKS_UPDATE", place)

    def _in(self, place: Channel) -> list[Webhook]:
        return [hook for hook in self.world.webhooks.values() if hook.channel == place.id]

    def _shape(self, hook: Webhook) -> Json:
        own = hook.application == self.world.application
        owner = shapes.user(self.world.bot if own else self.world.application + 1)
        return message_shapes.webhook(hook, owner=owner, token=own or hook.application is None)

    def with_token(self, request: web.Request) -> Webhook:
        """Return the webhook of which the request knows the token."""
        hook = self._known(request)
        if hook.token != request.match_info["token"]:
            raise Refusal(*answers.WRONG_TOKEN)
        return hook

    def _managed(self, request: web.Request) -> Webhook:
        hook = self._known(request)
        self.access.need(self.world.channels[hook.channel], Right.MANAGE_WEBHOOKS)
        return hook

    def _known(self, request: web.Request) -> Webhook:
        number = request.match_info["webhook"]
        hook = self.world.webhooks.get(int(number)) if number.isdigit() else None
        if hook is None:
            raise Refusal(*answers.UNKNOWN_WEBHOOK)
        return hook


def name_problems(path: Path, name: object) -> Iterator[Problem]:
    """Words and codes as in DiscordIntegration-Forge #488 and discord-webhooks #100."""
    text = name.strip().lower() if isinstance(name, str) else ""
    yield from between(path, length(text), 1, LONGEST_NAME)
    for word in FORBIDDEN_WITHIN:
        if word in text:
            yield path, "USERNAME_INVALID_CONTAINS", f'Username cannot contain "{word}"'
    if text in FORBIDDEN:
        yield path, "USERNAME_INVALID", f'Username cannot be "{text}"'
