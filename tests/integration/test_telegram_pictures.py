"""Photos and albums by the real python-telegram-bot, and pictures that Telegram cannot use."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PicturePlace, Preferences, Style
from relaybot.model.outcome import Blocked, Delivered, Outcome, RetryLater, Unknown
from relaybot.telegram.bot import TelegramBot
from relaybot.telegram.limits import Rates
from relaybot.telegram.receipt import read_receipt
from tests.emulators.telegram.ledger import Pacing
from tests.emulators.telegram.pictures import NO_PICTURE, ODD_SHAPE, UNREACHABLE
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_posts import REFUSED, SENTENCE, a_post, address, buttons, photos
from tests.integration.telegram_setting import (
    CHANNEL,
    FORUM,
    GROUP,
    a_bot,
    a_telegram,
    an_outgoing,
    connected,
)

LINK = "https://elmford.example/posts/1"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with a_telegram() as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with connected(a_bot(telegram)) as ready:
        yield ready


def with_pictures(count: int, words: str = "Words.", chat: int = CHANNEL, **more: Any) -> Outgoing:
    return a_post(words, *range(1, count + 1), chat=chat, **more)


async def delivered(bot: TelegramBot, outgoing: Outgoing) -> Delivered:
    outcome = await bot.platform.deliver(outgoing)
    assert isinstance(outcome, Delivered)
    return outcome


class TestForms:
    async def test_a_photo(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        arrived = await delivered(bot, with_pictures(1))
        [message] = telegram.messages
        assert arrived.message_id == "1"
        assert (message.photo, message.album) == (address(1), None)
        assert message.text.startswith("📣 Elmford Tenants' League\nPost number 1\n\nWords.")
        assert message.content.words("text_link") == ["Post number 1"]
        assert not message.caption_above
        assert buttons(message) == ["Read"]

    async def test_an_album(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        arrived = await delivered(bot, with_pictures(3))
        assert arrived.message_id == "1+2+3"
        assert photos(telegram) == [address(1), address(2), address(3)]
        first, *others = telegram.messages
        assert {message.album for message in others} == {first.album}
        assert first.album
        assert first.content.words("text_link") == ["Post number 1", "Read"]
        assert [message.text for message in others] == ["", ""]

    async def test_a_long_text_shows_the_picture_above(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        await delivered(bot, with_pictures(1, SENTENCE * 90))
        [message] = telegram.messages
        assert message.photo is None
        assert message.text.count(SENTENCE.strip()) == 90
        assert message.link_preview == {
            "url": address(1),
            "prefer_large_media": True,
            "show_above_text": True,
        }

    @pytest.mark.parametrize("count", [1, 2])
    async def test_pictures_below(
        self, telegram: TelegramEmulator, bot: TelegramBot, count: int
    ) -> None:
        html = with_pictures(count).claim.post.post.html
        below = Preferences(style=Style.FULL, picture_place=PicturePlace.BELOW)
        await delivered(bot, an_outgoing(CHANNEL, preferences=below, html=html))
        assert all(message.caption_above for message in telegram.messages)

    async def test_in_a_topic_without_a_sound(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        await delivered(bot, with_pictures(1, chat=FORUM, thread=7, silent=True))
        await delivered(bot, with_pictures(2, chat=FORUM, thread=7, silent=True, number=2))
        assert {(message.thread, message.silent) for message in telegram.messages} == {(7, True)}
        assert len(telegram.messages) == 3

    async def test_the_receipt_says_what_was_sent(self, bot: TelegramBot) -> None:
        receipt = (await delivered(bot, with_pictures(2))).receipt
        told = read_receipt(receipt)
        assert told
        assert (told.style, told.form, told.without) == ("full", "album", frozenset())
        assert [(picture.url, picture.file_id) for picture in told.pictures] == [
            (address(1), "photo-1"),
            (address(2), "photo-2"),
        ]
        assert receipt
        assert len(receipt) < 400


BROKEN: dict[str, tuple[int, dict[int, str], list[int]]] = {
    "the photo": (1, {1: UNREACHABLE}, []),
    "the photo is a page": (1, {1: NO_PICTURE}, []),
    "the photo has an odd shape": (1, {1: ODD_SHAPE}, []),
    "the first of an album": (4, {1: UNREACHABLE}, [2, 3, 4]),
    "the last of an album": (3, {3: ODD_SHAPE}, [1, 2]),
    "two of an album": (4, {2: NO_PICTURE, 3: UNREACHABLE}, [1, 4]),
    "all but one of an album": (3, {1: NO_PICTURE, 3: UNREACHABLE}, [2]),
    "all of an album": (4, dict.fromkeys((1, 2, 3, 4), UNREACHABLE), []),
}


class TestBrokenPictures:
    @pytest.mark.parametrize("case", BROKEN)
    async def test_a_post_comes_without_what_is_broken(
        self, telegram: TelegramEmulator, bot: TelegramBot, case: str
    ) -> None:
        count, broken, left = BROKEN[case]
        for number, code in broken.items():
            telegram.spoil(address(number), code)
        arrived = await delivered(bot, with_pictures(count))
        expected: list[str | None] = [address(number) for number in left]
        assert photos(telegram) == (expected or [None])
        assert len(arrived.message_id.split("+")) == len(telegram.messages)
        first = telegram.messages[0]
        assert "Words." in first.text
        if not left:
            assert first.link_preview["url"] == LINK
        if len(left) < 2:
            assert buttons(first) == ["Read"]
        told = read_receipt(arrived.receipt)
        assert told
        assert told.without == {address(number) for number in broken}

    @pytest.mark.parametrize(
        "text",
        [
            "failed to get HTTP URL content",
            "wrong type of the web page content",
            "wrong file identifier/HTTP URL specified",
            "group send failed",
            "IMAGE_PROCESS_FAILED",
        ],
    )
    async def test_an_album_goes_as_text_when_nobody_says_which(
        self, telegram: TelegramEmulator, bot: TelegramBot, text: str
    ) -> None:
        telegram.fail("sendMediaGroup", status=400, description=REFUSED + text)
        await delivered(bot, with_pictures(3))
        [message] = telegram.messages
        assert message.kind == "text"
        assert message.link_preview["url"] == LINK

    async def test_then_without_a_preview(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.spoil(address(1))
        telegram.fail(status=400, description=REFUSED + "WEBPAGE_MEDIA_EMPTY")
        await delivered(bot, with_pictures(1))
        [message] = telegram.messages
        assert message.link_preview == {"is_disabled": True}
        assert message.parse_mode == "HTML"

    async def test_a_picture_that_is_previewed_gives_way_to_the_page(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.fail(status=400, description=REFUSED + "WEBPAGE_CURL_FAILED")
        await delivered(bot, with_pictures(1, SENTENCE * 90))
        [message] = telegram.messages
        assert message.link_preview["url"] == LINK

    async def test_a_picture_is_not_asked_for_again_for_the_next_chat(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.spoil(address(2))
        for chat in (CHANNEL, GROUP, FORUM):
            await delivered(bot, with_pictures(3, chat=chat))
            assert [m.photo for m in telegram.messages_in(chat)] == [address(1), address(3)]
        assert telegram.requests["sendMediaGroup"] == 4

    @pytest.mark.parametrize(
        "text", ["not enough rights to send photos to the chat", "CHAT_SEND_PHOTOS_FORBIDDEN"]
    )
    async def test_a_chat_that_takes_no_photos_gets_text(
        self, telegram: TelegramEmulator, bot: TelegramBot, text: str
    ) -> None:
        telegram.fail("sendPhoto", status=400, description=REFUSED + text)
        await delivered(bot, with_pictures(1, chat=GROUP))
        await delivered(bot, with_pictures(1))
        assert [message.kind for message in telegram.messages] == ["text", "photo"]

    async def test_a_caption_that_cannot_be_read(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.fail("sendPhoto", status=400, description=REFUSED + "can't parse entities: odd")
        await delivered(bot, with_pictures(1))
        [message] = telegram.messages
        assert (message.photo, message.parse_mode) == (address(1), None)
        assert message.text.endswith(LINK)

    async def test_everything_is_refused_that_can_be(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        telegram.spoil(address(1))
        telegram.spoil(address(2))
        for text in ("BUTTON_URL_INVALID", "WEBPAGE_CURL_FAILED", "can't parse entities: odd"):
            telegram.fail(status=400, description=REFUSED + text)
        await delivered(bot, with_pictures(2))
        [message] = telegram.messages
        assert (message.kind, message.parse_mode, message.reply_markup) == ("text", None, None)


UNCLEAR: dict[str, tuple[dict[str, Any], type[Outcome], int]] = {
    "cut off": ({"reset": "after"}, Unknown, 2),
    "500": ({"status": 500}, Unknown, 0),
    "no list": ({"status": 200, "body": '{"ok": true, "result": 5}', "effect": True}, Unknown, 2),
    "fewer than were sent": (
        {"status": 200, "body": '{"ok": true, "result": []}', "effect": True},
        Unknown,
        2,
    ),
    "some of it may be there": (
        {
            "status": 400,
            "description": f"{REFUSED}failed to send message #2 with the error message"
            ' "Message was not sent"',
        },
        Unknown,
        0,
    ),
    "flood": ({"status": 429, "parameters": {"retry_after": 7}}, RetryLater, 0),
    "no right to write": ({"status": 400, "description": "CHAT_WRITE_FORBIDDEN"}, Blocked, 0),
}


class TestAlbumsThatDoNotArrive:
    @pytest.mark.parametrize("case", UNCLEAR)
    async def test_outcome(self, telegram: TelegramEmulator, bot: TelegramBot, case: str) -> None:
        rule, expected, there = UNCLEAR[case]
        telegram.fail("sendMediaGroup", **rule)
        assert type(await bot.platform.deliver(with_pictures(2))) is expected
        assert (len(telegram.messages), telegram.requests["sendMediaGroup"]) == (there, 1)


class TestPace:
    async def test_each_picture_counts(self, telegram: TelegramEmulator) -> None:
        telegram.ledger.pacing = Pacing(seconds_between=0, group_per_minute=20)
        rates = Rates(seconds_between=0, group_per_minute=20, per_second=1000)
        async with connected(a_bot(telegram, rates=rates)) as bot:
            outcomes = [
                await bot.platform.deliver(with_pictures(4, chat=GROUP, number=number))
                for number in range(1, 8)
            ]
        assert [type(outcome) for outcome in outcomes] == [Delivered] * 5 + [RetryLater] * 2
        assert telegram.requests["sendMediaGroup"] == 5


async def test_an_album_is_sent_as_telegram_wants_it(
    telegram: TelegramEmulator, bot: TelegramBot
) -> None:
    await delivered(bot, with_pictures(2))
    media = telegram.messages[0].params["media"]
    items = json.loads(media) if isinstance(media, str) else media
    assert [item["type"] for item in items] == ["photo", "photo"]
    assert [sorted(item) for item in items] == [
        ["caption", "media", "parse_mode", "type"],
        ["media", "type"],
    ]
