"""Lets a message that was sent say what its post says now, or takes it away.

Everything here can be done twice, so an unclear answer only means: again, later.
"""

from collections.abc import Callable
from dataclasses import replace

import structlog
from telegram import Bot
from telegram.error import TelegramError

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Address, WithdrawnPolicy
from relaybot.model.outcome import Blocked, Delivered, Outcome, Refused, RetryLater
from relaybot.telegram.changing import Change
from relaybot.telegram.format import Form
from relaybot.telegram.looks import Looks
from relaybot.telegram.outcomes import change_outcome_of, missing, words
from relaybot.telegram.receipt import Receipt, message_ids, read_receipt

HeldBack = Callable[[Address, int], Outcome | None]  # why not now; None counts so many messages

_NOT_NOTED = Refused("nobody noted how it was sent: it is left as it is")

log = structlog.get_logger(__name__)


class Amending:
    """Amends messages; `held_back` says when a chat has to wait."""

    def __init__(self, bot: Bot, looks: Looks, held_back: HeldBack) -> None:
        self._bot = bot
        self._looks = looks
        self._held_back = held_back

    async def amend(self, outgoing: Outgoing) -> Outcome:
        """Change one message; see `ports.Platform.attend`."""
        if (change := self._change_of(outgoing)) is None:
            return _NOT_NOTED
        place = outgoing.claim.destination
        policy = place.preferences.withdrawn if outgoing.withdrawn else None
        if change.receipt.deleted or policy is WithdrawnPolicy.KEEP:
            return _as_it_is(outgoing)
        if not (edits := change.revision().edits):
            return _as_it_is(outgoing)  # noise is no edit
        if held_back := self._held_back(place.address, edits):
            return held_back
        if policy is WithdrawnPolicy.DELETE:
            outcome = await self._delete(outgoing, change)
            if not isinstance(outcome, Refused | Blocked):
                return outcome
            log.warning("telegram_not_deleted", reason=outcome.reason)  # then struck through
        return await self._carry_out(outgoing, change)

    def _change_of(self, outgoing: Outgoing) -> Change | None:
        """Return what is to be changed, None when nobody noted how it was sent."""
        delivery = outgoing.claim.delivery
        receipt, ids = read_receipt(delivery.receipt), message_ids(delivery.message_id)
        if receipt is None or not _fits(receipt, ids):
            return None
        style, form = receipt.style, receipt.form
        return Change(
            self._bot,
            outgoing.claim.destination.address.chat,
            ids,
            receipt,
            lambda without: self._looks.again(outgoing, style, form, without),
        )

    async def _carry_out(self, outgoing: Outgoing, change: Change) -> Outcome:
        while True:
            try:
                await change.carry_out(change.revision())
                return Delivered(outgoing.claim.delivery.message_id or "", change.receipt.write())
            except TelegramError as error:
                if not change.simpler(error):
                    return change_outcome_of(error)
                log.warning("telegram_simplified", reason=words(error))
            except Exception as error:  # the answer was not what the library expects
                log.exception("telegram_answer_not_understood", post=outgoing.claim.post.id)
                return RetryLater(f"Telegram's answer could not be read: {type(error).__name__}")

    async def _delete(self, outgoing: Outgoing, change: Change) -> Outcome:
        try:
            if len(change.ids) == 1:
                await self._bot.delete_message(change.chat, change.ids[0])
            else:
                await self._bot.delete_messages(change.chat, change.ids)
        except TelegramError as error:
            if not missing(error):
                return change_outcome_of(error)
        gone = replace(change.receipt, deleted=True)
        return Delivered(outgoing.claim.delivery.message_id or "", gone.write())


def _fits(receipt: Receipt, ids: tuple[int, ...]) -> bool:
    if receipt.form is Form.TEXT:
        return len(ids) == 1 and not receipt.pictures
    return len(ids) == len(receipt.pictures)


def _as_it_is(outgoing: Outgoing) -> Outcome:
    delivery = outgoing.claim.delivery
    return Delivered(delivery.message_id or "", delivery.receipt)
