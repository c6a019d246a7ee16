"""Reply → messages with an inline keyboard.

A button's `callback_data` is the text of its action: nothing is remembered between a message and
a press on it, so buttons work after a restart. An answer that stands somewhere else than in the
place it is about says which place that is, and so do its buttons.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, RetryAfter, TelegramError

from relaybot.commands.action import Action, encode
from relaybot.commands.ask import Place
from relaybot.commands.reply import Button, Reply, Row, Select, paragraphs
from relaybot.model.delivery import Outgoing
from relaybot.richtext.nodes import Document, Inline, Paragraph, Strong, Text
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt
from relaybot.telegram.asks import spot_of
from relaybot.telegram.limits import fits, is_web, utf16_cut, visible_text
from relaybot.telegram.looks import post_or_title
from relaybot.telegram.markup import to_html
from relaybot.telegram.outcomes import remedy_for, seconds_of, words
from relaybot.telegram.posting import NO_PREVIEW, Spot, Wording, post
from relaybot.telegram.rows import in_rows

T = TypeVar("T")
Controls = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None

ALERT = 200  # characters: https://core.telegram.org/bots/api#answercallbackquery
_CHOICES_IN_ROW = 3
_LABEL = 64
_BUTTONS = 100
_CUTS = (3800, 2500, 1200, 400)  # visible characters, until the markup too is within its limits
_LONGEST_WAIT = 30.0  # seconds that an answer is worth waiting for

# Commands that change nothing when they are tapped, so that they may be tapped in our own answers.
# The others stay defused: what a feed says may stand in an answer too.
_TAPPED = ("help", "privacy", "following", "chapters", "status", "settings", "check", "history")
_TAPPABLE = re.compile(rf"(?<=/)\u2060(?=(?:{'|'.join(_TAPPED)})(?![\w@/]))", re.ASCII)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where an answer goes. `answers` is the message it answers; `about`: the place, if another."""

    chat: str
    thread: str | None = None
    answers: int | None = None
    about: Place | None = None


@dataclass(frozen=True, slots=True)
class Replies:
    """Shows replies."""

    bot: Bot

    async def send(self, target: Target, reply: Reply) -> None:
        """Write an answer, and the posts that belong to it. Raises what the library raises."""
        await self._write(target, rendered(reply, target.about), keyboard(reply.rows, target.about))
        await self._send_posts(target, reply.posts)

    async def say(
        self,
        target: Target,
        *sentences: tuple[Inline, ...],
        controls: ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None,
    ) -> None:
        """Write sentences; `controls` change the keyboard of a private chat."""
        await self._write(target, rendered(Reply(body=paragraphs(*sentences))), controls)

    async def replace(
        self, message: MaybeInaccessibleMessage, target: Target, reply: Reply
    ) -> None:
        """Put an answer in the place of a message; a new one where that cannot be changed."""
        if not await self._edited(message, target, reply):
            await self.send(target, reply)
            return
        await self._send_posts(target, reply.posts)

    async def tell(self, query: str, body: Document | None = None, *, alert: bool = False) -> None:
        """End the waiting of whoever pressed, with words shown to nobody else if there are any."""
        text = utf16_cut(plain(body), ALERT) if body else None
        try:
            await self.bot.answer_callback_query(query, text=text, show_alert=alert)
        except BadRequest as error:  # it waited too long: the words come too late, the work is done
            log.info("telegram_press_expired", reason=words(error))

    async def _write(self, target: Target, markup: str, controls: Controls) -> None:
        """Send one message; as plain words when Telegram cannot read our markup."""
        await self._written(
            markup,
            lambda text, mode: self.bot.send_message(
                chat_id=target.chat,
                text=text,
                parse_mode=mode,
                message_thread_id=int(target.thread) if target.thread else None,
                reply_parameters=_answering(target),
                reply_markup=controls,
                link_preview_options=NO_PREVIEW,
            ),
        )

    async def _edited(
        self, message: MaybeInaccessibleMessage, target: Target, reply: Reply
    ) -> bool:
        try:
            await self._written(
                rendered(reply, target.about),
                lambda text, mode: self.bot.edit_message_text(
                    text,
                    chat_id=message.chat.id,
                    message_id=message.message_id,
                    parse_mode=mode,
                    reply_markup=keyboard(reply.rows, target.about),
                    link_preview_options=NO_PREVIEW,
                ),
            )
        except BadRequest as error:
            if "message is not modified" in str(error).lower():
                return True
            log.info("telegram_not_edited", reason=words(error))
            return False
        return True

    async def _written(
        self, markup: str, call: Callable[[str, ParseMode | None], Awaitable[Any]]
    ) -> None:
        try:
            await _patiently(lambda: call(markup, ParseMode.HTML))
        except BadRequest as error:
            if remedy_for(error) is None:
                raise
            log.warning("telegram_simplified", reason=words(error))
            await _patiently(lambda: call(visible_text(markup), None))

    async def _send_posts(self, target: Target, posts: Iterable[Outgoing]) -> None:
        for outgoing in posts:
            try:
                await self._send_post(target, outgoing)
            except TelegramError as error:  # the others may get through
                log.warning("telegram_post_not_shown", reason=words(error))

    async def _send_post(self, target: Target, outgoing: Outgoing) -> None:
        """Show a post exactly as it would arrive in the place it is shown for."""
        spot = Spot(chat=target.chat, topic=int(target.thread) if target.thread else None)
        first = Wording(post_or_title(outgoing))
        await post(
            self.bot, spot, first, lambda without: post_or_title(outgoing, without), _patiently
        )


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Wait once when Telegram asks for it, and not for long."""
    try:
        return await call()
    except RetryAfter as error:
        wait = seconds_of(error) or 0.0
        if wait > _LONGEST_WAIT:
            raise
        await asyncio.sleep(wait)
        return await call()


def target_of(message: MaybeInaccessibleMessage) -> Target:
    """Return where what a message says or a button on it does is answered."""
    spot = spot_of(message)
    answers = None if spot.private else message.message_id
    return Target(chat=spot.chat, thread=spot.thread, answers=answers)


def _answering(target: Target) -> ReplyParameters | None:
    if target.answers is None:
        return None
    return ReplyParameters(target.answers, allow_sending_without_reply=True)


def rendered(reply: Reply, about: Place | None = None) -> str:
    """Return the words in Telegram's HTML, cut where they do not fit into one message."""
    head = (Paragraph((Text("📍 "), Strong((Text(about.name),)))),) if about else ()
    markup = to_html(Document((*head, *reply.body.blocks)))
    for length in _CUTS:
        if fits(markup):
            break
        short, _ = excerpt(reply.body, length)
        markup = to_html(Document((*head, *short.blocks)))
    return _TAPPABLE.sub("", markup) or "…"


