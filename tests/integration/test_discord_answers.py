"""How an answer is shown: words, cards, buttons, selects; now or later; here or beside."""

from collections.abc import AsyncIterator

import pytest

from relaybot.commands.action import Action
from relaybot.commands.reply import Button, Choice, Reply, Select, Stress, paragraphs
from relaybot.commands.words import link
from relaybot.discord.bot import DiscordBot
from relaybot.richtext.nodes import Document, Paragraph, Text
from tests import builders
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


LINES = "\n".join(f"{number} " + "x" * 90 for number in range(100))


@pytest.mark.usefixtures("bot")
async def test_a_long_answer_ends_with_a_line(setting: Setting) -> None:
    setting.desk.reply = Reply(
        body=Document(tuple(Paragraph((Text(line),)) for line in LINES.split("\n")))
    )

    said = await setting.used("history")

    (card,) = said.embeds
    lines = card["description"].split("\n")
    assert 3900 < len(card["description"]) <= 4096
    assert lines[-1] == "…"
    assert lines[-3].endswith("x" * 90)


@pytest.mark.usefixtures("bot")
async def test_links_are_not_unfurled(setting: Setting) -> None:
    body = paragraphs(link("Elmford", "https://elmford.example/"))
    setting.desk.reply = Reply(body=body)

    said = await setting.used("following")

    assert said.content == ""
    assert said.embeds[0]["description"] == "[Elmford](https://elmford.example/)"


@pytest.mark.usefixtures("bot")
async def test_words_arrive_where_cards_are_not_allowed(setting: Setting) -> None:
    setting.discord.deny(setting.channel, Right.EMBED_LINKS)
    body = paragraphs(link("Elmford", "https://elmford.example/"))
    setting.desk.reply = Reply(body=body, posts=(builders.an_outgoing(),))

    used = setting.discord.command("check", setting.channel)
    await used.wait(2)

    assert [message.embeds for message in used.messages] == [[], []]
    assert "Elmford" in used.messages[0].content
    assert "Post number 1" in used.messages[1].content


@pytest.mark.usefixtures("bot")
async def test_posts_are_shown_as_cards_in_as_many_messages_as_they_need(setting: Setting) -> None:
    body = "<p>" + "word " * 300 + "</p>"
    posts = tuple(
        builders.an_outgoing(post=builders.a_stored_post(number, html=body))
        for number in range(1, 13)
    )
    setting.desk.reply = Reply(body=words("The newest:"), posts=posts)

    used = setting.discord.command("latest", setting.channel, [option("what", "elmford")])
    await used.wait(2)

    assert used.messages[0].content == "The newest:"
    titles = [embed["title"] for message in used.messages for embed in message.embeds]
    assert titles == [f"Post number {number}" for number in range(1, 13)]
    assert len(used.messages) == 2
    assert all(map(is_private, used.messages))


@pytest.mark.usefixtures("bot")
async def test_what_does_not_fit_is_left_out(setting: Setting) -> None:
    many = tuple(Choice(label=f"{n} " + "x" * 200, value=str(n % 30)) for n in range(40))
    search = Action("chapters", {"search": "x" * 64})
    setting.desk.reply = Reply(
        body=words("Look."),
        rows=(
            (
                Button(label="y" * 200, action=Action("help"), stress=Stress.DANGER),
                Button(label="again", action=Action("help")),  # does the same
                Button(label="too long", action=search),
                Button(label="site", url="https://elmford.example/"),
                Button(label="bad", url="javascript:alert(1)"),
            ),
            (Button(label="too long", action=search),),
            Select(placeholder="z" * 200, choices=many, action=Action("settings"), argument="name"),
            Select(placeholder="none", choices=(), action=Action("settings"), argument="value"),
            *((Button(label=f"{n}", action=Action("why", {"post": f"{n}"})),) for n in range(9)),
        ),
    )

    said = await setting.used("help")

    first, second, *others = said.components
    assert [button["label"] for button in first["components"]] == ["y" * 79 + "…", "site"]
    assert first["components"][0]["style"] == 4
    (select,) = second["components"]
    assert [each["value"] for each in select["options"]] == [str(n) for n in range(25)]
    assert [row["components"][0]["label"] for row in others] == ["0", "1", "2"]


@pytest.mark.usefixtures("bot")
async def test_an_answer_without_words_says_something(setting: Setting) -> None:
    setting.desk.reply = Reply(body=Document())

    assert shown(await setting.used("help")) == "…"
