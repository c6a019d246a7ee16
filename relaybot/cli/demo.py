"""`relaybot demo`: the whole relay on a sample organization; nothing leaves the machine."""

import asyncio
from typing import Annotated

import typer


def demo(
    once: Annotated[bool, typer.Option("--once", help="One round, without the page.")] = False,
    listen: Annotated[
        str, typer.Option(envvar="RELAYBOT_WEB_LISTEN", help="Where the page is.")
    ] = "127.0.0.1:8080",
    every: Annotated[
        float, typer.Option(min=0.5, max=3600, help="Seconds between two fresh posts.")
    ] = 5.0,
) -> None:
    """Relay a sample organization to a page: no token, no server, no internet."""
    # Imported here: the other commands need not wait for the whole bot to be loaded.
    from relaybot.cli.demo_run import relay_once, show

    asyncio.run(relay_once() if once else show(listen, every))
