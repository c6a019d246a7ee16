"""The `Platform` port: sends a message, and finds out what became of one whose answer was lost.

What protects against a second message: the delivery's nonce (discord.py adds `enforce_nonce`), for
"the past few minutes"; later, and for forum posts, which take no nonce, reading the channel back.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

import discord

from relaybot.discord import limits
from relaybot.discord.format import DiscordMessage, format_post
from relaybot.discord.outcomes import (
    Attempt,
    NoPlace,
    Remedy,
    TryAgain,
    Verdict,
    in_words,
    outcome_of,
    recovery_of,
    watched,
)
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    Outcome,
    Recovery,
    Refused,
    Repeatable,
    RetryLater,
    Unknown,
)
from relaybot.ports import Clock

DEADLINE = 60.0  # seconds for one attempt, waiting for a rate limit included
NONCE_TRUSTED = timedelta(seconds=90)  # of "the past few minutes" Discord promises
CLOCK_SLACK = timedelta(minutes=5)  # our clock may run ahead of the one that makes message ids
READ_BACK = 1000  # messages; what stands further on was certainly written by others
THREADS_BACK = 200
RENDERED = 64  # messages kept, so that a post for many channels is rendered once
NOT_LOGGED_IN = RetryLater("relaybot could not log in to Discord yet", whole_platform=True)
PLACES = 1024  # channel ids known to take messages, when the gateway has not told us


class DiscordPlatform:
    """Sends through one logged-in `discord.Client`; works with or without its gateway."""

    name = PlatformName.DISCORD

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._rendered: OrderedDict[tuple[int, str], DiscordMessage] = OrderedDict()
        self._takes_messages: OrderedDict[int, None] = OrderedDict()

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Send one message; each remedy Discord's answer asks for is tried once."""
        message, plain, left = self._render(outgoing), False, set(Remedy)
        while isinstance(verdict := await self._attempt(outgoing, message, plain), TryAgain):
            remedy = verdict.remedy
            if remedy is Remedy.WITHOUT_IMAGE and (plain or not message.image):
                remedy = Remedy.PLAIN
            if remedy not in left:
                final = Blocked if remedy is Remedy.UNARCHIVE else Refused
                return final(f"{verdict.reason}; the same {remedy}")
            left.discard(remedy)
            match remedy:
                case Remedy.WITHOUT_IMAGE:
                    message = replace(message, image=None)
                case Remedy.PLAIN:
                    plain = True
                case Remedy.UNARCHIVE:
                    if refused := await self._unarchive(outgoing):
                        return refused
        return verdict

    async def recover(self, outgoing: Outgoing) -> Recovery:
        """Tell whether an earlier attempt took effect, or why trying again is safe."""
        try:
            async with asyncio.timeout(DEADLINE):
                return await self._find_out(outgoing)
        except Exception as error:
            recovery = recovery_of(error)
            if recovery is None:
                raise
            return recovery

    def _render(self, outgoing: Outgoing) -> DiscordMessage:
        stored = outgoing.claim.post
        key = (stored.id, stored.post.fingerprint)
        if key not in self._rendered:
            self._rendered[key] = format_post(outgoing)
        _keep(self._rendered, key, RENDERED)
        return self._rendered[key]

    async def _attempt(self, outgoing: Outgoing, message: DiscordMessage, plain: bool) -> Verdict:
        chat = outgoing.claim.destination.address.chat
        if self._client.user is None:
            return NOT_LOGGED_IN
        if not limits.is_id(chat):
            return DestinationGone(f"“{chat}” is not the id of a Discord channel")
        attempt = Attempt()
        try:
            with watched(attempt):
                async with asyncio.timeout(DEADLINE):
                    return Delivered(await self._send(outgoing, message, plain, attempt))
        except Exception as error:  # after the request left, any surprise leaves it unknown
            verdict = outcome_of(error, attempt)
            if verdict is None:
                raise
            return verdict

    async def _send(
        self, outgoing: Outgoing, message: DiscordMessage, plain: bool, attempt: Attempt
    ) -> str:
        destination = outgoing.claim.destination
        place = await self._place(destination.address.chat)
        options: dict[str, Any] = {
            "allowed_mentions": discord.AllowedMentions.none(),
            "silent": destination.silent,
            **({"content": message.plain} if plain else {"embed": embed_of(message)}),
        }
        if isinstance(place, discord.ForumChannel):
            attempt.once = True
            tags = _tags(place, message.subjects)
            post = await place.create_thread(name=message.thread_name, applied_tags=tags, **options)
            return str(post.message.id)
        sent = await place.send(nonce=outgoing.claim.delivery.nonce, **options)
        return str(sent.id)

    async def _place(self, chat: str) -> discord.PartialMessageable | discord.ForumChannel:
        """Return where to send; asks Discord only about channels the gateway did not tell of."""
        number = int(chat)
        channel = self._client.get_channel(number)
        if channel is None and number not in self._takes_messages:
            channel = await self._client.fetch_channel(number)
        if isinstance(channel, discord.ForumChannel):
            return channel
        if channel is not None and not isinstance(channel, discord.abc.Messageable):
            raise NoPlace(f"“{channel}” is a category: follow with a channel within it")
        self._takes_messages[number] = None
        _keep(self._takes_messages, number, PLACES)
        return self._client.get_partial_messageable(number)

    async def _unarchive(self, outgoing: Outgoing) -> Outcome | None:
        try:
            async with asyncio.timeout(DEADLINE):
                thread = await self._client.fetch_channel(
                    int(outgoing.claim.destination.address.chat)
                )
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

    async def _find_out(self, outgoing: Outgoing) -> Recovery:
        first = outgoing.claim.delivery.first_attempt_at
        chat = outgoing.claim.destination.address.chat
        if first is None or not limits.is_id(chat):
            return Repeatable("it was never sent off")
        if self._client.user is None:
            return NOT_LOGGED_IN
        place = await self._place(chat)
        expected = self._render(outgoing)
        if isinstance(place, discord.ForumChannel):
            return await self._find_post(place, expected, first - CLOCK_SLACK)
        if timedelta() <= self._clock() - first < NONCE_TRUSTED:
            return Repeatable("Discord still knows its nonce")
        return await self._find_message(place, expected, first - CLOCK_SLACK)

    async def _find_message(
        self, place: discord.PartialMessageable, expected: DiscordMessage, since: datetime
    ) -> Recovery:
        count = 0
        async for message in place.history(limit=READ_BACK, after=since, oldest_first=True):
            count += 1
            if self._is_ours(message.author.id) and _shows(message, expected):
                return Delivered(str(message.id))
        if count >= READ_BACK:
            return Unknown("too much was written in the channel since")
        if count or await self._may_read_history(place.id):
            return Repeatable("it does not stand in the channel")
        return Unknown("relaybot may not read the channel's history")

    async def _find_post(
        self, forum: discord.ForumChannel, expected: DiscordMessage, since: datetime
    ) -> Recovery:
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


