"""What moderators choose with /settings, as a chat gets it from the real python-telegram-bot."""

from collections.abc import AsyncIterator
from itertools import product
from typing import Any

import pytest

from relaybot.model.destination import Preferences, Style
from relaybot.model.outcome import Delivered, Refused
from relaybot.model.post import Audio, Image
from relaybot.telegram.bot import TelegramBot
from tests.emulators.telegram.chats import SentMessage
from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.telegram_setting import (
    CHANNEL,
    GROUP,
    a_bot,
    a_telegram,
    an_outgoing,
    connected,
)

LINK = "https://elmford.example/posts/1"
EPISODE = Audio(url="https://elmford.example/1.mp3", duration=2520)
PICTURE = Image(url="https://elmford.example/rally.jpg")
LONG = "<p>" + "The hall opens at six. " * 60 + "</p><blockquote><p>Bring a chair.</p></blockquote>"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with a_telegram() as emulator:
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[TelegramBot]:
    async with connected(a_bot(telegram)) as ready:
        yield ready


def buttons(message: SentMessage) -> list[list[tuple[str, str]]]:
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    return [[(button["text"], button["url"]) for button in row] for row in rows]


async def sent(
    telegram: TelegramEmulator, bot: TelegramBot, preferences: Preferences, **post: Any
) -> SentMessage:
    outgoing = an_outgoing(CHANNEL, preferences=preferences, **post)
    assert isinstance(await bot.platform.deliver(outgoing), Delivered)
    return telegram.messages[-1]


class TestStyles:
    async def test_compact(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(telegram, bot, Preferences(style=Style.COMPACT), image=PICTURE)
        assert message.text == "📣 Elmford Tenants' League: Post number 1 · March 13, 2026"
        assert message.content.words("text_link") == ["Post number 1"]
        assert message.link_preview == {"is_disabled": True}
        assert buttons(message) == [[("Read", LINK)]]

    async def test_card(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(telegram, bot, Preferences(), image=PICTURE, html=LONG)
        assert len(message.text) < 800
        assert message.link_preview == {"url": LINK, "prefer_large_media": True}
        assert buttons(message) == [[("Read", LINK)]]

    async def test_full(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(telegram, bot, Preferences(style=Style.FULL), html=LONG)
        [folded] = message.content.words("expandable_blockquote")
        assert folded.endswith("Bring a chair.")
        assert message.content.words("italic")[0] == "Bring a chair."
        assert message.content.words("blockquote") == []
        assert message.text.count("The hall opens at six.") == 60
        assert message.link_preview == {
            "url": LINK,
            "prefer_large_media": True,
            "show_above_text": True,
        }

    @pytest.mark.parametrize("style", Style)
    async def test_no_pictures(
        self, telegram: TelegramEmulator, bot: TelegramBot, style: Style
    ) -> None:
        message = await sent(telegram, bot, Preferences(style=style, images=False), image=PICTURE)
        assert message.link_preview == {"is_disabled": True}

    async def test_spanish(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        chosen = Preferences(language="es", timezone="Asia/Tokyo")
        message = await sent(telegram, bot, chosen, audio=EPISODE)
        assert message.text.endswith(
            "🎧 42 min\n\nPublicado en inglés · 13 de marzo de 2026, 21:01 · Oregón"
        )
        assert buttons(message) == [[("Leer", LINK), ("Escuchar", EPISODE.url)]]

    async def test_every_setting_together_with_every_other(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        """Each place gets its own look of the same post, however often and in whatever order."""
        looks = list(product(Style, (True, False), (True, False), (None, "es")))
        for _ in range(2):
            for style, images, links, language in looks:
                chosen = Preferences(style=style, images=images, buttons=links, language=language)
                message = await sent(telegram, bot, chosen, html=LONG, image=PICTURE)
                assert ("\n" not in message.text) is (style is Style.COMPACT)
                shown = images and style is not Style.COMPACT
                assert message.link_preview.get("is_disabled", False) is not shown
                read = "Leer" if language else "Read"
                assert buttons(message) == ([[(read, LINK)]] if links else [])
                assert message.content.dropped == 0

    async def test_what_means_nothing_here_changes_nothing(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        plain = await sent(telegram, bot, Preferences())
        chosen = Preferences(mention_role="7", publish=True, discuss=True, open_listing=False)
        message = await sent(telegram, bot, chosen)
        assert message.content == plain.content
        assert message.params == plain.params


class TestButtons:
    async def test_switched_off(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        message = await sent(telegram, bot, Preferences(buttons=False), audio=EPISODE)
        assert message.reply_markup is None

    @pytest.mark.parametrize(
        "link", [None, "https://elmford.example/" + "x" * 3000, "http://intranet/1"]
    )
    async def test_a_link_that_cannot_be_used(
        self, telegram: TelegramEmulator, bot: TelegramBot, link: str | None
    ) -> None:
        outgoing = an_outgoing(CHANNEL, link=link)
        assert isinstance(await bot.platform.deliver(outgoing), Delivered)
        assert telegram.messages[-1].reply_markup is None

    @pytest.mark.parametrize(
        "text",
        ["BUTTON_URL_INVALID", "inline keyboard button URL 'x' is invalid: Wrong HTTP URL"],
    )
    async def test_refused_once(
        self, telegram: TelegramEmulator, bot: TelegramBot, text: str
    ) -> None:
        telegram.fail(status=400, description=f"Bad Request: {text}")
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Delivered)
        [message] = telegram.messages
        assert message.reply_markup is None
        assert message.parse_mode == "HTML"
        assert message.link_preview == {"url": LINK}

    async def test_refused_again(self, telegram: TelegramEmulator, bot: TelegramBot) -> None:
        telegram.fail(status=400, description="Bad Request: BUTTON_URL_INVALID", times=9)
        assert isinstance(await bot.platform.deliver(an_outgoing(CHANNEL)), Refused)
        assert telegram.requests["sendMessage"] == 2

    async def test_a_post_refused_for_everything_there_is(
        self, telegram: TelegramEmulator, bot: TelegramBot
    ) -> None:
        for text in ("BUTTON_URL_INVALID", "WEBPAGE_CURL_FAILED", "can't parse entities: odd"):
            telegram.fail(status=400, description=f"Bad Request: {text}")
        assert isinstance(await bot.platform.deliver(an_outgoing(GROUP)), Delivered)
        [message] = telegram.messages
        assert message.parse_mode is None
        assert message.content.words("url") == [LINK]
