"""The sample posts: what feeds show from the start, and what they publish while one watches."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from relaybot.demo.organization import PLACEHOLDER

POSTS = Path(__file__).parent / "posts"

_UPDATE = {"en": "Update {number}", "es": "Actualización {number}"}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleEvent:
    """When and where something takes place: always on the next such day after publication."""

    weekday: str
    begins: time
    ends: time
    place: str

    def starts_after(self, published: datetime) -> datetime:
        """Return when it begins, as a clock on the spot says: without a zone."""
        days = (_WEEKDAYS.index(self.weekday) - published.weekday() - 1) % 7 + 1
        return datetime.combine(published.date() + timedelta(days=days), self.begins)

    def ends_after(self, published: datetime) -> datetime:
        """Return when it ends, told in the same way."""
        return datetime.combine(self.starts_after(published).date(), self.ends)


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
    event: SampleEvent | None = None
    corrections: Mapping[str, str] = field(default_factory=dict)  # of its words, made a bit later
    taken_back: bool = False  # its chapter removes it a bit later

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


def corrected(post: SamplePost) -> SamplePost:
    """Return the post as it reads once its chapter has corrected it."""
    title, body, excerpt = post.title, post.body, post.excerpt
    for wrong, right in post.corrections.items():
        title, body, excerpt = (text.replace(wrong, right) for text in (title, body, excerpt))
    return replace(post, title=title, body=body, excerpt=excerpt)


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
    if "event" in values:
        values["event"] = SampleEvent(**values["event"])
    return SamplePost(feed=feed, published=published, **(values | lists))