def _keep(kept: OrderedDict[Any, Any], key: Any, limit: int) -> None:
    """Mark as used last, and let go of what was not used for longest."""
    kept.move_to_end(key)
    while len(kept) > limit:
        kept.popitem(last=False)


def embed_of(message: DiscordMessage) -> discord.Embed:
    """Return the card as the library sends it."""
    embed = discord.Embed(
        title=message.title,
        url=message.url,
        description=message.description or None,
        timestamp=message.timestamp,
        colour=message.colour,
    )
    embed.set_author(name=message.author_name, url=message.author_url, icon_url=message.author_icon)
    if message.image:
        embed.set_image(url=message.image)
    if message.footer:
        embed.set_footer(text=message.footer)
    return embed


def _tags(forum: discord.ForumChannel, subjects: frozenset[str]) -> Sequence[discord.ForumTag]:
    """Return the tags that name what the post is about; any open one when the forum wants one."""
    allowed = [tag for tag in forum.available_tags if not tag.moderated]
    fitting = [tag for tag in allowed if tag.name.casefold() in subjects][: limits.FORUM_TAGS]
    if fitting or not forum.flags.require_tag:
        return fitting
    if not allowed:
        raise NoPlace(
            f"“{forum.name}” wants a tag on every post and has none that relaybot may use"
        )
    return allowed[:1]


def _shows(message: discord.Message, expected: DiscordMessage) -> bool:
    if message.content and message.content == expected.plain:
        return True
    return any(_same(embed, expected) for embed in message.embeds)


def _same(embed: discord.Embed, expected: DiscordMessage) -> bool:
    if embed.url and expected.url:
        return _bare(embed.url) == _bare(expected.url)
    return embed.title == expected.title


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
