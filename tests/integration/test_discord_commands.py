"""Slash commands through the real discord.py: what is asked of the desk, and by whom."""

import asyncio
from collections.abc import AsyncIterator
from gettext import NullTranslations

import pytest

from relaybot.commands.menu import MENU, Command, Suggest
from relaybot.commands.reply import Choice
from relaybot.commands.words import ENGLISH, Language
from relaybot.discord.bot import DiscordBot
from relaybot.discord.limits import measure
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.people import option
from tests.emulators.discord.world import Kind, Right
from tests.integration.discord_setting import (
    NOW,
    Setting,
    a_setting,
    answered,
    is_private,
    shown,
)


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    async with DiscordEmulator() as discord:
        yield a_setting(discord)


@pytest.fixture
async def bot(setting: Setting) -> AsyncIterator[DiscordBot]:
    async with setting.bot() as running:
        yield running


def given(command: Command, where: str) -> list[dict[str, object]]:
    """Every argument a person can give."""
    values = {"where": option("where", where, channel=True)}
    return [
        values.get(argument.name, option(argument.name, 3 if argument.number else "some words"))
        for argument in command.arguments
        if not argument.hidden
    ]


@pytest.mark.parametrize("command", MENU, ids=lambda command: command.verb)
@pytest.mark.usefixtures("bot")
async def test_every_command_reaches_the_desk(setting: Setting, command: Command) -> None:
    for person, manages in ((setting.moderator, True), (setting.member, False)):
        required = [o for o in given(command, setting.other) if o["name"] in ("what", "link")]
        said = await setting.used(command.verb, *required, person=person)

        assert (shown(said), is_private(said)) == ("Done.", True)
        ask = setting.desk.asks[-1]
        assert (ask.verb, ask.asker.user, ask.asker.manages) == (command.verb, person, manages)
        assert (ask.place.name, ask.place.here, ask.place.server) == ("#news", True, setting.guild)
        assert (ask.place.address.chat, ask.now, ask.pressed) == (setting.channel, NOW, False)


@pytest.mark.parametrize("command", MENU, ids=lambda command: command.verb)
@pytest.mark.usefixtures("bot")
async def test_every_argument_reaches_the_desk(setting: Setting, command: Command) -> None:
    options = given(command, setting.other)

    await setting.used(command.verb, *options)

    (ask,) = setting.desk.asks
    assert ask.arguments == {str(o["name"]): str(o["value"]) for o in options}
    if "where" in ask.arguments:
        assert (ask.place.address.chat, ask.place.here) == (setting.other, False)
        assert ask.place.name == "#elsewhere"


RIGHTS = {
    "a member": (Right(0), Right(0), False),
    "an administrator": (Right.ADMINISTRATOR, Right(0), True),
    "allowed in this channel": (Right(0), Right.MANAGE_CHANNELS, True),
    "of messages only": (Right.MANAGE_MESSAGES, Right(0), False),
}


@pytest.mark.parametrize("where", [False, True], ids=["here", "elsewhere"])
@pytest.mark.parametrize(("role", "here", "manages"), RIGHTS.values(), ids=RIGHTS)
@pytest.mark.usefixtures("bot")
async def test_who_may_manage(
    setting: Setting, role: Right, here: Right, manages: bool, where: bool
) -> None:
    kind = setting.discord.add_role(setting.guild, "a role", role)
    person = setting.discord.add_person(setting.guild, kind)
    place = setting.other if where else setting.channel
    setting.discord.overwrite(place, person, allow=here)

    options = [option("where", place, channel=True)] if where else []
    await setting.used("check", *options, person=person)

    assert setting.desk.asks[0].asker.manages is manages


@pytest.mark.usefixtures("bot")
async def test_the_owner_may_everything(setting: Setting) -> None:
    owner = str(setting.discord.world.guilds[int(setting.guild)].owner)

    await setting.used("check", person=owner)

    assert setting.desk.asks[0].asker.manages


@pytest.mark.usefixtures("bot")
async def test_rights_end_where_a_channel_says_so(setting: Setting) -> None:
    setting.discord.overwrite(setting.other, setting.moderators, deny=Right.MANAGE_CHANNELS)
    elsewhere = option("where", setting.other, channel=True)

    await setting.used("follow", option("what", "elmford"), elsewhere)
    await setting.used("follow", option("what", "elmford"))

    assert [ask.asker.manages for ask in setting.desk.asks] == [False, True]


@pytest.mark.usefixtures("bot")
async def test_roles_the_asker_may_mention(setting: Setting) -> None:
    open_role = setting.discord.add_role(setting.guild, "readers", Right(0), mentionable=True)
    setting.discord.add_role(setting.guild, "closed", Right(0))
    loud = setting.discord.add_role(setting.guild, "loud", Right.MENTION_EVERYONE)
    speaker = setting.discord.add_person(setting.guild, loud)

    await setting.used("settings")
    await setting.used("settings", person=speaker)

    few, many = (ask.asker for ask in setting.desk.asks)
    assert few.role_names == {open_role: "readers"}
    assert few.mentionable_roles == {open_role}
    assert set(many.role_names.values()) == {"relaybot", "moderators", "readers", "closed", "loud"}


