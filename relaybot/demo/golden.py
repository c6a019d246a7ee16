"""Golden posts: one entry a file, as some publishing software writes it, told on both platforms.

A file is HTML: first a comment that holds TOML (what it shows, title, link, what else the feed
says, how the channel wants it), then the entry's body. tests/README.md describes the keys.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from relaybot.errors import RelaybotError
from relaybot.feeds.identity import identify
from relaybot.feeds.normalise import normalise
from relaybot.message.as_if import as_if_owed
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import (
    PicturePlace,
    PlatformName,
    Preferences,
    Style,
    WithdrawnPolicy,
)
from relaybot.model.raw import RawEnclosure, RawEntry, RawEvent, RawFeed
from relaybot.model.source import Feed, Kind

PUBLISHED = datetime(2026, 3, 14, 17, 40, tzinfo=UTC)
READ_AT = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)  # after every golden post
FEED = "https://golden.example/feed/"

_HEADER = re.compile(r"\s*<!--\n(.*?)\n-->\n?", re.DOTALL)
_NEEDED = ("shows", "title")
KEYS = (  # of a header, in the order in which tests/README.md explains them
    *(*_NEEDED, "platform", "link", "author", "summary", "published", "language", "categories"),
    *("images", "enclosures", "event", "chapter", "kind", "region", "style", "settings", "also"),
    *("withdrawn", "holds", "drops"),
)
_NAMED = {"style": Style, "picture_place": PicturePlace, "withdrawn": WithdrawnPolicy}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenPost:
    """One file, read."""

    name: str
    header: Mapping[str, Any]
    body: str

    @property
    def shows(self) -> str:
        """What is special about it, in one line."""
        return str(self.header["shows"])

    @property
    def holds(self) -> tuple[str, ...]:
        """What must stand in the message on either platform."""
        return tuple(self.header.get("holds", ()))

    @property
    def drops(self) -> tuple[str, ...]:
        """What must stand in neither."""
        return tuple(self.header.get("drops", ()))


def golden_posts(folder: Path) -> list[GoldenPost]:
    """Read every file of a folder, by name. Raises `RelaybotError` in words."""
    return [golden_post(path) for path in sorted(folder.glob("*.html")) if "." not in path.stem]


def golden_post(path: Path) -> GoldenPost:
    """Read one file. Raises `RelaybotError` in words."""
    try:
        text = path.read_text(encoding="utf-8")
        header = _HEADER.match(text)
        if header is None:
            raise RelaybotError(f"{path} does not begin with a comment that says what it shows.")
        told = tomllib.loads(header[1])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RelaybotError(f"{path} cannot be read: {error}") from error
    if not set(_NEEDED) <= told.keys():
        raise RelaybotError(f"{path} says no “shows” or no “title” in its first comment.")
    if unknown := told.keys() - set(KEYS):
        raise RelaybotError(f"{path} says “{min(unknown)}” in its first comment: no such key.")
    return GoldenPost(name=path.stem, header=told, body=text[header.end() :])


def outgoing(
    golden: GoldenPost, platform: PlatformName, style: Style | None = None
) -> Outgoing | None:
    """Return the delivery such an entry becomes; None when it must not be relayed.

    `style`: None = as the file says, else a card.
    """
    told, feed = golden.header, _feed(golden.header)
    raw = RawFeed(title=feed.name, language=told.get("language", "en"))
    [item] = identify((_entry(golden),))
    post = normalise(item, feed, raw, FEED, READ_AT)
    if post is None:
        return None
    return as_if_owed(
        post,
        feed,
        platform,
        _preferences(told, style),
        READ_AT,
        also_from=told.get("also", ()),
        withdrawn_at=READ_AT if told.get("withdrawn") else None,
    )


def _entry(golden: GoldenPost) -> RawEntry:
    told = golden.header
    event = told.get("event")
    published: datetime = told.get("published", PUBLISHED)
    return RawEntry(
        guid=f"golden-{golden.name}",
        link=told.get("link", ""),
        title=told["title"],
        author=told.get("author", ""),
        summary=told.get("summary", ""),
        content=golden.body,
        published=published.timestamp(),
        categories=tuple(told.get("categories", ())),
        images=tuple(RawEnclosure(url=url) for url in told.get("images", ())),
        enclosures=tuple(RawEnclosure(**one) for one in told.get("enclosures", ())),
        event=RawEvent(**event) if event else None,
    )


def _feed(told: Mapping[str, Any]) -> Feed:
    name = told.get("chapter", "Harbor City Tenants")
    slug = re.sub(r"\W+", "-", name.casefold()).strip("-")
    return Feed(
        slug=slug,
        url=FEED,
        chapter=slug,
        name=name,
        kind=Kind(told.get("kind", "chapter")),
        region=told.get("region", "OR") or None,
        site="https://golden.example/",
        logo="https://golden.example/logo.png",
    )


def _preferences(told: Mapping[str, Any], style: Style | None) -> Preferences:
    chosen = dict(told.get("settings", {}))
    if style or "style" in told:
        chosen["style"] = style or told["style"]
    named = {name: kind(chosen[name]) for name, kind in _NAMED.items() if name in chosen}
    return replace(Preferences(), **chosen | named)
