import tomllib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from relaybot.sources.catalogue import Catalogue
from relaybot.sources.conflicts import find_conflicts
from relaybot.sources.entries import build_chapter, read_document
from relaybot.sources.opml import OpmlFeed
from relaybot.sources.starter import Skipped, invent_chapters, slug_from, write_starter
from tests.builders import a_chapter

KNOWN = Catalogue([a_chapter("elmford", aliases=("elm",))])


def test_a_new_feed_becomes_a_chapter() -> None:
    feed = OpmlFeed("Peña del Río", "https://pena.example/rss", "https://pena.example/", "ES")
    (chapter,), skipped = invent_chapters([feed], KNOWN, "leagues")
    assert (chapter.slug, chapter.name) == ("pena-del-rio", "Peña del Río")
    assert (chapter.site, chapter.language) == ("https://pena.example/", "es")
    assert chapter.feeds[0].url == "https://pena.example/rss"
    assert skipped == ()


def test_slugs_are_free_even_of_former_ones() -> None:
    feeds = [OpmlFeed(title, f"https://{n}.example") for n, title in enumerate(["Elm", "Elm", "☭"])]
    chapters, _ = invent_chapters(feeds, KNOWN, "leagues")
    assert [chapter.slug for chapter in chapters] == ["elm-2", "elm-3", "chapter"]


def test_what_is_known_or_unusable_is_left_out_with_its_reason() -> None:
    feeds = [
        OpmlFeed("Elmford", "http://elmford.example/feed"),
        OpmlFeed("Private", "https://rosa:geheim@elm.example/rss"),
        OpmlFeed("New", "https://new.example/rss"),
        OpmlFeed("New again", "https://new.example/rss/"),
    ]
    chapters, skipped = invent_chapters(feeds, KNOWN, "leagues")
    assert [chapter.slug for chapter in chapters] == ["new"]
    assert skipped[0] == Skipped(
        "Elmford", "http://elmford.example/feed", 'already in the directory, as "elmford"'
    )
    assert skipped[1].url == "https://***@elm.example/rss"
    assert "password" in skipped[1].reason
    assert skipped[2].reason == 'already in the directory, as "new"'


def test_side_remarks_that_do_not_hold_are_dropped() -> None:
    feed = OpmlFeed(
        "\u202e" + "x" * 300, "https://a.example", "about:blank", "the language of love"
    )
    (chapter,), _ = invent_chapters([feed], KNOWN, "leagues")
    assert (chapter.site, chapter.language) == (None, None)
    assert 0 < len(chapter.name) <= 100


def test_slugs_remind_of_titles() -> None:
    assert slug_from("The People's Voice — Ålesund") == "the-peoples-voice-alesund"
    assert slug_from("東京") == "chapter"
    assert slug_from("ALL") == "chapter-all"
    assert len(slug_from("x" * 500)) == 64


FEEDS = st.builds(
    OpmlFeed,
    st.text(min_size=1, max_size=150),
    st.integers(0, 5).map("https://{}.example/rss".format),
    st.none() | st.text(max_size=30).map("https://site.example/{}".format),
    st.none() | st.text(max_size=10),
)


@given(st.lists(FEEDS, max_size=8))
def test_whatever_is_written_is_read_again(feeds: list[OpmlFeed]) -> None:
    chapters, _ = invent_chapters(feeds, KNOWN, "leagues")
    text = write_starter('The "Leagues" \\ of ☭', chapters)
    reading = read_document("leagues.toml", tomllib.loads(text))
    assert reading.organization["name"] == 'The "Leagues" \\ of ☭'
    assert find_conflicts(reading.chapters) == []
    read = tuple(build_chapter(entry, "leagues", None) for entry in reading.chapters)
    assert read == tuple(replace(chapter, organization="leagues") for chapter in chapters)
