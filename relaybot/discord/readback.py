"""What became of a message whose answer was lost: the channel is read back.

A message is known by the post's link, wherever it stands: in a card, in a line, in the heading of
a container, in plain text. So it is found though the place has chosen another style since, the
chapter another name, or somebody else to speak: the bot or its webhook.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import discord

from relaybot.discord.format import DiscordMessage
from relaybot.discord.recognise import receipt_of_found, shows
from relaybot.model.outcome import Delivered, Recovery, Repeatable, Unknown

READ_BACK = 1000  # messages; what stands further on was certainly written by others
THREADS_BACK = 200
UNREADABLE = Unknown("relaybot may not read the channel's history")


class ReadBack:
    """Reads what stands in channels and forums, as one logged-in client sees it."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def find_message(
        self, place: discord.PartialMessageable, expected: DiscordMessage, since: datetime
    ) -> Recovery:
        """Look for a message among those written since."""
        count = 0
        async for message in place.history(limit=READ_BACK, after=since, oldest_first=True):
            count += 1
            if self._said_by_us(message) and shows(message, expected):
                return Delivered(str(message.id), str(receipt_of_found(message, expected)))
        if count >= READ_BACK:
            return Unknown("too much was written in the channel since")
        if count or await self._may_read_history(place.id):
            return Repeatable("it does not stand in the channel")
        return UNREADABLE

    async def find_post(
        self, forum: discord.ForumChannel, expected: DiscordMessage, since: datetime
    ) -> Recovery:
        """Look for a forum post among those opened since."""
        floor = discord.utils.time_snowflake(since)
        async for thread in _threads(forum):
            ours = thread.id >= floor and self._is_ours(thread.owner_id)
            named = ours and thread.name == expected.thread_name
            if named and (found := await _begun(thread, expected)):
                return found
        if await self._may_read_history(forum.id):
            return Repeatable("it does not stand in the forum")
        return Unknown("relaybot may not read the forum's history")

    def _said_by_us(self, message: discord.Message) -> bool:
        """An answer in chat comes from a webhook too, the application's own: it is no post."""
        if message.webhook_id is None:
            return self._is_ours(message.author.id)
        own = self._client.application_id
        return message.application_id == own and message.webhook_id != own

    def _is_ours(self, author: int | None) -> bool:
        return self._client.user is not None and author == self._client.user.id

    async def _may_read_history(self, number: int) -> bool:
        """Without this permission Discord answers with an empty list: that would prove nothing."""
        channel: Any = self._client.get_channel(number)
        if channel is None or channel.guild.me is None:  # the gateway has not told of the server
            channel = await self._client.fetch_channel(number)
            guild = await self._client.fetch_guild(channel.guild.id, with_counts=False)
            number = channel.parent_id if isinstance(channel, discord.Thread) else number
            channel = await guild.fetch_channel(number)
            me = await guild.fetch_member(self._client.user.id if self._client.user else 0)
        else:
            me = channel.guild.me
        return bool(channel.permissions_for(me).read_message_history)


async def _threads(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=THREADS_BACK):
        yield thread


async def _begun(thread: discord.Thread, expected: DiscordMessage) -> Delivered | None:
    """Return the post that begins this thread if it is the expected one; deleted counts as ours."""
    try:
        first = await thread.fetch_message(thread.id)
    except discord.NotFound:
        return Delivered(str(thread.id))
    if not shows(first, expected):
        return None
    return Delivered(str(thread.id), str(receipt_of_found(first, expected, thread.name)))
