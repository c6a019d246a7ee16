"""The sample chapters as a directory whose feeds are at the demo's own web server."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from relaybot.model.source import Chapter, Feed
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.load import load_directory

PLACEHOLDER = "http://demo.invalid"  # stands for the demo's web server in every sample file
CHAPTERS = Path(__file__).parent / "chapters.toml"


def load_organization(base_url: str) -> Catalogue:
    """Return the sample organization; `base_url` is the server's, without a slash at its end."""
    written = load_directory(CHAPTERS)
    chapters = [_placed_chapter(chapter, base_url) for chapter in written.chapters]
    return Catalogue(chapters, written.organizations)


def placed(text: str, base_url: str) -> str:
    """Return the text with the placeholder replaced."""
    return text.replace(PLACEHOLDER, base_url)


def _placed_chapter(chapter: Chapter, base_url: str) -> Chapter:
    feeds = tuple(_placed_feeds(chapter.feeds, base_url))
    site, logo = placed(chapter.site or "", base_url), placed(chapter.logo or "", base_url)
    return replace(chapter, feeds=feeds, site=site or None, logo=logo or None)


def _placed_feeds(feeds: Iterable[Feed], base_url: str) -> Iterable[Feed]:
    for feed in feeds:
        site, logo = placed(feed.site or "", base_url), placed(feed.logo or "", base_url)
        url = placed(feed.url, base_url)
        yield replace(feed, url=url, site=site or None, logo=logo or None)
