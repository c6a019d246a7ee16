"""Discord's channels as commands see them: who may do what there, and words of our own."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import aiohttp
import discord

from relaybot.commands.menu import N_
from relaybot.discord import limits
from relaybot.discord.attempts import Attempt, SecondAttempt, watched
from relaybot.discord.channels import DEADLINE, Ruler, rights_in
from relaybot.discord.invite import (
    CARDS,
    CHANNELS,
    HISTORY,
    IN_CHANNEL,
    IN_FORUM,
    IN_THREAD,
    MENTIONS,
    SEEING,
    THREADS,
    WEBHOOKS,
    Right,
)
from relaybot.discord.markup import to_markdown
from relaybot.discord.outcomes import NoPlace, TryAgain, in_words, outcome_of
from relaybot.discord.sender import NOT_LOGGED_IN
from relaybot.errors import PlatformError
from relaybot.model.destination import Address
from relaybot.model.examination import Examination, MissingRight
from relaybot.model.outcome import Delivered, DestinationGone, Outcome, Refused
from relaybot.richtext.nodes import Document
from relaybot.richtext.plain import plain

TROUBLE = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)

WHERE_TO_CLICK = N_(
    "Right-click the channel (on a phone: hold it) → Edit Channel → Permissions → add this bot or"
    " its role → allow what is missing."
)

LOCKED = N_("This thread is locked. Unlock it, or choose another place.")
CATEGORY = N_("This is a category. Choose a channel within it.")
NO_TAG = N_(
    "Every post here needs a tag, and there is none that I may use. Add a tag that is not for"
    " moderators alone, or let posts do without."
)


@dataclass(frozen=True, slots=True)
class Found:
    """A channel or thread, and the channel whose roles and overwrites count in it."""

    channel: discord.abc.GuildChannel | discord.Thread
    ruler: Ruler

    @property
    def name(self) -> str:
        """Return how people call it."""
        name = self.channel.name
        return name if isinstance(self.channel, discord.Thread) else f"#{name}"

    def rights(self, member: discord.Member) -> discord.Permissions:
        """Return what somebody may do there."""
        return rights_in(self.ruler, member)


async def find(client: discord.Client, number: int) -> Found | None:
    """Look a channel up where the gateway told of it, else ask Discord; None: not to be seen.

    Raises one of TROUBLE.
    """
    try:
        channel = client.get_channel(number) or await client.fetch_channel(number)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return None
        return Found(channel, await _ruler(client, channel))
    except (discord.NotFound, discord.Forbidden, discord.InvalidData):
        return None


async def _ruler(
    client: discord.Client, channel: discord.abc.GuildChannel | discord.Thread
) -> Ruler:
    ruler = channel.parent if isinstance(channel, discord.Thread) else channel
    if ruler is not None and ruler.guild.default_role is not None:
        return ruler
    # The gateway has not told of the server: its roles have to be asked for.
    guild = await client.fetch_guild(channel.guild.id, with_counts=False)
    number = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
    asked = await guild.fetch_channel(number)
    if not isinstance(asked, discord.abc.GuildChannel):
        raise discord.InvalidData(f"channel {number} has a thread and is none that can have one")
    return asked


class DiscordPlaces:
    """The `Places` port."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def examine(self, address: Address) -> Examination:
        """Look at a channel and the bot's rights in it. Raises `PlatformError` in words."""
        if self._client.user is None:
            raise PlatformError(NOT_LOGGED_IN.reason)
        try:
            async with asyncio.timeout(DEADLINE):
                return await self._examine(address)
        except TROUBLE as error:
            raise PlatformError(f"Discord cannot be asked right now ({in_words(error)})") from error

    async def _examine(self, address: Address) -> Examination:
        chat = address.chat
        found = await find(self._client, int(chat)) if limits.is_id(chat) else None
        if found is None:
            return Examination(
                name="", reachable=False, missing=(SEEING.told,), where_to_click=WHERE_TO_CLICK
            )
        channel = found.channel
        rights = found.rights(await self._me(found))
        return Examination(
            name=found.name,
            reachable=True,
            problem=_problem(channel, rights),
            missing=_missing(channel, rights),
            missing_for=_missing_for(found, rights),
            where_to_click=WHERE_TO_CLICK,
            announcement=isinstance(channel, discord.TextChannel) and channel.is_news(),
            forum=isinstance(channel, discord.ForumChannel),
        )

    async def _me(self, found: Found) -> discord.Member:
        guild = found.ruler.guild
        known: discord.Member | None = guild.me  # the library's type forgets that it may be missing
        if known is not None:
            return known
        return await guild.fetch_member(self._client.user.id if self._client.user else 0)

    async def say(self, address: Address, body: Document) -> Outcome:
        """Post words of our own into a channel (a test message, a warning); nothing is pinged."""
        chat = address.chat
        if not limits.is_id(chat):
            return DestinationGone(f"“{chat}” is not the id of a Discord channel")
        return await self._send(int(chat), None, body)

    async def whisper(self, user: str, body: Document) -> Outcome:
        """Write to a person privately; Refused when they do not let us."""
        if not limits.is_id(user):
            return Refused(f"“{user}” is not the id of a person on Discord")
        return await self._send(None, int(user), body)

    async def _send(self, channel: int | None, person: int | None, body: Document) -> Outcome:
        if self._client.user is None:
            return NOT_LOGGED_IN
        attempt = Attempt(once=True)
        try:
            with watched(attempt):
                async with asyncio.timeout(DEADLINE):
                    if person is not None:
                        return await self._to_person(person, body, attempt)
                    return await self._to_channel(channel or 0, body)
        except (*TROUBLE, NoPlace, SecondAttempt, discord.DiscordException) as error:
            verdict = outcome_of(error, attempt)
            if verdict is None:
                raise
            return Refused(verdict.reason) if isinstance(verdict, TryAgain) else verdict

    async def _to_channel(self, number: int, body: Document) -> Outcome:
        content = _content(body)
        place = self._client.get_channel(number) or await self._client.fetch_channel(number)
        if isinstance(place, discord.ForumChannel):
            name = limits.cut(plain(body).replace("\n", " "), limits.THREAD_NAME)
            post = await place.create_thread(name=name or limits.ELLIPSIS, content=content)
            return Delivered(str(post.message.id))
        if not isinstance(place, discord.abc.Messageable):
            raise NoPlace(f"“{place}” is a category: choose a channel within it")
        return Delivered(str((await place.send(content, suppress_embeds=True)).id))

    async def _to_person(self, number: int, body: Document, attempt: Attempt) -> Outcome:
        conversation = await self._client.create_dm(discord.Object(number))
        attempt.open = 0  # opening a conversation shows nothing to anybody
        return Delivered(str((await conversation.send(_content(body), suppress_embeds=True)).id))


