"""The methods of the Bot API: https://core.telegram.org/bots/api#available-methods.

Each takes the ledger and the request's parameters, and returns the result or raises ApiError.
"""

import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.emulators.telegram import content, parameters
from tests.emulators.telegram.answers import bad_request
from tests.emulators.telegram.chats import Chat, SentMessage
from tests.emulators.telegram.ledger import Ledger

Params = dict[str, Any]
Result = Any
Method = Callable[[Ledger, Params], Awaitable[Result]]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


async def get_me(ledger: Ledger, _params: Params) -> Result:
    return ledger.me


async def get_updates(ledger: Ledger, params: Params) -> Result:
    return await ledger.updates.get(
        parameters.number(params, "offset", 0) or 0,
        parameters.number(params, "limit", 100) or 100,
        parameters.number(params, "timeout", 0) or 0,
        parameters.nested(params, "allowed_updates"),
    )


async def set_webhook(ledger: Ledger, params: Params) -> Result:
    ledger.updates.webhook = str(params.get("url", ""))
    return True


async def delete_webhook(ledger: Ledger, _params: Params) -> Result:
    ledger.updates.webhook = ""
    return True


async def send_message(ledger: Ledger, params: Params) -> Result:
    text = content.text_of(params)
    preview, markup = content.link_preview_of(params), content.reply_markup_of(params)
    chat = _place(ledger, params)
    ledger.check_answered(chat, parameters.nested(params, "reply_parameters") or {})
    if chat.type != "private" and "request_chat" in str(markup):
        raise bad_request("BUTTON_TYPE_INVALID")
    ledger.check_pace(chat)
    message = _store(ledger, chat, params, content=text, link_preview=preview, reply_markup=markup)
    return message.to_json(ledger.me)


async def send_chat_action(ledger: Ledger, params: Params) -> Result:
    chat = _place(ledger, params)
    ledger.typing.append((chat.id, parameters.number(params, "message_thread_id")))
    return True


async def send_photo(ledger: Ledger, params: Params) -> Result:
    caption, photo = content.caption_of(params), content.photo_of(params.get("photo"))
    chat = _place(ledger, params)
    ledger.check_pace(chat)
    markup = content.reply_markup_of(params)
    message = _store(
        ledger, chat, params, content=caption, kind="photo", photo=photo, reply_markup=markup
    )
    return message.to_json(ledger.me)


async def send_media_group(ledger: Ledger, params: Params) -> Result:
    items = parameters.nested(params, "media") or []
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of messages in the album: 2-10 are expected")
    ready = []
    for item in items:
        named = str(item.get("media", "")).removeprefix("attach://")
        ready.append((content.caption_of(item), content.photo_of(params.get(named, named))))
    chat = _place(ledger, params)
    ledger.check_pace(chat)
    sent = [
        _store(ledger, chat, params, content=caption, kind="photo", photo=photo)
        for caption, photo in ready
    ]
    return [message.to_json(ledger.me) for message in sent]


async def edit_message_text(ledger: Ledger, params: Params) -> Result:
    text, markup = content.text_of(params), content.reply_markup_of(params)
    message = _existing(ledger, params, "edit")
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    preview = content.link_preview_of(params)
    return _edit(ledger, message, content=text, reply_markup=markup, link_preview=preview)


async def edit_message_caption(ledger: Ledger, params: Params) -> Result:
    caption, markup = content.caption_of(params), content.reply_markup_of(params)
    message = _existing(ledger, params, "edit")
    if message.kind != "photo":
        raise bad_request("there is no caption in the message to edit")
    return _edit(ledger, message, content=caption, reply_markup=markup)


async def edit_message_reply_markup(ledger: Ledger, params: Params) -> Result:
    markup = content.reply_markup_of(params)
    return _edit(ledger, _existing(ledger, params, "edit"), reply_markup=markup)


async def delete_message(ledger: Ledger, params: Params) -> Result:
    _existing(ledger, params, "delete").deleted = True
    return True


