import pytest

from relaybot.commands.menu import Suggest
from relaybot.commands.reply import Choice
from relaybot.commands.suggest import suggest
from relaybot.model.selector import Scope
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import parse_selector
from tests.unit.commands.talking import Talk, a_listed


async def suggested(kind: Suggest, typed: str = "", talk: Talk | None = None) -> tuple[Choice, ...]:
    here = talk or Talk()
    found = await here.do(lambda tx: suggest(tx, kind, typed, here.place.address, here.context))
    assert len(found) <= 25
    assert len({choice.value for choice in found}) == len(found)
    for choice in found:
        assert 0 < len(choice.label) <= 100
        assert 0 < len(choice.value) <= 100
    return found


def values(choices: tuple[Choice, ...]) -> list[str]:
    return [choice.value for choice in choices]


async def test_nothing_typed_gives_the_widest_first() -> None:
    found = await suggested(Suggest.DIRECTORY)
    assert values(found)[:4] == ["everything", "region:CA", "region:OR", "region:NM"]
    assert [choice.label for choice in found][:2] == ["Everything", "Region California (CA)"]
    assert {"kind:publication", "language:es", "chapter:elmford"} <= set(values(found))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("elm", "chapter:elmford"),
        ("elmfrod", "chapter:elmford"),
        ("riverbend da", "feed:riverbend-dates"),
        ("puerto", "chapter:puerto-claro"),
        ("calif", "region:CA"),
        ("ca", "region:CA"),
        ("region n", "region:NM"),
        ("region:or", "region:OR"),
        ("public", "kind:publication"),
        ("span", "language:es"),
        ("every", "everything"),
        ("EVERYTHING", "everything"),
        ("new mex", "region:NM"),
        ("saltmársh", "chapter:saltmarsh"),
    ],
)
async def test_what_is_meant_comes_first(typed: str, first: str) -> None:
    assert values(await suggested(Suggest.DIRECTORY, typed))[:1] == [first]


async def test_every_value_is_understood() -> None:
    talk = Talk()
    for typed in ("", "e", "o", "union", "tenants"):
        for choice in await suggested(Suggest.DIRECTORY, typed, talk):
            assert str(parse_selector(choice.value, talk.catalogue)) == choice.value


@pytest.mark.parametrize(
    "typed", ["x" * 10_000, "@everyone", "\u202e", "\u200b", "|||", "\ud800", "%s {x}", "ß" * 500]
)
@pytest.mark.parametrize("kind", list(Suggest))
async def test_hostile_text_is_bounded(kind: Suggest, typed: str) -> None:
    for choice in await suggested(kind, typed):
        assert "@" not in choice.label


async def test_never_more_than_can_be_shown() -> None:
    long = "Association of Tenants and Neighbours " * 3
    talk = Talk(catalogue=Catalogue(a_listed(f"c-{n}", f"{long} {n}") for n in range(200)))
    assert len(await suggested(Suggest.DIRECTORY, "", talk)) == 25
    assert len(await suggested(Suggest.DIRECTORY, "association", talk)) == 25


async def test_what_the_place_follows() -> None:
    talk = Talk()
    assert await suggested(Suggest.FOLLOWED, "", talk) == ()
    for what in ("elmford", "region CA", "doorbell"):
        await talk.ask("follow", what=what)
    everything = values(await suggested(Suggest.FOLLOWED, "", talk))
    assert everything == ["chapter:elmford", "region:CA", "chapter:doorbell"]
    assert values(await suggested(Suggest.FOLLOWED, "calif", talk)) == ["region:CA"]
    assert values(await suggested(Suggest.FOLLOWED, "the dorbell", talk)) == ["chapter:doorbell"]


async def test_regions_and_kinds_as_their_arguments_want_them() -> None:
    talk = Talk()
    regions = values(await suggested(Suggest.REGIONS, "", talk))
    assert regions == ["CA", "OR", "NM"]
    for kind, scope, typed in (
        (Suggest.REGIONS, Scope.REGION, "oreg"),
        (Suggest.KINDS, Scope.KIND, "publi"),
    ):
        (value,) = values(await suggested(kind, typed, talk))
        assert parse_selector(f"{scope} {value}", talk.catalogue).value == value


async def test_settings_by_name() -> None:
    assert "style" in values(await suggested(Suggest.SETTINGS))
    assert values(await suggested(Suggest.SETTINGS, "sty")) == ["style"]
    assert await suggested(Suggest.NOTHING, "x") == ()
