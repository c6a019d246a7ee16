"""A sent message says what its post says now: edited in place, in the form it was sent in.

Nothing is asked of Discord when it says so already. An edit pings nobody.
"""

from dataclasses import replace

import structlog

from relaybot.discord import limits
from relaybot.discord.channels import Channels
from relaybot.discord.form import Form, in_some_form
from relaybot.discord.looks import Looks
from relaybot.discord.outcomes import Verdict
from relaybot.discord.payload import changes_of
from relaybot.discord.posting import receipt_of
from relaybot.discord.receipt import STYLES, Receipt, Shape, digest, read
from relaybot.discord.standing import Hands, Standing, tried
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import WithdrawnPolicy
from relaybot.model.outcome import Delivered, Outcome, Refused, RetryLater

NO_RECEIPT = Refused("how the message was sent is not known")
ANSWERED = Refused("people have answered to it")

log = structlog.get_logger(__name__)


class Amending:
    """Lets messages follow their posts."""

    def __init__(self, hands: Hands, channels: Channels, looks: Looks) -> None:
        self._hands = hands
        self._channels = channels
        self._looks = looks

    async def amend(self, outgoing: Outgoing) -> Outcome:
        """Let the message say what its post says now."""
        delivery, destination = outgoing.claim.delivery, outgoing.claim.destination
        receipt, number = read(delivery.receipt), delivery.message_id or ""
        if receipt is None or not limits.is_id(number):
            return NO_RECEIPT
        policy = destination.preferences.withdrawn if outgoing.withdrawn else None
        if receipt.shape is Shape.DELETED or policy is WithdrawnPolicy.KEEP:
            return Delivered(number, delivery.receipt)
        standing = Standing.of(destination.address.chat, number, receipt)
        if policy is WithdrawnPolicy.DELETE:
            deleted = await tried(self._delete(standing))
            if isinstance(deleted, Delivered | RetryLater):
                return deleted
        return await self._follow(outgoing, standing)

    async def _delete(self, standing: Standing) -> Verdict:
        if not await self._hands.delete(standing):
            return ANSWERED
        gone = replace(standing.receipt, shape=Shape.DELETED)
        return Delivered(str(standing.number), str(gone))

    async def _follow(self, outgoing: Outgoing, standing: Standing) -> Outcome:
        receipt = standing.receipt
        form = self._form(outgoing, receipt)
        if digest(form.message, receipt.shape) == receipt.shows:
            return Delivered(str(standing.number), str(receipt))
        outcome, form = await in_some_form(
            form,
            lambda form: tried(self._edit(standing, form)),
            lambda: self._channels.unarchive(standing.chat),
            lambda style, voiced: self._looks.of(outgoing, style, voiced=voiced),
        )
        topic = form.message.thread_name
        discussed = receipt.forum or outgoing.claim.destination.preferences.discuss
        if isinstance(outcome, Delivered) and discussed and topic != receipt.topic:
            return await self._renamed(standing, topic, outcome)
        return outcome

    def _form(self, outgoing: Outgoing, receipt: Receipt) -> Form:
        """Lay the post out as it is now, in the form its message has."""
        style, voiced = STYLES[receipt.shape], receipt.webhook is not None
        return Form(
            self._looks.of(outgoing, style, voiced=voiced),
            receipt.role,
            plain=receipt.shape is Shape.PLAIN,
            layout=receipt.shape is Shape.FULL,
            edited=True,
        )

    async def _edit(self, standing: Standing, form: Form) -> Verdict:
        await self._hands.edit(standing, changes_of(form))
        receipt = standing.receipt
        new = receipt_of(form, receipt.webhook, forum=receipt.forum)
        return Delivered(str(standing.number), str(new))

    async def _renamed(self, standing: Standing, name: str, done: Delivered) -> Outcome:
        """A thread that keeps its name is no reason to fail; one that has to wait, to try again."""
        outcome = await tried(self._rename(standing, name, done))
        if isinstance(outcome, Delivered | RetryLater):
            return outcome
        log.info("discord_not_renamed", thread=standing.number, reason=str(outcome))
        return done

    async def _rename(self, standing: Standing, name: str, done: Delivered) -> Verdict:
        await self._hands.rename(standing, name)
        return done
