"""Sends one message to one chat, and says what became of it."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import TelegramError

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Address, Destination, PlatformName
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
from relaybot.telegram.format import (
    Look,
    TelegramMessage,
    format_post,
    format_title_only,
    look_of,
)
from relaybot.telegram.limits import Pace, Rates
from relaybot.telegram.outcomes import Remedy, outcome_of, remedy_for, words

_RENDERED_KEPT = 256  # messages: a post goes to many chats in a row, in a few looks
_PATIENCE = 60.0  # seconds: an answer missed is a message of which nobody knows whether it is there
_GENERAL_TOPIC = 1  # has an id, but Telegram knows no such thread when one writes to it
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

_Key = tuple[int, str, str, Look]  # post, its words, its feed, how it looks

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Wording:
    """How a message is going to be sent."""

    message: TelegramMessage
    plain: bool = False
    preview: bool = True
    buttons: bool = True

    def simpler(self, remedy: Remedy | None) -> "_Wording | None":
        """Return the next thing to try; None when this remedy was taken already or is unknown."""
        if remedy is Remedy.PLAIN_TEXT and not self.plain:
            return replace(self, plain=True)
        if remedy is Remedy.NO_PREVIEW and self.preview:
            return replace(self, preview=False)
        if remedy is Remedy.NO_BUTTONS and self.buttons:
            return replace(self, buttons=False)
        return None


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
        self._rendered: OrderedDict[_Key, TelegramMessage] = OrderedDict()

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Send one message; see `ports.Platform`."""
        if held_back := self._held_back(outgoing.claim.destination.address):
            return held_back
        wording = _Wording(self._message(outgoing))
        while True:
            try:
                sent = await self._send(outgoing.claim.destination, wording)
            except TelegramError as error:
                simpler = wording.simpler(remedy_for(error))
                if simpler is None:
                    return outcome_of(error, outgoing.claim.delivery.attempts)
                log.warning("telegram_simplified", post=outgoing.claim.post.id, reason=words(error))
                wording = simpler
            except Exception as error:  # the answer was not what the library expects; it was sent
                log.exception("telegram_answer_not_understood", post=outgoing.claim.post.id)
                return Unknown(f"Telegram's answer could not be read: {type(error).__name__}")
            else:
                return self._delivered(outgoing.claim.destination, sent)

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        """Do something more to a message that was sent; see `ports.Platform`."""
        return Refused(f"{kind} is not known for {outgoing.claim.destination.address}")

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

    def _held_back(self, address: Address) -> Outcome | None:
        """Return why nothing is sent to this place now; None counts the message as sent."""
        if problem := self._problem():
            return RetryLater(problem, whole_platform=True)
        if address.thread and not address.thread.isdecimal():
            return DestinationGone(f"there is no topic “{address.thread}”: its id is a number")
        now = self._seconds()
        if wait := self._pace.everywhere_wait(now):
            return RetryLater("pacing: Telegram's limit for all chats", wait, whole_platform=True)
        if wait := self._pace.chat_wait(address.chat, now):
            return RetryLater("pacing: Telegram's limit for one chat", wait)
        self._pace.sending(address.chat, now)
        return None

    def _message(self, outgoing: Outgoing) -> TelegramMessage:
        stored = outgoing.claim.post
        key = (stored.id, stored.post.fingerprint, outgoing.feed.slug, look_of(outgoing))
        if key in self._rendered:
            self._rendered.move_to_end(key)
            return self._rendered[key]
        message = self._rendered[key] = _format(outgoing)
        if len(self._rendered) > _RENDERED_KEPT:
            self._rendered.popitem(last=False)
        return message

    async def _send(self, destination: Destination, wording: _Wording) -> Message:
        message, address = wording.message, destination.address
        return await self._bot.send_message(
            chat_id=address.chat,
            text=message.text if wording.plain else message.html,
            parse_mode=None if wording.plain else ParseMode.HTML,
            link_preview_options=link_preview(message) if wording.preview else _NO_PREVIEW,
            reply_markup=link_keyboard(message) if wording.buttons else None,
            disable_notification=destination.silent,
            message_thread_id=_topic(address),
            read_timeout=_PATIENCE,
        )

    def _delivered(self, destination: Destination, sent: Message) -> Delivered:
        if sent.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
            self._pace.group(destination.address.chat)
        return Delivered(str(sent.message_id))


def _topic(address: Address) -> int | None:
    topic = int(address.thread or _GENERAL_TOPIC)
    return None if topic == _GENERAL_TOPIC else topic


def _format(outgoing: Outgoing) -> TelegramMessage:
    try:
        return format_post(outgoing)
    except Exception:  # our bug; the post must get through all the same
        log.exception("telegram_format_failed", post=outgoing.claim.post.id)
        return format_title_only(outgoing)


def link_preview(message: TelegramMessage) -> LinkPreviewOptions:
    """Return how the page that a message leads to is shown with it."""
    if message.preview_url is None:
        return _NO_PREVIEW
    return LinkPreviewOptions(
        url=message.preview_url,
        prefer_large_media=message.large_preview or None,
        show_above_text=message.preview_above or None,
    )


def link_keyboard(message: TelegramMessage) -> InlineKeyboardMarkup | None:
    """Return the buttons under a message, None when it has none."""
    row = [InlineKeyboardButton(button.label, url=button.url) for button in message.buttons]
    return InlineKeyboardMarkup([row]) if row else None
