"""What became of a message whose answer was lost: the channel is read back.

A message is known by the post's link, wherever it stands: in a card, in a line, in plain text. So
it is found though the place has chosen another style since, or the chapter another name.
"""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote

import discord

from relaybot.discord.format import DiscordMessage
from relaybot.model.outcome import Delivered, Recovery, Repeatable, Unknown

READ_BACK = 1000  # messages; what stands further on was certainly written by others
THREADS_BACK = 200

_MENTION = re.compile(r"<@&\d+>\s*")
_LINK = re.compile(r"https?://[^\s>]+")


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
            answers = message.webhook_id is not None  # somebody's /latest may show the same post
            if self._is_ours(message.author.id) and not answers and _shows(message, expected):
                return Delivered(str(message.id))
        if count >= READ_BACK:
            return Unknown("too much was written in the channel since")
        if count or await self._may_read_history(place.id):
            return Repeatable("it does not stand in the channel")
        return Unknown("relaybot may not read the channel's history")

    async def find_post(
        self, forum: discord.ForumChannel, expected: DiscordMessage, since: datetime
    ) -> Recovery:
        """Look for a forum post among those opened since."""
        floor = discord.utils.time_snowflake(since)
        async for thread in _threads(forum):
            ours = thread.id >= floor and self._is_ours(thread.owner_id)
            if ours and thread.name == expected.thread_name and await _starts(thread, expected):
                return Delivered(str(thread.id))
        if await self._may_read_history(forum.id):
            return Repeatable("it does not stand in the forum")
        return Unknown("relaybot may not read the forum's history")

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


def _shows(message: discord.Message, expected: DiscordMessage) -> bool:
    content = _MENTION.sub("", message.content, count=1)
    if content and content in (expected.line, expected.plain):
        return True
    links = [embed.url for embed in message.embeds if embed.url] + _LINK.findall(content)
    if expected.url and links:
        return _bare(expected.url) in map(_bare, links)
    return any(embed.title == expected.title for embed in message.embeds)


def _bare(url: str) -> str:
    """Discord writes some addresses a little differently when it gives them back."""
    return unquote(url).rstrip("/").casefold()


async def _threads(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=THREADS_BACK):
        yield thread


async def _starts(thread: discord.Thread, expected: DiscordMessage) -> bool:
    """Tell whether the post's first message is the expected one; deleted counts as ours."""
    try:
        return _shows(await thread.fetch_message(thread.id), expected)
    except discord.NotFound:
        return True
