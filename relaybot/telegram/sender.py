"""The `Platform` port: sends one message to one chat, or changes it, and says what became of it."""

import time
from collections.abc import Callable

import structlog
from telegram import Bot
from telegram.constants import ChatType
from telegram.error import TelegramError

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Address, PlatformName
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import (
    Delivered,
    DestinationGone,
    Outcome,
    Recovery,
    Refused,
    RetryLater,
    Unknown,
)
from relaybot.telegram.amend import Amending
from relaybot.telegram.changing import file_id_of
from relaybot.telegram.limits import Pace, Rates
from relaybot.telegram.looks import Looks
from relaybot.telegram.outcomes import outcome_of, words
from relaybot.telegram.posting import Sent, Wording, post, spot_at
from relaybot.telegram.receipt import Receipt, SentPicture, digest_of, message_id_of

log = structlog.get_logger(__name__)


class TelegramPlatform:
    """`ports.Platform` for Telegram.

    `problem` says in words why nothing can be sent now, None when the bot is connected. A chat
    whose turn it is not yet answers RetryLater instead of waiting inside `deliver`: a delivery
    that waits is already marked as `sending`, and if the process died then, nobody could know
    that it never left.
    """

    name = PlatformName.TELEGRAM

    def __init__(
        self,
        bot: Bot,
        *,
        problem: Callable[[], str | None],
        rates: Rates,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._problem = problem
        self._pace = Pace(rates)
        self._seconds = seconds
        self._looks = Looks(seconds)
        self._amending = Amending(bot, self._looks, self._held_back)

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Send one message; see `ports.Platform`."""
        destination, without = outgoing.claim.destination, self._looks.broken(outgoing)
        first = Wording(self._looks.post(outgoing, without), without)
        count = max(len(first.message.pictures), 1)
        if held_back := self._held_back(destination.address, count):
            return held_back
        spot = spot_at(destination.address, silent=destination.silent)
        try:
            wording, sent = await post(
                self._bot, spot, first, lambda less: self._looks.post(outgoing, less)
            )
            return self._delivered(outgoing, wording, sent)
        except TelegramError as error:
            return outcome_of(error, outgoing.claim.delivery.attempts)
        except Exception as error:  # the answer was not what the library expects; it was sent
            log.exception("telegram_answer_not_understood", post=outgoing.claim.post.id)
            return Unknown(f"Telegram's answer could not be read: {type(error).__name__}")

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        """Do something more to a message that was sent; see `ports.Platform`."""
        if kind is not ErrandKind.AMEND:
            return Refused(f"there is no such thing on Telegram: {kind}")
        return await self._amending.amend(outgoing)

    async def reachable(self) -> bool:
        """Ask for something that changes nothing."""
        try:
            await self._bot.get_me()
        except TelegramError as error:
            log.warning("telegram_away", reason=words(error))
            return False
        return True

    async def recover(self, outgoing: Outgoing) -> Recovery:
        """Say that nobody can tell."""
        return Unknown(
            f"nobody can tell whether it arrived in {outgoing.claim.destination.address.chat}:"
            " Telegram has no key against sending twice, and shows a bot no history"
        )

    def _held_back(self, address: Address, count: int) -> Outcome | None:
        """Return why nothing is sent to this place now; None counts so many messages as sent."""
        if problem := self._problem():
            return RetryLater(problem, whole_platform=True)
        if address.thread and not address.thread.isdecimal():
            return DestinationGone(f"there is no topic “{address.thread}”: its id is a number")
        now = self._seconds()
        if wait := self._pace.everywhere_wait(now, count):
            return RetryLater("pacing: Telegram's limit for all chats", wait, whole_platform=True)
        if wait := self._pace.chat_wait(address.chat, now, count):
            return RetryLater("pacing: Telegram's limit for one chat", wait)
        self._pace.sending(address.chat, now, count)
        return None

    def _delivered(self, outgoing: Outgoing, wording: Wording, sent: Sent) -> Delivered:
        if sent[0].chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
            self._pace.group(outgoing.claim.destination.address.chat)
        self._looks.remember_broken(wording.broken)
        message = wording.message
        receipt = Receipt(
            style=outgoing.claim.destination.preferences.style,
            form=message.form,
            digest=digest_of(message),
            pictures=tuple(
                SentPicture(picture.url, file_id_of(there))
                for picture, there in zip(message.pictures, sent, strict=True)
            )
            if message.pictures
            else (),
            without=wording.without,
        )
        return Delivered(message_id_of([there.message_id for there in sent]), receipt.write())
