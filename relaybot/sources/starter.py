"""A first directory file for feeds that came from elsewhere: chapters with invented slugs."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from relaybot.model.source import Chapter, Feed, Kind
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.conflicts import url_key
from relaybot.sources.opml import OpmlFeed
from relaybot.sources.search import folded
from relaybot.sources.values import (
    NAME_LENGTH,
    RESERVED,
    SLUG_LENGTH,
    a_language,
    a_name,
    a_url,
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A feed that was left out, and why; a password in the address is not repeated."""

    title: str
    url: str
    reason: str


def invent_chapters(
    feeds: Iterable[OpmlFeed], catalogue: Catalogue, organization: str
) -> tuple[tuple[Chapter, ...], tuple[Skipped, ...]]:
    """Return a chapter for each feed that is new to the directory, and the feeds left out."""
    known = {url_key(feed.url): feed.slug for feed in catalogue.feeds}
    taken = _names(catalogue)
    chapters, skipped = [], []
    for feed in feeds:
        try:
            url = a_url(feed.url)
        except ValueError as error:
            skipped.append(Skipped(feed.title, _without_password(feed.url), str(error)))
            continue
        if owner := known.get(url_key(url)):
            skipped.append(Skipped(feed.title, url, f'already in the directory, as "{owner}"'))
            continue
        chapter = _chapter(feed, url, _free_slug(feed.title, taken), organization)
        known[url_key(url)] = chapter.slug
        taken.add(chapter.slug)
        chapters.append(chapter)
    return tuple(chapters), tuple(skipped)


def write_starter(name: str, chapters: Sequence[Chapter]) -> str:
    """Return single-feed chapters as the text of a directory file, for a person to go through."""
    parts = [
        "# Made from a list of feeds; to be gone through before it is used. People follow a",
        "# chapter by its slug, so it stays for ever. Such a list tells no region, kind or logo.",
        "",
        "[organization]",
        f"name = {_toml(name)}",
    ]
    for chapter in chapters:
        lines = {"slug": chapter.slug, "name": chapter.name, "language": chapter.language}
        lines |= {"site": chapter.site, "feed": chapter.feeds[0].url}
        parts += ["", "[[chapter]]"]
        parts += [f"{key} = {_toml(value)}" for key, value in lines.items() if value]
    return "\n".join(parts) + "\n"


def slug_from(title: str) -> str:
    """Return a slug that reminds of a title: `Peña del Río` → `pena-del-rio`; never empty."""
    words = re.findall(r"[a-z0-9]+", folded(title))
    slug = "-".join(words)[:SLUG_LENGTH].strip("-")
    return slug if slug and slug not in RESERVED else f"chapter-{slug}".strip("-")


def _chapter(feed: OpmlFeed, url: str, slug: str, organization: str) -> Chapter:
    values: dict[str, Any] = {
        "slug": slug,
        "name": _or_none(a_name, feed.title[:NAME_LENGTH]) or slug,
        "kind": Kind.CHAPTER,
        "site": _or_none(a_url, feed.site),
        "language": _or_none(a_language, feed.language),
    }
    only = Feed(**values, url=url, chapter=slug)
    return Chapter(**values, feeds=(only,), organization=organization)


def _or_none(check: Callable[[object], str], value: str | None) -> str | None:
    """A list's side remarks are taken when they hold and dropped when they do not."""
    try:
        return check(value) if value else None
    except ValueError:
        return None


def _without_password(url: str) -> str:
    return re.sub(r"[^/@]*@", "***@", url)


def _free_slug(title: str, taken: set[str]) -> str:
    slug = slug_from(title)
    if slug not in taken:
        return slug
    numbered = (f"{slug[: SLUG_LENGTH - 6].strip('-')}-{number}" for number in count(2))
    return next(candidate for candidate in numbered if candidate not in taken)


def _names(catalogue: Catalogue) -> set[str]:
    chapters = {name for one in catalogue.chapters for name in (one.slug, *one.aliases)}
    return chapters | {name for feed in catalogue.feeds for name in (feed.slug, *feed.aliases)}


def _toml(text: str) -> str:
    """A TOML basic string; JSON escapes the same way but for DEL, which no name or address has."""
    return json.dumps(text, ensure_ascii=False)
