import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.sources.catalogue import Catalogue
from relaybot.sources.search import search
from tests.builders import a_chapter, a_feed

CATALOGUE = Catalogue(
    [
        a_chapter("elmford", name="Elmford Tenants' League", region="OR"),
        a_chapter("new-elm", name="New Elm Tenants' League", region="WA"),
        a_chapter(
            "sao-bento",
            name="Liga São Bento",
            region="CA",
            aliases=("velha-liga",),
            feeds=(a_feed("sao-bento", name="Liga São Bento", region="CA"),),
        ),
        a_chapter(
            "harbour",
            name="Harbour Tenants' League",
            region="CA",
            feeds=(a_feed("harbour"), a_feed("el-faro", name="El Faro — voz del puerto")),
        ),
    ]
)
FOUND = {
    "the beginning of a name": ("elmfor", ["elmford"]),
    "a word inside comes after a beginning": ("elm", ["elmford", "new-elm"]),
    "a letter missing": ("elmfrd", ["elmford"]),
    "letters swapped": ("harbuor", ["harbour"]),
    "without accents": ("sao bento", ["sao-bento"]),
    "with accents": ("SÃO", ["sao-bento"]),
    "a former slug": ("velha-liga", ["sao-bento"]),
    "a region": ("ca", ["harbour", "sao-bento"]),
    "a name and its region": ("harbour ca", ["harbour"]),
    "words in another order": ("league harbour", ["harbour"]),
    "a feed": ("el faro", ["harbour"]),
    "a feed's inner word, with a slip": ("puetro", ["harbour"]),
    "an apostrophe": ("tenants", ["elmford", "harbour", "new-elm"]),
    "nothing": ("quarry", []),
    "only marks": ("\u202e\u200b", ["elmford", "harbour", "sao-bento", "new-elm"]),
}


def found(text: str, limit: int = 25) -> list[str]:
    return [hit.chapter.slug for hit in search(CATALOGUE, text, limit)]


@pytest.mark.parametrize(("text", "slugs"), FOUND.values(), ids=FOUND)
def test_found(text: str, slugs: list[str]) -> None:
    assert sorted(found(text)) == sorted(slugs)
    if slugs:
        assert found(text)[0] == slugs[0]


def test_a_feed_that_was_meant_is_told() -> None:
    (hit,) = search(CATALOGUE, "faro")
    assert hit.feed is CATALOGUE.feed("el-faro")
    assert search(CATALOGUE, "harbour")[0].feed is None


def test_without_text_the_first_by_name() -> None:
    assert found("", limit=2) == ["elmford", "harbour"]
    assert found("elm", limit=0) == []


@given(st.text(max_size=300) | st.just("x" * 1_000_000))
def test_any_text_is_answered(text: str) -> None:
    hits = search(CATALOGUE, text, limit=3)
    assert len(hits) <= 3
    assert all(0 <= hit.score <= 100 for hit in hits)
