"""The tags of a forum's posts: those that fit, and where none does one that is made."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import discord
import structlog

from relaybot.discord import limits
from relaybot.discord.channels import rights_in
from relaybot.discord.outcomes import NoPlace, in_words
from relaybot.discord.subjects import new_tags_of, subjects_of
from relaybot.model.delivery import Outgoing
from relaybot.ports import Clock

MAKING = 15.0  # seconds: the post does not wait longer for a tag
REST = timedelta(hours=1)  # after one could not be made

log = structlog.get_logger(__name__)


class Tags:
    """Chooses tags, and makes them where the bot has Manage Channels and there is room."""

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._resting: dict[int, datetime] = {}  # until when none is made, by forum
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def chosen(
        self, forum: discord.ForumChannel, outgoing: Outgoing
    ) -> Sequence[discord.ForumTag]:
        """Return the tags for one post. Raises `NoPlace` where one is wanted and there is none."""
        subjects = subjects_of(outgoing)
        if fitting := _fitting(forum.available_tags, subjects):
            return fitting
        if made := await self._made(forum, subjects, new_tags_of(outgoing)):
            return made
        return _any(forum) if forum.flags.require_tag else ()

    async def _made(
        self, forum: discord.ForumChannel, subjects: frozenset[str], names: Sequence[str]
    ) -> Sequence[discord.ForumTag]:
        """One at a time: two posts at once must not make the tag twice."""
        name = next((name for name in names if limits.measure(name) <= limits.TAG_NAME), None)
        if name is None or not _may_make(forum):
            return ()
        turn = self._turns.setdefault(forum.id, asyncio.Lock())
        async with turn:
            if self._resting.get(forum.id, self._clock()) > self._clock():
                return ()
            try:
                async with asyncio.timeout(MAKING):
                    return await self._make(forum.id, subjects, name)
            except Exception as error:  # whatever it is, the post goes out without
                self._resting[forum.id] = self._clock() + REST
                log.warning("discord_no_tag", forum=forum.id, tag=name, reason=in_words(error))
                return ()

    async def _make(
        self, number: int, subjects: frozenset[str], name: str
    ) -> Sequence[discord.ForumTag]:
        """All tags are written at once: they are asked for before, lest one be lost."""
        forum = await self._client.fetch_channel(number)
        if not isinstance(forum, discord.ForumChannel):
            return ()
        if fitting := _fitting(forum.available_tags, subjects):
            return fitting
        if len(forum.available_tags) >= limits.TAGS:
            return ()
        tag = await forum.create_tag(name=name)
        return (tag,) if tag.id else ()


def _fitting(
    tags: Iterable[discord.ForumTag], subjects: frozenset[str]
) -> Sequence[discord.ForumTag]:
    fitting = (tag for tag in tags if not tag.moderated and tag.name.casefold() in subjects)
    return list(fitting)[: limits.FORUM_TAGS]


def _may_make(forum: discord.ForumChannel) -> bool:
    """Only the gateway tells the bot's rights without a question for each."""
    me: discord.Member | None = forum.guild.me
    room = len(forum.available_tags) < limits.TAGS
    return room and me is not None and rights_in(forum, me).manage_channels


def _any(forum: discord.ForumChannel) -> Sequence[discord.ForumTag]:
    for tag in forum.available_tags:
        if not tag.moderated:
            return (tag,)
    raise NoPlace(f"“{forum.name}” wants a tag on every post and has none that relaybot may use")
