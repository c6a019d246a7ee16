"""The requests by which one message that was sent gets what it is to say now."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, TelegramError

from relaybot.telegram.format import Form, TelegramMessage
from relaybot.telegram.outcomes import Remedy, remedy_for, unchanged
from relaybot.telegram.posting import (
    NO_PREVIEW,
    PATIENCE,
    link_keyboard,
    link_preview,
    photo_of,
    said,
)
from relaybot.telegram.receipt import Receipt, SentPicture, digest_of
from relaybot.telegram.revision import Revision, revision_of

Render = Callable[[frozenset[str]], TelegramMessage]  # given the pictures that are to be left out


@dataclass(slots=True)
class Change:
    """A message on its way; `receipt` says at any time how far it has come."""

    bot: Bot
    chat: str
    ids: tuple[int, ...]
    receipt: Receipt
    render: Render
    plain: bool = False
    preview: bool = True
    buttons: bool = True
    cover: bool = True
    asked: str | None = None  # the address of a picture that Telegram is being asked to get

    def revision(self) -> Revision:
        """Return what is still to be done."""
        message = self.render(self.receipt.without)
        if not self.cover:
            message = replace(message, covered=self.receipt.covered)
        return revision_of(message, self.receipt)

    async def carry_out(self, revision: Revision) -> None:
        """Make every edit, the words first. Raises what the library raises."""
        if 0 in revision.pictures:
            await self._show(0, revision)
        elif revision.words:
            await self._say(revision.message)
        self.receipt = replace(self.receipt, digest=digest_of(revision.message))
        for place in revision.pictures:
            if place:
                await self._show(place, revision)
        self.receipt = replace(self.receipt, covered=revision.message.covered)

    def simpler(self, error: TelegramError) -> bool:
        """Leave out what was refused; False when it was no such thing."""
        match remedy_for(error):
            case Remedy.PLAIN_TEXT if not self.plain:
                self.plain = True
            case Remedy.NO_BUTTONS if self.buttons:
                self.buttons = False
            case Remedy.NO_PICTURE | Remedy.NO_PHOTOS:
                return self._without_picture()
            case _:
                return False
        return True

    def _without_picture(self) -> bool:
        message = self.render(self.receipt.without)
        own = message.image if message.preview_url == message.image else None
        if missing := self.asked or own:
            without = self.receipt.without | {missing}
            self.receipt = replace(self.receipt, without=without)
            return True
        if self.receipt.form is Form.TEXT:
            possible, self.preview = self.preview, False
        else:  # it was asked for by its id, to be covered
            possible, self.cover = self.cover, False
        return possible

    async def _say(self, message: TelegramMessage) -> None:
        self.asked = None
        text, mode = said(message, plain=self.plain)
        given: dict[str, Any] = self._given(0) | {
            "parse_mode": mode,
            "reply_markup": self._keyboard(message),
        }
        if self.receipt.form is Form.TEXT:
            preview = link_preview(message) if self.preview else NO_PREVIEW
            call = self.bot.edit_message_text(text, link_preview_options=preview, **given)
        else:
            above = message.caption_above or None
            call = self.bot.edit_message_caption(
                caption=text, show_caption_above_media=above, **given
            )
        try:
            await call
        except BadRequest as error:
            if not unchanged(error):
                raise

    async def _show(self, place: int, revision: Revision) -> None:
        """Change the picture at a place, and the caption with the first one."""
        file, url = revision.file_of(place, self.receipt), revision.message.pictures[place].url
        self.asked = url if file == url else None
        keyboard = self._keyboard(revision.message)
        media = photo_of(revision.message, file, first=not place, plain=self.plain)
        try:
            sent = await self.bot.edit_message_media(
                media, reply_markup=keyboard, **self._given(place)
            )
        except BadRequest as error:
            if not unchanged(error):
                raise
            sent = False
        known = self.receipt.pictures[place].file_id
        self._note(place, SentPicture(url, file_id_of(sent) or known))

    def _note(self, place: int, picture: SentPicture) -> None:
        pictures = list(self.receipt.pictures)
        pictures[place] = picture
        self.receipt = replace(self.receipt, pictures=tuple(pictures))

    def _keyboard(self, message: TelegramMessage) -> InlineKeyboardMarkup | None:
        return link_keyboard(message) if self.buttons else None

    def _given(self, place: int) -> dict[str, Any]:
        return {"chat_id": self.chat, "message_id": self.ids[place], "read_timeout": PATIENCE}


def file_id_of(message: Message | bool) -> str:
    """Return the id by which Telegram knows the picture of a message, "" when it has none."""
    photo = message.photo if isinstance(message, Message) else ()
    return photo[-1].file_id if photo else ""
