"""What the bot finds out about channels, says in them and whispers; and changed rights."""

from collections.abc import AsyncIterator

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.discord.places import CATEGORY, LOCKED, NO_TAG
from relaybot.errors import PlatformError
from relaybot.model.destination import Address, PlatformName
from relaybot.model.outcome import Blocked, Delivered, DestinationGone, Outcome, Refused, RetryLater
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import ALL_RIGHTS, NO_RIGHTS, Kind, Right
from tests.integration.discord_setting import NOW, Setting, a_setting, words

HELLO = words("Hello from *relaybot*, @everyone.")
IN_THREADS = "Send Messages in Threads"
HISTORY, CARDS, SEE = "Read Message History", "Embed Links", "View Channel"


def at(chat: str) -> Address:
    return Address(PlatformName.DISCORD, chat)


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    async with DiscordEmulator() as discord:
        yield a_setting(discord)


@pytest.fixture(params=[True, False], ids=["listening", "sending"])
async def bot(setting: Setting, request: pytest.FixtureRequest) -> AsyncIterator[DiscordBot]:
    """A bot that has been told of the server, and one that has to ask about everything."""
    async with setting.bot(listen=request.param) as running:
        yield running


def a_place(setting: Setting, kind: str, denied: Right) -> str:
    """Add a channel of this kind, or a thread in one, in which the bot is denied something."""
    discord, guild = setting.discord, setting.guild
    if kind == "locked":
        return discord.add_thread(discord.add_channel(guild), "rules", archived=True, locked=True)
    if kind == "archived":
        return discord.add_thread(discord.add_channel(guild, denied=denied), "old", archived=True)
    if kind == "thread":
        return discord.add_thread(discord.add_channel(guild, denied=denied), "spring meeting")
    if kind == "tags":
        return discord.add_channel(guild, Kind.FORUM, moderated_tags=["x"], tag_required=True)
    return discord.add_channel(guild, Kind[kind], denied=denied)


EXAMINED: dict[str, tuple[str, Right, str | None, list[str]]] = {
    "all is well": ("TEXT", NO_RIGHTS, None, []),
    "announcements": ("ANNOUNCEMENT", NO_RIGHTS, None, []),
    "invisible": ("TEXT", Right.VIEW_CHANNEL, None, [SEE]),
    "read only": ("TEXT", Right.SEND_MESSAGES, None, ["Send Messages"]),
    "no cards": ("TEXT", Right.EMBED_LINKS, None, [CARDS]),
    "no history": ("TEXT", Right.READ_MESSAGE_HISTORY, None, [HISTORY]),
    "no posts in the forum": ("FORUM", Right.SEND_MESSAGES, None, ["Create Posts"]),
    "nothing in threads": ("thread", Right.SEND_MESSAGES_IN_THREADS, None, [IN_THREADS]),
    "threads only": ("thread", Right.SEND_MESSAGES, None, []),
    "archived": ("archived", NO_RIGHTS, None, []),
    "locked": ("locked", NO_RIGHTS, LOCKED, []),
    "no tag": ("tags", NO_RIGHTS, NO_TAG, []),
    "a category": ("CATEGORY", NO_RIGHTS, CATEGORY, []),
}


@pytest.mark.parametrize(("kind", "denied", "problem", "missing"), EXAMINED.values(), ids=EXAMINED)
async def test_a_channel_is_examined(
    bot: DiscordBot,
    setting: Setting,
    kind: str,
    denied: Right,
    problem: str | None,
    missing: list[str],
) -> None:
    place = a_place(setting, kind, denied)
    if bot.status().startswith("connected"):
        await setting.present.wait(setting.discord.add_channel(setting.guild))  # told of it as well

    found = await bot.places.examine(at(place))

    assert found.reachable or missing == [SEE]  # what cannot be seen may only be known of
    assert [right.name for right in found.missing] == missing
    assert found.problem == problem
    assert found.can_send is (not problem and set(missing) <= {HISTORY})
    assert found.forum is (kind in ("FORUM", "tags"))
    assert found.announcement is (kind == "ANNOUNCEMENT")
    assert found.where_to_click


async def test_what_only_a_setting_needs_is_told_apart(bot: DiscordBot, setting: Setting) -> None:
    discord, guild = setting.discord, setting.guild
    lacking = Right.CREATE_PUBLIC_THREADS | Right.MENTION_EVERYONE
    role = discord.add_role(guild, "Tenants", NO_RIGHTS)
    free = discord.add_role(guild, "Members", NO_RIGHTS, mentionable=True)
    place = discord.add_channel(guild, denied=lacking)

    found = await bot.places.examine(at(place))

    assert found.missing == ()
    assert found.missing_for["discuss"].name == "Create Public Threads"
    assert found.missing_for[role].name.startswith("Mention @everyone")
    assert free not in found.missing_for


WISHES = {
    "a text channel": ("TEXT", {"persona": "Manage Webhooks"}),
    "announcements": ("ANNOUNCEMENT", {"persona": "Manage Webhooks"}),
    "a thread": ("thread", {"persona": "Manage Webhooks"}),
    "a forum": ("FORUM", {"tags": "Manage Channels"}),
    "a voice channel": ("VOICE", {}),
}


