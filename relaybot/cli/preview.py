"""`relaybot preview`: how a feed's newest posts will look, without token and database."""

import asyncio
import hashlib
import stat
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from relaybot.cli import show
from relaybot.cli.session import settings_of
from relaybot.config import Settings
from relaybot.errors import ParseError, RelaybotError
from relaybot.message.as_if import as_if_owed
from relaybot.model.destination import Preferences, Style
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.post import Post
from relaybot.model.raw import RawFeed
from relaybot.model.source import Feed, Kind

LARGEST_FILE = 10_000_000


def preview(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Argument(help="A feed's address or a file.", metavar="FILE_OR_URL"),
    ] = None,
    count: Annotated[int, typer.Option(min=1, max=100, help="How many of the newest posts.")] = 3,
    style: Annotated[
        Style, typer.Option(help="How much of a post is shown, as in /settings.")
    ] = Style.CARD,
    gallery: Annotated[
        Path | None,
        typer.Option(
            help="Write a page with both platforms side by side; without a feed, of two hundred"
            " invented posts, each in its own style; with a folder, of those in it (tests/README.md"
            " says how they look).",
            metavar="OUT.html",
        ),
    ] = None,
) -> None:
    """Show how a feed's newest posts will look on Discord and Telegram."""
    from relaybot.cli.gallery import golden, newest, write_gallery

    if gallery is not None and (source is None or Path(source).is_dir()):
        write_gallery(gallery, golden(source), invented=True)
        return
    if source is None:
        raise RelaybotError("Name a feed's address (https://…) or a file.")
    settings = settings_of(context)
    feed, posts = asyncio.run(_read(source, settings))
    if not posts:
        typer.echo("The feed can be read, and has no posts to show.")
    elif gallery is not None:
        write_gallery(gallery, newest(feed, posts[:count], style, datetime.now(UTC)))
    else:
        _show(feed, posts[:count], style)


def _show(feed: Feed, posts: Sequence[Post], style: Style) -> None:
    from relaybot.rendering import RENDERERS

    for number, post in enumerate(posts, start=1):
        for platform, render in RENDERERS.items():
            preferences = Preferences(style=style)
            shown = render(as_if_owed(post, feed, platform, preferences, datetime.now(UTC)))
            show.panel(f"{number} · {platform}", shown.text)


async def _read(source: str, settings: Settings) -> tuple[Feed, Sequence[Post]]:
    """Fetch or open, and parse under the same limits as the bot does; newest posts first."""
    from relaybot.feeds.identity import identify
    from relaybot.feeds.normalise import normalise
    from relaybot.feeds.parse_pool import ParseSettings, PooledParser

    fetched = await _fetch(source, settings) if _is_address(source) else _open(source)
    async with PooledParser(ParseSettings(at_once=1)) as parser:
        try:
            raw = await parser.parse(fetched)
        except ParseError as error:
            raise RelaybotError(f"{source} cannot be shown: {error}") from error
    feed = _feed(source, raw)
    now = datetime.now(UTC)
    found = (normalise(item, feed, raw, fetched.url, now) for item in identify(raw.entries))
    posts = [post for post in found if post is not None]
    if all(post.published for post in posts):
        posts.sort(key=lambda post: post.published or now, reverse=True)
    return feed, posts


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


async def _fetch(address: str, settings: Settings) -> Fetched:
    from relaybot.app import fetch_settings, utc_now
    from relaybot.feeds.fetch import HttpFetcher

    typer.echo(f"fetching {address}", err=True)
    async with HttpFetcher(fetch_settings(settings), utc_now) as fetcher:
        answer = await fetcher.fetch(_feed(address, RawFeed()), None)
    if isinstance(answer, NotModified):
        raise RelaybotError(f"{address} says that nothing changed, but was not asked that.")
    return answer


def _open(name: str) -> Fetched:
    if not name.strip():
        raise RelaybotError("Name a feed's address (https://…) or a file.")
    path = Path(name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without an end
            raise RelaybotError(f"{path} cannot be read: it is not an ordinary file.")
        with path.open("rb") as file:
            body = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise RelaybotError(f"{path} cannot be read: {error.strerror}") from error
    if len(body) > LARGEST_FILE:
        raise RelaybotError(f"{path} is larger than {LARGEST_FILE // 1_000_000} MB.")
    return Fetched(
        url="https://preview.invalid/", body=body, body_hash=hashlib.sha256(body).hexdigest()
    )


def _feed(source: str, raw: RawFeed) -> Feed:
    name = raw.title or (_host(source) if _is_address(source) else Path(source).name)
    url = source if _is_address(source) else "https://preview.invalid/"
    return Feed(slug="preview", url=url, chapter="preview", name=name or "?", kind=Kind.OTHER)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError as error:
        raise RelaybotError(f"{address} is not an address that can be read: {error}.") from error
