"""People in a chat of the emulated Telegram."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.emulators.telegram import parameters
from tests.emulators.telegram.chats import SentMessage
from tests.emulators.telegram.people import Person
from tests.emulators.telegram.server import TelegramEmulator
from tests.end_to_end.talking import Answer, heard, typed
from tests.end_to_end.waiting import until

WORD_JOINER = "\u2060"
Log = Callable[[], str]
_PEOPLE: Iterator[int] = itertools.count(5_001)
_CHATS: Iterator[int] = itertools.count(1)


@dataclass(frozen=True, slots=True)
class TelegramSpeaker:
    """Somebody who writes in a chat, perhaps in one of its topics, or in the chat's own name."""

    person: Person
    chat: int
    log: Log
    thread: int | None = None
    anonymous: bool = False

    async def asks(self, verb: str, /, **arguments: str | int) -> Answer:
        """Type a command."""
        return await self.says(typed(verb, arguments))

    async def says(self, text: str) -> Answer:
        """Write anything; returns what is answered to it."""
        before, telegram = len(self.person.telegram.messages), self.person.telegram
        as_chat = self.chat if self.anonymous else None
        written = self.person.say(self.chat, text, thread=self.thread, as_chat=as_chat)
        await until(lambda: self._answers(written, before), lambda: f"{text}: {self.log()[-2000:]}")
        [answer, *_] = self._answers(written, before)
        assert answer in telegram.messages
        return heard(_answer(answer), self.log)

    async def presses(self, answer: Answer, label: str) -> Answer:
        """Press a button."""
        message: SentMessage = answer.message
        return await self._pressed(message, self.person.press(message, _as_shown(message, label)))

    async def picks(self, chat: int, answers: int = 1) -> Answer:
        """Choose a channel with the button of the private chat; returns the last answer to it."""
        before = len(self.person.telegram.messages)
        self.person.pick(chat)
        await until(lambda: len(self._answers(0, before)) >= answers, lambda: self.log()[-2000:])
        return heard(_answer(self._answers(0, before)[-1]), self.log)

    async def posts(self, text: str) -> Answer:
        """Write into a channel, in whose name it then is."""
        before = len(self.person.telegram.messages)
        written = self.person.post(self.chat, text)
        await until(lambda: self._answers(written, before), lambda: f"{text}: {self.log()[-2000:]}")
        return heard(_answer(self._answers(written, before)[0]), self.log)

    async def _pressed(self, message: SentMessage, query: str) -> Answer:
        telegram, edits = self.person.telegram, message.edits
        before = len(telegram.messages)
        answers = telegram.ledger.callback_answers

        def told() -> list[dict[str, object]]:
            return [each for each in answers if each["callback_query_id"] == query]

        await until(told, lambda: f"an answer to the press: {self.log()[-2000:]}")
        if alert := told()[0].get("text"):
            return heard(Answer(text=str(alert).replace(WORD_JOINER, ""), alone=True), self.log)
        await until(
            lambda: message.edits > edits or self._answers(message.id, before),
            lambda: f"an answer to the press: {self.log()[-2000:]}",
        )
        beside = self._answers(message.id, before)
        return heard(_answer(beside[0] if beside else message), self.log)

    def _answers(self, written: int, before: int) -> list[SentMessage]:
        """Return what the bot said to a message: in a private chat simply what it said since."""
        new = self.person.telegram.messages[before:]
        here = [each for each in new if each.chat.id == self.chat]
        return here if self.chat == self.person.number else [m for m in here if _to(m) == written]


@dataclass(slots=True)
class TelegramRoom:
    """A group, or one topic of it."""

    telegram: TelegramEmulator
    number: int
    log: Log
    thread: int | None = None
    platform: str = "telegram"

    @property
    def name(self) -> str:
        """How the bot calls it."""
        return self.telegram.ledger.chats[self.number].title

    @property
    def address(self) -> str:
        """What `where` takes."""
        return f"{self.number}/{self.thread}" if self.thread else str(self.number)

    def moderator(self, *, anonymous: bool = False) -> TelegramSpeaker:
        """Let one more administrator be there."""
        speaker = self.member()
        self.telegram.ledger.chats[self.number].administrators[speaker.person.number] = "Mona"
        return TelegramSpeaker(speaker.person, self.number, self.log, self.thread, anonymous)

    def member(self) -> TelegramSpeaker:
        """Let one more person be there, who has started the bot in a private chat."""
        person = Person(self.telegram, next(_PEOPLE), "Max")
        self.telegram.add_chat(person.number, "private", bot="member", title="Max")
        return TelegramSpeaker(person, self.number, self.log, self.thread)

    def said(self) -> list[str]:
        """Return what else the bot wrote there without being asked in the chat."""
        here = self.telegram.messages_in(self.number, self.thread)
        return [each.text for each in here if _to(each) is None and not _title_link(each)]

    def arrived(self) -> list[str]:
        """Return the links of the posts that stand there, oldest first."""
        here = self.telegram.messages_in(self.number, self.thread)
        return [_title_link(each) for each in here if _to(each) is None and _title_link(each)]


def a_chat(
    telegram: TelegramEmulator, log: Log, kind: str = "supergroup", topic: int | None = None
) -> TelegramRoom:
    """Add a group or channel with a name of its own; `topic`: the room is this topic of it."""
    count = next(_CHATS)
    number = -1002000000000 - count
    topics = [topic] if topic else []
    telegram.add_chat(number, kind, title=f"Tenants {count}", topics=topics)
    return TelegramRoom(telegram, number, log, topic)


def in_private(speaker: TelegramSpeaker) -> TelegramSpeaker:
    """Return the same person in their private chat with the bot."""
    return TelegramSpeaker(speaker.person, speaker.person.number, speaker.log)


def _to(message: SentMessage) -> int | None:
    reply = parameters.nested(message.params, "reply_parameters") or {}
    return parameters.number(reply, "message_id")


def _title_link(message: SentMessage) -> str:
    links = (each.url for each in message.content.entities if each.type == "text_link")
    return str(next(links, ""))


def _answer(message: SentMessage) -> Answer:
    return Answer(
        text=message.text.replace(WORD_JOINER, ""),  # keeps commands from being tapped
        labels=_labels(message),
        alone=message.chat.type == "private",
        message=message,
    )


def _labels(message: SentMessage) -> tuple[str, ...]:
    keyboard = (message.reply_markup or {}).get("inline_keyboard", ())
    return tuple(button["text"].removeprefix("✓ ") for row in keyboard for button in row)


def _as_shown(message: SentMessage, label: str) -> str:
    """Return a label with the mark of what is chosen already, if it has one."""
    keyboard = (message.reply_markup or {}).get("inline_keyboard", ())
    shown = {button["text"] for row in keyboard for button in row}
    return label if label in shown else f"✓ {label}"
