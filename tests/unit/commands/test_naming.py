import pytest

from relaybot.commands.naming import brief, is_listed, labelled, named
from relaybot.model.selector import Scope, Selector
from relaybot.richtext.plain import words_of
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import parse_selector
from tests.builders import a_chapter, a_feed
from tests.unit.commands.talking import Talk

CASES = {
    "a chapter": ("chapter:elmford", "Elmford Renters’ League", "Elmford Renters’ League"),
    "a feed": ("feed:riverbend-dates", "the feed Riverbend dates", "Feed: Riverbend dates"),
    "a region": ("region:CA", "region California", "Region California (CA)"),
    "a region without a name": ("region:XX", "region XX", "Region XX"),
    "a kind": ("kind:publication", "all publications", "All publications"),
    "a kind of several words": ("kind:working-group", "all working groups", "All working groups"),
    "a language": ("language:es", "everything in Spanish", "Everything in Spanish"),
    "a variant": ("language:es-mx", "everything in Spanish (Mexico)", None),
    "an unknown language": ("language:zz", "everything in zz", "Everything in zz"),
    "everything": ("everything", "everything", "Everything"),
    "what left the directory": ("chapter:gone", "gone", "gone"),
    "a feed that did": ("feed:gone", "the feed gone", "Feed: gone"),
}


def a_selector(written: str) -> Selector:
    scope, _, value = written.partition(":")
    return Selector(Scope(scope), value)


@pytest.mark.parametrize(("written", "said", "label"), CASES.values(), ids=CASES)
def test_how_it_is_called(written: str, said: str, label: str | None) -> None:
    context = Talk().context
    assert words_of(named(a_selector(written), context)) == said
    assert label is None or labelled(a_selector(written), context) == label


def test_the_briefest_text_means_the_same() -> None:
    one = a_chapter("shared", feeds=(a_feed("shared", chapter="shared"), a_feed("other")))
    catalogue = Catalogue([one])
    for written, expected in {
        "chapter:shared": "shared",
        "feed:shared": "feed:shared",  # the chapter is meant by the bare name
        "feed:other": "other",
        "region:OR": "region:OR",
        "everything": "everything",
        "chapter:gone": "chapter:gone",
    }.items():
        assert brief(a_selector(written), catalogue) == expected
        if is_listed(a_selector(written), catalogue):
            assert parse_selector(expected, catalogue) == a_selector(written)