def keyboard(rows: Iterable[Row], about: Place | None = None) -> InlineKeyboardMarkup | None:
    """Return the controls, None when there are none; what does not fit is left out."""
    made: list[Sequence[InlineKeyboardButton]] = []
    for row in rows:
        lines = _choices(row, about) if isinstance(row, Select) else _buttons(row, about)
        made += [line for line in lines if sum(map(len, made)) + len(line) <= _BUTTONS]
    return InlineKeyboardMarkup(made) if made else None


def _choices(select: Select, about: Place | None) -> Sequence[Sequence[InlineKeyboardButton]]:
    """One button a choice, as many in a row as can be read, the chosen ones marked."""
    made = []
    for choice in select.choices:
        label = f"✓ {choice.label}" if choice.chosen else choice.label
        action = select.action.with_argument(select.argument, choice.value)
        made.append(_pressed(label, action, about))
    return in_rows(filter(None, made), _label_of, _CHOICES_IN_ROW)


def _buttons(
    row: Iterable[Button], about: Place | None
) -> Sequence[Sequence[InlineKeyboardButton]]:
    made = (
        _pressed(button.label, button.action, about)
        if button.action
        else _leading(button.label, button.url)
        for button in row
    )
    return in_rows(filter(None, made), _label_of)


def _pressed(label: str, action: Action, about: Place | None) -> InlineKeyboardButton | None:
    if about is not None and "where" not in action.arguments:
        action = action.with_argument("where", _where(about))
    data = encode(action)
    return InlineKeyboardButton(_labelled(label), callback_data=data) if data else None


def _where(place: Place) -> str:
    address = place.address
    return f"{address.chat}/{address.thread}" if address.thread else address.chat


def _leading(label: str, url: str | None) -> InlineKeyboardButton | None:
    return InlineKeyboardButton(_labelled(label), url=url) if url and is_web(url) else None


def _labelled(label: str) -> str:
    return utf16_cut(label.strip(), _LABEL) or "…"


def _label_of(button: InlineKeyboardButton) -> str:
    return button.text
