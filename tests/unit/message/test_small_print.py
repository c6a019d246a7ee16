import pytest

from relaybot.message.small_print import author, lasting, posted, that_fit
from relaybot.message.words import PostWords

AUTHORS = {
    "a person": ("Ada Moreno", "Elmford Tenants", "Ada Moreno"),
    "nobody": (None, "Elmford Tenants", ""),
    "the chapter": ("ELMFORD  tenants", "Elmford Tenants", ""),
    "how its name begins": ("Night Desk", "Night Desk Collective", ""),
    "how its name ends": ("Pasillo 3", "Comité del Pasillo 3", ""),
    "a long word of its name": ("Spokes", "Spokes & Neighbors", ""),
    "its name and a word": ("Capital River Organizing", "Capital River", ""),
    "a person with a short name of the town": ("Ann", "Ann Valley Tenants", "Ann"),
    "a committee of it": (
        "Elmford Soup Night Team",
        "Elmford",
        "Elmford Soup Night Team",
    ),
    "parts of it in another order": ("Tenants Elmford", "Elmford Tenants", "Tenants Elmford"),
    "a name that begins like it": ("Night Deskford", "Night Desk Collective", "Night Deskford"),
}


@pytest.mark.parametrize(("byline", "chapter", "said"), AUTHORS.values(), ids=AUTHORS)
def test_a_chapter_is_not_named_twice(byline: str | None, chapter: str, said: str) -> None:
    assert author(byline, chapter) == said


POSTED: dict[str, tuple[str | None, tuple[str, ...], str]] = {
    "all of it": ("en", ("March 14", "Oregon"), "Posted in English · March 14 · Oregon"),
    "only the language": ("es", ("", ""), "Posted in Spanish"),
    "the language is not known": (None, ("March 14", "Oregon"), "March 14 · Oregon"),
    "nothing is known": (None, ("", ""), ""),
}


@pytest.mark.parametrize(("language", "facts", "said"), POSTED.values(), ids=POSTED)
def test_posted(language: str | None, facts: tuple[str, ...], said: str) -> None:
    assert posted(PostWords(), language, *facts) == said


LENGTHS = {
    "seconds": (20.0, "1 min"),
    "minutes": (2520.0, "42 min"),
    "hours": (3900.0, "1 h 05 min"),
    "nearly an hour": (3599.0, "1 h 00 min"),
    "not said": (None, ""),
    "nonsense": (-5.0, ""),
}


@pytest.mark.parametrize(("seconds", "said"), LENGTHS.values(), ids=LENGTHS)
def test_lasting(seconds: float | None, said: str) -> None:
    assert lasting(seconds) == said


def test_what_has_no_room_makes_room_for_nothing_less() -> None:
    extras = [("a" * 60, 1), ("b" * 60, 2), ("c", 3)]
    assert list(that_fit("x" * 50, extras)) == [1]
