"""The sample posts: what feeds show from the start, and what they publish while one watches."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from relaybot.demo.organization import PLACEHOLDER

POSTS = Path(__file__).parent / "posts"

_UPDATE = {"en": "Update {number}", "es": "Actualización {number}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePost:
    """One post as its site's software knows it; `body` and `excerpt` are HTML, `title` is not."""

    feed: str  # slug
    slug: str
    title: str
    body: str
    published: datetime
    excerpt: str = ""
    author: str = ""
    picture: str = ""  # a file of pictures/
    categories: tuple[str, ...] = ()
    seconds: int = 0  # of a podcast episode
    lacks: tuple[str, ...] = ()  # what its feed entry leaves out: "title", "link", "id", "date"
    protected: bool = False  # behind a password: relaybot must never relay it

    @property
    def link(self) -> str:
        """Where the post can be read, still with the placeholder."""
        return f"{PLACEHOLDER}/{self.feed}/{self.slug}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSite:
    """One feed's behaviour and its posts."""

    feed: str  # slug
    software: str  # a file of software/, or "json-feed"
    compressed: bool = False  # answers gzipped
    validators: bool = True  # sends ETag and answers 304
    outage: tuple[int, ...] = ()  # which requests, counted from 1, are answered 503
    backlog: tuple[SamplePost, ...]  # newest first
    fresh: tuple[SamplePost, ...]  # in the order of publication; `published` means nothing yet


def load_site(feed: str, now: datetime) -> SampleSite:
    """Read posts/<feed>.toml; the backlog's dates count back from `now`."""
    document = tomllib.loads((POSTS / f"{feed}.toml").read_text(encoding="utf-8"))
    settings = document["site"]
    return SampleSite(
        feed=feed,
        software=settings["software"],
        compressed=settings.get("compressed", False),
        validators=settings.get("validators", True),
        outage=tuple(settings.get("outage", ())),
        backlog=tuple(_post(feed, table, now) for table in document["backlog"]),
        fresh=tuple(_post(feed, table, now) for table in document["fresh"]),
    )


def published_at(post: SamplePost, now: datetime) -> SamplePost:
    """Return the post as published just now."""
    return replace(post, published=now.replace(microsecond=0))


def numbered(post: SamplePost, number: int, language: str, now: datetime) -> SamplePost:
    """Return another post made from this one: numbered and dated, so that nobody has seen it."""
    update = _UPDATE[language].format(number=number)
    changed = replace(
        post,
        slug=f"{post.slug}-{number}",
        title=f"{post.title} · {update}" if post.title else "",
        body=f"<p>{update}, {now:%Y-%m-%d}.</p>\n{post.body}",
    )
    return published_at(changed, now)


def _post(feed: str, table: Mapping[str, Any], now: datetime) -> SamplePost:
    age = timedelta(days=table.get("days_ago", 0))
    values = {key: value for key, value in table.items() if key != "days_ago"}
    lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
    published = (now - age).replace(microsecond=0)
    return SamplePost(feed=feed, published=published, **(values | lists))
