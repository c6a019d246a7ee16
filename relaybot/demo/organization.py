"""The sample chapters as a directory whose feeds are at the demo's own web servers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from relaybot.model.source import Chapter, Feed
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.load import load_directory

PLACEHOLDER = "http://demo.invalid"  # stands for the demo's web servers in every sample file
CHAPTERS = Path(__file__).parent / "chapters.toml"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the samples are: addresses without a slash at their end."""

    base_url: str
    sites: Mapping[str, str] = field(default_factory=dict)  # feed slug → its own server

    def __call__(self, text: str) -> str:
        """Return the text with every placeholder replaced."""
        for slug, address in self.sites.items():
            text = text.replace(f"{PLACEHOLDER}/{slug}/", f"{address}/{slug}/")
        return text.replace(PLACEHOLDER, self.base_url)


NOWHERE = Placement(PLACEHOLDER)  # leaves the placeholders standing


def load_organization(place: Placement) -> Catalogue:
    """Return the sample organization with its feeds where `place` says."""
    written = load_directory(CHAPTERS)
    chapters = [_placed_chapter(chapter, place) for chapter in written.chapters]
    return Catalogue(chapters, written.organizations)


def _placed_chapter(chapter: Chapter, place: Placement) -> Chapter:
    feeds = tuple(_placed_feed(feed, place) for feed in chapter.feeds)
    site, logo = place(chapter.site or ""), place(chapter.logo or "")
    return replace(chapter, feeds=feeds, site=site or None, logo=logo or None)


def _placed_feed(feed: Feed, place: Placement) -> Feed:
    site, logo = place(feed.site or ""), place(feed.logo or "")
    return replace(feed, url=place(feed.url), site=site or None, logo=logo or None)
