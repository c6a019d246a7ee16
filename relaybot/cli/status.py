"""`relaybot status`: how the feeds, the destinations and the outbox are doing."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from relaybot import __version__
from relaybot.cli import show
from relaybot.cli.session import directory_of, from_store, settings_of
from relaybot.model.destination import DestinationStatus
from relaybot.model.wording import counted
from relaybot.relay.health import (
    LISTED,
    DeliveryTrouble,
    FeedCondition,
    FeedHealth,
    StatusReport,
    report,
)

EVERY_ONE = 1_000_000  # unknown and dead deliveries: a program that asks gets all of them


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For other programs.")] = False,
) -> None:
    """Show what is watched, what is waiting, and what needs a person."""
    settings = settings_of(context)
    catalogue = directory_of(settings)
    now = datetime.now(UTC)
    listed = EVERY_ONE if as_json else LISTED
    told = from_store(
        settings, lambda tx: report(tx, catalogue, version=__version__, now=now, listed=listed)
    )
    if as_json:
        show.as_json(asdict(told) | {"problems": told.problems})
        return
    _print(told)


def _print(told: StatusReport) -> None:
    conditions = [feed.condition for feed in told.feeds]
    by_condition = ", ".join(f"{conditions.count(c)} {c}" for c in FeedCondition if c in conditions)
    feeds = counted(len(told.feeds), "feed")
    typer.echo(f"{feeds}: {by_condition}" if told.feeds else feeds)
    outbox = ", ".join(f"{number} {state}" for state, number in told.outbox.items() if number)
    typer.echo(f"outbox: {outbox or 'empty'}")
    if errands := ", ".join(
        f"{number} to {kind}" for kind, number in told.errands.items() if number
    ):
        typer.echo(f"of messages that were sent: {errands}")
    destinations = counted(len(told.destinations), "destination")
    typer.echo(f"{destinations}, {counted(told.held, 'post')} held back")
    for problem in told.problems:
        typer.echo(f"! {problem}")
    failing = [feed for feed in told.feeds if feed.condition is FeedCondition.FAILING]
    _section("Failing feeds", ["feed", "since", "next check", "reason"], map(_failing, failing))
    stopped = [
        (d.address, d.status, _time(d.since), d.reason)
        for d in told.destinations
        if d.status is not DestinationStatus.ACTIVE
    ]
    _section("Stopped destinations", ["destination", "status", "since", "reason"], stopped)
    columns = ["destination", "post", "since", "reason"]
    _section("Outcome unknown", columns, map(_trouble, told.unknowns))
    _section("Could not be sent", columns, map(_trouble, told.dead))


def _section(title: str, columns: list[str], lines: Iterable[tuple[object, ...]]) -> None:
    if found := list(lines):
        typer.echo(f"\n{title}:")
        show.rows(columns, found)


def _failing(feed: FeedHealth) -> tuple[object, ...]:
    return feed.slug, _time(feed.failing_since), _time(feed.next_check_at), feed.error


def _trouble(trouble: DeliveryTrouble) -> tuple[object, ...]:
    return trouble.address, trouble.title or trouble.link, _time(trouble.since), trouble.reason


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "never"
