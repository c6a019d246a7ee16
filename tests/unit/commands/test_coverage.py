import pytest

from relaybot.commands.coverage import covers, current, narrower_among, overlapping, wider_among
from relaybot.model.selector import Scope, Selector
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import parse_selector
from tests.unit.commands.talking import CHAPTERS

CATALOGUE = Catalogue(CHAPTERS)


def a_selector(text: str) -> Selector:
    return parse_selector(text, CATALOGUE)


@pytest.mark.parametrize(
    ("wider", "narrower", "expected"),
    [
        ("everything", "region OR", True),
        ("everything", "elmford", True),
        ("region OR", "elmford", True),
        ("region OR", "feed:riverbend-dates", True),
        ("riverbend", "feed:riverbend-dates", True),
        ("kind chapter", "elmford", True),
        ("region OR", "saltmarsh", False),
        ("region OR", "region OR", False),
        ("feed:elmford", "elmford", False),
        ("elmford", "riverbend", False),
        ("region OR", "everything", False),
        ("kind publication", "region OR", False),
        ("language es", "puerto-claro", True),
    ],
)
def test_what_includes_what(wider: str, narrower: str, expected: bool) -> None:
    assert covers(a_selector(wider), a_selector(narrower), CATALOGUE) is expected


def test_a_language_includes_its_variants() -> None:
    spanish, mexican = Selector(Scope.LANGUAGE, "es"), Selector(Scope.LANGUAGE, "es-mx")
    assert covers(spanish, mexican, CATALOGUE)
    assert not covers(mexican, spanish, CATALOGUE)


def test_groups_with_the_same_feeds_today_may_grow_apart() -> None:
    publications, region = a_selector("kind publication"), a_selector("region NM")
    assert not covers(publications, region, CATALOGUE)
    assert not covers(a_selector("doorbell"), publications, CATALOGUE)


def test_what_left_the_directory_is_included_by_nothing_but_everything() -> None:
    gone = Selector(Scope.CHAPTER, "gone")
    assert not covers(a_selector("region OR"), gone, CATALOGUE)
    assert covers(a_selector("everything"), gone, CATALOGUE)


def test_a_former_slug_is_brought_up_to_date() -> None:
    assert current(Selector(Scope.CHAPTER, "elm"), CATALOGUE) == a_selector("elmford")
    gone = Selector(Scope.FEED, "gone")
    assert current(gone, CATALOGUE) == gone


def test_wider_narrower_and_overlapping_among_what_is_followed() -> None:
    elmford, oregon, kind = (a_selector(t) for t in ("elmford", "region OR", "kind chapter"))
    followed = [a_selector("doorbell"), elmford, oregon]
    assert wider_among(a_selector("riverbend"), followed, CATALOGUE) == oregon
    assert wider_among(a_selector("saltmarsh"), followed, CATALOGUE) is None
    assert narrower_among(kind, followed, CATALOGUE) == (elmford,)
    assert overlapping(kind, followed, CATALOGUE) == (elmford, oregon)