@pytest.mark.usefixtures("bot")
async def test_places_are_told_apart(setting: Setting) -> None:
    discord = setting.discord
    announcement = discord.add_channel(setting.guild, Kind.ANNOUNCEMENT, "official")
    forum = discord.add_channel(setting.guild, Kind.FORUM, "forum")
    thread = discord.add_thread(setting.channel, "spring meeting")
    old = discord.add_thread(setting.channel, "last year", archived=True)

    for place in (announcement, forum, thread, old):
        await setting.used("status", option("where", place, channel=True))
    await setting.used("status", channel=thread)

    seen = [(a.place.name, a.place.announcement, a.place.forum) for a in setting.desk.asks]
    assert seen == [
        ("#official", True, False),
        ("#forum", False, True),
        ("spring meeting", False, False),
        ("last year", False, False),
        ("spring meeting", False, False),
    ]
    assert all(ask.asker.manages for ask in setting.desk.asks)


@pytest.mark.usefixtures("bot")
async def test_a_channel_that_is_gone_or_not_for_this_person(setting: Setting) -> None:
    discord = setting.discord
    foreign = discord.add_channel(discord.add_guild("another server"))
    hidden = discord.add_channel(setting.guild, name="board", denied=Right.VIEW_CHANNEL)
    gone = discord.add_channel(setting.guild)
    discord.delete_channel(gone)

    for place in (gone, foreign, hidden):
        options = [option("where", place, channel=True)]
        more = {"permissions": 0, "person": None} if place == foreign else {}
        said = await setting.used("following", *options, **more)
        assert shown(said).startswith("I cannot find that channel.")
        assert is_private(said)
    assert setting.desk.asks == []


@pytest.mark.usefixtures("bot")
async def test_suggestions(setting: Setting) -> None:
    setting.desk.choices = [
        Choice(label=f"Chapter {n} " + "x" * 200, value=f"chapter-{n}") for n in range(40)
    ] + [Choice(label="too long", value="x" * 101)]
    elsewhere = option("where", setting.other, channel=True)

    typing = setting.discord.type_ahead(
        "unfollow", setting.channel, ("what", "elm"), elsewhere, person=setting.moderator
    )
    (said,) = await typing.wait()

    ((ask, argument),) = setting.desk.suggested
    assert (argument, ask.get("what"), ask.place.address.chat) == ("what", "elm", setting.other)
    choices = said["data"]["choices"]
    assert [choice["value"] for choice in choices] == [f"chapter-{n}" for n in range(25)]
    assert all(measure(choice["name"]) <= 100 for choice in choices)


@pytest.mark.usefixtures("bot")
async def test_no_suggestion_for_a_channel_that_is_gone(setting: Setting) -> None:
    typing = setting.discord.type_ahead(
        "unfollow", setting.channel, ("what", ""), option("where", "17", channel=True)
    )

    assert (await typing.wait())[0]["data"]["choices"] == []


async def test_commands_are_told_once_and_again_when_they_changed(setting: Setting) -> None:
    interactions = setting.discord.interactions
    async with setting.bot():
        await setting.mark.saved.wait()
    first = setting.mark.text
    setting.mark.looked.clear()
    async with setting.bot():
        await setting.mark.looked.wait()
    assert (interactions.syncs, setting.mark.text) == (1, first)

    setting.languages = {"en": ENGLISH, "es": Language("es", Backwards())}
    setting.mark.saved.clear()
    async with setting.bot():
        await setting.mark.saved.wait()
    assert interactions.syncs == 2
    assert setting.mark.text != first


class Backwards(NullTranslations):
    """A language that can be told from English."""

    def gettext(self, message: str) -> str:
        return message[::-1]


async def test_what_discord_is_told(setting: Setting) -> None:
    setting.languages = {"en": ENGLISH, "es": Language("es", Backwards())}
    async with setting.bot():
        await setting.mark.saved.wait()

    told = {command["name"]: command for command in setting.discord.interactions.commands[None]}
    assert list(told) == [command.verb for command in MENU]
    for command in MENU:
        sent = told[command.verb]
        assert sent["description"] == command.description
        assert sent["description_localizations"] == dict.fromkeys(
            ("es-ES", "es-419"), command.description[::-1]
        )
        assert sent["dm_permission"] is False
        assert sent["default_member_permissions"] == (1 << 4 if command.manages else None)
        shown_ones = [argument for argument in command.arguments if not argument.hidden]
        options = {each["name"]: each for each in sent["options"]}
        assert set(options) == {argument.name for argument in shown_ones}
        for argument in shown_ones:
            each = options[argument.name]
            assert each["description_localizations"]["es-ES"] == argument.description[::-1]
            assert each["required"] is argument.required
            assert bool(each.get("autocomplete")) is (argument.suggest is not Suggest.NOTHING)
            if argument.number:
                assert (each["type"], each["min_value"], each["max_value"]) == (4, 1, 5)
            if argument.place:
                assert (each["type"], each["channel_types"]) == (7, [0, 5, 15, 16, 10, 11, 12])


async def test_telling_the_commands_goes_on_until_discord_takes_them(setting: Setting) -> None:
    setting.discord.fail(method="PUT", path=r".*/commands", status=403, body={"code": 20012})
    async with setting.bot(), asyncio.timeout(10):
        await setting.mark.saved.wait()
    assert setting.discord.interactions.syncs == 1


async def test_joining_a_server_posts_nothing(setting: Setting) -> None:
    async with setting.bot():
        guild = setting.discord.add_guild("a new server")
        channel = setting.discord.add_channel(guild)
        await setting.present.wait(channel)
    assert setting.discord.world.messages == []


@pytest.mark.usefixtures("bot")
async def test_the_language_of_the_asker(setting: Setting) -> None:
    used = setting.discord.command("help", setting.channel, locale="es-419")
    await answered(used)
    assert setting.desk.asks[0].asker.language == "es-419"
