"""The real python-telegram-bot against the emulator: connecting, listening, stopping."""

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from relaybot.errors import PlatformError
from relaybot.model.outcome import Delivered, RetryLater
from relaybot.telegram.bot import TelegramBot
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_setting import (
    CHANNEL,
    GROUP,
    PERSON,
    SMALL_GROUP,
    Chats,
    a_bot,
    a_telegram,
    an_outgoing,
    connected,
    until,
)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with a_telegram() as emulator:
        yield emulator


@pytest.fixture
def chats() -> Chats:
    return Chats()


@pytest.fixture
async def bot(telegram: TelegramEmulator, chats: Chats) -> AsyncIterator[TelegramBot]:
    async with connected(a_bot(telegram, chats)) as ready:
        yield ready


class TestConnection:
    async def test_bad_token(self, telegram: TelegramEmulator) -> None:
        wrong = "4242:a-token-that-is-not-the-right-one-0"
        bot = a_bot(telegram, token=wrong)
        with pytest.raises(PlatformError, match="refuses the bot's token") as caught:
            await bot.start()
        assert wrong not in repr(caught.value)
        assert caught.value.__cause__ is None

    @pytest.mark.parametrize("token", ["", "no token at all", "4242"])
    async def test_what_is_no_token(self, telegram: TelegramEmulator, token: str) -> None:
        with pytest.raises(PlatformError, match="does not look like"):
            await a_bot(telegram, token=token).start()
        assert telegram.requests.total() == 0

    async def test_unreachable_at_start(self, telegram: TelegramEmulator) -> None:
        await telegram.stop()
        bot = a_bot(telegram)
        await bot.start()
        assert bot.status().startswith("not connected: no answer from http://127.0.0.1")
        assert bot.status().endswith(", trying again")
        early = await bot.platform.deliver(an_outgoing(CHANNEL))
        assert isinstance(early, RetryLater)
        assert early.whole_platform

        await telegram.start()
        await until(lambda: bot.status() == "connected as @sample_relay_bot")
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Delivered)
        await bot.stop()

    async def test_another_program_listens_too(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.fail(
            "getUpdates", status=409, description="Conflict: terminated by other getUpdates request"
        )
        telegram.ledger.updates.release()
        await until(lambda: "another program listens" in bot.status())
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Delivered)

    async def test_two_bots_take_the_poll_from_each_other(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        await until(lambda: telegram.ledger.updates.polls == 1)
        second = a_bot(telegram)
        await second.start()
        await until(lambda: "another program listens" in bot.status())
        await second.stop()

    async def test_for_sending_only(self, telegram: TelegramEmulator) -> None:
        async with connected(a_bot(telegram, listen=False)) as bot:
            assert bot.status() == "connected as @sample_relay_bot, for sending only"
            assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Delivered)
        assert set(telegram.requests) == {"getMe", "sendMessage"}

    async def test_for_sending_only_but_unreachable_at_start(
        self, telegram: TelegramEmulator
    ) -> None:
        await telegram.stop()
        async with connected(a_bot(telegram, listen=False)) as bot:
            assert bot.status().startswith("not connected")
            await telegram.start()
            await until(lambda: bot.status().endswith("for sending only"))

    async def test_a_webhook_left_behind_is_removed(self, telegram: TelegramEmulator) -> None:
        telegram.ledger.updates.webhook = "https://old.example/hook"
        bot = a_bot(telegram)
        await bot.start()
        await until(lambda: telegram.ledger.updates.polls == 1)
        await bot.stop()

    async def test_stopping_leaves_nothing(self, telegram: TelegramEmulator) -> None:
        before = asyncio.all_tasks()
        bot = a_bot(telegram)
        await bot.start()
        await until(lambda: telegram.ledger.updates.polls == 1)
        async with asyncio.timeout(2):
            await bot.stop()
            await bot.stop()
        ours = {task for task in asyncio.all_tasks() - before if "telegram" in repr(task).lower()}
        assert {task for task in ours if "emulators" not in repr(task)} == set()
        assert bot.status() == "not connected: stopped"

    async def test_stopping_what_never_started(self, telegram: TelegramEmulator) -> None:
        await a_bot(telegram).stop()

    async def test_the_token_is_in_no_log_line(
        self, telegram: TelegramEmulator, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            bot = a_bot(telegram)
            await bot.start()
            telegram.fail(reset="after")
            await bot.platform.deliver(an_outgoing(CHANNEL))
            await bot.stop()
        assert telegram.token not in caplog.text


class TestListening:
    @pytest.mark.usefixtures("bot")
    async def test_removed_and_let_in_again(self, telegram: TelegramEmulator, chats: Chats) -> None:
        await until(lambda: telegram.ledger.updates.polls == 1)
        telegram.inject_membership(CHANNEL, "administrator", "kicked")
        telegram.inject_membership(CHANNEL, "kicked", "administrator")
        telegram.inject_membership(GROUP, "member", "left")
        telegram.inject_membership(PERSON, "member", "kicked")
        await until(lambda: len(chats.presence) == 4)
        channel = (str(CHANNEL), "@sample_channel")
        assert chats.presence == [
            (channel, False, "the bot was removed from “Sample chat”"),
            (channel, True, "the bot is a member of “Sample chat”"),
            ((str(GROUP),), False, "the bot was removed from “Sample chat”"),
            ((str(PERSON),), False, "the bot was blocked"),
        ]
        await until(lambda: telegram.ledger.updates.unconfirmed == 0)

    @pytest.mark.usefixtures("bot")
    async def test_a_group_becomes_a_supergroup(
        self, telegram: TelegramEmulator, chats: Chats
    ) -> None:
        telegram.migrate(SMALL_GROUP, -1009)
        await until(lambda: len(chats.moves) == 2)
        assert set(chats.moves) == {(str(SMALL_GROUP), "-1009")}

    async def test_what_cannot_be_dealt_with_does_not_end_it(
        self, telegram: TelegramEmulator
    ) -> None:
        heard: list[str] = []

        async def on_moved(old: str, _new: str) -> None:
            heard.append(old)
            if len(heard) == 1:
                raise RuntimeError("the database is away")

        bot = a_bot(telegram, on_moved=on_moved)
        await bot.start()
        telegram.migrate(SMALL_GROUP, -1009)
        await until(lambda: len(heard) == 2)
        await bot.stop()

    async def test_an_update_that_cannot_be_read(
        self, telegram: TelegramEmulator, chats: Chats
    ) -> None:
        telegram.fail("getUpdates", status=200, body='{"ok": true, "result": [{"update_id": "x"}]}')
        bot = a_bot(telegram, chats)
        await bot.start()
        telegram.inject_membership(GROUP, "member", "left")
        await until(lambda: chats.presence)
        await bot.stop()

    @pytest.mark.usefixtures("bot")
    async def test_only_what_is_needed_is_asked_for(self, telegram: TelegramEmulator) -> None:
        await until(lambda: telegram.ledger.updates.polls == 1)
        assert telegram.inject("edited_message", {}) is None