@pytest.mark.parametrize(("kind", "wishes"), WISHES.values(), ids=WISHES)
async def test_what_is_nice_to_have_is_known_and_nothing_that_is_missing(
    bot: DiscordBot, setting: Setting, kind: str, wishes: dict[str, str]
) -> None:
    place = a_place(setting, kind, NO_RIGHTS)

    found = await bot.places.examine(at(place))

    assert found.missing == ()
    told = {wish: right.name for wish, right in found.missing_for.items() if not wish.isdigit()}
    assert told == wishes


async def test_channels_have_names(bot: DiscordBot, setting: Setting) -> None:
    thread = setting.discord.add_thread(setting.channel, "spring meeting")

    names = [(await bot.places.examine(at(chat))).name for chat in (setting.channel, thread)]

    assert names == ["#news", "spring meeting"]


@pytest.mark.parametrize("chat", ["17", "@news", ""])
async def test_a_channel_that_is_not_there(bot: DiscordBot, chat: str) -> None:
    found = await bot.places.examine(at(chat))

    assert (found.reachable, found.can_send, found.name) == (False, False, "")


async def test_a_channel_that_is_not_told_about(bot: DiscordBot, setting: Setting) -> None:
    thread = setting.discord.add_thread(setting.channel, archived=True)
    setting.discord.fail(method="GET", path=r"/channels/\d+", status=503, times=9)

    with pytest.raises(PlatformError, match="Discord cannot be asked right now"):
        await bot.places.examine(at(thread))


async def test_nothing_is_known_without_a_login(setting: Setting) -> None:
    setting.discord.fail(method="GET", path="/users/@me", status=503, times=99)
    bot = DiscordBot("", clock=lambda: NOW, on_presence=setting.present)

    with pytest.raises(PlatformError, match="could not log in"):
        await bot.places.examine(at("17"))
    assert isinstance(await bot.places.say(at("17"), HELLO), RetryLater)
    await bot.stop()


SAID: dict[str, tuple[str, Right, type[Outcome]]] = {
    "text": ("TEXT", NO_RIGHTS, Delivered),
    "forum": ("FORUM", NO_RIGHTS, Delivered),
    "thread": ("thread", NO_RIGHTS, Delivered),
    "read only": ("TEXT", Right.SEND_MESSAGES, Blocked),
    "category": ("CATEGORY", NO_RIGHTS, Blocked),
}


@pytest.mark.parametrize(("kind", "denied", "outcome"), SAID.values(), ids=SAID)
async def test_words_of_our_own(
    bot: DiscordBot, setting: Setting, kind: str, denied: Right, outcome: type[Outcome]
) -> None:
    place = a_place(setting, kind, denied)

    said = await bot.places.say(at(place), HELLO)

    assert isinstance(said, outcome)
    if isinstance(said, Delivered):
        (message,) = setting.discord.messages_in(place)
        assert message.content == "Hello from \\*relaybot\\*, @\u200beveryone."
        payload = message.payload.get("message", message.payload)
        assert payload["allowed_mentions"] == {"parse": []}


async def test_nothing_is_said_where_there_is_no_channel(bot: DiscordBot) -> None:
    for chat in ("17", "@news"):
        assert isinstance(await bot.places.say(at(chat), HELLO), DestinationGone)


async def test_a_whisper(bot: DiscordBot, setting: Setting) -> None:
    first = await bot.places.whisper(setting.moderator, HELLO)
    second = await bot.places.whisper(setting.moderator, words("Once more."))

    assert isinstance(first, Delivered)
    assert isinstance(second, Delivered)
    said = [message.content for message in setting.discord.world.messages]
    assert said[1] == "Once more."
    assert setting.discord.requests["POST /users/@me/channels"] == 1


@pytest.mark.parametrize("user", ["closed", "somebody"])
async def test_a_whisper_nobody_wants(bot: DiscordBot, setting: Setting, user: str) -> None:
    setting.discord.rest.closed.add(int(setting.moderator))
    person = setting.moderator if user == "closed" else user

    assert isinstance(await bot.places.whisper(person, HELLO), Refused)


async def test_changed_rights_are_told(setting: Setting) -> None:
    discord = setting.discord
    async with setting.bot():
        thread = discord.add_thread(setting.channel)
        discord.deny(setting.channel, Right.SEND_MESSAGES)
        assert await setting.rights_changed.wait(thread) == (setting.channel, thread)

        setting.rights_changed.told.clear()
        discord.change_role(setting.guild, "", ALL_RIGHTS & ~Right.EMBED_LINKS)
        everywhere = {setting.channel, setting.other, thread}
        assert set(await setting.rights_changed.wait(setting.other)) == everywhere

        setting.rights_changed.told.clear()
        role = discord.add_role(setting.guild, "posters", Right.EMBED_LINKS)
        discord.give_bot_role(setting.guild, role)
        assert set(await setting.rights_changed.wait(setting.other)) == everywhere

        setting.rights_changed.told.clear()
        discord.delete_role(setting.guild, role)
        assert set(await setting.rights_changed.wait(setting.other)) == everywhere


async def test_changes_that_do_not_touch_the_bot_are_not_told(setting: Setting) -> None:
    discord = setting.discord
    async with setting.bot():
        discord.change_role(setting.guild, setting.moderators, Right.MANAGE_MESSAGES)
        discord.overwrite(setting.channel, setting.moderators, deny=Right.SEND_MESSAGES)
        discord.deny(setting.other, Right.ATTACH_FILES)
        await setting.present.wait(discord.add_channel(setting.guild))

    assert setting.rights_changed.told == []
