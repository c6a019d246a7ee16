"""`relaybot db`: bring the database up to date, copy it."""

from pathlib import Path
from typing import Annotated

import typer

from relaybot.cli.session import settings_of

app = typer.Typer(no_args_is_help=True)


@app.command()
def upgrade(context: typer.Context) -> None:
    """Bring the database to this version's schema (`run` does it by itself)."""
    from relaybot.storage.store import open_store

    open_store(settings_of(context).database.url.get_secret_value(), exclusive=True).close()
    typer.echo("The database is up to date.")


@app.command()
def backup(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(help="A new file.", metavar="FILE")],
) -> None:
    """Copy the database to a new file while relaybot may be running."""
    from relaybot.storage.backup import backup as back_up

    back_up(settings_of(context).database.url.get_secret_value(), target)
    typer.echo(f"The database is copied to {target}.")
