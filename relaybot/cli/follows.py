"""`relaybot follow`, `unfollow` and `follows`."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from relaybot.cli import show
from relaybot.cli.session import directory_of, from_store, in_store, settings_of
from relaybot.commands.follow import MOST_NEWEST, Followed, Options
from relaybot.commands.follow import follow as follow_in
from relaybot.commands.unfollow import unfollow as unfollow_in
from relaybot.errors import RelaybotError
from relaybot.model.address import parse_address
from relaybot.model.destination import Destination, PlatformName, UnknownPolicy
from relaybot.model.subscription import Subscription
from relaybot.model.wording import counted
from relaybot.repositories import Transaction
from relaybot.sources.selectors import describe, parse_selector

Platform = Annotated[PlatformName, typer.Argument(help="discord or telegram")]
Place = Annotated[
    str,
    typer.Argument(
        help="Discord: id of a channel, forum or thread. Telegram: @channel, or the chat's id;"
        " a topic is CHAT/TOPIC.",
        metavar="DESTINATION",
    ),
]
What = Annotated[
    str,
    typer.Argument(
        help="A chapter, feed:NAME, region:CA, kind:publication, language:es or everything.",
        metavar="SELECTOR",
    ),
]


NONE_KNOWN = (
    "There is no post of it to send that is not there already. Feeds that were never read are read"
    " when relaybot runs for the first time, or by `relaybot once`: ask for the newest after that."
)


def follow(
    context: typer.Context,
    platform: Platform,
    place: Place,
    what: What,
    newest: Annotated[
        int, typer.Option(min=0, max=MOST_NEWEST, help="Send this many posts at once.")
    ] = 0,
    silent: Annotated[
        bool | None, typer.Option("--silent/--loud", help="Deliver without a sound.")
    ] = None,
    on_unknown: Annotated[
        UnknownPolicy | None, typer.Option(help="When nobody can tell whether a post arrived.")
    ] = None,
) -> None:
    """Let a channel follow a chapter, region, kind, language or everything."""
    settings = settings_of(context)
    catalogue = directory_of(settings)
    selector = parse_selector(what, catalogue)
    address = parse_address(platform, place)
    done = in_store(
        settings,
        lambda tx: follow_in(
            tx,
            catalogue,
            address,
            selector,
            datetime.now(UTC),
            newest=newest,
            options=Options(silent=silent, on_unknown=on_unknown),
        ),
    )
    changed = silent is not None or on_unknown is not None
    typer.echo(_in_words(done, describe(selector, catalogue), changed))
    if newest and not done.newest:
        typer.echo(NONE_KNOWN, err=True)


def unfollow(context: typer.Context, platform: Platform, place: Place, what: What) -> None:
    """Let a channel no longer follow something."""
    settings = settings_of(context)
    catalogue = directory_of(settings)
    address = parse_address(platform, place)
    removed = in_store(settings, lambda tx: unfollow_in(tx, catalogue, address, what))
    if not removed:
        raise RelaybotError(
            f"{address} does not follow {what[:100]!r}; `relaybot follows` lists what it does."
        )
    typer.echo(f"{address} no longer follows {', '.join(map(str, removed))}.")


def follows(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For other programs.")] = False,
) -> None:
    """List who follows what."""
    settings = settings_of(context)
    pairs = from_store(settings, _all)
    if as_json:
        show.as_json([_as_json(destination, follow) for destination, follow in pairs])
        return
    if not pairs:
        typer.echo("Nobody follows anything yet. Try: relaybot follow --help", err=True)
    show.rows(
        ["destination", "follows", "since", "status"],
        [
            (d.address, s.selector, f"{s.created_at:%Y-%m-%d}", d.status_reason or d.status)
            for d, s in pairs
        ],
    )


def _all(tx: Transaction) -> list[tuple[Destination, Subscription]]:
    destinations = {destination.id: destination for destination in tx.destinations.all()}
    return [(destinations[s.destination], s) for s in tx.subscriptions.all()]


def _as_json(destination: Destination, subscription: Subscription) -> dict[str, object]:
    return {
        "platform": destination.address.platform,
        "chat": destination.address.chat,
        "thread": destination.address.thread,
        "selector": str(subscription.selector),
        "since": subscription.created_at.isoformat(),
        "silent": destination.silent,
        "on_unknown": destination.on_unknown,
        "status": destination.status,
        "reason": destination.status_reason,
    }


def _in_words(done: Followed, what: str, changed: bool) -> str:
    address = done.destination.address
    sentences = [f"{address} {'already' if done.already else 'now'} follows {what}."]
    if changed:
        sentences.append("Its options are set.")
    if done.revived:
        sentences.append("It was stopped, and is active again.")
    if done.newest:
        verb = "is on its way" if done.newest == 1 else "are on their way"
        sentences.append(f"{counted(done.newest, 'post')} {verb}.")
    return " ".join(sentences)
