"""When and where an answer appears: pressed or typed, now or later, in place or beside."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from relaybot.commands.action import Action
from relaybot.commands.reply import Button, Choice, Reply, Select
from relaybot.discord.bot import DiscordBot
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.interactions import DEFER, DEFER_UPDATE, MESSAGE, UPDATE
from tests.emulators.discord.people import option
from tests.emulators.discord.world import Message, Right
from tests.integration.discord_setting import (
    Setting,
    a_setting,
    answered,
    is_private,
    shown,
    words,
)

MORE = Button(label="More", action=Action("following", {"page": "2"}))
KINDS = Select(
    placeholder="Kind",
    choices=(Choice(label="Chapter", value="chapter"), Choice(label="Paper", value="paper")),
    action=Action("chapters", {"search": "elm"}),
    argument="kind",
)
CALLBACK = r"/interactions/.*/callback"
PAGE_TWO = Reply(body=words("Page two."))


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    async with DiscordEmulator() as discord:
        yield a_setting(discord)


@pytest.fixture
async def bot(setting: Setting) -> AsyncIterator[DiscordBot]:
    async with setting.bot() as running:
        yield running


async def a_message(setting: Setting, *, public: bool = False) -> Message:
    """An answer with a button and a select stands there; the next answer will be page two."""
    setting.desk.reply = Reply(body=words("Page one."), rows=((MORE,), KINDS), public=public)
    said = await setting.used("following")
    setting.desk.reply = PAGE_TWO
    return said


@pytest.mark.usefixtures("bot")
async def test_a_button_asks_and_its_answer_takes_the_place(setting: Setting) -> None:
    said = await a_message(setting)

    press = setting.discord.press(said, "More", person=setting.moderator)
    (response,) = await press.wait()

    ask = setting.desk.asks[-1]
    assert (ask.verb, ask.arguments, ask.pressed) == ("following", {"page": "2"}, True)
    assert ask.asker.manages
    assert response["type"] == UPDATE
    assert (said.content, said.components) == ("Page two.", [])


@pytest.mark.usefixtures("bot")
async def test_a_select_asks_with_what_was_chosen(setting: Setting) -> None:
    said = await a_message(setting)

    await setting.discord.choose(said, "Kind", "paper", person=setting.member).wait()

    ask = setting.desk.asks[-1]
    assert (ask.verb, ask.arguments) == ("chapters", {"search": "elm", "kind": "paper"})
    assert not ask.asker.manages


async def test_buttons_work_after_a_restart(setting: Setting) -> None:
    async with setting.bot():
        said = await a_message(setting)
    async with setting.bot():
        await setting.discord.press(said, "More", person=setting.moderator).wait()
    assert said.content == "Page two."


async def test_selects_work_after_a_restart(setting: Setting) -> None:
    async with setting.bot():
        said = await a_message(setting)
    async with setting.bot():
        await setting.discord.choose(said, "Kind", "paper", person=setting.moderator).wait()
    assert said.content == "Page two."


@pytest.mark.usefixtures("bot")
async def test_a_message_with_buttons_leaves_nothing_behind(setting: Setting) -> None:
    await a_message(setting)
    before = len(asyncio.all_tasks())
    for _ in range(5):
        await a_message(setting)
    assert len(asyncio.all_tasks()) <= before + 1  # the last may still be at work


@pytest.mark.usefixtures("bot")
async def test_the_rights_of_whoever_presses_are_asked_anew(setting: Setting) -> None:
    said = await a_message(setting, public=True)

    press = setting.discord.press(said, "More", person=setting.member)
    answer = await answered(press)

    assert not setting.desk.asks[-1].asker.manages
    assert (said.content, is_private(said)) == ("Page one.", False)  # what all see stays
    assert (answer.content, is_private(answer)) == ("Page two.", True)


@pytest.mark.usefixtures("bot")
async def test_a_button_about_another_channel(setting: Setting) -> None:
    elsewhere = Button(label="There", action=Action("following", {"where": setting.other}))
    setting.desk.reply = Reply(body=words("Look."), rows=((elsewhere,),))
    said = await setting.used("help")
    setting.discord.overwrite(setting.other, setting.moderators, deny=Right.MANAGE_CHANNELS)

    await setting.discord.press(said, "There", person=setting.moderator).wait()
    ask = setting.desk.asks[-1]
    assert (ask.place.address.chat, ask.place.here) == (setting.other, False)
    assert not ask.asker.manages

    setting.discord.delete_channel(setting.other)
    press = setting.discord.press(said, "There", person=setting.moderator)
    answer = await answered(press)
    assert shown(answer).startswith("I cannot find that channel.")


BESIDE = {
    "beside": (Reply(body=words("Beside."), beside=True), True),
    "for all": (Reply(body=words("For all."), public=True), False),
}


@pytest.mark.parametrize("later", [False, True], ids=["at once", "later"])
@pytest.mark.parametrize(("reply", "private"), BESIDE.values(), ids=BESIDE)
async def test_an_answer_beside(setting: Setting, reply: Reply, private: bool, later: bool) -> None:
    async with setting.bot():
        said = await a_message(setting)
        setting.desk.reply = reply
    if later:
        setting.patience = 0.0
        setting.desk.ready.clear()
    async with setting.bot():
        press = setting.discord.press(said, "More", person=setting.moderator)
        await (setting.answered_later(press) if later else press.wait())

    assert press.responses[0]["type"] == (DEFER_UPDATE if later else MESSAGE)
    assert said.content == "Page one."
    assert [is_private(message) for message in press.messages] == [private]


@pytest.mark.usefixtures("bot")
async def test_a_button_that_means_nothing_any_more(setting: Setting) -> None:
    said = await a_message(setting)
    said.components[0]["components"][0]["custom_id"] = "0|xx|1|2|3"

    answer = await answered(setting.discord.press(said, "More"))

    assert shown(answer).startswith("This button is from an older version of me.")
    assert said.content == "Page one."


async def test_a_slow_answer_comes_later(setting: Setting) -> None:
    setting.patience = 0.0
    setting.desk.ready.clear()
    async with setting.bot():
        used = setting.discord.command("help", setting.channel)
        await setting.answered_later(used)

    (said,) = used.messages
    assert used.responses[0] == {"type": DEFER, "data": {"flags": 64}}
    assert (said.content, is_private(said)) == ("Done.", True)


async def test_a_slow_answer_for_all(setting: Setting) -> None:
    setting.patience = 0.0
    setting.desk.ready.clear()
    setting.desk.reply = Reply(body=words("Look, everybody."), public=True)
    async with setting.bot():
        used = setting.discord.command("latest", setting.channel, [option("what", "elmford")])
        await setting.answered_later(used)

    assert [message.deleted for message in used.messages] == [True, False]
    (said,) = setting.discord.messages_in(setting.channel)
    assert (said.content, is_private(said)) == ("Look, everybody.", False)


async def test_a_slow_answer_to_a_press(setting: Setting) -> None:
    async with setting.bot():
        said = await a_message(setting)
    setting.patience = 0.0
    setting.desk.ready.clear()
    async with setting.bot():
        press = setting.discord.press(said, "More", person=setting.moderator)
        await setting.answered_later(press)

    assert press.responses[0]["type"] == DEFER_UPDATE
    assert said.content == "Page two."


async def test_too_late_is_let_go(setting: Setting) -> None:
    setting.discord.interactions.patience = -1.0
    async with setting.bot():
        late = setting.discord.command("help", setting.channel)
        await late.refused.wait()
        setting.discord.interactions.patience = 3.0
        said = await setting.used("help")
    assert late.responses == []
    assert shown(said) == "Done."


@pytest.mark.usefixtures("bot")
async def test_a_fault_is_apologised_for(setting: Setting) -> None:
    setting.desk.fault = ValueError("a bug")

    said = await setting.used("help")

    assert shown(said).startswith("Sorry, something went wrong on my side.")
    assert "bug" not in shown(said)
    assert is_private(said)


@pytest.mark.usefixtures("bot")
async def test_a_command_discord_knows_and_we_do_not(setting: Setting) -> None:
    said = await setting.used("abolished")

    assert shown(said).startswith("Sorry, something went wrong on my side.")


@pytest.mark.usefixtures("bot")
async def test_what_was_answered_already_is_let_go(setting: Setting) -> None:
    refused = setting.discord.fail(
        path=CALLBACK, status=400, body={"code": 40060, "message": "Already acknowledged"}
    )
    used = setting.discord.command("help", setting.channel)
    await refused.struck.wait()

    assert shown(await setting.used("help")) == "Done."
    assert used.responses == []


@pytest.mark.usefixtures("bot")
async def test_an_answer_discord_does_not_take_is_apologised_for(setting: Setting) -> None:
    setting.discord.fail(path=CALLBACK, status=400, body={"code": 50035, "message": "Invalid"})

    said = await setting.used("help")

    assert shown(said).startswith("Sorry, something went wrong on my side.")
