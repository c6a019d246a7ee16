import pytest

from relaybot.model.source import Kind
from relaybot.sources.catalogue import Catalogue
from tests.builders import a_chapter, a_feed

PAPER = a_feed("red-lantern", chapter="elmford", kind=Kind.PUBLICATION, language="es")
ELMFORD = a_chapter("elmford", feeds=(a_feed("elmford", aliases=("elm",)), PAPER), aliases=("elm",))
NATIONAL = a_chapter(
    "league", feeds=(a_feed("league", kind=Kind.NATIONAL, region=None, language=None),)
)
CATALOGUE = Catalogue([ELMFORD, NATIONAL])


@pytest.mark.parametrize("name", ["elmford", "ELMFORD", "elm"])
def test_a_chapter_answers_to_its_slug_and_to_those_it_had(name: str) -> None:
    assert CATALOGUE.chapter(name) is ELMFORD
    assert CATALOGUE.feed(name) is ELMFORD.feeds[0]


def test_what_is_not_there_is_none() -> None:
    assert CATALOGUE.chapter("nowhere") is None
    assert CATALOGUE.feed("league ") is None


def test_a_slug_in_use_wins_over_a_former_one() -> None:
    newer = a_chapter("elm")
    assert Catalogue([newer, ELMFORD]).chapter("elm") is newer


def test_a_feed_knows_its_chapter() -> None:
    assert CATALOGUE.chapter_of(PAPER) is ELMFORD
    with pytest.raises(KeyError):
        CATALOGUE.chapter_of(a_feed("foreign"))


def test_what_feeds_have_in_common_is_told_once_and_in_order() -> None:
    assert CATALOGUE.feeds == (*ELMFORD.feeds, *NATIONAL.feeds)
    assert CATALOGUE.regions() == ("OR",)
    assert CATALOGUE.kinds() == (Kind.CHAPTER, Kind.PUBLICATION, Kind.NATIONAL)
    assert CATALOGUE.languages() == ("en", "es")


def test_an_empty_catalogue_is_one_too() -> None:
    assert Catalogue().chapters == ()
    assert Catalogue().regions() == ()
