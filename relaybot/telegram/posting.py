"""Sends one message in its form; more simply each time Telegram refuses what can be left out."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from relaybot.model.destination import Address
from relaybot.telegram.format import Form, TelegramMessage
from relaybot.telegram.outcomes import Remedy, failed_item, remedy_for, words
from relaybot.telegram.rows import in_rows

PATIENCE = 60.0  # seconds: an answer missed is a message of which nobody knows whether it is there
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_GENERAL_TOPIC = 1  # has an id, but Telegram knows no such thread when one writes to it

Addresses = frozenset[str]
Render = Callable[[Addresses], TelegramMessage]  # given the pictures that are to be left out
Sent = Sequence[Message]
Patience = Callable[[Callable[[], Awaitable[Sent]]], Awaitable[Sent]]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a message is sent, and whether it is heard."""

    chat: str
    topic: int | None = None
    silent: bool = False


def spot_at(address: Address, *, silent: bool) -> Spot:
    """Return where the messages of a place go."""
    topic = int(address.thread or _GENERAL_TOPIC)
    general = topic == _GENERAL_TOPIC
    return Spot(chat=address.chat, topic=None if general else topic, silent=silent)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a message is going to be sent."""

    message: TelegramMessage
    without: Addresses = frozenset()  # pictures that are left out
    broken: Addresses = frozenset()  # those of them that Telegram could not get
    plain: bool = False
    preview: bool = True
    buttons: bool = True

    def simpler(self, error: BadRequest, render: Render) -> "Wording | None":
        """Return the next thing to try; None when nothing was taken that could be left out."""
        remedy, message = remedy_for(error), self.message
        if remedy is Remedy.PLAIN_TEXT and not self.plain:
            return replace(self, plain=True)
        if remedy is Remedy.NO_BUTTONS and self.buttons:
            return replace(self, buttons=False)
        if remedy is Remedy.NO_PHOTOS and message.pictures:
            return self._without(_addresses(message), render)
        if remedy is not Remedy.NO_PICTURE:
            return None
        if suspect := _suspect(message, error):
            wording = self._without(suspect, render)
            known = suspect if len(suspect) == 1 else frozenset()
            return replace(wording, broken=self.broken | known)
        return replace(self, preview=False) if message.preview_url and self.preview else None

    def _without(self, pictures: Addresses, render: Render) -> "Wording":
        without = self.without | pictures
        return replace(self, message=render(without), without=without)


def _addresses(message: TelegramMessage) -> Addresses:
    return frozenset(picture.url for picture in message.pictures)


def _suspect(message: TelegramMessage, error: BadRequest) -> Addresses:
    """Return which pictures are to be left out next: the one that is named, else all."""
    item = failed_item(error)
    if item is not None and item < len(message.pictures):
        return frozenset({message.pictures[item].url})
    if message.preview_url and message.preview_url == message.image:
        return frozenset({message.image})
    return _addresses(message)


async def _at_once(call: Callable[[], Awaitable[Sent]]) -> Sent:
    return await call()


async def post(
    bot: Bot, spot: Spot, wording: Wording, render: Render, patience: Patience = _at_once
) -> tuple[Wording, Sent]:
    """Send one message and return how, with what is there now. Raises what the library raises."""
    while True:
        try:
            return wording, await patience(_sending(bot, spot, wording))
        except BadRequest as error:
            simpler = wording.simpler(error, render)
            if simpler is None:
                raise
            log.warning("telegram_simplified", reason=words(error))
            wording = simpler


def _sending(bot: Bot, spot: Spot, wording: Wording) -> Callable[[], Awaitable[Sent]]:
    send = {Form.TEXT: _send_text, Form.PHOTO: _send_photo, Form.ALBUM: _send_album}
    common: dict[str, Any] = {
        "chat_id": spot.chat,
        "message_thread_id": spot.topic,
        "disable_notification": spot.silent,
        "read_timeout": PATIENCE,
    }
    return lambda: send[wording.message.form](bot, wording, common)


async def _send_text(bot: Bot, wording: Wording, common: dict[str, Any]) -> Sent:
    text, mode = said(wording.message, plain=wording.plain)
    sent = await bot.send_message(
        text=text,
        parse_mode=mode,
        link_preview_options=link_preview(wording.message) if wording.preview else NO_PREVIEW,
        reply_markup=link_keyboard(wording.message) if wording.buttons else None,
        **common,
    )
    return (sent,)


async def _send_photo(bot: Bot, wording: Wording, common: dict[str, Any]) -> Sent:
    message = wording.message
    text, mode = said(message, plain=wording.plain)
    sent = await bot.send_photo(
        photo=message.pictures[0].url,
        caption=text,
        parse_mode=mode,
        show_caption_above_media=message.caption_above or None,
        reply_markup=link_keyboard(message) if wording.buttons else None,
        **common,
    )
    return (sent,)


async def _send_album(bot: Bot, wording: Wording, common: dict[str, Any]) -> Sent:
    message = wording.message
    first = photo_of(message, message.pictures[0].url, first=True, plain=wording.plain)
    others = (photo_of(message, picture.url) for picture in message.pictures[1:])
    return await bot.send_media_group(media=[first, *others], **common)


def photo_of(
    message: TelegramMessage, file: str, *, first: bool = False, plain: bool = False
) -> InputMediaPhoto:
    """Return one picture of a message, the first with its caption; `file`: address or id."""
    text, mode = said(message, plain=plain) if first else (None, None)
    return InputMediaPhoto(
        file,
        caption=text,
        parse_mode=mode,
        has_spoiler=message.covered or None,
        show_caption_above_media=message.caption_above or None,
    )


def said(message: TelegramMessage, *, plain: bool) -> tuple[str, ParseMode | None]:
    """Return the words of a message, and how they are to be read."""
    return (message.text, None) if plain else (message.html, ParseMode.HTML)


def link_preview(message: TelegramMessage) -> LinkPreviewOptions:
    """Return how the page or picture that belongs to a message is shown with it."""
    if message.preview_url is None:
        return NO_PREVIEW
    return LinkPreviewOptions(
        url=message.preview_url,
        prefer_large_media=message.large_preview or None,
        show_above_text=message.preview_above or None,
    )


def link_keyboard(message: TelegramMessage) -> InlineKeyboardMarkup | None:
    """Return the buttons under a message, None when it has none."""
    rows = [
        [InlineKeyboardButton(button.label, url=button.url) for button in row]
        for row in in_rows(message.buttons, lambda button: button.label)
    ]
    return InlineKeyboardMarkup(rows) if rows else None
