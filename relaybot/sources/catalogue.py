"""The directory in memory: look chapters and feeds up by the slug they have or had."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from relaybot.model.source import Chapter, Feed, Kind

Entry = TypeVar("Entry", Chapter, Feed)


class Catalogue:
    """Every chapter, in the order of the files; it never changes, a new directory is a new one."""

    def __init__(
        self, chapters: Iterable[Chapter] = (), organizations: Mapping[str, str] | None = None
    ) -> None:
        self._chapters = tuple(chapters)
        self._organizations = MappingProxyType(dict(organizations or {}))
        self._feeds = tuple(feed for chapter in self._chapters for feed in chapter.feeds)
        self._chapter_of_feed = {feed.slug: one for one in self._chapters for feed in one.feeds}
        self._chapter_named = _by_name(self._chapters)
        self._feed_named = _by_name(self._feeds)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter."""
        return self._chapters

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """Every feed of every chapter."""
        return self._feeds

    @property
    def organizations(self) -> Mapping[str, str]:
        """`Chapter.organization` → the organization's name for people."""
        return self._organizations

    def chapter(self, slug_or_alias: str) -> Chapter | None:
        """Return the chapter that has or had this slug; capitals do not matter."""
        return self._chapter_named.get(slug_or_alias.casefold())

    def feed(self, slug_or_alias: str) -> Feed | None:
        """Return the feed that has or had this slug; capitals do not matter."""
        return self._feed_named.get(slug_or_alias.casefold())

    def chapter_of(self, feed: Feed) -> Chapter:
        """Return the chapter a feed of this catalogue speaks for; KeyError for a foreign feed."""
        return self._chapter_of_feed[feed.slug]

    def regions(self) -> tuple[str, ...]:
        """Every region a feed is in, sorted."""
        return tuple(sorted({feed.region for feed in self._feeds if feed.region}))

    def kinds(self) -> tuple[Kind, ...]:
        """Every kind a feed is of, in the order `Kind` tells them."""
        found = {feed.kind for feed in self._feeds}
        return tuple(kind for kind in Kind if kind in found)

    def languages(self) -> tuple[str, ...]:
        """Every language a feed says it is in, sorted."""
        return tuple(sorted({feed.language for feed in self._feeds if feed.language}))


def _by_name(entries: Iterable[Entry]) -> dict[str, Entry]:
    """A slug in use always wins over an alias."""
    known = tuple(entries)
    named = {alias.casefold(): entry for entry in known for alias in entry.aliases}
    return named | {entry.slug.casefold(): entry for entry in known}
