"""The emulator with the unmodified library, beyond what relaybot asks of it today."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlencode, urlsplit

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from tests.emulators.telegram.ledger import Pacing
from tests.emulators.telegram.server import TelegramEmulator

CHANNEL, GROUP = -1001, -1002
PICTURE = "https://elmford.example/a.jpg"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.add_chat(CHANNEL, administrators={9: "Ada"})
        emulator.add_chat(GROUP, "supergroup", bot="member")
        yield emulator


@pytest.fixture
async def bot(telegram: TelegramEmulator) -> AsyncIterator[Bot]:
    requests = HTTPXRequest(), HTTPXRequest()
    base = f"{telegram.api_base}/bot"
    one = Bot(telegram.token, base_url=base, request=requests[0], get_updates_request=requests[1])
    async with one:
        yield one


async def test_photo_and_its_caption(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_photo(CHANNEL, PICTURE, caption="<b>x</b>", parse_mode="HTML")
    uploaded = await bot.send_photo(CHANNEL, b"\x89PNG", caption="y")
    await bot.edit_message_caption(CHANNEL, sent.message_id, caption="z")
    assert [message.text for message in telegram.messages_in(CHANNEL)] == ["z", "y"]
    assert telegram.messages[1].photo == "upload of 4 bytes"
    assert uploaded.photo
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(CHANNEL, PICTURE, caption="x" * 1025)
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_photo(CHANNEL, "nothing")


async def test_album(telegram: TelegramEmulator, bot: Bot) -> None:
    album = [InputMediaPhoto(PICTURE, caption="a"), InputMediaPhoto(b"\x89PNG")]
    sent = await bot.send_media_group(CHANNEL, album)
    assert [message.message_id for message in sent] == [1, 2]
    assert len(telegram.messages_in(CHANNEL)) == 2
    with pytest.raises(BadRequest, match="2-10"):
        await bot.send_media_group(CHANNEL, [InputMediaPhoto(PICTURE)])


async def test_edit_delete_forward(telegram: TelegramEmulator, bot: Bot) -> None:
    sent = await bot.send_message(CHANNEL, "one")
    await bot.edit_message_text("two", CHANNEL, sent.message_id)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("two", CHANNEL, sent.message_id)
    await bot.forward_message(GROUP, CHANNEL, sent.message_id)
    await bot.delete_message(CHANNEL, sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("three", CHANNEL, sent.message_id)
    assert telegram.messages_in(CHANNEL) == []
    assert [message.text for message in telegram.messages_in(GROUP)] == ["two"]


async def test_buttons(telegram: TelegramEmulator, bot: Bot) -> None:
    button = InlineKeyboardButton("Follow", callback_data="follow:elmford")
    await bot.send_message(GROUP, "x", reply_markup=InlineKeyboardMarkup([[button]]))
    await bot.get_updates(allowed_updates=["callback_query"])
    telegram.inject_callback(telegram.messages[0], "follow:elmford")
    [update] = await bot.get_updates()
    assert update.callback_query
    assert update.callback_query.data == "follow:elmford"
    assert await update.callback_query.answer("Followed")
    with pytest.raises(BadRequest, match="Query is too old"):
        await update.callback_query.answer("again")
    await bot.edit_message_reply_markup(GROUP, 1, reply_markup=None)
    assert telegram.messages[0].reply_markup is None
    assert telegram.ledger.callback_answers[0]["text"] == "Followed"
    wide = InlineKeyboardButton("x", callback_data="é" * 33)
    with pytest.raises(BadRequest, match=r"(?i)BUTTON_DATA_INVALID"):
        await bot.send_message(GROUP, "x", reply_markup=InlineKeyboardMarkup.from_button(wide))


async def test_chats_and_their_members(bot: Bot) -> None:
    assert (await bot.get_chat(CHANNEL)).title == "Sample chat"
    assert (await bot.get_chat_member(CHANNEL, bot.id)).status == "administrator"
    assert (await bot.get_chat_member(CHANNEL, 9)).status == "administrator"
    assert (await bot.get_chat_member(CHANNEL, 10)).status == "member"
    people = [member.user.first_name for member in await bot.get_chat_administrators(CHANNEL)]
    assert people == ["Sample relay", "Ada"]


async def test_commands(bot: Bot) -> None:
    assert await bot.set_my_commands([("follow", "Follow a chapter")])
    assert [command.command for command in await bot.get_my_commands()] == ["follow"]
    with pytest.raises(BadRequest, match=r"(?i)BOT_COMMAND_INVALID"):
        await bot.set_my_commands([("Follow!", "x")])


async def test_updates_are_confirmed_by_the_next_offset(
    telegram: TelegramEmulator, bot: Bot
) -> None:
    for text in "abc":
        telegram.inject_message(GROUP, text=text)
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["a", "b"]
    assert len(await bot.get_updates()) == 3
    [last] = await bot.get_updates(offset=first[-1].update_id + 1)
    assert len(await bot.get_updates(offset=-1)) == 1
    assert await bot.get_updates(offset=last.update_id + 1) == ()


async def test_what_nobody_asked_for_is_not_queued(telegram: TelegramEmulator, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["my_chat_member"])
    assert telegram.inject_message(GROUP, text="x") is None
    await bot.get_updates(allowed_updates=["message"])
    assert telegram.inject_message(GROUP, text="x") is not None


async def test_a_poll_ends_when_something_happens_or_another_begins(
    telegram: TelegramEmulator, bot: Bot
) -> None:
    waiting = asyncio.create_task(bot.get_updates(timeout=50))
    while not telegram.ledger.updates.polls:  # noqa: ASYNC110 - the request is on its way
        await asyncio.sleep(0.005)
    telegram.inject_message(GROUP, text="x")
    [update] = await waiting
    offset = update.update_id + 1

    waiting = asyncio.create_task(bot.get_updates(offset=offset, timeout=50))
    while not telegram.ledger.updates.polls:  # noqa: ASYNC110 - the same
        await asyncio.sleep(0.005)
    async with Bot(telegram.token, base_url=f"{telegram.api_base}/bot") as second:
        await second.get_updates(offset=offset, timeout=0)
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await waiting


async def test_a_webhook_stands_in_the_way(bot: Bot) -> None:
    await bot.set_webhook("https://hook.example/")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_tokens(telegram: TelegramEmulator) -> None:
    for token, text in [("4242:wrong", "rejected"), ("nonsense", "rejected")]:
        with pytest.raises(InvalidToken, match=text):
            async with Bot(token, base_url=f"{telegram.api_base}/bot"):
                pass


TOO_MUCH = {
    "empty": (" \n", "Text must be non-empty"),
    "empty tags": ("<b> </b>", "Text must be non-empty"),
    "too long": ("x" * 4097, "Message is too long"),
    "too long in code units": ("😀" * 2049, "Message is too long"),
    "too many bytes": ('<a href="https://e.example/' + "x" * 32_768 + '">x</a>', "too long"),
    "a tag": ("<p>x</p>", "Can't parse entities: unsupported start tag"),
}


@pytest.mark.parametrize("case", TOO_MUCH)
async def test_texts_that_are_refused(telegram: TelegramEmulator, bot: Bot, case: str) -> None:
    text, words = TOO_MUCH[case]
    with pytest.raises(BadRequest, match=words):
        await bot.send_message(CHANNEL, text, parse_mode="HTML")
    assert telegram.messages == []


@pytest.mark.filterwarnings("ignore:.*retry_after")  # the library's own, at every 429
async def test_pacing(telegram: TelegramEmulator, bot: Bot) -> None:
    telegram.ledger.pacing = Pacing(seconds_between=0, group_per_minute=2)
    for chat in (CHANNEL, GROUP):
        await bot.send_message(chat, "1")
        await bot.send_message(chat, "2")
    await bot.send_message(CHANNEL, "3")
    with pytest.raises(RetryAfter):
        await bot.send_message(GROUP, "3")


async def test_rules_for_what_goes_wrong(telegram: TelegramEmulator, bot: Bot) -> None:
    telegram.fail(status=503, times=2, when=lambda params: params["text"] == "x")
    for _ in range(2):
        with pytest.raises(TelegramError):
            await bot.send_message(CHANNEL, "x")
    await bot.send_message(CHANNEL, "y")
    await bot.send_message(CHANNEL, "x")
    telegram.fail(reset="after", answer_delay=0.01)
    with pytest.raises(TelegramError):
        await bot.send_message(CHANNEL, "z")
    telegram.fail("*", status=500, times=99)
    telegram.heal()
    assert [message.text for message in telegram.messages] == ["y", "x", "z"]
    assert telegram.requests["sendMessage"] == 5


async def test_a_request_takes_effect_although_its_client_died(telegram: TelegramEmulator) -> None:
    server = urlsplit(telegram.api_base)
    telegram.fail(delay=0.05)
    _, writer = await asyncio.open_connection(server.hostname, server.port)
    body = urlencode({"chat_id": CHANNEL, "text": "last words"})
    head = (
        f"POST /bot{telegram.token}/sendMessage HTTP/1.1\r\nHost: x\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write((head + body).encode())
    await writer.drain()
    writer.transport.abort()
    async with asyncio.timeout(5):
        while not telegram.messages:  # noqa: ASYNC110 - nobody is left to tell
            await asyncio.sleep(0.005)
    assert telegram.messages[0].text == "last words"
