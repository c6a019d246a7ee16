"""`relaybot run` and `relaybot once`."""

import typer

from relaybot import logs
from relaybot.cli.session import settings_of


def run(context: typer.Context) -> None:
    """Watch the feeds and relay what is new, until stopped."""
    import asyncio

    from relaybot.app import run_bot

    settings = settings_of(context)
    logs.configure(settings.log.level, settings.log.format)
    if settings.discord.token is None and settings.telegram.token is None:
        typer.echo(
            "No token is set: feeds are polled and the status page is served, but nothing is sent."
            " Set RELAYBOT_DISCORD_TOKEN or RELAYBOT_TELEGRAM_TOKEN."
        )
    asyncio.run(run_bot(settings, typer.echo))


def once(context: typer.Context) -> None:
    """Poll what is due, deliver what is owed, and exit: for cron."""
    import asyncio

    from relaybot.app import poll_once

    settings = settings_of(context)
    logs.configure(settings.log.level, settings.log.format)
    totals = asyncio.run(poll_once(settings))
    typer.echo(
        f"polled {totals.polled} feeds, {totals.posts} new posts, {totals.sent} deliveries sent"
    )
    if totals.failed:
        typer.echo(f"{totals.failed} feeds could not be read; see: relaybot status", err=True)
    if totals.held:
        typer.echo(f"{totals.held} posts held back; see: relaybot held list", err=True)
