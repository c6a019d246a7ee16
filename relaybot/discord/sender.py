"""The `Platform` port: sends a message, and finds out what became of one whose answer was lost.

What protects against a second message: the delivery's nonce (discord.py adds `enforce_nonce`), for
"the past few minutes"; later, and for forum posts, which take no nonce, reading the channel back
(`readback`). What a place wants done with a message that was sent does `after`.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import discord
import structlog

from relaybot.discord import limits
from relaybot.discord.after import AfterSending
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
from relaybot.discord.payload import Form, options_of
from relaybot.discord.readback import ReadBack
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Destination, PlatformName
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    Outcome,
    Recovery,
    Refused,
    Repeatable,
    RetryLater,
)
from relaybot.ports import Clock

DEADLINE = 60.0  # seconds for one attempt, waiting for a rate limit included
ROLE_DEADLINE = 10.0  # seconds for finding out whether a role is there
NONCE_TRUSTED = timedelta(seconds=90)  # of "the past few minutes" Discord promises
CLOCK_SLACK = timedelta(minutes=5)  # our clock may run ahead of the one that makes message ids
RENDERED = 128  # messages kept, so that a post for many channels is rendered once in each style
NOT_LOGGED_IN = RetryLater("relaybot could not log in to Discord yet", whole_platform=True)
PLACES = 1024  # channel ids known to take messages, when the gateway has not told us

log = structlog.get_logger(__name__)


class DiscordPlatform:
    """Sends through one logged-in `discord.Client`; works with or without its gateway."""

    name = PlatformName.DISCORD

    def __init__(
        self, client: discord.Client, clock: Clock, after: AfterSending | None = None
    ) -> None:
        self._client = client
        self._clock = clock
        self._after = after or AfterSending(client)
        self._read_back = ReadBack(client)
        self._rendered: OrderedDict[tuple[object, ...], DiscordMessage] = OrderedDict()
        self._takes_messages: OrderedDict[int, None] = OrderedDict()
        self._roles: OrderedDict[tuple[int, int], bool] = OrderedDict()  # (chat, role): is there

    async def stop(self) -> None:
        """End what happens in the background after sending; safe to call twice."""
        await self._after.stop()

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Send one message; each remedy Discord's answer asks for is tried once."""
        destination, message = outgoing.claim.destination, self._render(outgoing)
        form, left = Form(message, await self._role(destination)), set(Remedy)
        while isinstance(verdict := await self._attempt(outgoing, form), TryAgain):
            remedy = form.fitting(verdict.remedy)
            if remedy not in left:
                final = Blocked if remedy is Remedy.UNARCHIVE else Refused
                return final(f"{verdict.reason}; the same {remedy}")
            left.discard(remedy)
            log.info("discord_simplified", post=outgoing.claim.post.id, reason=verdict.reason)
            form = form.simpler(remedy)
            if remedy is Remedy.UNARCHIVE and (refused := await self._unarchive(outgoing)):
                return refused
        if isinstance(verdict, Delivered):
            self._after.sent(destination, verdict.message_id, message.thread_name)
        return verdict

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        """Do something more to a message that was sent; see `ports.Platform`."""
        return Refused(f"{kind} is not known for {outgoing.claim.destination.address}")

    async def reachable(self) -> bool:
        """Say yes: a nonce, or reading back, settles here what is in doubt, however much it is."""
        return True

    async def recover(self, outgoing: Outgoing) -> Recovery:
        """Tell whether an earlier attempt took effect, or why trying again is safe."""
        try:
            async with asyncio.timeout(DEADLINE):
                recovery = await self._find_out(outgoing)
        except Exception as error:
            meaning = recovery_of(error)
            if meaning is None:
                raise
            return meaning
        if isinstance(recovery, Delivered):
            name = self._render(outgoing).thread_name
            self._after.sent(outgoing.claim.destination, recovery.message_id, name)
        return recovery

    def _render(self, outgoing: Outgoing) -> DiscordMessage:
        stored, wanted = outgoing.claim.post, outgoing.claim.destination.preferences
        key = (
            *(stored.id, stored.post.fingerprint, outgoing.feed.slug),
            *(wanted.style, wanted.images, wanted.buttons, wanted.language),
        )
        if key not in self._rendered:
            self._rendered[key] = format_post(outgoing)
        _keep(self._rendered, key, RENDERED)
        return self._rendered[key]

    async def _role(self, destination: Destination) -> int | None:
        """Return the role to mention, if the server has it; None: nobody is told."""
        wanted, chat = destination.preferences.mention_role, destination.address.chat
        if not wanted or not (limits.is_id(wanted) and limits.is_id(chat)) or not self._client.user:
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
        _keep(self._roles, (number, role), PLACES)
        return role if self._roles[number, role] else None

    async def _asked_for_role(self, number: int, role: int) -> bool:
        channel = await self._client.fetch_channel(number)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return False
        guild = await self._client.fetch_guild(channel.guild.id, with_counts=False)
        return _has_role(guild.roles, role)

    async def _attempt(self, outgoing: Outgoing, form: Form) -> Verdict:
        chat = outgoing.claim.destination.address.chat
        if self._client.user is None:
            return NOT_LOGGED_IN
        if not limits.is_id(chat):
            return DestinationGone(f"“{chat}” is not the id of a Discord channel")
        attempt = Attempt()
        try:
            with watched(attempt):
                async with asyncio.timeout(DEADLINE):
                    return Delivered(await self._send(outgoing, form, attempt))
        except Exception as error:  # after the request left, any surprise leaves it unknown
            verdict = outcome_of(error, attempt)
            if verdict is None:
                raise
            return verdict

    async def _send(self, outgoing: Outgoing, form: Form, attempt: Attempt) -> str:
        destination, message = outgoing.claim.destination, form.message
        place = await self._place(destination.address.chat)
        options = {**options_of(form), "silent": destination.silent}
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
            return await self._read_back.find_post(place, expected, first - CLOCK_SLACK)
        if timedelta() <= self._clock() - first < NONCE_TRUSTED:
            return Repeatable("Discord still knows its nonce")
        return await self._read_back.find_message(place, expected, first - CLOCK_SLACK)


def _keep(kept: OrderedDict[Any, Any], key: Any, limit: int) -> None:
    """Mark as used last, and let go of what was not used for longest."""
    kept.move_to_end(key)
    while len(kept) > limit:
        kept.popitem(last=False)


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


def _has_role(roles: Sequence[discord.Role], wanted: int) -> bool:
    """Everyone's own role does not count: it is the server, and nobody is ever told of it."""
    return any(role.id == wanted and not role.is_default() for role in roles)
