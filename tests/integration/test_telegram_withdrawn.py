"""What becomes of a message whose post its chapter took back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from relaybot.model.destination import WithdrawnPolicy
from relaybot.model.outcome import (
    Delivered,
)
from relaybot.telegram.bot import TelegramBot
from relaybot.telegram.limits import Rates
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_posts import (
    REFUSED,
    a_post,
    address,
    amended,
    attended,
    buttons,
    edits,
    now,
    says,
    sent,
    taken_back,
)
from tests.integration.telegram_setting import (
    GROUP,
    a_bot,
    a_telegram,
    connected,
)

TAKEN_BACK = "Elmford Tenants' League has taken this post back."


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with a_telegram() as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with connected(a_bot(telegram)) as ready:
        yield ready


class TestTakenBack:
    async def test_a_text_is_struck_through(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post('Words <a href="https://a.example/">there</a>.'))
        await amended(bot, taken_back(message))
        [there] = telegram.messages
        assert there.content.words("strikethrough") == ["Post number 1", "Words there."]
        assert TAKEN_BACK in there.text
        assert there.content.words("text_link") == []
        assert there.link_preview == {"is_disabled": True}
        assert there.reply_markup is None

    @pytest.mark.parametrize("count", [1, 3])
    async def test_pictures_are_covered(
        self, telegram: TelegramEmulator, bot: TelegramBot, count: int
    ) -> None:
        asked: list[str] = []

        def listen(params: dict[str, Any]) -> bool:
            asked.append(str(params["media"]))
            return False

        telegram.fail("editMessageMedia", when=listen)
        message = await sent(bot, a_post("Words.", *range(1, count + 1)))
        for number in range(1, count + 1):  # whoever takes a post back takes its pictures away
            telegram.spoil(address(number))
        again = await amended(bot, taken_back(message))
        assert len(asked) == count
        assert all('"has_spoiler": true' in media and "photo-" in media for media in asked)
        assert TAKEN_BACK in telegram.messages[0].text
        assert buttons(telegram.messages[0]) == []

        asked.clear()
        await amended(bot, now(replace(again, claim=replace(again.claim, post=message.claim.post))))
        assert len(asked) == count
        assert not any("spoiler" in media for media in asked)
        assert "Words." in telegram.messages[0].text

    async def test_a_picture_that_cannot_be_covered(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1))
        telegram.fail("editMessageMedia", status=400, description=REFUSED + "MEDIA_EMPTY", times=9)
        await amended(bot, taken_back(message))
        assert TAKEN_BACK in telegram.messages[0].text
        assert telegram.requests["editMessageMedia"] == 1

    @pytest.mark.parametrize("count", [0, 1, 3])
    async def test_deleted(self, telegram: TelegramEmulator, bot: TelegramBot, count: int) -> None:
        message = await sent(bot, a_post("Words.", *range(count)))
        gone = await amended(bot, taken_back(message, WithdrawnPolicy.DELETE))
        assert all(there.deleted for there in telegram.messages)
        for outgoing in (gone, says(gone, "Other words.")):
            delivery = gone.claim.delivery
            assert await attended(bot, outgoing) == Delivered(
                delivery.message_id or "", delivery.receipt
            )
        assert edits(telegram) == 0

    async def test_deleted_by_somebody_before(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words."))
        telegram.messages[0].deleted = True
        await amended(bot, taken_back(message, WithdrawnPolicy.DELETE))

    @pytest.mark.parametrize("count", [0, 1, 3])
    async def test_struck_through_when_it_may_not_be_deleted(
        self, telegram: TelegramEmulator, bot: TelegramBot, count: int
    ) -> None:
        message = await sent(bot, a_post("Words.", *range(count)))
        for there in telegram.messages:
            there.grow_old(hours=49)
        await amended(bot, taken_back(message, WithdrawnPolicy.DELETE))
        assert not any(there.deleted for there in telegram.messages)
        assert TAKEN_BACK in telegram.messages[0].text

    async def test_struck_through_at_once_whatever_the_pace(
        self, telegram: TelegramEmulator
    ) -> None:
        rates = Rates(seconds_between=0, group_per_minute=2)
        async with connected(a_bot(telegram, rates=rates)) as bot:
            message = await sent(bot, a_post("Words.", chat=GROUP))
            telegram.messages[0].grow_old(hours=49)
            await amended(bot, taken_back(message, WithdrawnPolicy.DELETE))
        assert TAKEN_BACK in telegram.messages[0].text

    async def test_kept(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words."))
        await amended(bot, taken_back(message, WithdrawnPolicy.KEEP))
        assert telegram.messages[0].edits == 0
        assert edits(telegram) == 0

    async def test_not_while_others_tell_it(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words."))
        others = replace(taken_back(message, WithdrawnPolicy.DELETE), also_from=("Oakham",))
        await amended(bot, others)
        assert "Words." in telegram.messages[0].text
        assert telegram.messages[0].content.words("strikethrough") == []
