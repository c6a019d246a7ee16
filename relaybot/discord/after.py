"""What a place wants done with a message that was sent: publish it, open a discussion under it.

Both are extras, owed to a message that stands. Doing them twice changes nothing.
"""

import discord

from relaybot.discord import limits
from relaybot.discord.channels import Channels
from relaybot.discord.outcomes import TryAgain, Verdict
from relaybot.discord.standing import tried
from relaybot.model.delivery import Outgoing
from relaybot.model.outcome import Delivered, Outcome, Refused, RetryLater
from relaybot.ports import Clock

DONE = Delivered("")
NOT_PUBLISHED = Refused("only messages of announcement channels can be published")
NO_DISCUSSION = Refused("no thread can be opened under a message there")


class AfterSending:
    """Publishes messages and opens threads under them, as one logged-in client."""

    def __init__(self, channels: Channels, clock: Clock) -> None:
        self._channels = channels
        self._clock = clock
        self._pace = limits.Pace()

    async def publish(self, outgoing: Outgoing) -> Outcome:
        """Publish the message to the servers that follow its channel."""
        return _as_done(outgoing, await tried(self._publish(outgoing)))

    async def discuss(self, outgoing: Outgoing, name: str) -> Outcome:
        """Open a thread of that name under the message."""
        return _as_done(outgoing, await tried(self._discuss(outgoing, name)))

    async def _publish(self, outgoing: Outgoing) -> Verdict:
        channel = await self._channels.channel(int(outgoing.claim.destination.address.chat))
        if not isinstance(channel, discord.TextChannel) or not channel.is_news():
            return NOT_PUBLISHED
        now = self._clock().timestamp()
        if wait := self._pace.wait(channel.id, now):
            return RetryLater("Discord's limit of ten an hour", wait)
        self._pace.take(channel.id, now)
        await self._message(channel, outgoing).publish()
        return DONE

    async def _discuss(self, outgoing: Outgoing, name: str) -> Verdict:
        channel = await self._channels.channel(int(outgoing.claim.destination.address.chat))
        if not isinstance(channel, discord.TextChannel):
            return NO_DISCUSSION
        await self._message(channel, outgoing).create_thread(name=name)
        return DONE

    def _message(self, channel: discord.TextChannel, outgoing: Outgoing) -> discord.PartialMessage:
        return channel.get_partial_message(int(outgoing.claim.delivery.message_id or 0))


def _as_done(outgoing: Outgoing, verdict: Verdict) -> Outcome:
    """Return the message's own receipt with what was done: it says the same as before."""
    delivery = outgoing.claim.delivery
    match verdict:
        case Delivered():
            return Delivered(delivery.message_id or "", delivery.receipt)
        case TryAgain(_, reason):
            return Refused(reason)
        case _:
            return verdict