async def forward_message(ledger: Ledger, params: Params) -> Result:
    source = ledger.chat(params.get("from_chat_id"))
    source.check_reachable()
    number = parameters.number(params, "message_id")
    original = ledger.message(source, number, "forward")
    chat = _place(ledger, params)
    ledger.check_pace(chat)
    message = _store(
        ledger,
        chat,
        params,
        content=original.content,
        kind=original.kind,
        photo=original.photo,
        forwarded_from=original.id,
    )
    return message.to_json(ledger.me)


async def get_chat(ledger: Ledger, params: Params) -> Result:
    return _reachable(ledger, params).to_full_json()


async def get_chat_member(ledger: Ledger, params: Params) -> Result:
    number = parameters.number(params, "user_id")
    chat = ledger.chat(params.get("chat_id"))
    if number == ledger.me["id"]:
        return chat.member_json(ledger.me)
    chat.check_reachable()
    if chat.members_hidden and chat.bot != "administrator":
        raise bad_request("CHAT_ADMIN_REQUIRED")
    name = chat.administrators.get(number or 0, "Somebody")
    return chat.member_json({"id": number, "is_bot": False, "first_name": name})


async def get_chat_administrators(ledger: Ledger, params: Params) -> Result:
    chat = _reachable(ledger, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    people = [
        chat.member_json({"id": number, "is_bot": False, "first_name": name})
        for number, name in chat.administrators.items()
    ]
    bot = [chat.member_json(ledger.me)] if chat.bot in ("administrator", "creator") else []
    return bot + people


async def set_my_commands(ledger: Ledger, params: Params) -> Result:
    commands = parameters.nested(params, "commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    ledger.commands[_scope(params)] = commands
    return True


async def get_my_commands(ledger: Ledger, params: Params) -> Result:
    return ledger.commands.get(_scope(params), [])


async def answer_callback_query(ledger: Ledger, params: Params) -> Result:
    if len(str(params.get("text", ""))) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if str(params.get("callback_query_id")) not in ledger.open_callbacks:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    ledger.open_callbacks.discard(str(params["callback_query_id"]))
    ledger.callback_answers.append(params)
    return True


def _scope(params: Params) -> str:
    scope = parameters.nested(params, "scope") or {"type": "default"}
    return f"{sorted(scope.items())} {params.get('language_code', '')}".strip()


def _reachable(ledger: Ledger, params: Params) -> Chat:
    chat = ledger.chat(params.get("chat_id"))
    chat.check_reachable()
    return chat


def _place(ledger: Ledger, params: Params) -> Chat:
    chat = ledger.chat(params.get("chat_id"))
    chat.check_may_post()
    chat.check_topic(parameters.number(params, "message_thread_id"))
    return chat


def _existing(ledger: Ledger, params: Params, purpose: str) -> SentMessage:
    chat = _reachable(ledger, params)
    return ledger.message(chat, parameters.number(params, "message_id"), purpose)


def _store(ledger: Ledger, chat: Chat, params: Params, **given: Any) -> SentMessage:
    message = SentMessage(
        id=ledger.next_message_id(chat),
        chat=chat,
        date=int(time.time()),
        thread=parameters.number(params, "message_thread_id"),
        silent=parameters.flag(params, "disable_notification"),
        parse_mode=params.get("parse_mode"),
        params=params,
        **given,
    )
    ledger.messages.append(message)
    return message


def _edit(ledger: Ledger, message: SentMessage, **changes: Any) -> Result:
    if all(getattr(message, name) == value for name, value in changes.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly"
            " the same as a current content and reply markup of the message"
        )
    for name, value in changes.items():
        setattr(message, name, value)
    message.edits += 1
    return message.to_json(ledger.me) | {"edit_date": int(time.time())}


METHODS: dict[str, Method] = {
    method.__name__.replace("_", ""): method
    for method in (
        get_me,
        get_updates,
        set_webhook,
        delete_webhook,
        send_message,
        send_chat_action,
        send_photo,
        send_media_group,
        edit_message_text,
        edit_message_caption,
        edit_message_reply_markup,
        delete_message,
        forward_message,
        get_chat,
        get_chat_member,
        get_chat_administrators,
        set_my_commands,
        get_my_commands,
        answer_callback_query,
    )
}
