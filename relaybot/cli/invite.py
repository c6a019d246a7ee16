"""`relaybot invite`: the links that let the bot into servers, channels and groups."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Annotated

import typer

from relaybot.cli import show
from relaybot.cli.session import settings_of
from relaybot.config import Settings
from relaybot.discord import invite as discord_invite
from relaybot.errors import PlatformError, RelaybotError
from relaybot.model.destination import PlatformName
from relaybot.model.examination import MissingRight
from relaybot.model.invitation import Invitation
from relaybot.telegram import invite as telegram_invite

NOBODY = (
    "Whom to invite is not known: set RELAYBOT_DISCORD_TOKEN or RELAYBOT_TELEGRAM_TOKEN, or say"
    " --discord-application ID or --telegram-name NAME."
)
WRONG_ID = (
    "--discord-application: the application's id is wanted, a number of 17 to 19 digits; the"
    " developer portal shows it under General Information"
)
WRONG_NAME = (
    "--telegram-name: the bot's name is wanted, such as sample_relay_bot: letters, digits and"
    " underscores"
)
UNREADABLE = (
    "Discord: the token does not say whose it is; copy it anew, or say --discord-application ID"
)
Invitations = tuple[Invitation, ...]


def invite(
    context: typer.Context,
    application: Annotated[
        str | None,
        typer.Option("--discord-application", metavar="ID", help="Instead of asking the token."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--telegram-name", metavar="NAME", help="Instead of asking.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For other programs.")] = False,
) -> None:
    """Print the links that let the bot in, with exactly the rights it needs."""
    settings = settings_of(context)
    found: dict[PlatformName, Invitations] = {}
    problems: list[str] = []
    for platform, look in (
        (PlatformName.DISCORD, lambda: _discord(settings, application)),
        (PlatformName.TELEGRAM, lambda: _telegram(settings, name)),
    ):
        _try(platform, look, found, problems)
    if not found and not problems:
        raise RelaybotError(NOBODY)
    _show(found, as_json=as_json)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


def _try(
    platform: PlatformName,
    look: Callable[[], Invitations],
    found: dict[PlatformName, Invitations],
    problems: list[str],
) -> None:
    try:
        if invitations := look():
            found[platform] = invitations
    except PlatformError as problem:
        problems.append(str(problem))


def _discord(settings: Settings, application: str | None) -> Invitations:
    if application is not None:
        return discord_invite.invitations(_given(discord_invite.bot_of(application), WRONG_ID))
    if settings.discord.token is None:
        return ()
    read = discord_invite.bot_of_token(settings.discord.token.get_secret_value())
    return discord_invite.invitations(_given(read, UNREADABLE))


def _telegram(settings: Settings, name: str | None) -> Invitations:
    if name is not None:
        return telegram_invite.invitations(_given(telegram_invite.bot_of(name), WRONG_NAME))
    if settings.telegram.token is None:
        return ()
    return telegram_invite.invitations(asyncio.run(_name_on_telegram(settings)))


def _given(read: str | None, otherwise: str) -> str:
    if read is None:
        raise PlatformError(otherwise)
    return read


async def _name_on_telegram(settings: Settings) -> str:
    from relaybot.telegram.bot import TelegramBot

    section = settings.telegram
    bot = TelegramBot(
        section.token.get_secret_value() if section.token else "",
        on_presence=_ignore,
        on_moved=_ignore,
        api_base=section.api_base,
        listen=False,
    )
    try:
        await bot.start()
        if bot.name is None:
            raise PlatformError(bot.trouble or bot.status())
        return bot.name
    except PlatformError as error:
        raise PlatformError(
            f"Telegram could not be asked for the bot's name: {error}. @BotFather knows it; say"
            " --telegram-name NAME."
        ) from error
    finally:
        await bot.stop()


async def _ignore(*_: object) -> None:
    """Whoever asks for a link changes nothing."""


def _show(found: dict[PlatformName, Invitations], *, as_json: bool) -> None:
    every = [(platform, one) for platform, ones in found.items() for one in ones]
    if as_json:
        show.as_json([{"platform": platform} | asdict(one) for platform, one in every])
        return
    for platform, one in every:
        typer.echo(f"{platform.title()}, to be opened by whoever manages {one.where}:")
        typer.echo(f"  {one.link}")
        for line in _purposes(one.rights):
            typer.echo(f"    {line}")
        typer.echo()


def _purposes(rights: Sequence[MissingRight]) -> list[str]:
    return [
        f"{', '.join(right.name for right in same)}, for {purpose}"
        for purpose, same in groupby(rights, lambda right: right.needed_for)
    ]
