"""The channels posts go to: what they are, which roles their servers have, opening old threads."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import discord

from relaybot.discord import limits
from relaybot.discord.attempts import Attempt
from relaybot.discord.outcomes import NoPlace, in_words, outcome_of
from relaybot.model.destination import Destination
from relaybot.model.outcome import Blocked, DestinationGone, Outcome

DEADLINE = 60.0  # seconds for one attempt, waiting for a rate limit included
ROLE_DEADLINE = 10.0  # seconds for finding out whether a role is there
KEPT = 1024  # channels and roles remembered, when the gateway has not told us

Place = discord.PartialMessageable | discord.ForumChannel
Ruler = discord.abc.GuildChannel  # whose roles and overwrites count


class Channels:
    """What one logged-in client knows of channels; asks only about those nobody told it of."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._takes_messages: OrderedDict[int, None] = OrderedDict()
        self._roles: OrderedDict[tuple[int, int], bool] = OrderedDict()  # (chat, role): is there

    async def place(self, number: int) -> Place:
        """Return where to send. Raises `NoPlace`, and what discord.py raises."""
        channel = self._client.get_channel(number)
        if channel is None and number not in self._takes_messages:
            channel = await self._client.fetch_channel(number)
        if isinstance(channel, discord.ForumChannel):
            return channel
        if channel is not None and not isinstance(channel, discord.abc.Messageable):
            raise NoPlace(f"“{channel}” is a category: follow with a channel within it")
        self._takes_messages[number] = None
        keep(self._takes_messages, number, KEPT)
        return self._client.get_partial_messageable(number)

    async def channel(self, number: int) -> Any:
        """Return the channel or thread itself. Raises what discord.py raises."""
        return self._client.get_channel(number) or await self._client.fetch_channel(number)

    async def role(self, destination: Destination) -> int | None:
        """Return the role to mention, if the server has it; None: nobody is told."""
        wanted, chat = destination.preferences.mention_role, destination.address.chat
        if not wanted or not (limits.is_id(wanted) and limits.is_id(chat)):
            return None
        number, role = int(chat), int(wanted)
        channel = self._client.get_channel(number)
        if isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return role if _has_role(channel.guild.roles, role) else None
        if (number, role) not in self._roles:
            try:
                async with asyncio.timeout(ROLE_DEADLINE):
                    there = await self._asked_for_role(number, role)
            except Exception as error:
                if outcome_of(error, Attempt()) is None:
                    raise
                return role  # sending will say more; Discord lets an unknown role stand
            self._roles[number, role] = there
        keep(self._roles, (number, role), KEPT)
        return role if self._roles[number, role] else None

    async def _asked_for_role(self, number: int, role: int) -> bool:
        channel = await self._client.fetch_channel(number)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return False
        guild = await self._client.fetch_guild(channel.guild.id, with_counts=False)
        return _has_role(guild.roles, role)

    async def unarchive(self, number: int) -> Outcome | None:
        """Open an archived thread; None: it is open."""
        try:
            async with asyncio.timeout(DEADLINE):
                thread = await self._client.fetch_channel(number)
                if isinstance(thread, discord.Thread):
                    await thread.edit(archived=False)
        except Exception as error:
            verdict = outcome_of(error, Attempt())
            if verdict is None:
                raise
            if isinstance(verdict, DestinationGone):
                return verdict
            return Blocked(f"the thread is archived and cannot be opened ({in_words(error)})")
        return None


def rights_in(ruler: Ruler, member: discord.Member) -> discord.Permissions:
    """Return what roles and overwrites come to.

    The library's own answer for text channels takes Embed Links away with Send Messages, which
    would be wrong for the channel's threads, and hides what a moderator has to give.
    """
    rights = discord.abc.GuildChannel.permissions_for(ruler, member)
    return rights if rights.view_channel else discord.Permissions.none()


def keep(kept: OrderedDict[Any, Any], key: Any, limit: int) -> None:
    """Mark as used last, and let go of what was not used for longest."""
    kept.move_to_end(key)
    while len(kept) > limit:
        kept.popitem(last=False)


def _has_role(roles: Sequence[discord.Role], wanted: int) -> bool:
    """Everyone's own role does not count: it is the server, and nobody is ever told of it."""
    return any(role.id == wanted and not role.is_default() for role in roles)
