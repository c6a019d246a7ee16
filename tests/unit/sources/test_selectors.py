import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.errors import SelectorError
from relaybot.model.selector import Scope, Selector
from relaybot.model.source import Kind
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import describe, parse_selector, resolve, selectors_for
from tests.builders import a_chapter, a_feed

ELMFORD = a_chapter("elmford", feeds=(a_feed("elmford", aliases=("elm",)),), aliases=("elm",))
HARBOUR_FEED = a_feed("harbour", region="CA")
FARO = a_feed(
    "el-faro",
    name="El Faro",
    chapter="harbour",
    kind=Kind.PUBLICATION,
    region="CA",
    language="es-MX",
    aliases=("faro-viejo",),
)
HARBOUR = a_chapter(
    "harbour", name="Harbour League", region="CA", feeds=(HARBOUR_FEED, FARO), aliases=("port",)
)
TWINS = [a_chapter(slug, name="Twin Rivers League", region="NY") for slug in ("twin-a", "twin-b")]
TEAM = a_chapter("team", feeds=(a_feed("team", kind=Kind.WORKING_GROUP, region=None),))
CATALOGUE = Catalogue([ELMFORD, HARBOUR, *TWINS, TEAM])

UNDERSTOOD = {
    "chapter:elmford": "chapter:elmford",
    "Chapter: ELMFORD": "chapter:elmford",
    "chapter elmford": "chapter:elmford",
    "chapter:elm": "chapter:elmford",
    "elmford": "chapter:elmford",
    "elm": "chapter:elmford",
    "Elmford Tenants' League": "chapter:elmford",
    "elmford tenants’ league": "chapter:elmford",
    "chapter:Harbour League": "chapter:harbour",
    '"harbour league"': "chapter:harbour",
    "harbour": "chapter:harbour",
    "feed:harbour": "feed:harbour",
    "el-faro": "feed:el-faro",
    "El Faro": "feed:el-faro",
    "faro-viejo": "feed:el-faro",
    "feed: el faro": "feed:el-faro",
    "region:ca": "region:CA",
    "region CA": "region:CA",
    "REGION = ca": "region:CA",
    "kind:publication": "kind:publication",
    "kind publications": "kind:publication",
    "kind:Working Groups": "kind:working-group",
    "kind:working_group": "kind:working-group",
    "california": "region:CA",
    "region California": "region:CA",
    "oregón": "region:OR",
    "publications": "kind:publication",
    "working group": "kind:working-group",
    "language:es": "language:es",
    "language:ES-mx": "language:es-MX",
    "everything": "everything",
    " ALL ": "everything",
    "\u200eregion\u00a0:\u200bca\u200f": "region:CA",
    "ｅlmford": "chapter:elmford",
}


@pytest.mark.parametrize(("text", "selector"), UNDERSTOOD.items(), ids=UNDERSTOOD)
def test_understood(text: str, selector: str) -> None:
    assert str(parse_selector(text, CATALOGUE)) == selector


NEAR_MISSES = {
    "a slip in a name": ("elmfrd", ["chapter:elmford"]),
    "a slip after a scope": ("chapter:harbuor", ["chapter:harbour"]),
    "a slip in the scope": ("regoin:ca", ["region:CA"]),
    "a region without its scope": ("CA", ["region:CA", "chapter:harbour"]),
    "a region that is none": ("region:C", ["region:CA"]),
    "a slip in a kind": ("kind:publicaton", ["kind:publication"]),
    "a name two chapters have": ("Twin Rivers League", ["chapter:twin-a", "chapter:twin-b"]),
    "a call to everybody": ("@everyone", ["everything"]),
}


@pytest.mark.parametrize(("text", "suggested"), NEAR_MISSES.values(), ids=NEAR_MISSES)
def test_a_near_miss_is_answered_with_what_was_meant(text: str, suggested: list[str]) -> None:
    with pytest.raises(SelectorError, match="Did you mean") as caught:
        parse_selector(text, CATALOGUE)
    assert list(caught.value.suggestions)[: len(suggested)] == suggested
    assert len(caught.value.suggestions) <= 3
    assert all(f"[{one}]" in str(caught.value) for one in caught.value.suggestions)
    for one in caught.value.suggestions:
        assert str(parse_selector(one, CATALOGUE)) == one


