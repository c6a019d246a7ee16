"""Messages that cannot be changed, or not now, or only more simply."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    Outcome,
    Refused,
    RetryLater,
)
from relaybot.telegram.bot import TelegramBot
from relaybot.telegram.limits import Rates
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_posts import (
    REFUSED,
    SENTENCE,
    a_post,
    address,
    amended,
    attended,
    edits,
    noted,
    photos,
    says,
    sent,
)
from tests.integration.telegram_setting import (
    CHANNEL,
    GROUP,
    a_bot,
    a_telegram,
    connected,
)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with a_telegram() as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with connected(a_bot(telegram)) as ready:
        yield ready


def _delete(telegram: TelegramEmulator) -> None:
    telegram.messages[0].deleted = True


def _kick(telegram: TelegramEmulator) -> None:
    telegram.ledger.chats[CHANNEL].bot = "kicked"


def _fail(**rule: Any) -> Callable[[TelegramEmulator], None]:
    return lambda telegram: telegram.fail("editMessageText", **rule)


FAILURES: dict[str, tuple[Callable[[TelegramEmulator], None], type[Outcome]]] = {
    "somebody deleted it": (_delete, Refused),
    "it cannot be edited": (
        _fail(status=400, description=f"{REFUSED}message can't be edited"),
        Refused,
    ),
    "kicked": (_kick, DestinationGone),
    "no right": (
        _fail(status=400, description=f"{REFUSED}need administrator rights in the channel chat"),
        Blocked,
    ),
    "something new": (_fail(status=400, description=f"{REFUSED}something new"), Refused),
    "flood": (_fail(status=429, parameters={"retry_after": 7}), RetryLater),
    "500": (_fail(status=500), RetryLater),
    "cut off": (_fail(reset="after"), RetryLater),
    "nonsense": (_fail(status=200, body='{"ok": true, "result": 5}'), RetryLater),
}


class TestFailures:
    @pytest.mark.parametrize("case", FAILURES)
    async def test_outcome(self, telegram: TelegramEmulator, bot: TelegramBot, case: str) -> None:
        happens, expected = FAILURES[case]
        message = await sent(bot, a_post("Words."))
        happens(telegram)
        assert type(await attended(bot, says(message, "Other words."))) is expected

    async def test_it_can_be_done_twice(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        telegram.fail("editMessageMedia", reset="after")
        assert isinstance(await attended(bot, says(message, "Other.", 1, 3)), RetryLater)
        await amended(bot, says(message, "Other.", 1, 3))
        assert photos(telegram) == [address(1), address(3)]
        assert "Other." in telegram.messages[0].text

    async def test_telegram_says_how_long_to_wait(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words."))
        telegram.fail("editMessageText", status=429, parameters={"retry_after": 33})
        outcome = await attended(bot, says(message, "Other words."))
        assert isinstance(outcome, RetryLater)
        assert (outcome.after, outcome.whole_platform) == (33, False)

    @pytest.mark.parametrize("receipt", [None, "", "{", '{"webhook": "7"}'])
    async def test_nobody_noted_how_it_was_sent(
        self, telegram: TelegramEmulator, bot: TelegramBot, receipt: str | None
    ) -> None:
        message = await sent(bot, a_post("Words."))
        forgotten = noted(message, Delivered("1", receipt))
        assert isinstance(await attended(bot, says(forgotten, "Other.")), Refused)
        assert edits(telegram) == 0

    @pytest.mark.parametrize("message_id", ["", "1+2", "x"])
    async def test_a_receipt_of_another_message(self, bot: TelegramBot, message_id: str) -> None:
        message = await sent(bot, a_post("Words."))
        other = noted(message, Delivered(message_id, message.claim.delivery.receipt))
        assert isinstance(await attended(bot, says(other, "Other.")), Refused)

    @pytest.mark.parametrize("kind", [ErrandKind.PUBLISH, ErrandKind.DISCUSS])
    async def test_what_there_is_not_on_telegram(self, bot: TelegramBot, kind: ErrandKind) -> None:
        message = await sent(bot, a_post("Words."))
        assert isinstance(await bot.platform.attend(message, kind), Refused)


class TestSimplerWays:
    async def test_a_new_picture_that_cannot_be_had(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        telegram.spoil(address(3))
        again = await amended(bot, says(message, "Other.", 3, 2))
        assert photos(telegram) == [address(1), address(2)]
        assert "Other." in telegram.messages[0].text
        await amended(bot, says(again, "Other.", 3, 2))
        assert telegram.requests["editMessageMedia"] == 1

    async def test_the_others_are_shown_all_the_same(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2, 3))
        telegram.spoil(address(5))
        await amended(bot, says(message, "Words.", 4, 5, 6))
        assert photos(telegram) == [address(4), address(6), address(3)]

    async def test_a_preview_that_cannot_be_had(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post(SENTENCE * 90, 1))
        for _ in range(2):
            telegram.fail(
                "editMessageText", status=400, description=REFUSED + "WEBPAGE_CURL_FAILED"
            )
        await amended(bot, says(message, SENTENCE * 91, 2))
        [there] = telegram.messages
        assert there.link_preview == {"is_disabled": True}
        assert there.text.count(SENTENCE.strip()) == 91

    async def test_markup_and_buttons_that_are_refused(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words."))
        for text in ("BUTTON_URL_INVALID", "can't parse entities: odd"):
            telegram.fail("editMessageText", status=400, description=REFUSED + text)
        await amended(bot, says(message, "Other words."))
        [there] = telegram.messages
        assert "Other words." in there.text
        assert there.content.words("bold") == []
        assert there.reply_markup is None

    async def test_a_caption_that_is_refused_as_plain_text_too(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1))
        telegram.fail(
            "editMessageCaption", status=400, description=REFUSED + "can't parse entities", times=9
        )
        assert isinstance(await attended(bot, says(message, "Other words.", 1)), Refused)
        assert telegram.requests["editMessageCaption"] == 2


class TestPace:
    async def test_an_edit_counts_like_a_message(self, telegram: TelegramEmulator) -> None:
        async with connected(a_bot(telegram, rates=Rates(seconds_between=100))) as bot:
            message = await sent(bot, a_post("Words."))
            waiting = await attended(bot, says(message, "Other words."))
            assert isinstance(waiting, RetryLater)
            assert waiting.after is not None
            assert waiting.after > 90
            assert await attended(bot, message) == Delivered("1", message.claim.delivery.receipt)
        assert edits(telegram) == 0

    async def test_so_does_each_picture(self, telegram: TelegramEmulator) -> None:
        rates = Rates(seconds_between=0, group_per_minute=6)
        async with connected(a_bot(telegram, rates=rates)) as bot:
            message = await sent(bot, a_post("Words.", 1, 2, 3, chat=GROUP))
            await amended(bot, says(message, "Words.", 4, 5, 6))
            other = await bot.platform.deliver(a_post("More.", chat=GROUP, number=2))
        assert isinstance(other, RetryLater)

    async def test_nothing_is_edited_without_a_connection(self, telegram: TelegramEmulator) -> None:
        async with connected(a_bot(telegram)) as bot:
            message = await sent(bot, a_post("Words."))
        outcome = await attended(bot, says(message, "Other words."))
        assert isinstance(outcome, RetryLater)
        assert outcome.whole_platform
