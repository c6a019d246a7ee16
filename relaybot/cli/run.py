"""`relaybot run` and `relaybot once`."""

import asyncio

import typer

from relaybot import logs
from relaybot.cli import progress
from relaybot.cli.session import settings_of
from relaybot.config import Settings
from relaybot.model.wording import counted

_NOTHING_SENT = "No token is set: {what}. Set RELAYBOT_DISCORD_TOKEN or RELAYBOT_TELEGRAM_TOKEN."


def run(context: typer.Context) -> None:
    """Watch the feeds and relay what is new, until stopped."""
    from relaybot.app import run_bot

    settings = settings_of(context)
    logs.configure(settings.log.level, settings.log.format)
    _say_without_token(
        settings, "feeds are polled and the status page is served, but nothing is sent"
    )
    asyncio.run(run_bot(settings, typer.echo))


def once(context: typer.Context) -> None:
    """Poll what is due, deliver what is owed, and exit: for cron."""
    from relaybot.app import poll_once

    settings = settings_of(context)
    _say_without_token(settings, "feeds are polled, but nothing is sent")
    with progress.shown() as on_progress:
        # Within: on a terminal, lines of the log have to find their way around the bar.
        logs.configure(settings.log.level, settings.log.format)
        totals = asyncio.run(poll_once(settings, on_progress))
    typer.echo(str(totals))
    if totals.failed:
        said = counted(totals.failed, "feed")
        typer.echo(f"{said} could not be read; see: relaybot status", err=True)
    if totals.held:
        typer.echo(f"{counted(totals.held, 'post')} held back; see: relaybot held list", err=True)


def _say_without_token(settings: Settings, what: str) -> None:
    if settings.discord.token is None and settings.telegram.token is None:
        typer.echo(_NOTHING_SENT.format(what=what))