FAR_MISSES = [
    "",
    "  ",
    "\u200b",
    "\u202e@",
    "quarry",
    "chapter:",
    "region",
    "chapter",
    "Ohio",
    "kind:zzz",
    "x" * 10_000,
]


@pytest.mark.parametrize("text", FAR_MISSES)
def test_a_far_miss_is_answered_with_examples(text: str) -> None:
    with pytest.raises(SelectorError, match='"region CA"') as caught:
        parse_selector(text, CATALOGUE)
    assert caught.value.suggestions == ()
    assert len(str(caught.value)) < 250


@given(st.text(max_size=400))
def test_hostile_text_is_understood_or_answered_tamely(text: str) -> None:
    answer = answer_to(text)
    assert len(answer) < 500
    assert not set("@<>`*\u202e\u200b\n\x1b") & set(answer)


def answer_to(text: str) -> str:
    try:
        return describe(parse_selector(text, CATALOGUE), CATALOGUE)
    except SelectorError as error:
        return str(error)


RESOLVED = {
    "chapter:harbour": ["harbour", "el-faro"],
    "chapter:port": ["harbour", "el-faro"],
    "feed:el-faro": ["el-faro"],
    "feed:faro-viejo": ["el-faro"],
    "region:CA": ["harbour", "el-faro"],
    "kind:publication": ["el-faro"],
    "language:es": ["el-faro"],
    "language:es-MX": ["el-faro"],
    "language:en": ["elmford", "harbour", "twin-a", "twin-b", "team"],
    "everything": ["elmford", "harbour", "el-faro", "twin-a", "twin-b", "team"],
    "chapter:gone": [],
    "region:ZZ": [],
}


def stored(text: str) -> Selector:
    scope, _, value = text.partition(":")
    return Selector(Scope(scope), value)


@pytest.mark.parametrize(("text", "slugs"), RESOLVED.items(), ids=RESOLVED)
def test_resolved(text: str, slugs: list[str]) -> None:
    assert [feed.slug for feed in resolve(stored(text), CATALOGUE)] == slugs


def test_every_selector_that_covers_a_feed_former_slugs_included() -> None:
    assert sorted(map(str, selectors_for(FARO, CATALOGUE))) == [
        "chapter:harbour",
        "chapter:port",
        "everything",
        "feed:el-faro",
        "feed:faro-viejo",
        "kind:publication",
        "language:es",
        "language:es-MX",
        "region:CA",
    ]


@pytest.mark.parametrize("text", RESOLVED, ids=RESOLVED)
def test_resolving_and_covering_agree(text: str) -> None:
    covered = [one for one in CATALOGUE.feeds if stored(text) in selectors_for(one, CATALOGUE)]
    assert covered == list(resolve(stored(text), CATALOGUE))


def test_a_feed_without_region_and_language_is_in_none() -> None:
    bare = a_chapter("bare", feeds=(a_feed("bare", region=None, language=None),))
    scopes = {each.scope for each in selectors_for(bare.feeds[0], Catalogue([bare]))}
    assert scopes == {Scope.EVERYTHING, Scope.CHAPTER, Scope.FEED, Scope.KIND}


DESCRIBED = {
    "chapter:elm": "Elmford Tenants' League",
    "chapter:harbour": "Harbour League (2 feeds)",
    "feed:el-faro": "feed El Faro",
    "region:OR": "region OR (3 feeds)",
    "region:CA": "region CA (2 feeds)",
    "kind:working-group": "kind working-group (1 feed)",
    "everything": "everything (6 feeds)",
    "chapter:gone": "chapter gone (not in the directory now)",
}


def test_described() -> None:
    assert {text: describe(stored(text), CATALOGUE) for text in DESCRIBED} == DESCRIBED


def test_an_empty_directory_has_everything_and_nothing_else() -> None:
    assert (
        describe(Selector(Scope.EVERYTHING), Catalogue()) == "everything (not in the directory now)"
    )
    with pytest.raises(SelectorError):
        parse_selector("elmford", Catalogue())
