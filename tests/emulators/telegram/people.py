"""People in the emulated chats: what they write, press and pick."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.telegram.chats import Chat, SentMessage
from tests.emulators.telegram.entities import utf16
from tests.emulators.telegram.server import TelegramEmulator

Json = dict[str, Any]

_BEHIND_ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
_BEHIND_CHANNELS: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
_NUMBERS: Iterator[int] = itertools.count(700_000)


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account; their private chat with the bot has the id `number`."""

    telegram: TelegramEmulator
    number: int
    name: str = "Ada"
    language: str | None = "en"
    _pressed: Iterator[int] = field(default_factory=itertools.count)

    def say(
        self,
        chat: int,
        text: str,
        *,
        thread: int | None = None,
        as_chat: int | None = None,
        **more: Any,
    ) -> int:
        """Write into a chat, in the name of `as_chat` if given; returns the message's id."""
        place = self.telegram.ledger.chats[chat]
        message = {**self._message(place), "text": text, "entities": _entities(text)}
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if as_chat is not None:
            behind = _BEHIND_ANONYMOUS if as_chat == chat else _BEHIND_CHANNELS
            sender = self.telegram.ledger.chats[as_chat]
            message |= {"from": behind, "sender_chat": sender.to_json()}
        self.telegram.inject("message", message | more)
        return int(message["message_id"])

    def post(self, channel: int, text: str, **more: Any) -> int:
        """Post into a channel: nobody learns who it was."""
        place = self.telegram.ledger.chats[channel]
        message = {**self._message(place), "text": text, "entities": _entities(text)}
        del message["from"]
        message["sender_chat"] = place.to_json()
        self.telegram.inject("channel_post", message | more)
        return int(message["message_id"])

    def pick(self, chat: int, *, request: int = 1) -> None:
        """Press "Choose a channel" in the private chat and pick one."""
        private = self.telegram.ledger.chats[self.number]
        picked = self.telegram.ledger.chats[chat]
        shared = {"request_id": request, "chat_id": chat, "title": picked.title}
        self.telegram.inject("message", {**self._message(private), "chat_shared": shared})

    def press(self, message: SentMessage, label: str, *, too_old: bool = False) -> str:
        """Press a button of a message by its label; returns the id of the query."""
        keyboard = (message.reply_markup or {}).get("inline_keyboard", ())
        found = [b for row in keyboard for b in row if b["text"] == label]
        assert found, f"there is no button “{label}” on {keyboard}"
        return self.press_data(message, found[0]["callback_data"], too_old=too_old)

    def press_data(self, message: SentMessage, data: str, *, too_old: bool = False) -> str:
        """Press what may be no button of the message at all."""
        number = f"press-{self.number}-{next(self._pressed)}"
        self.telegram.ledger.open_callbacks.add(number)
        shown = message.to_json(self.telegram.ledger.me)
        if too_old:
            shown = {key: shown[key] for key in ("message_id", "chat")} | {"date": 0}
        query = {"id": number, "from": self._user(), "chat_instance": "1", "data": data}
        self.telegram.inject("callback_query", {**query, "message": shown})
        return number

    def _message(self, chat: Chat) -> Json:
        number = next(_NUMBERS)
        self.telegram.ledger.incoming.add((chat.id, number))
        given = {"message_id": number, "date": int(time.time()), "chat": chat.to_json()}
        return {**given, "from": self._user()}

    def _user(self) -> Json:
        given: Json = {"id": self.number, "is_bot": False, "first_name": self.name}
        return given | ({"language_code": self.language} if self.language else {})


def _entities(text: str) -> list[Json]:
    """Telegram marks a command at the start; the rest does not matter to bots."""
    if not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": utf16(text.split()[0])}]
