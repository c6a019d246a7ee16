"""People who talk with a bot of ours in an emulated Telegram, for the tests of this folder."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from relaybot.commands.ask import Ask
from relaybot.commands.reply import Reply, paragraphs
from relaybot.commands.words import ENGLISH, Language
from relaybot.model.destination import Address
from relaybot.richtext.nodes import Document, Paragraph, Text
from relaybot.telegram.bot import TelegramBot
from relaybot.telegram.commands import Conversation
from tests.builders import NOON
from tests.emulators.telegram.chats import SentMessage
from tests.emulators.telegram.people import Person
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_setting import CHANNEL, FORUM, GROUP, a_bot, a_telegram, until

MODERATOR, MEMBER, STRANGER = 55, 66, 77  # a stranger has never started the bot


def a_document(text: str) -> Document:
    return Document((Paragraph((Text(text),)),))


def said(text: str, **more: Any) -> Reply:
    return Reply(body=paragraphs((Text(text),)), **more)


@dataclass
class ScriptedDesk:
    """Keeps what was asked and answers by a script; denies like the real one where told to."""

    asks: list[Ask] = field(default_factory=list)
    script: Callable[[Ask], Reply] = lambda ask: said(f"{ask.verb} for {ask.place.name}")

    async def answer(self, ask: Ask) -> Reply:
        self.asks.append(ask)
        return self.script(ask)


@dataclass
class Talking:
    """An emulated Telegram, the people in it, and what the bot remembers between two starts."""

    telegram: TelegramEmulator
    desk: ScriptedDesk = field(default_factory=ScriptedDesk)
    languages: dict[str, Language] = field(default_factory=lambda: {"en": ENGLISH})
    chosen: dict[str, Address] = field(default_factory=dict)
    rights_changed: list[tuple[str, ...]] = field(default_factory=list)
    mark: str | None = None

    def __post_init__(self) -> None:
        self.moderator = Person(self.telegram, MODERATOR, "Mona")
        self.member = Person(self.telegram, MEMBER, "Max")
        self.stranger = Person(self.telegram, STRANGER, "Sol")

    def a_bot(self) -> TelegramBot:
        return a_bot(
            self.telegram,
            on_rights_changed=self._note_rights,
            conversation=Conversation(
                desk=self.desk,
                clock=lambda: NOON,
                languages=self.languages,
                chosen=self._chosen,
                choose=self._choose,
                load_mark=self._load_mark,
                save_mark=self._save_mark,
            ),
        )

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[TelegramBot]:
        """Run a bot; it listens when this is entered."""
        bot = self.a_bot()
        await bot.start()
        await until(lambda: self.telegram.ledger.updates.polls == 1)
        try:
            yield bot
        finally:
            await bot.stop()

    async def asked(self, count: int = 1) -> Ask:
        """Wait for so many asks; returns the last."""
        await until(lambda: len(self.desk.asks) >= count)
        return self.desk.asks[count - 1]

    async def shown(self, chat: int, count: int = 1) -> SentMessage:
        """Wait for so many messages in a chat; returns the last."""
        await until(lambda: len(self.telegram.messages_in(chat)) >= count)
        return self.telegram.messages_in(chat)[count - 1]

    async def told(self, query: str) -> dict[str, Any]:
        """Wait for the answer to a press."""
        answers = self.telegram.ledger.callback_answers
        await until(lambda: any(each["callback_query_id"] == query for each in answers))
        return next(each for each in answers if each["callback_query_id"] == query)

    async def quiet(self) -> None:
        """Wait until everything that happened has been dealt with."""
        updates = self.telegram.ledger.updates
        await until(lambda: updates.unconfirmed == 0 and updates.polls == 1)

    async def _note_rights(self, chats: Any) -> None:
        self.rights_changed.append(tuple(chats))

    async def _chosen(self, user: str) -> Address | None:
        return self.chosen.get(user)

    async def _choose(self, user: str, address: Address | None) -> None:
        if address is None:
            self.chosen.pop(user, None)
        else:
            self.chosen[user] = address

    async def _load_mark(self) -> str | None:
        return self.mark

    async def _save_mark(self, mark: str) -> None:
        self.mark = mark


@asynccontextmanager
async def talking() -> AsyncIterator[Talking]:
    async with a_telegram() as telegram:
        telegram.add_chat(MEMBER, "private", bot="member", title="Max")
        for chat in (CHANNEL, GROUP, FORUM):
            telegram.ledger.chats[chat].administrators[MODERATOR] = "Mona"
        yield Talking(telegram)
