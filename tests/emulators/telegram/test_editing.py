"""Edits and deletions: what may be changed into what, by whom, and for how long."""

import time

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram import LinkPreviewOptions as Preview
from telegram.error import BadRequest, Forbidden

from tests.emulators.telegram.conftest import ADA, CHANNEL, GROUP, SMALL
from tests.emulators.telegram.people import Person
from tests.emulators.telegram.pictures import UNREACHABLE
from tests.emulators.telegram.server import TelegramEmulator

RALLY = "https://riverbend.example/rally.jpg"
MARCH = "https://riverbend.example/march.jpg"
READ = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Read", url="https://a.example/"))
RSVP = InlineKeyboardMarkup.from_button(InlineKeyboardButton("RSVP", url="https://a.example/"))


async def test_a_text(telegram: TelegramEmulator, bot: Bot) -> None:
    preview = Preview(prefer_large_media=True)
    sent = await bot.send_message(CHANNEL, "one", reply_markup=READ)
    edited = await bot.edit_message_text(
        "<s>one</s>", CHANNEL, sent.message_id, parse_mode="HTML", link_preview_options=preview
    )
    [kept] = telegram.messages
    assert (kept.content.words("strikethrough"), kept.reply_markup) == (["one"], None)
    assert kept.link_preview == {"prefer_large_media": True}
    assert [(shown.content.text, bool(shown.reply_markup)) for shown in kept.earlier] == [
        ("one", True)
    ]
    assert not isinstance(edited, bool)
    assert edited.edit_date