def _content(body: Document) -> str:
    return limits.cut_at_line(to_markdown(body), limits.CONTENT) or limits.ELLIPSIS


def _problem(
    channel: discord.abc.GuildChannel | discord.Thread, rights: discord.Permissions
) -> str | None:
    """An archived thread is none: the first post opens it again, unless it is locked."""
    if isinstance(channel, discord.CategoryChannel):
        return CATEGORY
    if isinstance(channel, discord.Thread) and channel.locked and not rights.manage_threads:
        return LOCKED
    if isinstance(channel, discord.ForumChannel) and channel.flags.require_tag:
        usable = any(not tag.moderated for tag in channel.available_tags)
        return None if usable else NO_TAG
    return None


def _missing(
    channel: discord.abc.GuildChannel | discord.Thread, rights: discord.Permissions
) -> tuple[MissingRight, ...]:
    if not rights.view_channel:
        return (SEEING.told,)  # whoever cannot see a channel is said to have no right in it at all
    if isinstance(channel, discord.Thread):
        writing = IN_THREAD
    elif isinstance(channel, discord.ForumChannel):
        writing = IN_FORUM
    else:
        writing = IN_CHANNEL
    needed = (writing, CARDS, HISTORY)
    return tuple(right.told for right in needed if not rights.value & right.bit)


def _missing_for(found: Found, rights: discord.Permissions) -> dict[str, MissingRight]:
    """A role that everyone may mention needs no right."""
    lacking: dict[str, MissingRight] = {}
    for wish, right in _wishes(found):
        if not rights.value & right.bit:
            lacking[wish] = right.told
    if not rights.value & MENTIONS.bit:
        roles = (role for role in found.ruler.guild.roles if not role.mentionable)
        lacking |= {str(role.id): MENTIONS.told for role in roles}
    return lacking if rights.view_channel else {}


def _wishes(found: Found) -> Iterator[tuple[str, Right]]:
    """Yield what can be wished there, and what it takes."""
    if isinstance(found.ruler, discord.ForumChannel):
        yield "tags", CHANNELS
    if isinstance(found.ruler, discord.TextChannel):
        yield "persona", WEBHOOKS
    if isinstance(found.channel, discord.TextChannel):
        yield "discuss", THREADS
