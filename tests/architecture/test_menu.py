"""The menu, the handlers of both platforms, /help and README's table are the same commands."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import discord
import pytest
from telegram.ext import Application

from relaybot.commands.ask import Ask
from relaybot.commands.context import Answer
from relaybot.commands.menu import MENU, Command
from relaybot.commands.reply import Choice, Reply
from relaybot.commands.verbs import ANSWERS
from relaybot.commands.words import ENGLISH
from relaybot.discord import commands as on_discord
from relaybot.telegram import commands as on_telegram
from relaybot.telegram.handlers import register_commands
from tests.architecture.tree import ROOT
from tests.unit.commands.talking import Talk, text

README = (ROOT / "README.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `/([^`]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
PICTURE = re.compile(r"tests/data/pictures/[\w.-]+")
HEAVIEST_PICTURE = 150_000  # bytes: a page with all of them has to load on a phone
LANGUAGES = {"en": ENGLISH}
VERBS = [command.verb for command in MENU]


class NobodysDesk:
    """Answers nobody: here is only looked what could be asked."""

    async def answer(self, ask: Ask) -> Reply:
        raise NotImplementedError(ask.verb)

    async def suggest(self, ask: Ask, argument: str) -> Sequence[Choice]:
        raise NotImplementedError(ask.verb, argument)


async def nothing(*_: object) -> None:
    """What nobody has told."""


def usage(command: Command) -> str:
    """A command as people write it: what may be left out stands in brackets."""
    shown = (argument for argument in command.arguments if not argument.hidden)
    return " ".join(
        (command.verb, *(one.name if one.required else f"[{one.name}]" for one in shown))
    )


def test_the_table_in_the_readme_is_the_menu() -> None:
    whom = {True: "moderators", False: "everyone"}
    assert ROW.findall(README) == [
        (usage(command), command.description, whom[command.manages]) for command in MENU
    ]


@pytest.mark.parametrize("manages", [True, False])
async def test_help_tells_the_menu_whoever_asks(manages: bool) -> None:
    said = text(await Talk(manages=manages).ask("help"))
    told = dict(re.findall(r"^• /(\w+): (.+)$", said, re.MULTILINE))
    assert told == {command.verb: command.description for command in MENU}


def test_every_command_has_an_answer_and_no_other_has() -> None:
    answers: dict[str, Answer] = dict(ANSWERS)
    assert sorted(answers) == sorted(VERBS)


async def test_discord_is_told_the_menu() -> None:
    conversation = on_discord.Conversation(
        desk=NobodysDesk(), languages=LANGUAGES, load_mark=nothing, save_mark=nothing
    )
    client = discord.Client(intents=discord.Intents.none())
    handlers = on_discord.CommandHandlers(client, conversation, lambda: datetime.now(UTC))
    every = handlers.tree.get_commands()
    told = [each for each in every if isinstance(each, discord.app_commands.Command)]
    assert len(told) == len(every)
    assert {
        each.name: (each.description, [(p.name, p.required) for p in each.parameters])
        for each in told
    } == {
        command.verb: (
            command.description,
            [(one.name, one.required) for one in command.arguments if not one.hidden],
        )
        for command in MENU
    }


def test_telegram_hears_the_menu() -> None:
    conversation = on_telegram.Conversation(
        desk=NobodysDesk(),
        clock=lambda: datetime.now(UTC),
        languages=LANGUAGES,
        chosen=nothing,
        choose=nothing,
        load_mark=nothing,
        save_mark=nothing,
    )
    application = Application.builder().token("4242:invented").job_queue(None).build()
    commands = on_telegram.CommandHandlers(application.bot, conversation)
    register_commands(application, commands, conversation)
    every = [handler for group in application.handlers.values() for handler in group]
    heard = [one for handler in every for one in getattr(handler, "commands", ())]
    assert sorted(heard) == sorted([*VERBS, "start"]), "start: how a private chat begins"


def test_the_pictures_of_the_readme_are_there_and_light() -> None:
    folder = ROOT / "tests" / "data" / "pictures"
    sizes = {
        file.relative_to(ROOT).as_posix(): file.stat().st_size for file in folder.glob("*.png")
    }
    assert set(sizes) == set(PICTURE.findall(README))
    assert {name: size for name, size in sizes.items() if size > HEAVIEST_PICTURE} == {}
