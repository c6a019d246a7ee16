"""`relaybot held`: what is held back, and what is to become of it."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from relaybot.cli import show
from relaybot.cli.session import directory_of, from_store, in_store, settings_of
from relaybot.commands.held import Released, dismiss, held_by_feed, release
from relaybot.errors import RelaybotError
from relaybot.model.post import StoredPost
from relaybot.model.source import Feed
from relaybot.model.wording import counted
from relaybot.sources.catalogue import Catalogue

app = typer.Typer(no_args_is_help=True)

MOST_LISTED = 50  # of one feed, the newest

_NOTHING = "Nothing of {feed} is held back; `relaybot held list` names what is."

FeedName = Annotated[str, typer.Argument(help="The feed, as `held list` names it.", metavar="FEED")]


@app.command("list")
def list_held(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For other programs.")] = False,
) -> None:
    """List posts that wait for a person's word."""
    by_feed = from_store(settings_of(context), held_by_feed)
    if as_json:
        show.as_json([_as_json(post) for held in by_feed.values() for post in held])
        return
    if not by_feed:
        typer.echo("Nothing is held back.", err=True)
    listed = [post for held in by_feed.values() for post in held[-MOST_LISTED:]]
    show.rows(
        ["feed", "seen (UTC)", "title", "link"],
        [(p.post.feed, f"{p.seen_at:%Y-%m-%d %H:%M}", p.post.title, p.post.link) for p in listed],
    )
    for feed, held in by_feed.items():
        if len(held) > MOST_LISTED:
            more = counted(len(held) - MOST_LISTED, "older post")
            typer.echo(f"{more} of {feed}; all of them: relaybot held list --json", err=True)


@app.command("release")
def release_held(
    context: typer.Context,
    feed: FeedName,
    newest: Annotated[
        int | None, typer.Option(min=0, help="Only this many; the rest is dropped.")
    ] = None,
) -> None:
    """Relay what is held of a feed to those who follow it."""
    settings = settings_of(context)
    catalogue = directory_of(settings)
    found, now = _feed(catalogue, feed), datetime.now(UTC)
    done = in_store(settings, lambda tx: release(tx, catalogue, found, now, newest))
    if done.posts + done.dismissed == 0:
        raise RelaybotError(_NOTHING.format(feed=found.slug))
    typer.echo(_in_words(found.slug, done))


@app.command("drop")
def drop_held(context: typer.Context, feed: FeedName) -> None:
    """Never relay what is held of a feed."""
    settings = settings_of(context)
    known = directory_of(settings).feed(feed)
    slug = known.slug if known else feed  # what left the directory can be dropped too
    count = in_store(settings, lambda tx: dismiss(tx, slug))
    if count == 0:
        raise RelaybotError(_NOTHING.format(feed=slug[:80]))
    typer.echo(f"{counted(count, 'post')} of {slug} dropped, for good.")


def _feed(catalogue: Catalogue, name: str) -> Feed:
    found = catalogue.feed(name)
    if found is None:
        raise RelaybotError(
            f"There is no feed {name[:80]!r} in the directory. `relaybot held list` names those"
            " with posts held back; of one that left the directory they can only be dropped."
        )
    return found


def _as_json(held: StoredPost) -> dict[str, object]:
    post = held.post
    return {"feed": post.feed, "seen": held.seen_at, "title": post.title, "link": post.link}


def _in_words(feed: str, done: Released) -> str:
    messages = counted(done.deliveries, "message")
    verb = "is on its way" if done.deliveries == 1 else "are on their way"
    dropped = f" {counted(done.dismissed, 'older post')} dropped." if done.dismissed else ""
    return f"{counted(done.posts, 'post')} of {feed} released: {messages} {verb}.{dropped}"
