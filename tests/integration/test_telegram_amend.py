"""Messages that were sent follow their posts, by the real python-telegram-bot."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style
from relaybot.model.outcome import (
    Delivered,
)
from relaybot.telegram.bot import TelegramBot
from relaybot.telegram.receipt import read_receipt
from tests import builders
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_posts import (
    CARD,
    FULL,
    SENTENCE,
    a_post,
    address,
    amended,
    attended,
    buttons,
    edits,
    html,
    now,
    photos,
    says,
    sent,
)
from tests.integration.telegram_setting import (
    CHANNEL,
    GROUP,
    PERSON,
    SMALL_GROUP,
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


class TestEdits:
    @pytest.mark.parametrize("chat", [CHANNEL, GROUP, SMALL_GROUP, PERSON])
    async def test_a_text(self, telegram: TelegramEmulator, bot: TelegramBot, chat: int) -> None:
        message = await sent(bot, a_post("Words.", chat=chat, preferences=CARD))
        await amended(bot, now(message, title="Other title", html="<p>Other <b>words</b>.</p>"))
        [there] = telegram.messages
        assert there.edits == 1
        assert there.text.startswith("📣 Elmford Tenants' League\nOther title\n\nOther words.")
        assert there.content.words("bold") == ["Other title", "words"]
        assert buttons(there) == ["Read"]
        assert there.link_preview == telegram.messages[0].earlier[0].link_preview

    async def test_another_chapter_tells_it_too(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", preferences=CARD))
        again = await amended(bot, replace(message, also_from=("Oakham",)))
        assert "Also from Oakham" in telegram.messages[0].text
        await amended(bot, replace(again, also_from=("Oakham", "Millbrook")))
        assert "Also from Oakham, Millbrook" in telegram.messages[0].text
        assert telegram.messages[0].edits == 2

    async def test_a_caption(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words.", 1))
        await amended(bot, says(message, "Other words.", 1))
        [there] = telegram.messages
        assert (there.photo, there.edits) == (address(1), 1)
        assert "Other words." in there.text
        assert buttons(there) == ["Read"]
        assert telegram.requests["editMessageCaption"] == 1

    async def test_the_caption_of_an_album(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2, 3))
        await amended(bot, says(message, "Other words.", 1, 2, 3))
        first, *others = telegram.messages
        assert "Other words." in first.text
        assert [there.edits for there in others] == [0, 0]
        assert photos(telegram) == [address(1), address(2), address(3)]

    async def test_a_picture(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words.", 1))
        again = await amended(bot, says(message, "Words.", 2))
        [there] = telegram.messages
        assert (there.photo, there.edits) == (address(2), 1)
        assert "Words." in there.text
        assert buttons(there) == ["Read"]
        told = read_receipt(again.claim.delivery.receipt)
        assert told
        assert told.pictures[0].url == address(2)

    async def test_only_pictures_that_changed(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2, 3))
        await amended(bot, says(message, "Words.", 1, 4, 3))
        assert photos(telegram) == [address(1), address(4), address(3)]
        assert [there.edits for there in telegram.messages] == [0, 1, 0]

    async def test_neither_more_nor_fewer_pictures(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        message = await amended(bot, says(message, "More.", 1, 2, 3, 4))
        message = await amended(bot, says(message, "Fewer.", 2))
        message = await amended(bot, says(message, "None."))
        assert photos(telegram) == [address(1), address(2)]
        assert "None." in telegram.messages[0].text
        assert telegram.messages[0].content.words("text_link")[-1] == "Read"

    async def test_in_the_style_and_form_in_which_it_was_sent(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        photo = await sent(bot, a_post("Words.", 1))
        text = await sent(bot, a_post(SENTENCE * 90, 1, preferences=FULL))
        for message in (photo, text):
            place = replace(message.claim.destination, preferences=CARD)
            since = replace(message, claim=replace(message.claim, destination=place))
            await amended(bot, says(since, SENTENCE * 99, 1, 2))
        one, other = telegram.messages
        assert (one.kind, other.kind) == ("photo", "text")
        assert 900 < len(one.text) <= 1024
        assert other.text.count(SENTENCE.strip()) == 99

    async def test_again_and_again(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        for words, second in (("One.", 3), ("Two.", 3), ("Two.", 2), ("Words.", 2)):
            message = await amended(bot, says(message, words, 1, second))
        assert photos(telegram) == [address(1), address(2)]
        assert "Words." in telegram.messages[0].text
        assert [there.edits for there in telegram.messages] == [3, 2]

    async def test_a_long_album_item_edit_keeps_the_caption(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        message = await sent(bot, a_post("Words.", 1, 2))
        await amended(bot, says(message, "Other.", 3, 4))
        assert photos(telegram) == [address(3), address(4)]
        first, second = telegram.messages
        assert "Other." in first.text
        assert second.text == ""


NOISE: dict[str, Callable[[Outgoing], Outgoing]] = {
    "nothing": lambda it: it,
    "pictures in another order": lambda it: says(it, "Words.", 2, 1),
    "pictures in another size": lambda it: says(it, "Words.", "1-300x200", "2"),
    "white space": lambda it: now(it, html=html("  Words. \n", 1, 2) + "\n"),
    "beyond what is shown": lambda it: now(it, updated=builders.NOON),
    "another style chosen since": lambda it: replace(
        it,
        claim=replace(it.claim, destination=replace(it.claim.destination, preferences=CARD)),
    ),
}


class TestNoise:
    @pytest.mark.parametrize("case", NOISE)
    @pytest.mark.parametrize("style", Style)
    async def test_nothing_is_asked(
        self, telegram: TelegramEmulator, bot: TelegramBot, case: str, style: Style
    ) -> None:
        chosen = Preferences(style=style)
        message = await sent(bot, a_post("Words.", 1, 2, preferences=chosen))
        again = await attended(bot, NOISE[case](message))
        delivery = message.claim.delivery
        assert again == Delivered(delivery.message_id or "", delivery.receipt)
        assert edits(telegram) == 0

    async def test_a_picture_that_could_not_be_had_is_not_asked_for_again(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.spoil(address(2))
        message = await sent(bot, a_post("Words.", 1, 2))
        await amended(bot, says(message, "Words.", 1, 2))
        assert edits(telegram) == 0
