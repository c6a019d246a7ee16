from typing import Any

import pytest

from relaybot.discord.subjects import new_tags_of, subjects_of
from relaybot.model.destination import Preferences
from relaybot.model.source import Kind
from tests.unit.discord.making import an_outgoing


def test_a_post_is_about_its_region_language_kind_and_chapter() -> None:
    assert subjects_of(an_outgoing({"kind": Kind.WORKING_GROUP}, language="es")) >= {
        *("oregon", "oregón", "or", "elmford", "elmford tenants' league"),
        *("spanish", "español", "es"),
        *("working-group", "working group", "grupo de trabajo"),
    }


def test_what_is_not_known_is_no_subject() -> None:
    assert "" not in subjects_of(an_outgoing({"region": None, "language": None}, language=None))


TAGS: dict[str, tuple[dict[str, Any], str | None, tuple[str, ...]]] = {
    "region, else kind": ({}, None, ("Oregon", "Chapter")),
    "in the language of the place": ({}, "es-MX", ("Oregón", "Capítulo")),
    "in the language of the chapter": ({"language": "es"}, None, ("Oregón", "Capítulo")),
    "the place knows better": ({"language": "es"}, "en", ("Oregon", "Chapter")),
    "a language nobody speaks here": ({}, "fr", ("Oregon", "Chapter")),
    "no region": ({"region": None, "kind": Kind.PUBLICATION}, None, ("Publication",)),
    "nothing to say": ({"region": None, "kind": Kind.OTHER}, None, ()),
}


@pytest.mark.parametrize(("chapter", "language", "tags"), TAGS.values(), ids=TAGS)
def test_a_new_tag_is_called(
    chapter: dict[str, Any], language: str | None, tags: tuple[str, ...]
) -> None:
    outgoing = an_outgoing(chapter, Preferences(language=language), language="es")

    assert new_tags_of(outgoing) == tags
