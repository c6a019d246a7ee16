"""The emulator's people, and what commands need of it, with the unmodified library."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    ChatAdministratorRights,
    ChatMemberAdministrator,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest

from tests.emulators.telegram.people import Person
from tests.emulators.telegram.server import TelegramEmulator

CHANNEL, GROUP, ADA = -1001, -1002, 77


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.add_chat(CHANNEL, administrators={ADA: "Ada"})
        emulator.add_chat(GROUP, "supergroup", bot="member")
        emulator.add_chat(ADA, "private", bot="member")
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=f"{telegram.api_base}/bot") as one:
        yield one


async def test_what_people_do_is_read_by_the_library(telegram: TelegramEmulator, bot: Bot) -> None:
    ada = Person(telegram, ADA)
    await bot.send_message(
        GROUP, "x", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("a", None, "b")]])
    )
    ada.say(GROUP, "/help me", as_chat=GROUP)
    ada.say(GROUP, "hello", as_chat=CHANNEL)
    ada.post(CHANNEL, "/help")
    ada.pick(CHANNEL)
    ada.press(telegram.messages[0], "a")
    anonymous, as_channel, post, picked, press = await bot.get_updates()
    assert anonymous.message
    assert anonymous.message.sender_chat == anonymous.message.chat
    assert anonymous.message.entities[0].length == len("/help")
    assert as_channel.message
    assert as_channel.message.sender_chat
    assert as_channel.message.sender_chat.id == CHANNEL
    assert post.channel_post
    assert post.channel_post.from_user is None
    assert picked.message
    assert picked.message.chat_shared
    assert picked.message.chat_shared.chat_id == CHANNEL
    assert press.callback_query
    assert press.callback_query.data == "b"


def _asking(*, user: bool, bot: bool) -> ReplyKeyboardMarkup:
    rights = ChatAdministratorRights.no_rights().to_dict()
    request = KeyboardButtonRequestChat(
        1,
        chat_is_channel=True,
        user_administrator_rights=ChatAdministratorRights.de_json(
            rights | {"can_post_messages": user}
        ),
        bot_administrator_rights=ChatAdministratorRights.de_json(
            rights | {"can_post_messages": bot}
        ),
    )
    return ReplyKeyboardMarkup.from_button(KeyboardButton("Choose", request_chat=request))


async def test_asking_for_a_channel(bot: Bot) -> None:
    assert await bot.send_message(ADA, "x", reply_markup=_asking(user=True, bot=True))
    with pytest.raises(BadRequest, match=r"(?i)rights_invalid"):
        await bot.send_message(ADA, "x", reply_markup=_asking(user=False, bot=True))
    with pytest.raises(BadRequest, match=r"(?i)button_type"):
        await bot.send_message(GROUP, "x", reply_markup=_asking(user=True, bot=True))


async def test_answering_what_is_not_there(telegram: TelegramEmulator, bot: Bot) -> None:
    number = Person(telegram, ADA).say(GROUP, "/help")
    assert await bot.send_message(GROUP, "x", reply_parameters=ReplyParameters(number))
    with pytest.raises(BadRequest, match="to be replied not found"):
        await bot.send_message(GROUP, "x", reply_parameters=ReplyParameters(number + 1))
    kind = ReplyParameters(number + 1, allow_sending_without_reply=True)
    assert await bot.send_message(GROUP, "x", reply_parameters=kind)


async def test_rights(telegram: TelegramEmulator, bot: Bot) -> None:
    telegram.ledger.chats[CHANNEL].bot_may_post = False
    telegram.ledger.chats[GROUP].members_hidden = True
    mine = await bot.get_chat_member(CHANNEL, bot.id)
    assert isinstance(mine, ChatMemberAdministrator)
    assert mine.can_post_messages is False
    with pytest.raises(BadRequest, match=r"(?i)admin_required"):
        await bot.get_chat_member(GROUP, ADA)
