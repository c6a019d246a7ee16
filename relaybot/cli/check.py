"""`relaybot check`: settings, directory, database, web address and tokens; every problem at once.

Nothing is changed by it: no database is made or upgraded, no message is sent.
"""

import asyncio
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import typer

from relaybot.cli.session import directory_of, settings_of
from relaybot.config import Settings
from relaybot.errors import ConfigError, PlatformError, ProblemsError, RelaybotError
from relaybot.model.wording import counted

if TYPE_CHECKING:  # no other command waits for the import of what talks to the platforms
    from relaybot.connections import Bot

T = TypeVar("T")

# How aiohttp and httpx say it: "ClientConnectorDNSError: Cannot connect to host discord.com:443
# ssl:default [Name or service not known]", "(httpx.ConnectError: [Errno -2] Name or …)".
_NO_CONNECTION = re.compile(r"\w+: Cannot connect to host (\S+) ssl:\S+ \[(.+)\]")
_LIBRARY_NAME = re.compile(r"\(httpx\.\w+: (?:\[Errno -?\d+\] )?")
_NO_CONTACT = (
    "no [fetch] contact is set: a chapter's webmaster who wonders about this bot cannot write to"
    " you; set it to an e-mail address or a page"
)


def check(context: typer.Context) -> None:
    """Find out whether everything that is set can work; exit 1 if not."""
    problems: list[str] = []
    settings = _try("settings", lambda: settings_of(context), problems)
    if settings is None:
        problems.append("the rest is checked once the settings can be used")
    else:
        _try("directory", lambda: _directory(settings), problems)
        _try("database", lambda: _database(settings), problems)
        _try("status page", lambda: _page(settings), problems)
        _try("Discord", lambda: asyncio.run(_discord(settings)), problems)
        _try("Telegram", lambda: asyncio.run(_telegram(settings)), problems)
        if not settings.fetch.contact.strip():
            typer.echo(f"hint: {_NO_CONTACT}")
    for problem in problems:
        typer.echo(f"✗ {problem}", err=True)
    if problems:
        raise typer.Exit(1)


def _try(what: str, probe: Callable[[], T], problems: list[str]) -> T | None:
    """Run one probe; its answer is printed, its failure collected."""
    try:
        answer = probe()
    except ConfigError as error:  # only its headline names the file
        problems += [f"{what}: {line}" for line in (error.headline, *error.problems)]
    except ProblemsError as error:
        problems += [f"{what}: {problem}" for problem in error.problems]
    except RelaybotError as error:
        problems.append(f"{what}: {error}")
    else:
        typer.echo(f"✓ {what}: {answer if isinstance(answer, str) else 'all keys are understood'}")
        return answer
    return None


def _directory(settings: Settings) -> str:
    catalogue = directory_of(settings)
    chapters = counted(len(catalogue.chapters), "chapter")
    return f"{chapters}, {counted(len(catalogue.feeds), 'feed')}"


def _database(settings: Settings) -> str:
    from relaybot.storage.probe import look_at

    return look_at(settings.database.url.get_secret_value())


def _page(settings: Settings) -> str:
    from relaybot.web.listen import parse_listen

    return f"will be at {parse_listen(settings.web.listen).url}status"


async def _discord(settings: Settings) -> str:
    from relaybot.app import utc_now
    from relaybot.connections import discord_bot

    if settings.discord.token is None:
        return "off, no token is set"
    return await _try_out(discord_bot(settings, utc_now, _ignore))


async def _telegram(settings: Settings) -> str:
    from relaybot.connections import telegram_bot

    if settings.telegram.token is None:
        return "off, no token is set"
    return await _try_out(telegram_bot(settings, _ignore, _ignore))


async def _try_out(bot: "Bot") -> str:
    try:
        await bot.start()
        if not bot.connected:
            raise PlatformError(_plainly(bot.status()))
        return bot.status()
    finally:
        await bot.stop()


def _plainly(status: str) -> str:
    """Tell what the platforms' libraries say when there is no internet without their own names."""
    told = _NO_CONNECTION.sub(r"\1 cannot be reached (\2)", status)
    return _LIBRARY_NAME.sub("(", told).removesuffix(", trying again")


async def _ignore(*_: object) -> None:
    """A check changes nothing."""
