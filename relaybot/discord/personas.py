"""The webhooks through which chapters speak: one for each channel, found again or made."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

import discord
import structlog

from relaybot.discord import limits
from relaybot.discord.attempts import Attempt, watched
from relaybot.discord.channels import Channels, keep, rights_in
from relaybot.discord.outcomes import in_words
from relaybot.discord.persona import Speaker, speaker_of
from relaybot.model.delivery import Outgoing
from relaybot.ports import Clock

NAME = "relaybot"  # of the webhook, for moderators: readers see the chapter's
FINDING = 10.0  # seconds: whoever wants to speak does not wait longer for a webhook
LONG_REST = timedelta(hours=1)  # after Discord refused one: too many in the channel (30007) …
SHORT_REST = timedelta(minutes=1)  # after it did not answer
KEPT = 4096  # webhooks remembered, and names Discord refused

# Without reading the channel back nobody could tell whether a webhook had spoken: it has no nonce.
# Writing and cards are the webhook's own right; but where the bot may not write, it shall not.
NEEDED = discord.Permissions(
    view_channel=True, manage_webhooks=True, read_message_history=True, embed_links=True
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Voice:
    """A webhook, and whom it speaks as."""

    webhook: discord.Webhook
    speaker: Speaker
    home: int  # the channel the webhook belongs to
    thread: int | None  # in which it speaks; None = in that channel


class Personas:
    """Knows where chapters may speak themselves, as one logged-in client sees it.

    Only where the gateway told of the channel: without it every right would have to be asked for.
    """

    def __init__(self, client: discord.Client, channels: Channels, clock: Clock) -> None:
        self._client = client
        self._channels = channels
        self._clock = clock
        self._known: OrderedDict[int, discord.Webhook] = OrderedDict()  # by channel
        self._resting: dict[int, datetime] = {}  # until when no webhook is asked for, by channel
        self._refused: OrderedDict[str, None] = OrderedDict()  # names
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def voice(self, outgoing: Outgoing) -> Voice | None:
        """Return what the post's chapter can speak through; None: the bot speaks itself."""
        destination, speaker = outgoing.claim.destination, speaker_of(outgoing)
        wanted, chat = destination.preferences, destination.address.chat
        if not wanted.persona or not speaker or speaker.name in self._refused:
            return None
        channel = self._client.get_channel(int(chat)) if limits.is_id(chat) else None
        home = _home(channel)
        # Publishing what somebody else said, be it our own webhook, takes the right to manage it.
        if home is None or (wanted.publish and home.is_news() and channel is home):
            return None
        webhook = await self._webhook(home) if _may_speak(home, channel) else None
        thread = channel.id if isinstance(channel, discord.Thread) else None
        return Voice(webhook, speaker, home.id, thread) if webhook else None

    async def owned(self, chat: int, number: int) -> tuple[discord.Webhook, int | None] | None:
        """Return the webhook that spoke there, and in which thread; None: it is gone.

        Raises what discord.py raises.
        """
        channel, thread = await self._channels.channel(chat), None
        if isinstance(channel, discord.Thread):
            channel, thread = await self._channels.channel(channel.parent_id), channel.id
        known = self._known.get(channel.id)
        if known and known.id == number:
            return known, thread
        found = (hook for hook in await channel.webhooks() if hook.id == number and hook.token)
        webhook = next(found, None)
        return (webhook, thread) if webhook else None

    def forget(self, channel: int) -> None:
        """Look for the channel's webhook anew: it was changed, moved or deleted."""
        self._known.pop(channel, None)
        self._resting.pop(channel, None)

    def failed(self, voice: Voice, error: Exception) -> None:
        """Take to heart why a webhook could not speak."""
        if not isinstance(error, discord.HTTPException):
            return
        if error.status in (401, 403, 404):
            self._known.pop(voice.home, None)
        elif "username" in error.text:
            self._refused[voice.speaker.name] = None
            keep(self._refused, voice.speaker.name, KEPT)

    async def _webhook(self, home: discord.TextChannel) -> discord.Webhook | None:
        """One at a time: two posts at once must not make two webhooks."""
        turn = self._turns.setdefault(home.id, asyncio.Lock())
        async with turn:
            if known := self._known.get(home.id):
                return known
            if self._resting.get(home.id, self._clock()) > self._clock():
                return None
            self._resting.pop(home.id, None)
            try:
                with watched(Attempt(once=True)):
                    async with asyncio.timeout(FINDING):
                        webhook = await self._found(home) or await home.create_webhook(name=NAME)
            except Exception as error:  # whatever it is, the bot can speak itself
                self._rest(home, error)
                return None
            self._known[home.id] = webhook
            keep(self._known, home.id, KEPT)
            return webhook

    async def _found(self, home: discord.TextChannel) -> discord.Webhook | None:
        """The token is told only for webhooks the bot made."""
        me = self._client.user.id if self._client.user else None
        own = [h for h in await home.webhooks() if h.token and h.user and h.user.id == me]
        return min(own, key=lambda hook: hook.id, default=None)

    def _rest(self, home: discord.TextChannel, error: Exception) -> None:
        refused = isinstance(error, discord.HTTPException) and error.status < 500
        self._resting[home.id] = self._clock() + (LONG_REST if refused else SHORT_REST)
        log.info("discord_no_persona", channel=home.id, reason=in_words(error))


def _home(channel: object) -> discord.TextChannel | None:
    """Return the channel whose webhooks speak there; forums and others are not for them."""
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    return channel if isinstance(channel, discord.TextChannel) else None


def _may_speak(home: discord.TextChannel, channel: object) -> bool:
    me: discord.Member | None = home.guild.me
    if me is None:
        return False
    rights, writes = rights_in(home, me), "send_messages"
    if isinstance(channel, discord.Thread):
        writes = "send_messages_in_threads"
        if channel.locked and not rights.manage_threads:
            return False
    return NEEDED.is_subset(rights) and bool(getattr(rights, writes))
