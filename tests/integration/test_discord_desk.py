"""The real desk through the real discord.py: every command, then everything its answer offers."""

from collections.abc import AsyncIterator

import pytest

from relaybot.commands.desk import Desk
from relaybot.commands.limits import AskLimit
from relaybot.commands.menu import MENU, Command
from relaybot.locale.load import load_languages
from relaybot.model.destination import PlatformName
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from tests import builders
from tests.emulators.discord.controls import LINK
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.people import option
from tests.emulators.discord.world import Message
from tests.fakes.store import FakeStore
from tests.integration.discord_setting import Setting, a_setting, answered, shown
from tests.unit.commands.asking import CATALOGUE, add_posts

WRONG = "wrong on my side"
TYPED = {
    "what": "elmford",
    "link": "https://elmford.example/posts/1",
    "until": "3d",
    "search": "elm",
}
Control = tuple[str, str | None]  # custom_id, the chosen value of a select


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    async with DiscordEmulator() as discord:
        yield a_setting(discord)


def controls(message: Message) -> list[Control]:
    """Everything somebody can press or choose."""
    found: list[Control] = []
    for row in message.components:
        for each in row["components"]:
            if each.get("style") == LINK:
                continue
            values = [choice["value"] for choice in each.get("options", ())] or [None]
            found += [(each["custom_id"], value) for value in values]
    return found


def options(command: Command) -> list[dict[str, object]]:
    return [
        option(argument.name, TYPED[argument.name])
        for argument in command.arguments
        if argument.name in TYPED and not argument.hidden
    ]


@pytest.fixture
async def talking(setting: Setting) -> AsyncIterator[Setting]:
    """A bot with a real desk; the channel follows a chapter with posts."""
    store = FakeStore()
    desk = Desk(
        store=store,
        catalogue=CATALOGUE,
        languages=load_languages(),
        places={},
        wake=lambda: None,
        limit=AskLimit(most=1000),
    )
    setting.desk = desk  # type: ignore[assignment] # the real one instead of the double
    await store.write(lambda tx: add_posts(tx, 6))
    await store.write(lambda tx: _follow(tx, setting.channel))
    async with setting.bot() as bot:
        desk.places = {PlatformName.DISCORD: bot.places}
        yield setting


def _follow(tx: Transaction, chat: str) -> None:
    destination = tx.destinations.add(builders.an_address(chat), builders.NOON)
    riverbend = Selector(Scope.CHAPTER, "riverbend")
    tx.subscriptions.add(destination.id, riverbend, builders.NOON)


@pytest.mark.parametrize("person", ["moderator", "member"])
@pytest.mark.parametrize("command", MENU, ids=lambda command: command.verb)
async def test_every_command_and_all_it_offers(
    talking: Setting, command: Command, person: str
) -> None:
    who = getattr(talking, person)

    first = await talking.used(command.verb, *options(command), person=who)

    told = [shown(first)]
    for name, value in controls(first):
        said = await talking.used(command.verb, *options(command), person=who)
        if (name, value) not in controls(said):
            continue  # offered no longer, by what was pressed before
        use = talking.discord
        press = (
            use.press(said, name, person=who)
            if value is None
            else use.choose(said, name, value, person=who)
        )
        told.append(shown(await answered(press)))
    assert [words for words in told if WRONG in words or not words] == []
    if person == "member" and command.manages:
        assert "Manage Channels" in told[0]
