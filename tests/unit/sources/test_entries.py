import tomllib
from datetime import timedelta

import pytest

from relaybot.model.source import Chapter, Kind
from relaybot.sources.entries import build_chapter, read_document

FULL = """
[organization]
name = "Federation of Tenants' Leagues"
language = "en"

[[chapter]]
slug = "elmford"
name = "Elmford Tenants' League"
region = "or"
site = "https://elmford.example/"
logo = "https://elmford.example/logo.png"
aliases = ["elm"]
every = "30m"
feed = "https://elmford.example/feed/"

[[chapter]]
slug = "harbour"
name = "Harbour Tenants' League"
kind = "committee"
region = "WA"
quarantine = true
every = "1h"

  [[chapter.feed]]
  slug = "harbour"
  url = "https://harbour.example/feed/"

  [[chapter.feed]]
  slug = "harbour-el-faro"
  name = "El Faro"
  kind = "publication"
  region = "CA"
  language = "es"
  site = "https://elfaro.example/"
  url = "https://elfaro.example/rss.xml"
  cron = "0 8 * * *"
"""


def problems_of(text: str) -> list[str]:
    return read_document("leagues.toml", tomllib.loads(text)).problems


def chapters_of(text: str) -> list[Chapter]:
    reading = read_document("leagues.toml", tomllib.loads(text))
    assert reading.problems == []
    language = reading.organization.get("language")
    return [build_chapter(entry, "leagues", language) for entry in reading.chapters]


def test_a_chapter_of_one_feed() -> None:
    elmford, _ = chapters_of(FULL)
    (feed,) = elmford.feeds
    assert (elmford.slug, elmford.kind, elmford.region) == ("elmford", Kind.CHAPTER, "OR")
    assert (elmford.language, elmford.organization, elmford.aliases) == ("en", "leagues", ("elm",))
    assert (feed.slug, feed.chapter, feed.name) == ("elmford", "elmford", elmford.name)
    assert (feed.url, feed.logo) == ("https://elmford.example/feed/", elmford.logo)
    assert (feed.aliases, feed.every, feed.language) == (("elm",), timedelta(minutes=30), "en")


def test_a_feed_says_what_differs_and_has_the_rest_from_its_chapter() -> None:
    _, harbour = chapters_of(FULL)
    plain, paper = harbour.feeds
    assert harbour.quarantine
    assert (plain.name, plain.kind, plain.region) == (harbour.name, Kind.COMMITTEE, "WA")
    assert (plain.every, plain.cron, plain.aliases) == (timedelta(hours=1), None, ())
    assert (paper.name, paper.kind, paper.region) == ("El Faro", Kind.PUBLICATION, "CA")
    assert (paper.language, paper.site) == ("es", "https://elfaro.example/")
    assert (paper.every, paper.cron) == (None, "0 8 * * *")


ENTRY = '[[chapter]]\nslug = "elm"\nname = "Elm"\n'
WITH_FEED = ENTRY + 'feed = "https://elm.example/feed"\n'
PROBLEMS = {
    "a key with a slip": (
        WITH_FEED + 'regoin = "CA"',
        'leagues.toml, chapter "elm", key "regoin": it is not known here; did you mean "region"?',
    ),
    "a slip in feed": (
        ENTRY + 'feeds = "https://elm.example/feed"',
        'leagues.toml, chapter "elm", key "feeds": it is not known here; did you mean "feed"?',
    ),
    "a key of nothing known": (
        WITH_FEED + "zzz = 1",
        'leagues.toml, chapter "elm", key "zzz": it is not known here',
    ),
    "no feed": (ENTRY, 'leagues.toml, chapter "elm": there is no [[chapter.feed]] in it'),
    "no slug": (
        '[[chapter]]\nname = "Elm"\nfeed = "https://elm.example/"',
        'leagues.toml, chapter "Elm", key "slug": it is missing',
    ),
    "no name at all": (
        '[[chapter]]\nfeed = "https://elm.example/"',
        'leagues.toml, chapter number 1, key "slug": it is missing',
    ),
    "a bad value": (
        WITH_FEED + "quarantine = 1",
        'leagues.toml, chapter "elm", key "quarantine": true or false (without quotes) is wanted;'
        " a number was found",
    ),
    "a bad only address": (
        ENTRY + 'feed = "elm.example"',
        'leagues.toml, chapter "elm", key "feed": "elm.example" does not begin with https://',
    ),
    "a mistake in a feed": (
        ENTRY + '[[chapter.feed]]\nslug = "elm"\nurl = "elm.example"',
        'leagues.toml, chapter "elm", feed "elm", key "url": "elm.example" does not begin',
    ),
    "a feed without address": (
        ENTRY + '[[chapter.feed]]\nslug = "elm"',
        'leagues.toml, chapter "elm", feed "elm", key "url": it is missing',
    ),
    "a switch where feeds have none": (
        ENTRY + '[[chapter.feed]]\nslug = "e"\nurl = "https://e.example"\nquarantine = true',
        'leagues.toml, chapter "elm", feed "e", key "quarantine": it is not known here',
    ),
    "both rhythms": (
        WITH_FEED + 'every = "30m"\ncron = "0 8 * * *"',
        'leagues.toml, chapter "elm", key "cron": "every" stands there too; choose one of them',
    ),
    "one bracket": (
        '[chapter]\nslug = "elm"',
        "leagues.toml: write [[chapter]] with two brackets instead of [chapter]",
    ),
    "one bracket for a feed": (
        ENTRY + '[chapter.feed]\nslug = "elm"',
        'leagues.toml, chapter "elm": write [[chapter.feed]] with two brackets',
    ),
    "chapters as text": (
        'chapter = ["elm"]',
        'leagues.toml, key "chapter": tables [[chapter]] are wanted',
    ),
    "a feed as a number": (
        ENTRY + "feed = 7",
        'leagues.toml, chapter "elm", key "feed": an address in quotes or tables',
    ),
    "an unknown table": (
        '[[chapters]]\nslug = "elm"',
        'leagues.toml, key "chapters": it is not known here; did you mean "chapter"?',
    ),
    "an empty file": ("", "leagues.toml: there is no [[chapter]] in it"),
    "an organization as text": (
        'organization = "Leagues"\n' + WITH_FEED,
        'leagues.toml, key "organization": a table [organization] is wanted',
    ),
    "an organization with a slip": (
        '[organization]\nnmae = "Leagues"\n' + WITH_FEED,
        'leagues.toml, [organization], key "nmae": it is not known here; did you mean "name"?',
    ),
    "a hostile entry name": (
        '[[chapter]]\nslug = "\\u202e\\u001b[31m@x"\nname = "Elm"\nfeed = "https://e.example"',
        'leagues.toml, chapter "[31m@x", key "slug": "[31m@x" is not a slug',
    ),
}


@pytest.mark.parametrize(("text", "said"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_mistake_is_named_with_file_entry_and_key(text: str, said: str) -> None:
    problems = problems_of(text)
    assert any(problem.startswith(said) for problem in problems), problems


def test_every_mistake_is_told_at_once() -> None:
    text = ENTRY + 'kind = "x"\nregion = "?"\nsite = "x"\n' + '[[chapter]]\nslug = "?"\n'
    assert len(problems_of(text)) == 3 + 1 + 3  # bad values, no feed; bad slug, no name, no feed
