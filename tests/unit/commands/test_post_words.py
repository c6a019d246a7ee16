from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from relaybot.commands.post_words import PostWords, local_day, post_language, post_words
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences
from tests import builders


def an_outgoing(preferences: Preferences | None = None, **post: Any) -> Outgoing:
    return builders.an_outgoing(
        builders.a_stored_post(1, **post),
        builders.a_destination(preferences=preferences or Preferences()),
    )


LANGUAGES = {
    "as chosen": ("es", "en", "es"),
    "as chosen, of a country": ("es-MX", "en", "es"),
    "as the post": (None, "ES-pr", "es"),
    "as the feed": (None, None, "en"),
    "chosen, but not spoken": ("tlh", "es", "es"),
    "nobody speaks it": (None, "ja", "en"),
}


@pytest.mark.parametrize("case", LANGUAGES)
def test_language(case: str) -> None:
    chosen, written, expected = LANGUAGES[case]
    outgoing = an_outgoing(Preferences(language=chosen), language=written)
    assert post_words(outgoing) == PostWords(expected)


def test_said_in_both_languages() -> None:
    said = [
        (
            words.read,
            words.listen,
            words.by("Ada"),
            words.new_post("Elmford"),
            words.day(date(2026, 3, 4)),
            words.region("NY"),
            words.language_name("es-MX"),
        )
        for words in (PostWords(), PostWords("es"))
    ]
    assert said == [
        (
            *("Read", "Listen", "By Ada", "New post from Elmford"),
            *("March 4, 2026", "New York", "Spanish"),
        ),
        (
            *("Leer", "Escuchar", "Por Ada", "Nueva publicación de Elmford"),
            *("4 de marzo de 2026", "Nueva York", "español"),
        ),
    ]


@pytest.mark.parametrize(
    ("tag", "expected"), [(None, ""), ("", ""), ("tlhx", "tlhx"), ("<b>", "<b>"), ("@", "@")]
)
def test_a_language_nobody_knows(tag: str | None, expected: str) -> None:
    assert PostWords("es").language_name(tag) == expected


def test_a_post_without_a_language_is_in_its_feeds() -> None:
    outgoing = an_outgoing(language=None)
    assert post_language(outgoing) == "en"
    silent = replace(outgoing, feed=replace(outgoing.feed, language=None))
    assert post_language(silent) == "en"  # the chapter's


LATE = datetime(2026, 3, 14, 2, 0, tzinfo=UTC)
DAYS: dict[str, tuple[str | None, datetime | None, date | None]] = {
    "no zone": (None, LATE, date(2026, 3, 14)),
    "the evening before": ("America/Los_Angeles", LATE, date(2026, 3, 13)),
    "a zone that is gone": ("Atlantis/Capital", LATE, date(2026, 3, 14)),
    "a zone that is a path": ("../../etc", LATE, date(2026, 3, 14)),
    "the first day of all": ("America/Lima", datetime(1, 1, 1, tzinfo=UTC), date(1, 1, 1)),
    "not known": (None, None, None),
}


@pytest.mark.parametrize("case", DAYS)
def test_day(case: str) -> None:
    zone, published, expected = DAYS[case]
    assert local_day(an_outgoing(Preferences(timezone=zone), published=published)) == expected
