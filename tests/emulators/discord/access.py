"""What a request names, if it is there and the bot may see it."""

from aiohttp import web

from tests.emulators.discord import answers
from tests.emulators.discord.answers import Refusal
from tests.emulators.discord.world import Channel, Guild, Kind, Message, Right, World


class Access:
    """Looks up guilds, channels and messages, and asks for rights."""

    def __init__(self, world: World) -> None:
        self.world = world

    def guild(self, request: web.Request) -> Guild:
        guild = self.world.guilds.get(int(request.match_info["guild"]))
        if guild is None:
            raise Refusal(*answers.UNKNOWN_GUILD)
        return guild

    def channel(self, request: web.Request) -> Channel:
        place = self.world.channels.get(int(request.match_info["channel"]))
        if place is None:
            raise Refusal(*answers.UNKNOWN_CHANNEL)
        if place.kind is Kind.DM:
            return place
        if place.guild not in self.world.guilds or not self.may(place, Right.VIEW_CHANNEL):
            raise Refusal(*answers.MISSING_ACCESS)
        return place

    def message(self, request: web.Request) -> tuple[Channel, Message]:
        place = self.channel(request)
        sent = self.world.message(place.id, int(request.match_info["message"]))
        if sent is None:
            raise Refusal(*answers.UNKNOWN_MESSAGE)
        return place, sent

    def may(self, place: Channel, right: Right) -> bool:
        return right in self.world.rights(place)

    def need(self, place: Channel, right: Right) -> None:
        if not self.may(place, right):
            raise Refusal(*answers.MISSING_PERMISSIONS)
