"""Pictures, albums, captions, previews: what is kept of them, and what is refused."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram import LinkPreviewOptions as Preview
from telegram.error import BadRequest, RetryAfter

from tests.emulators.telegram.conftest import CHANNEL, GROUP
from tests.emulators.telegram.ledger import Pacing
from tests.emulators.telegram.pictures import NO_PICTURE, ODD_SHAPE, UNREACHABLE
from tests.emulators.telegram.server import TelegramEmulator

RALLY = "https://riverbend.example/rally.jpg"
MARCH = "https://riverbend.example/march.jpg"
READ = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Read", url="https://a.example/"))


async def test_a_picture_with_everything(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_photo(
        CHANNEL,
        RALLY,
        caption="<b>Strike</b> on Elm Street",
        parse_mode="HTML",
        show_caption_above_media=True,
        reply_markup=READ,
        disable_notification=True,
    )
    [kept] = telegram.messages_in(CHANNEL)
    assert (kept.kind, kept.photo, kept.text) == ("photo", RALLY, "Strike on Elm Street")
    assert kept.content.words("bold") == ["Strike"]
    assert (kept.caption_above, kept.silent, kept.album) == (True, True, None)
    assert kept.reply_markup
    assert (sent.caption, sent.show_caption_above_media) == ("Strike on Elm Street", True)
    assert sent.reply_markup == READ


@pytest.mark.parametrize("caption", [None, "", "x" * 1024, "😀" * 512, "<b>" + "x" * 1024 + "</b>"])
async def test_captions(telegram: TelegramEmulator, bot: Bot, caption: str | None) -> None:
    sent = await bot.send_photo(CHANNEL, RALLY, caption=caption, parse_mode="HTML")
    assert (sent.caption or "") == telegram.messages[0].text


@pytest.mark.parametrize("caption", ["x" * 1025, "😀" * 513, "&lt;" * 1025])
async def test_captions_too_long(bot: Bot, caption: str) -> None:
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(CHANNEL, RALLY, caption=caption, parse_mode="HTML")
    album = [InputMediaPhoto(RALLY), InputMediaPhoto(MARCH, caption=caption, parse_mode="HTML")]
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_media_group(CHANNEL, album)


BAD = {  # as the library writes them: a capital, and nothing but small letters after it
    UNREACHABLE: "Failed to get http url content",
    NO_PICTURE: "Wrong type of the web page content",
    ODD_SHAPE: "Photo_invalid_dimensions",
}


@pytest.mark.parametrize("code", BAD)
async def test_a_bad_picture(telegram: TelegramEmulator, bot: Bot, code: str) -> None:
    telegram.spoil(RALLY, code)
    with pytest.raises(BadRequest, match=BAD[code]):
        await bot.send_photo(CHANNEL, RALLY)
    assert telegram.messages == []


@pytest.mark.parametrize("code", BAD)
async def test_a_bad_picture_in_an_album(telegram: TelegramEmulator, bot: Bot, code: str) -> None:
    telegram.spoil(MARCH, code)
    with pytest.raises(BadRequest) as caught:
        await bot.send_media_group(CHANNEL, [InputMediaPhoto(RALLY), InputMediaPhoto(MARCH)])
    said = f'failed to send message #2 with the error message "{code}"'
    assert str(caught.value).lower() == said.lower()
    assert telegram.messages == []  # all or nothing


NO_ADDRESS = ["nothing", "ftp://a.example/x.jpg", "https://intranet/x.jpg", "tg://user?id=5"]


@pytest.mark.parametrize("photo", NO_ADDRESS)
async def test_no_address_of_a_picture(bot: Bot, photo: str) -> None:
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_photo(CHANNEL, photo)


async def test_an_album(telegram: TelegramEmulator, bot: Bot) -> None:
    album = [
        InputMediaPhoto(RALLY, caption="<i>one</i>", parse_mode="HTML"),
        InputMediaPhoto(MARCH, show_caption_above_media=True),
    ]
    sent = await bot.send_media_group(GROUP, album, message_thread_id=7)
    await bot.send_media_group(GROUP, album)

    first, second, third, _ = telegram.messages_in(GROUP)
    assert [message.photo for message in (first, second)] == [RALLY, MARCH]
    assert (first.content.words("italic"), first.thread) == (["one"], 7)
    assert (first.caption_above, second.caption_above) == (False, True)
    assert first.album == second.album != third.album
    assert {message.media_group_id for message in sent} == {first.album}


async def test_an_album_into_no_topic(bot: Bot) -> None:
    album = [InputMediaPhoto(RALLY), InputMediaPhoto(MARCH)]
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_media_group(GROUP, album, message_thread_id=8)


@pytest.mark.parametrize("size", [1, 11])
async def test_albums_of_the_wrong_size(bot: Bot, size: int) -> None:
    with pytest.raises(BadRequest, match="2-10"):
        await bot.send_media_group(CHANNEL, [InputMediaPhoto(RALLY)] * size)


async def test_an_album_has_no_buttons(telegram: TelegramEmulator, bot: Bot) -> None:
    album = [InputMediaPhoto(RALLY), InputMediaPhoto(MARCH)]
    with pytest.raises(BadRequest, match="no reply markup"):
        await bot.send_media_group(CHANNEL, album, api_kwargs={"reply_markup": READ.to_json()})
    assert telegram.messages == []


async def test_previews(telegram: TelegramEmulator, bot: Bot) -> None:
    large = Preview(url="https://a.example/", prefer_large_media=True, show_above_text=True)
    sent = await bot.send_message(CHANNEL, "x", link_preview_options=large)
    assert telegram.messages[0].link_preview == {
        "url": "https://a.example/",
        "prefer_large_media": True,
        "show_above_text": True,
    }
    assert sent.link_preview_options == large
    both = Preview(prefer_large_media=True, prefer_small_media=True)
    with pytest.raises(BadRequest, match="both small and large"):
        await bot.send_message(CHANNEL, "x", link_preview_options=both)
    with pytest.raises(BadRequest, match="Wrong http url specified"):
        await bot.send_message(CHANNEL, "x", link_preview_options=Preview(url="https://x/"))


LINKS = {
    "mailto:a@a.example": None,  # tdlib makes http://mailto:a@a.example/ of it
    "ftp://a.example/": "unsupported url protocol",
    "https://intranet/": "wrong http url",
    "javascript:x()": "wrong port number",
}


@pytest.mark.parametrize("url", LINKS)
async def test_links_of_buttons(bot: Bot, url: str) -> None:
    markup = InlineKeyboardMarkup.from_button(InlineKeyboardButton("x", url=url))
    words = LINKS[url]
    if words is None:
        assert await bot.send_message(CHANNEL, "x", reply_markup=markup)
        return
    with pytest.raises(BadRequest, match=f"button url .* is invalid: {words}"):
        await bot.send_message(CHANNEL, "x", reply_markup=markup)


@pytest.mark.filterwarnings("ignore:.*retry_after")  # the library's own, at every 429
async def test_an_album_counts_as_its_pictures(telegram: TelegramEmulator, bot: Bot) -> None:
    album = [InputMediaPhoto(RALLY)] * 10
    telegram.ledger.pacing = Pacing(seconds_between=0, group_per_minute=20)
    await bot.send_media_group(GROUP, album)
    await bot.send_message(GROUP, "11")
    with pytest.raises(RetryAfter):
        await bot.send_media_group(GROUP, album)
    for number in range(12, 21):
        await bot.send_message(GROUP, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(GROUP, "21")

    telegram.ledger.pacing = Pacing(seconds_between=30)
    await bot.send_media_group(CHANNEL, album[:3])
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(CHANNEL, "after three")
    seconds = caught.value.retry_after
    assert 80 < (seconds if isinstance(seconds, int) else seconds.total_seconds()) <= 91
