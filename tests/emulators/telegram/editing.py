"""The methods that change what was sent: https://core.telegram.org/bots/api#updating-messages.

Bots may edit their own messages at any time, and delete any for 48 hours only. Which of the two
refusals is said of an older one depends on the chat (TelegramBots #471, telegram-bot-api #403).
"""

import time
from dataclasses import replace
from typing import Any

from tests.emulators.telegram import content, parameters
from tests.emulators.telegram.answers import bad_request
from tests.emulators.telegram.chats import Chat, SentMessage, Shown
from tests.emulators.telegram.ledger import Ledger
from tests.emulators.telegram.pictures import BadPicture
from tests.emulators.telegram.sending import picture

Params = dict[str, Any]
Result = Any

DELETABLE = 48 * 3600  # seconds
MOST_DELETED = 100


async def edit_message_text(ledger: Ledger, params: Params) -> Result:
    text, markup = content.text_of(params), content.reply_markup_of(params)
    preview = content.link_preview_of(params)
    message = _editable(ledger, params)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    shown = Shown(content=text, link_preview=preview, reply_markup=markup)
    return _edit(ledger, message, shown)


async def edit_message_caption(ledger: Ledger, params: Params) -> Result:
    caption, markup = content.caption_of(params), content.reply_markup_of(params)
    message = _editable(ledger, params)
    if message.kind != "photo":
        raise bad_request("there is no caption in the message to edit")
    above = parameters.flag(params, "show_caption_above_media")
    shown = replace(message.shown, content=caption, reply_markup=markup, caption_above=above)
    return _edit(ledger, message, shown)


async def edit_message_media(ledger: Ledger, params: Params) -> Result:
    """Put another picture in place of one, or one into a message that was only text."""
    item, markup = parameters.nested(params, "media") or {}, content.reply_markup_of(params)
    shown = picture(item, params, markup)
    message = _editable(ledger, params)
    try:
        ledger.check_picture(shown.photo or "")
    except BadPicture as bad:
        raise bad.edited() from None
    return _edit(ledger, message, shown)


async def edit_message_reply_markup(ledger: Ledger, params: Params) -> Result:
    markup = content.reply_markup_of(params)
    message = _editable(ledger, params)
    return _edit(ledger, message, replace(message.shown, reply_markup=markup))


def _editable(ledger: Ledger, params: Params) -> SentMessage:
    """Return a message the bot may edit: its own, not forwarded, with no keyboard of people."""
    chat = _reachable(ledger, params)
    number = parameters.number(params, "message_id")
    if (chat.id, number) in ledger.incoming:
        raise bad_request("message can't be edited")
    message = ledger.message(chat, number, "edit")
    keyboard = message.reply_markup and "inline_keyboard" not in message.reply_markup
    lost = chat.type == "channel" and not chat.bot_may_post
    if keyboard or lost or message.forwarded_from:
        raise bad_request("message can't be edited")
    return message


def _edit(ledger: Ledger, message: SentMessage, shown: Shown) -> Result:
    if message.shown == shown:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly"
            " the same as a current content and reply markup of the message"
        )
    message.earlier.append(message.shown)
    message.shown = shown
    return message.to_json(ledger.me)


async def delete_message(ledger: Ledger, params: Params) -> Result:
    chat = _reachable(ledger, params)
    number = parameters.number(params, "message_id")
    if number is not None and _delete(ledger, chat, number):
        return True
    raise bad_request("message to delete not found")


async def delete_messages(ledger: Ledger, params: Params) -> Result:
    """Delete several; those that are not there are skipped."""
    chat = _reachable(ledger, params)
    numbers = parameters.nested(params, "message_ids") or []
    if not 1 <= len(numbers) <= MOST_DELETED:
        raise bad_request("there are too many message identifiers to delete")
    for number in numbers:
        _delete(ledger, chat, int(number))
    return True


def _delete(ledger: Ledger, chat: Chat, number: int) -> bool:
    """Delete a message, and tell whether it was there."""
    if (chat.id, number) in ledger.incoming:
        if chat.type != "private" and not (chat.bot == "administrator" and chat.bot_may_delete):
            raise bad_request("message can't be deleted")
        ledger.incoming.discard((chat.id, number))
        return True
    found = [m for m in ledger.messages if (m.chat.id, m.id) == (chat.id, number)]
    standing = [message for message in found if not message.deleted]
    for message in standing:
        _check_deletable(chat, message)
        message.deleted = True
    return bool(standing)


def _check_deletable(chat: Chat, message: SentMessage) -> None:
    wide = chat.type in ("channel", "supergroup")
    if time.time() - message.date >= DELETABLE:
        everyone = "" if wide else " for everyone"
        raise bad_request(f"message can't be deleted{everyone}")
    if chat.type == "channel" and not (chat.bot_may_post or chat.bot_may_delete):
        raise bad_request("message can't be deleted")


def _reachable(ledger: Ledger, params: Params) -> Chat:
    chat = ledger.chat(params.get("chat_id"))
    chat.check_reachable()
    return chat
