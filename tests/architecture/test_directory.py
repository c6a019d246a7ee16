"""The directory that is shipped: it loads, it is whole, and every slug it ever had still works."""

import re
from pathlib import Path

import pytest

from relaybot.model.source import Kind
from relaybot.sources.entries import CHAPTER_KEYS, FEED_KEYS
from relaybot.sources.load import load_directory
from relaybot.sources.search import search
from relaybot.sources.selectors import describe, parse_selector, resolve

ROOT = Path(__file__).parents[2]
CATALOGUE = load_directory(ROOT / "config" / "chapters")
README = (ROOT / "config" / "README.md").read_text(encoding="utf-8")
FORMER = {
    "champlainvalleydsa": "greenmountaindsa",
    "metrocincinnatidsa": "dsacincy",
    "democraticleftblog": "democraticleft",
    "northnjdsa-pressreleases": "northnjdsa-statements",
    "redclaycomradeATL": "redclaycomradeatl",
    "sacramentodsa": "sacrementodsa",
}


def test_it_is_whole() -> None:
    dsa = [chapter for chapter in CATALOGUE.chapters if chapter.organization == "dsa"]
    assert len(dsa) == 88
    assert sum(len(chapter.feeds) for chapter in dsa) == 106
    assert CATALOGUE.organizations["dsa"] == "Democratic Socialists of America"


def test_a_region_resolves_to_its_feeds() -> None:
    california = parse_selector("region:CA", CATALOGUE)
    assert len(resolve(california, CATALOGUE)) == 14
    assert describe(california, CATALOGUE) == "region CA (14 feeds)"


def test_every_kind_that_is_common_has_feeds() -> None:
    assert CATALOGUE.kinds() == tuple(kind for kind in Kind if kind is not Kind.OTHER)
    assert CATALOGUE.languages() == ("en",)


@pytest.mark.parametrize(("former", "slug"), FORMER.items(), ids=FORMER)
def test_a_former_slug_still_works(former: str, slug: str) -> None:
    feed = CATALOGUE.feed(former)
    assert feed is not None
    assert feed.slug == slug
    assert resolve(parse_selector(former, CATALOGUE), CATALOGUE) == (feed,)


def test_a_chapter_is_found_by_name() -> None:
    assert search(CATALOGUE, "cleveland")[0].chapter.slug == "clevelanddsa"
    assert describe(parse_selector("Cleveland DSA", CATALOGUE), CATALOGUE) == "Cleveland DSA"


def test_every_feed_can_be_followed_by_its_slug() -> None:
    for feed in CATALOGUE.feeds:
        assert feed in resolve(parse_selector(feed.slug, CATALOGUE), CATALOGUE)


def test_every_key_is_explained() -> None:
    explained = set(re.findall(r"`([a-z]+)`", " ".join(re.findall(r"^\| (`.*?) \|", README, re.M))))
    assert {*CHAPTER_KEYS, *FEED_KEYS, "feed"} <= explained


def test_the_samples_in_the_readme_load(tmp_path: Path) -> None:
    samples = [text for text in re.findall(r"```toml\n(.*?)```", README, re.S) if "slug" in text]
    assert len(samples) == 2
    for number, text in enumerate(samples):
        (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8")
    assert len(load_directory(tmp_path).feeds) == 3
