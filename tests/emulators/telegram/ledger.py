"""Everything the server holds: chats, messages in order, counts."""

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.telegram.answers import bad_request, too_many
from tests.emulators.telegram.chats import Chat, SentMessage
from tests.emulators.telegram.pictures import BadPicture
from tests.emulators.telegram.updates import Updates

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """How fast the server lets a bot write; Telegram's own figures by default."""

    seconds_between: float = 1.0
    group_per_minute: int = 20


@dataclass(slots=True)
class Ledger:
    """The server's memory, which outlives every client."""

    me: Json
    chats: dict[int, Chat] = field(default_factory=dict)
    messages: list[SentMessage] = field(default_factory=list)
    updates: Updates = field(default_factory=Updates)
    requests: Counter[str] = field(default_factory=Counter)  # by method
    commands: dict[str, list[Json]] = field(default_factory=dict)  # by scope and language
    incoming: set[tuple[int, int]] = field(default_factory=set)  # what people wrote: chat, message
    typing: list[tuple[int, int | None]] = field(default_factory=list)  # chat, topic
    callback_answers: list[Json] = field(default_factory=list)
    open_callbacks: set[str] = field(default_factory=set)
    bad_pictures: dict[str, str] = field(default_factory=dict)  # address → code of what is wrong
    albums: int = 0
    pacing: Pacing | None = None
    _lately: dict[int, deque[float]] = field(default_factory=dict)

    def chat(self, given: object) -> Chat:
        """Return the chat a request names by id or @username."""
        name = str(given or "").strip()
        if not name:
            raise bad_request("chat_id is empty")
        for chat in self.chats.values():
            if name == str(chat.id) or (chat.username and name.lower() == f"@{chat.username}"):
                return chat
        raise bad_request("chat not found")

    def message(self, chat: Chat, number: int | None, purpose: str) -> SentMessage:
        """Return a message that a request names."""
        for message in self.messages:
            if message.chat is chat and message.id == number and not message.deleted:
                return message
        raise bad_request(f"message to {purpose} not found")

    def check_answered(self, chat: Chat, reply: Json) -> None:
        """Raise when a message answers one that is not there, unless it does not mind."""
        number = reply.get("message_id")
        if number is None or (chat.id, number) in self.incoming:
            return
        if not reply.get("allow_sending_without_reply"):
            self.message(chat, number, "be replied")

    def next_message_id(self, chat: Chat) -> int:
        """Return the id of a new message; every chat counts for itself."""
        chat.last_message += 1
        return chat.last_message

    def check_picture(self, photo: str) -> None:
        """Raise when Telegram cannot get or use what stands at an address."""
        if photo in self.bad_pictures:
            raise BadPicture(self.bad_pictures[photo])

    def next_album(self) -> str:
        """Return the id that the pictures of a new album share."""
        self.albums += 1
        return f"{13_000_000_000_000 + self.albums}"

    def check_pace(self, chat: Chat, messages: int = 1) -> None:
        """Raise 429 when the chat got too much lately; else count these, an album's one by one."""
        if self.pacing is None:
            return
        now, sent = time.monotonic(), self._lately.setdefault(chat.id, deque())
        while sent and now - sent[0] > 60:
            sent.popleft()
        wait = sent[-1] + self.pacing.seconds_between - now if sent else 0.0
        excess = len(sent) + messages - self.pacing.group_per_minute
        if chat.type in ("group", "supergroup") and excess > 0 and sent:
            wait = max(wait, sent[min(excess, len(sent)) - 1] + 60 - now)
        if wait > 0:
            raise too_many(max(1, round(wait + 0.5)))
        sent.extend(now + place * self.pacing.seconds_between for place in range(messages))
