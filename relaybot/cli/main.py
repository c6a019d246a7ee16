"""The command `relaybot`.

Exit codes: 0 done · 1 it could not be done, or `check` found something; the reason is on standard
error · 2 the command line was not understood · 130 interrupted.
"""

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from relaybot import __version__, logs
from relaybot.cli import chapters, check, db, demo, follows, held, invite, preview, run, status
from relaybot.errors import RelaybotError
from relaybot.richtext.characters import clean

# A Telegram chat's id starts with "-", and must not be taken for an option.
NEGATIVE_IDS = {"ignore_unknown_options": True}


class _Group(TyperGroup):
    """Takes the library's own words off what a parameter refuses ("Value error, …")."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    cls=_Group,
    help="Relays posts from an organization's chapters to the channels that follow them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done, 1 not possible or problems found, 2 not understood, 130 stopped.",
)
app.command("run")(run.run)
app.command("demo")(demo.demo)
app.command("once")(run.once)
app.command("preview")(preview.preview)
app.command("check")(check.check)
app.command("invite")(invite.invite)
app.command("follow", context_settings=NEGATIVE_IDS)(follows.follow)
app.command("unfollow", context_settings=NEGATIVE_IDS)(follows.unfollow)
app.command("follows")(follows.follows)
app.command("status")(status.status)
app.add_typer(chapters.app, name="chapters", help="The directory of chapters.")
app.add_typer(held.app, name="held", help="Posts held back: list, release, drop.")
app.add_typer(db.app, name="db", help="The database: upgrade, backup.")


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"relaybot {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(help="Settings file; else RELAYBOT_CONFIG, else config/relaybot.toml."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="And exit.")
    ] = False,
) -> None:
    del version
    logs.configure("error", "text")  # `run` and `once` set it as the settings say
    context.obj = config


def main() -> None:
    """Run the command; what relaybot can name is told in words, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a name with an accent is no reason to fail
            stream.reconfigure(errors="replace")
    try:
        app()
    except RelaybotError as problem:
        typer.echo(clean(str(problem)), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
