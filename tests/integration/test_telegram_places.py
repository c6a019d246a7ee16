"""The real python-telegram-bot against the emulator: what the bot may do in its chats."""

from collections.abc import AsyncIterator, Callable

import pytest

from relaybot.errors import PlatformError
from relaybot.model.examination import Examination
from relaybot.model.outcome import Blocked, Delivered, DestinationGone, Refused
from relaybot.telegram import places
from relaybot.telegram.bot import TelegramBot
from tests.builders import an_address
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_setting import (
    CHANNEL,
    FORUM,
    GROUP,
    PERSON,
    SMALL_GROUP,
    a_bot,
    a_telegram,
    connected,
    until,
)
from tests.integration.telegram_talking import Talking, a_document, talking


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with a_telegram() as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with connected(a_bot(telegram, listen=False)) as ready:
        yield ready


async def examined(bot: TelegramBot, chat: int | str, thread: str | None = None) -> Examination:
    return await bot.places.examine(an_address(str(chat), "telegram", thread))


Change = Callable[[TelegramEmulator], object]


def _with(chat: int, **changes: object) -> Change:
    def change(telegram: TelegramEmulator) -> None:
        for name, value in changes.items():
            setattr(telegram.ledger.chats[chat], name, value)

    return change


def _nothing(_telegram: TelegramEmulator) -> None:
    pass


MISSING: dict[str, tuple[int, Change, list[str], bool]] = {
    "a channel": (CHANNEL, _nothing, [], True),
    "no posting": (CHANNEL, _with(CHANNEL, bot_may_post=False), ["Post Messages"], False),
    "only a member": (CHANNEL, _with(CHANNEL, bot="member"), ["Post Messages"], False),
    "a group": (GROUP, _nothing, [], True),
    "a small group": (SMALL_GROUP, _nothing, [], True),
    "a silent group": (
        GROUP,
        _with(GROUP, permissions={"can_send_messages": False}),
        ["Send Messages"],
        False,
    ),
    "a group without previews": (
        GROUP,
        _with(GROUP, permissions={"can_add_web_page_previews": False}),
        ["Embed Links"],
        True,
    ),
    "a silent group with an administrator": (
        GROUP,
        _with(GROUP, permissions={"can_send_messages": False}, bot="administrator"),
        [],
        True,
    ),
    "a private chat": (PERSON, _nothing, [], True),
}


class TestExamining:
    @pytest.mark.parametrize("case", MISSING)
    async def test_rights(self, telegram: TelegramEmulator, bot: TelegramBot, case: str) -> None:
        chat, change, missing, can_send = MISSING[case]
        change(telegram)
        found = await examined(bot, chat)
        assert found.name == "Sample chat"
        assert [right.name for right in found.missing] == missing
        assert found.can_send is can_send

    async def test_by_name(self, bot: TelegramBot) -> None:
        found = await examined(bot, "@sample_channel")
        assert (found.name, found.where_to_click) == ("Sample chat", places.IN_CHANNEL)

    @pytest.mark.parametrize(
        "change",
        [
            _with(CHANNEL, bot="kicked"),
            _with(CHANNEL, bot="left"),
            _with(CHANNEL, known=False),
            _with(CHANNEL, deleted=True),
        ],
    )
    async def test_not_there(
        self, telegram: TelegramEmulator, bot: TelegramBot, change: Change
    ) -> None:
        change(telegram)
        found = await examined(bot, CHANNEL)
        assert (found.reachable, found.can_send, found.name) == (False, False, "")

    async def test_an_upgraded_group(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        telegram.migrate(SMALL_GROUP, -1009, announce=False)
        assert (await examined(bot, SMALL_GROUP)).can_send

    async def test_topics(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        telegram.ledger.chats[FORUM].topics[8].closed = True
        problems = {
            thread: (await examined(bot, FORUM, thread)).problem
            for thread in ("7", "8", "99", "news")
        }
        assert problems == {
            "7": None,
            "8": places.CLOSED,
            "99": places.DELETED,
            "news": places.NOT_A_TOPIC,
        }
        assert telegram.messages == []
        assert (await examined(bot, FORUM)).forum

    async def test_no_answer(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        await telegram.stop()
        with pytest.raises(PlatformError, match="Telegram gave no answer"):
            await examined(bot, CHANNEL)
        await telegram.start()


class TestSaying:
    async def test_a_test_message(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        place = an_address(str(FORUM), "telegram", "7")
        assert await bot.places.say(place, a_document("Hello <all>")) == Delivered("1")
        [message] = telegram.messages
        assert (message.text, message.thread, message.silent) == ("Hello <all>", 7, True)

    async def test_where_it_may_not(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        telegram.ledger.chats[CHANNEL].bot_may_post = False
        place = an_address(str(CHANNEL), "telegram")
        assert isinstance(await bot.places.say(place, a_document("Hello")), Blocked)
        telegram.ledger.chats[CHANNEL].bot = "kicked"
        assert isinstance(await bot.places.say(place, a_document("Hello")), DestinationGone)

    async def test_whispering(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        assert await bot.places.whisper(str(PERSON), a_document("Psst")) == Delivered("1")
        telegram.ledger.chats[PERSON].bot = "blocked"
        assert isinstance(await bot.places.whisper(str(PERSON), a_document("Psst")), Refused)

    async def test_nobody_to_whisper_to(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        """A chat's id stands for whoever asked in its name; the chat must not get to read it."""
        assert isinstance(await bot.places.whisper(str(GROUP), a_document("Psst")), Refused)
        assert telegram.messages == []

    async def test_somebody_who_never_wrote_to_it(self, bot: TelegramBot) -> None:
        assert isinstance(await bot.places.whisper("4321", a_document("Psst")), Refused)


class TestRightsThatChange:
    @pytest.fixture
    async def talk(self) -> AsyncIterator[Talking]:
        async with talking() as ready:
            yield ready

    async def test_are_told(self, talk: Talking) -> None:
        telegram = talk.telegram
        async with talk.bot():
            telegram.inject_membership(
                CHANNEL, "administrator", "administrator", can_post_messages=False
            )
            telegram.inject_membership(GROUP, "member", "administrator")
            telegram.inject_membership(GROUP, "administrator", "left")
            telegram.inject_membership(GROUP, "left", "member")
            await until(lambda: telegram.ledger.updates.unconfirmed == 0)
        assert sorted(talk.rights_changed) == [
            (str(CHANNEL), "@sample_channel"),
            (str(GROUP),),
        ]
