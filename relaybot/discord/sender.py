"""The `Platform` port: sends a message, finds out what became of one, and does more to it later.

What protects against a second message: the delivery's nonce (discord.py adds `enforce_nonce`), for
"the past few minutes"; later, and for webhooks and forum posts, which take no nonce, reading the
channel back (`readback`).
"""

import asyncio
from collections import OrderedDict
from datetime import timedelta

import discord

from relaybot.discord import limits
from relaybot.discord.after import AfterSending
from relaybot.discord.amend import Amending
from relaybot.discord.channels import DEADLINE, Channels, keep
from relaybot.discord.form import Form, form_of, in_some_form
from relaybot.discord.looks import Looks
from relaybot.discord.outcomes import Verdict, recovery_of
from relaybot.discord.personas import Personas
from relaybot.discord.posting import Posting
from relaybot.discord.readback import UNREADABLE, ReadBack
from relaybot.discord.standing import Hands
from relaybot.discord.tags import Tags
from relaybot.model.delivery import DeliveryState, Outgoing
from relaybot.model.destination import PlatformName
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import (
    DestinationGone,
    Outcome,
    Recovery,
    Refused,
    Repeatable,
    RetryLater,
    Unknown,
)
from relaybot.ports import Clock

NONCE_TRUSTED = timedelta(seconds=90)  # of "the past few minutes" Discord promises
CLOCK_SLACK = timedelta(minutes=5)  # our clock may run ahead of the one that makes message ids
ASKED_LONG_ENOUGH = timedelta(days=2)  # what Discord cannot read back by then, it never will
ATTEMPTS = 4096  # deliveries of which is remembered who spoke
NOT_LOGGED_IN = RetryLater("relaybot could not log in to Discord yet", whole_platform=True)
KNOWN_NONCE = Repeatable("Discord still knows its nonce")


class DiscordPlatform:
    """Sends through one logged-in `discord.Client`; works with or without its gateway."""

    name = PlatformName.DISCORD

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._looks = Looks()
        self._channels = Channels(client)
        self.personas = Personas(client, self._channels, clock)
        self._posting = Posting(client, self._channels, self.personas, Tags(client, clock))
        hands = Hands(client, self._channels, self.personas)
        self._amending = Amending(hands, self._channels, self._looks)
        self._after = AfterSending(self._channels, clock)
        self._read_back = ReadBack(client)
        # Whether a webhook may have spoken, by delivery: what this process has tried itself.
        self._spoken: OrderedDict[int, bool] = OrderedDict()

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Send one message, in the fullest form that Discord takes."""
        destination, chat = outgoing.claim.destination, outgoing.claim.destination.address.chat
        if self._client.user is None:
            return NOT_LOGGED_IN
        if not limits.is_id(chat):
            return DestinationGone(f"“{chat}” is not the id of a Discord channel")
        voice = None if self._needs_its_nonce(outgoing) else await self.personas.voice(outgoing)

        async def send(form: Form) -> Verdict:
            speaks = voice if form.message.speaker else None
            self._remember(outgoing, spoken=speaks is not None)
            return await self._posting.send(outgoing, form, speaks)

        message = self._looks.of(outgoing, voiced=voice is not None)
        outcome, _ = await in_some_form(
            form_of(message, await self._channels.role(destination)),
            send,
            lambda: self._channels.unarchive(int(chat)),
            lambda style, voiced: self._looks.of(outgoing, style, voiced=voiced),
        )
        return outcome

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        """Do something more to a message that was sent."""
        delivery, chat = outgoing.claim.delivery, outgoing.claim.destination.address.chat
        if self._client.user is None:
            return NOT_LOGGED_IN
        if not limits.is_id(chat) or not limits.is_id(delivery.message_id or ""):
            return Refused("there is no message any more")
        match kind:
            case ErrandKind.AMEND:
                return await self._amending.amend(outgoing)
            case ErrandKind.PUBLISH:
                return await self._after.publish(outgoing)
            case ErrandKind.DISCUSS:
                name = self._looks.of(outgoing, voiced=False).thread_name
                return await self._after.discuss(outgoing, name)

    async def reachable(self) -> bool:
        """Say yes: a nonce, or reading back, settles here what is in doubt, however much it is."""
        return True

    async def recover(self, outgoing: Outgoing) -> Recovery:
        """Tell whether an earlier attempt took effect, or why trying again is safe."""
        try:
            async with asyncio.timeout(DEADLINE):
                return await self._find_out(outgoing)
        except Exception as error:
            meaning = recovery_of(error)
            if meaning is None:
                raise
            broken = isinstance(error, discord.DiscordServerError)
            if broken and self._age(outgoing) > ASKED_LONG_ENOUGH:
                return Unknown("Discord cannot read the channel back")
            return meaning

    async def _find_out(self, outgoing: Outgoing) -> Recovery:
        delivery, chat = outgoing.claim.delivery, outgoing.claim.destination.address.chat
        if delivery.first_attempt_at is None or not limits.is_id(chat):
            return Repeatable("it was never sent off")
        if self._client.user is None:
            return NOT_LOGGED_IN
        place = await self._channels.place(int(chat))
        expected = self._looks.of(outgoing, voiced=False)
        since = delivery.first_attempt_at - CLOCK_SLACK
        if isinstance(place, discord.ForumChannel):
            return await self._read_back.find_post(place, expected, since)
        trusted = timedelta() <= self._age(outgoing) < NONCE_TRUSTED
        spoken = self._spoken.get(delivery.id)
        if trusted and spoken is False:
            return KNOWN_NONCE
        found = await self._read_back.find_message(place, expected, since)
        # A webhook only speaks where the channel can be read: where it cannot, none has spoken.
        if found == UNREADABLE and trusted and not spoken:
            self._remember(outgoing, spoken=False)
            return KNOWN_NONCE
        return found

    def _needs_its_nonce(self, outgoing: Outgoing) -> bool:
        """Whether it may be there already, said by the bot: a webhook would say it once more."""
        delivery = outgoing.claim.delivery
        return delivery.state is DeliveryState.UNKNOWN and self._spoken.get(delivery.id) is False

    def _age(self, outgoing: Outgoing) -> timedelta:
        first = outgoing.claim.delivery.first_attempt_at
        return self._clock() - first if first else timedelta()

    def _remember(self, outgoing: Outgoing, *, spoken: bool) -> None:
        number = outgoing.claim.delivery.id
        self._spoken[number] = self._spoken.get(number, False) or spoken
        keep(self._spoken, number, ATTEMPTS)