async def test_a_caption(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_photo(CHANNEL, RALLY, caption="one", reply_markup=READ)
    await bot.edit_message_caption(
        CHANNEL, sent.message_id, caption="two", show_caption_above_media=True, reply_markup=READ
    )
    [kept] = telegram.messages
    assert (kept.text, kept.photo, kept.caption_above) == ("two", RALLY, True)
    assert [shown.content.text for shown in kept.earlier] == ["one"]
    await bot.edit_message_caption(CHANNEL, sent.message_id)
    assert (kept.text, kept.edits, kept.reply_markup) == ("", 2, None)


async def test_a_picture(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_photo(CHANNEL, RALLY, caption="one")
    media = InputMediaPhoto(MARCH, caption="<b>two</b>", parse_mode="HTML")
    await bot.edit_message_media(media, CHANNEL, sent.message_id, reply_markup=READ)
    [kept] = telegram.messages
    assert (kept.photo, kept.content.words("bold")) == (MARCH, ["two"])
    assert kept.reply_markup
    assert [(shown.photo, shown.content.text) for shown in kept.earlier] == [(RALLY, "one")]
    await bot.edit_message_media(InputMediaPhoto(b"\x89PNG"), CHANNEL, sent.message_id)
    assert (kept.photo, kept.text) == ("upload of 4 bytes", "")


async def test_a_text_gets_a_picture(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_message(CHANNEL, "one")
    media = InputMediaPhoto(RALLY, caption="one")
    await bot.edit_message_media(media, CHANNEL, sent.message_id)
    assert (telegram.messages[0].kind, telegram.messages[0].photo) == ("photo", RALLY)
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("two", CHANNEL, sent.message_id)


async def test_one_of_an_album(telegram: TelegramEmulator, bot: Bot) -> None:
    album = [InputMediaPhoto(RALLY, caption="one"), InputMediaPhoto(RALLY)]
    first, second = await bot.send_media_group(CHANNEL, album)
    await bot.edit_message_caption(CHANNEL, first.message_id, caption="two")
    await bot.edit_message_media(InputMediaPhoto(MARCH), CHANNEL, second.message_id)
    assert [(m.text, m.photo, bool(m.album)) for m in telegram.messages] == [
        ("two", RALLY, True),
        ("", MARCH, True),
    ]


async def test_a_bad_picture(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_photo(CHANNEL, RALLY)
    telegram.spoil(MARCH)
    with pytest.raises(BadRequest, match=f"(?i){UNREACHABLE}"):
        await bot.edit_message_media(InputMediaPhoto(MARCH), CHANNEL, sent.message_id)
    assert (telegram.messages[0].photo, telegram.messages[0].edits) == (RALLY, 0)


async def test_buttons(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_photo(CHANNEL, RALLY, caption="one", reply_markup=READ)
    await bot.edit_message_reply_markup(CHANNEL, sent.message_id, reply_markup=RSVP)
    [kept] = telegram.messages
    assert (kept.text, kept.photo) == ("one", RALLY)
    assert kept.reply_markup
    assert kept.reply_markup["inline_keyboard"][0][0]["text"] == "RSVP"


async def test_what_is_no_change(telegram: TelegramEmulator, bot: Bot) -> None:
    text = await bot.send_message(CHANNEL, "<b>x</b>", parse_mode="HTML", reply_markup=READ)
    photo = await bot.send_photo(CHANNEL, RALLY, caption="x")
    same = (
        bot.edit_message_text(
            "<strong>x</strong> ", CHANNEL, text.message_id, parse_mode="HTML", reply_markup=READ
        ),
        bot.edit_message_reply_markup(CHANNEL, text.message_id, reply_markup=READ),
        bot.edit_message_caption(CHANNEL, photo.message_id, caption="x"),
        bot.edit_message_media(InputMediaPhoto(RALLY, caption="x"), CHANNEL, photo.message_id),
    )
    for edit in same:
        with pytest.raises(BadRequest, match="Message is not modified"):
            await edit
    assert [message.edits for message in telegram.messages] == [0, 0]


async def test_formatting_and_buttons_are_a_change(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_message(CHANNEL, "x", reply_markup=READ)
    number = sent.message_id
    await bot.edit_message_text("<b>x</b>", CHANNEL, number, parse_mode="HTML", reply_markup=READ)
    await bot.edit_message_text("<b>x</b>", CHANNEL, number, parse_mode="HTML", reply_markup=RSVP)
    assert telegram.messages[0].edits == 2


async def test_what_was_never_there(bot: Bot) -> None:
    edits = (
        bot.edit_message_text("x", CHANNEL, 5),
        bot.edit_message_caption(CHANNEL, 5, caption="x"),
        bot.edit_message_media(InputMediaPhoto(RALLY), CHANNEL, 5),
        bot.edit_message_reply_markup(CHANNEL, 5),
    )
    for edit in edits:
        with pytest.raises(BadRequest, match="Message to edit not found"):
            await edit
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(CHANNEL, 5)


async def test_text_has_no_caption(bot: Bot) -> None:
    sent = await bot.send_message(CHANNEL, "x")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(CHANNEL, sent.message_id, caption="x")


async def test_what_cannot_be_edited(telegram: TelegramEmulator, bot: Bot) -> None:
    theirs = Person(telegram, ADA).say(GROUP, "hello")
    keyboard = ReplyKeyboardMarkup.from_button(KeyboardButton("x"))
    asked = (await bot.send_message(ADA, "x", reply_markup=keyboard)).message_id
    post = (await bot.send_message(CHANNEL, "x")).message_id
    forwarded = (await bot.forward_message(GROUP, CHANNEL, post)).message_id
    telegram.ledger.chats[CHANNEL].bot_may_post = False
    for chat, number in ((GROUP, theirs), (ADA, asked), (GROUP, forwarded), (CHANNEL, post)):
        with pytest.raises(BadRequest, match="Message can't be edited"):
            await bot.edit_message_text("y", chat, number)
    telegram.ledger.chats[CHANNEL].bot = "kicked"
    with pytest.raises(Forbidden):
        await bot.edit_message_text("y", CHANNEL, post)


async def test_an_old_message_is_edited(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_message(CHANNEL, "x")
    telegram.messages[0].grow_old(hours=24 * 365)
    await bot.edit_message_text("y", CHANNEL, sent.message_id)
    assert telegram.messages[0].text == "y"


OLDER = {
    CHANNEL: "Message can't be deleted",
    GROUP: "Message can't be deleted",
    SMALL: "Message can't be deleted for everyone",
    ADA: "Message can't be deleted for everyone",
}


@pytest.mark.parametrize("chat", OLDER)
async def test_deleting_for_two_days(telegram: TelegramEmulator, bot: Bot, chat: int) -> None:
    young, old = [(await bot.send_message(chat, "x")).message_id for _ in range(2)]
    telegram.messages[0].grow_old(hours=47.9)
    telegram.messages[1].grow_old(hours=48)
    assert await bot.delete_message(chat, young)
    with pytest.raises(BadRequest) as caught:
        await bot.delete_message(chat, old)
    assert str(caught.value) == OLDER[chat]
    assert [message.deleted for message in telegram.messages] == [True, False]
    assert time.time() - telegram.messages[1].date > 48 * 3599


async def test_deleting_several(telegram: TelegramEmulator, bot: Bot) -> None:
    album = [InputMediaPhoto(RALLY)] * 3
    numbers = [message.message_id for message in await bot.send_media_group(CHANNEL, album)]
    assert await bot.delete_messages(CHANNEL, [*numbers, 99])
    assert telegram.messages_in(CHANNEL) == []
    assert await bot.delete_messages(CHANNEL, numbers)  # what is gone is skipped
    with pytest.raises(BadRequest, match="too many message identifiers"):
        await bot.delete_messages(CHANNEL, list(range(101)))


async def test_deleting_in_a_channel_without_rights(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_message(CHANNEL, "x")
    telegram.ledger.chats[CHANNEL].bot_may_post = False
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(CHANNEL, sent.message_id)
    telegram.ledger.chats[CHANNEL].bot_may_delete = True
    assert await bot.delete_message(CHANNEL, sent.message_id)


async def test_deleting_what_others_wrote(telegram: TelegramEmulator, bot: Bot) -> None:
    ada = Person(telegram, ADA)
    private, theirs = ada.say(ADA, "x"), ada.say(GROUP, "x")
    assert await bot.delete_message(ADA, private)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(GROUP, theirs)
    telegram.ledger.chats[GROUP].bot = "administrator"
    telegram.ledger.chats[GROUP].bot_may_delete = True
    assert await bot.delete_message(GROUP, theirs)
