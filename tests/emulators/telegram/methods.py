"""The methods of the Bot API: https://core.telegram.org/bots/api#available-methods.

Each takes the ledger and the request's parameters, and returns the result or raises ApiError.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from tests.emulators.telegram import editing, parameters, sending
from tests.emulators.telegram.answers import bad_request
from tests.emulators.telegram.chats import Chat
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


METHODS: dict[str, Method] = {
    method.__name__.replace("_", ""): method
    for method in (
        get_me,
        get_updates,
        set_webhook,
        delete_webhook,
        sending.send_message,
        sending.send_chat_action,
        sending.send_photo,
        sending.send_media_group,
        sending.forward_message,
        editing.edit_message_text,
        editing.edit_message_caption,
        editing.edit_message_media,
        editing.edit_message_reply_markup,
        editing.delete_message,
        editing.delete_messages,
        get_chat,
        get_chat_member,
        get_chat_administrators,
        set_my_commands,
        get_my_commands,
        answer_callback_query,
    )
}
