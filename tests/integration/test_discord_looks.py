"""What an answer looks like: words, cards, posts, buttons and selects."""

from collections.abc import AsyncIterator

import pytest

from relaybot.commands.action import Action
from relaybot.commands.reply import Button, Choice, Reply, Select, Stress, paragraphs
from relaybot.commands.words import link
from relaybot.discord.bot import DiscordBot
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style
from relaybot.richtext.nodes import Document, Paragraph, Text
from tests import builders
from tests.emulators.discord.components import links, texts
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.people import option
from tests.emulators.discord.world import Right
from tests.integration.discord_setting import Setting, a_setting, is_private, shown, words


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    async with DiscordEmulator() as discord:
        yield a_setting(discord)


@pytest.fixture
async def bot(setting: Setting) -> AsyncIterator[DiscordBot]:
    async with setting.bot() as running:
        yield running


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


def posts_for(count: int, wanted: Preferences) -> tuple[Outgoing, ...]:
    destination = builders.a_destination(preferences=wanted)
    return tuple(
        builders.an_outgoing(post=builders.a_stored_post(number), destination=destination)
        for number in range(1, count + 1)
    )


@pytest.mark.usefixtures("bot")
async def test_posts_of_one_line_are_shown_as_lines(setting: Setting) -> None:
    posts = posts_for(20, Preferences(style=Style.COMPACT))
    setting.desk.reply = Reply(body=words("The newest:"), posts=posts)

    used = setting.discord.command("latest", setting.channel, [option("what", "elmford")])
    await used.wait(3)

    first, *more = used.messages
    assert first.content == "The newest:"
    lines = [line for message in more for line in message.content.split("\n")]
    assert len(lines) == 20
    assert all(f"[Post number {n}](<" in line for n, line in enumerate(lines, 1))
    assert [message.embeds for message in used.messages] == [[], [], []]


@pytest.mark.parametrize("style", [Style.COMPACT, Style.CARD])
@pytest.mark.usefixtures("bot")
async def test_a_post_shown_alone_has_its_buttons(setting: Setting, style: Style) -> None:
    again = Button(label="Change how it looks", action=Action("settings"))
    posts = posts_for(1, Preferences(style=style, language="es"))
    setting.desk.reply = Reply(body=words("So:"), posts=posts, rows=((again,),))

    used = setting.discord.command("preview", setting.channel, [option("what", "elmford")])
    await used.wait(2 if style is Style.COMPACT else 1)

    rows = used.messages[0].components
    labels = [[button["label"] for button in row["components"]] for row in rows]
    assert labels == [["Leer"], ["Change how it looks"]]


@pytest.mark.usefixtures("bot")
async def test_full_posts_are_messages_of_their_own(setting: Setting) -> None:
    again = Button(label="Change how it looks", action=Action("settings"))
    posts = posts_for(2, Preferences(style=Style.FULL, language="es"))
    setting.desk.reply = Reply(body=words("So:"), posts=posts, rows=((again,),))

    used = setting.discord.command("preview", setting.channel, [option("what", "elmford")])
    await used.wait(3)

    first, *shown = used.messages
    assert first.content == "So:"
    assert [row["components"][0]["label"] for row in first.components] == ["Change how it looks"]
    assert [links(message.components) for message in shown] == [
        {"Leer": f"https://elmford.example/posts/{number}"} for number in (1, 2)
    ]
    assert "**[Elmford Tenants' League]" in texts(shown[0].components)[0]
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
