"""`relaybot preview --gallery`: posts as both platforms show them, on a page of their own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import typer

import relaybot
from relaybot.demo.gallery import Shown, gallery_page
from relaybot.demo.golden import golden_posts, outgoing
from relaybot.errors import RelaybotError
from relaybot.message.as_if import as_if_owed
from relaybot.message.content import content_of
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName, Preferences, Style
from relaybot.model.post import Post
from relaybot.model.preview import Preview
from relaybot.model.source import Feed
from relaybot.model.wording import counted

GOLDEN = Path(relaybot.__file__).parents[1] / "tests" / "data" / "html"


def golden(folder: str | None) -> tuple[str, list[Shown]]:
    """Return the golden posts of a folder, by default those of this checkout."""
    place = Path(folder) if folder else GOLDEN
    found = golden_posts(place) if place.is_dir() else []
    if not found:
        raise RelaybotError(
            f"There are no golden posts in {place}. They are part of relaybot's source, in"
            " tests/data/html; name that folder, or a feed."
        )
    shown = []
    for one in found:
        owed = {platform: outgoing(one, platform) for platform in PlatformName}
        previews = _previews(owed)
        shown.append(Shown(name=one.name, heading=one.name, shows=one.shows, previews=previews))
    return "Golden posts", shown


def newest(
    feed: Feed, posts: Sequence[Post], style: Style, now: datetime
) -> tuple[str, list[Shown]]:
    """Return the posts of a feed."""
    return feed.name, list(_newest(feed, posts, style, now))


def _newest(feed: Feed, posts: Sequence[Post], style: Style, now: datetime) -> Iterator[Shown]:
    preferences = Preferences(style=style)
    for number, post in enumerate(posts, start=1):
        owed = {name: as_if_owed(post, feed, name, preferences, now) for name in PlatformName}
        yield Shown(
            name=f"post-{number}",
            heading=content_of(owed[PlatformName.DISCORD]).title or f"Post {number}",
            shows=f"{post.published:%d %B %Y}" if post.published else "without a date",
            previews=_previews(owed),
        )


def _previews(owed: Mapping[PlatformName, Outgoing | None]) -> dict[PlatformName, Preview]:
    from relaybot.rendering import RENDERERS

    return {name: RENDERERS[name](one) for name, one in owed.items() if one is not None}


def write_gallery(
    target: Path, posts: tuple[str, Iterable[Shown]], *, invented: bool = False
) -> None:
    """Write the page, and say where it is. Raises `RelaybotError` in words."""
    title, shown = posts[0], list(posts[1])
    try:
        target.write_text(gallery_page(title, shown, invented=invented), encoding="utf-8")
    except OSError as error:
        raise RelaybotError(f"{target} cannot be written: {error.strerror}") from error
    typer.echo(f"{counted(len(shown), 'post')} on both platforms: {target}")
