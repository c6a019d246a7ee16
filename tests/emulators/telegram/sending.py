"""The methods that send: https://core.telegram.org/bots/api#sendmessage and below."""

import time
from typing import Any

from tests.emulators.telegram import content, parameters
from tests.emulators.telegram.answers import bad_request
from tests.emulators.telegram.chats import Chat, SentMessage, Shown
from tests.emulators.telegram.ledger import Ledger
from tests.emulators.telegram.pictures import BadPicture, album_of, item_of, photo_of

Params = dict[str, Any]
Result = Any


async def send_message(ledger: Ledger, params: Params) -> Result:
    shown = Shown(
        content=content.text_of(params),
        link_preview=content.link_preview_of(params),
        reply_markup=content.reply_markup_of(params),
    )
    chat = _place(ledger, params)
    if chat.type != "private" and "request_chat" in str(shown.reply_markup):
        raise bad_request("BUTTON_TYPE_INVALID")
    ledger.check_pace(chat)
    return _stored(ledger, chat, params, shown).to_json(ledger.me)


async def send_photo(ledger: Ledger, params: Params) -> Result:
    shown = Shown(
        kind="photo",
        content=content.caption_of(params),
        photo=photo_of(params.get("photo")),
        caption_above=parameters.flag(params, "show_caption_above_media"),
        reply_markup=content.reply_markup_of(params),
    )
    chat = _place(ledger, params)
    try:
        ledger.check_picture(shown.photo or "")
    except BadPicture as bad:
        raise bad.alone() from None
    ledger.check_pace(chat)
    return _stored(ledger, chat, params, shown).to_json(ledger.me)


async def send_media_group(ledger: Ledger, params: Params) -> Result:
    """Send all of an album or nothing."""
    ready = [picture(item, params) for item in album_of(params)]
    chat = _place(ledger, params)
    for place, shown in enumerate(ready, 1):
        try:
            ledger.check_picture(shown.photo or "")
        except BadPicture as bad:
            raise bad.within(place) from None
    ledger.check_pace(chat, len(ready))
    album = ledger.next_album()
    sent = [_stored(ledger, chat, params, shown, album=album) for shown in ready]
    return [message.to_json(ledger.me) for message in sent]


def picture(item: Params, params: Params, markup: Params | None = None) -> Shown:
    """Return what an InputMediaPhoto shows."""
    return Shown(
        kind="photo",
        content=content.caption_of(item),
        photo=item_of(item, params),
        caption_above=parameters.flag(item, "show_caption_above_media"),
        reply_markup=markup,
    )


async def forward_message(ledger: Ledger, params: Params) -> Result:
    source = ledger.chat(params.get("from_chat_id"))
    source.check_reachable()
    number = parameters.number(params, "message_id")
    original = ledger.message(source, number, "forward")
    chat = _place(ledger, params)
    ledger.check_pace(chat)
    forwarded = _stored(ledger, chat, params, original.shown, forwarded_from=original.id)
    return forwarded.to_json(ledger.me)


async def send_chat_action(ledger: Ledger, params: Params) -> Result:
    chat = _place(ledger, params)
    ledger.typing.append((chat.id, parameters.number(params, "message_thread_id")))
    return True


def _place(ledger: Ledger, params: Params) -> Chat:
    chat = ledger.chat(params.get("chat_id"))
    chat.check_may_post()
    chat.check_topic(parameters.number(params, "message_thread_id"))
    ledger.check_answered(chat, parameters.nested(params, "reply_parameters") or {})
    return chat


def _stored(ledger: Ledger, chat: Chat, params: Params, shown: Shown, **given: Any) -> SentMessage:
    message = SentMessage(
        id=ledger.next_message_id(chat),
        chat=chat,
        date=int(time.time()),
        shown=shown,
        thread=parameters.number(params, "message_thread_id"),
        silent=parameters.flag(params, "disable_notification"),
        parse_mode=params.get("parse_mode"),
        params=params,
        **given,
    )
    ledger.messages.append(message)
    return message
