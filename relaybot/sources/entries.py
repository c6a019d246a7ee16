"""One directory file's tables, checked key by key.

`CHAPTER_KEYS` and `FEED_KEYS` are the whole vocabulary: a key and the function in `values` that
understands it. Nothing here stops at the first mistake; all of them are gathered as sentences that
name file, entry and key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relaybot.model.source import Chapter, Feed, Kind
from relaybot.sources.values import (
    a_cron,
    a_flag,
    a_kind,
    a_language,
    a_name,
    a_region,
    a_rhythm,
    a_slug,
    a_url,
    some_slugs,
)
from relaybot.sources.wording import did_you_mean, quoted

Check = Callable[[object], Any]

ORGANIZATION_KEYS: Mapping[str, Check] = {"name": a_name, "language": a_language}
_SHARED_KEYS: Mapping[str, Check] = {
    "slug": a_slug,
    "name": a_name,
    "kind": a_kind,
    "region": a_region,
    "language": a_language,
    "site": a_url,
    "logo": a_url,
    "aliases": some_slugs,
    "every": a_rhythm,
    "cron": a_cron,
}
FEED_KEYS: Mapping[str, Check] = {**_SHARED_KEYS, "url": a_url}
CHAPTER_KEYS: Mapping[str, Check] = {**_SHARED_KEYS, "quarantine": a_flag}  # and `feed`
_INHERITED = ("name", "kind", "region", "language", "site", "logo")


@dataclass(frozen=True)
class FeedEntry:
    """A feed's good values; `place` says where they stand, for messages."""

    place: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ChapterEntry:
    """A chapter's good values and its feeds."""

    place: str
    values: Mapping[str, Any]
    feeds: tuple[FeedEntry, ...]


@dataclass
class Reading:
    """What one file says, and what is wrong with it."""

    file: str
    organization: Mapping[str, Any] = field(default_factory=dict)
    chapters: list[ChapterEntry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_document(file: str, document: Mapping[str, object]) -> Reading:
    """Check a whole file; `file` is the name people know it by."""
    reading = Reading(file)
    known = {"organization", "chapter"}
    for key in sorted(document.keys() - known):
        hint = did_you_mean(key, known)
        reading.problems.append(f"{file}, key {quoted(key)}: it is not known here{hint}")
    organization = document.get("organization", {})
    if isinstance(organization, dict):
        place = f"{file}, [organization]"
        reading.organization = _read_table(organization, ORGANIZATION_KEYS, place, reading.problems)
    else:
        reading.problems.append(f'{file}, key "organization": a table [organization] is wanted')
    for place, table in _tables(document.get("chapter"), "chapter", file, reading.problems):
        reading.chapters.append(_read_chapter(table, place, reading.problems))
    return reading


def _read_chapter(table: Mapping[str, object], place: str, problems: list[str]) -> ChapterEntry:
    own = {key: value for key, value in table.items() if key != "feed"}
    values = _read_table(own, CHAPTER_KEYS, place, problems, required=("slug", "name"))
    feed = table.get("feed")
    if isinstance(feed, str):
        return ChapterEntry(place, values, (_only_feed(feed, place, values, problems),))
    feeds = [
        FeedEntry(at, _read_table(entry, FEED_KEYS, at, problems, required=("slug", "url")))
        for at, entry in _tables(feed, "chapter.feed", place, problems)
    ]
    return ChapterEntry(place, values, tuple(feeds))


def _only_feed(url: str, place: str, chapter: Mapping[str, Any], problems: list[str]) -> FeedEntry:
    """`feed = "https://…"`: one feed, known by its chapter's slug and by every slug it had."""
    checked = _read_table({"feed": url}, {"feed": a_url}, place, problems)
    named = {key: chapter[key] for key in ("slug", "aliases") if key in chapter}
    return FeedEntry(place, named | ({"url": checked["feed"]} if checked else {}))


def _read_table(
    table: Mapping[str, object],
    checks: Mapping[str, Check],
    place: str,
    problems: list[str],
    required: Sequence[str] = (),
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    known = [*checks, "feed"] if checks is CHAPTER_KEYS else list(checks)
    for key, value in table.items():
        if key not in checks:
            hint = did_you_mean(key, known)
            problems.append(f"{place}, key {quoted(key)}: it is not known here{hint}")
            continue
        try:
            values[key] = checks[key](value)
        except ValueError as error:
            problems.append(f'{place}, key "{key}": {error}')
    problems += [f'{place}, key "{key}": it is missing' for key in required if key not in table]
    if {"every", "cron"} <= table.keys():
        problems.append(f'{place}, key "cron": "every" stands there too; choose one of them')
    return values


def _tables(
    found: object, name: str, place: str, problems: list[str]
) -> list[tuple[str, Mapping[str, object]]]:
    """Return the tables of `[[name]]` with their places, or say what is wrong with them."""
    key = name.rpartition(".")[2]
    if isinstance(found, dict):
        problems.append(f"{place}: write [[{name}]] with two brackets instead of [{name}]")
        return []
    if not found:
        problems.append(f"{place}: there is no [[{name}]] in it")
        return []
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        wanted = "an address in quotes or tables" if key == "feed" else "tables"
        problems.append(f'{place}, key "{key}": {wanted} [[{name}]] are wanted')
        return []
    return [(f"{place}, {_called(table, key, at)}", table) for at, table in enumerate(found, 1)]


def _called(table: Mapping[str, object], key: str, number: int) -> str:
    for candidate in ("slug", "name"):
        if isinstance(name := table.get(candidate), str) and name.strip():
            return f"{key} {quoted(name)}"
    return f"{key} number {number}"


def build_chapter(entry: ChapterEntry, organization: str, language: str | None) -> Chapter:
    """Turn a faultless entry into a Chapter whose feeds say everything themselves."""
    values = {"kind": Kind.CHAPTER, "language": language} | dict(entry.values)
    rhythm = {key: values.pop(key) for key in ("every", "cron") if key in values}
    inherited = {key: values[key] for key in _INHERITED if key in values}
    feeds = []
    for feed in entry.feeds:
        own_rhythm = {} if {"every", "cron"} & feed.values.keys() else rhythm
        feeds.append(Feed(**{**inherited, **own_rhythm, **feed.values, "chapter": values["slug"]}))
    return Chapter(**values, feeds=tuple(feeds), organization=organization)
