from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from relaybot.message.words import (
    PostWords,
    local_time,
    post_language,
    post_words,
    published_day,
    zone_of,
)
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences
from relaybot.model.post import Event
from relaybot.model.source import Kind
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
            words.kind(Kind.WORKING_GROUP),
        )
        for words in (PostWords(), PostWords("es"))
    ]
    assert said == [
        (
            *("Read", "Listen", "By Ada", "New post from Elmford"),
            *("March 4, 2026", "New York", "Spanish", "Working group"),
        ),
        (
            *("Leer", "Escuchar", "Por Ada", "Nueva publicación de Elmford"),
            *("4 de marzo de 2026", "Nueva York", "español", "Grupo de trabajo"),
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
    "no zone: that of the region": (None, LATE, date(2026, 3, 13)),
    "the evening before": ("America/Los_Angeles", LATE, date(2026, 3, 13)),
    "a zone that is gone": ("Atlantis/Capital", LATE, date(2026, 3, 14)),
    "a zone that is a path": ("../../etc", LATE, date(2026, 3, 14)),
    "the first day of all": ("America/Lima", datetime(1, 1, 1, tzinfo=UTC), date(1, 1, 1)),
    "not known": (None, None, None),
}


@pytest.mark.parametrize("case", DAYS)
def test_day(case: str) -> None:
    zone, published, expected = DAYS[case]
    at = local_time(an_outgoing(Preferences(timezone=zone), published=published))
    assert (at.date() if at else None) == expected


MIDNIGHT = datetime(2026, 3, 14, tzinfo=UTC)
WITHOUT_A_TIME = {
    "a date": (MIDNIGHT, date(2026, 3, 14)),
    "a minute past midnight": (MIDNIGHT + timedelta(minutes=1), None),
    "midnight somewhere else": (MIDNIGHT.replace(tzinfo=timezone(timedelta(hours=-5))), None),
    "not known": (None, None),
}


@pytest.mark.parametrize("case", WITHOUT_A_TIME)
def test_a_date_without_a_time(case: str) -> None:
    published, expected = WITHOUT_A_TIME[case]
    western = an_outgoing(Preferences(timezone="America/Los_Angeles"), published=published)
    assert published_day(western) == expected


NAMES = ("Maine", "Boston", "Elmford", "Millbrook", "Harbor", "Riverbend", "Oakdale")
ALSO = {
    "nobody": ((), ""),
    "one": (NAMES[:1], "Also from Maine"),
    "as many as are named": (NAMES[:5], "Also from Maine, Boston, Elmford, Millbrook, Harbor"),
    "more": (NAMES, "Also from Maine, Boston, Elmford, Millbrook, Harbor and 2 more"),
}


@pytest.mark.parametrize("case", ALSO)
def test_also_from(case: str) -> None:
    names, expected = ALSO[case]
    assert PostWords().also_from(names) == expected


def test_posted() -> None:
    at = datetime(2026, 3, 14, 17, 40, tzinfo=UTC)
    eastern = an_outgoing(Preferences(timezone="America/New_York"), published=at)
    local = local_time(eastern)
    assert local is not None
    assert (PostWords().posted("en"), PostWords("es").posted("en"), PostWords().posted(None)) == (
        "Posted in English",
        "Publicado en inglés",
        "Posted",
    )
    assert _plain(PostWords().moment(local)) == "March 14, 2026 at 1:40 PM"
    assert _plain(PostWords().moment(at)) == "March 14, 2026 at 5:40 PM UTC"
    assert _plain(PostWords().moment(local, zoned=True)) == "March 14, 2026 at 1:40 PM EDT"
    assert _plain(PostWords("es").moment(local)) == "14 de marzo de 2026, 13:40"


_PACIFIC = timezone(timedelta(hours=-7))
_EVENING = datetime(2026, 4, 2, 18, 30, tzinfo=_PACIFIC)
EVENTS = {
    "as a clock on the spot says": (
        Event(starts=_EVENING, ends=datetime(2026, 4, 2, 20, 0, tzinfo=_PACIFIC)),
        "Thursday, April 2, 2026, 6:30 PM – 8:00 PM",
    ),
    "without a zone": (
        Event(starts=datetime(2026, 4, 2, 18, 30)),  # noqa: DTZ001 - as feeds say it
        "Thursday, April 2, 2026, 6:30 PM",
    ),
    "given in UTC": (
        Event(starts=datetime(2026, 4, 3, 1, 30, tzinfo=UTC)),
        "Thursday, April 2, 2026, 9:30 PM",
    ),
    "all day": (
        Event(starts=_EVENING, ends=_EVENING, all_day=True),
        "Thursday, April 2, 2026",
    ),
    "a date": (
        Event(starts=datetime(2026, 4, 2, tzinfo=UTC), all_day=True),
        "Thursday, April 2, 2026",
    ),
    "several days": (
        Event(starts=_EVENING, ends=datetime(2026, 4, 4, 12, 0, tzinfo=_PACIFIC)),
        "Thursday, April 2, 2026, 6:30 PM – Saturday, April 4, 2026, 12:00 PM",
    ),
    "an end before its beginning": (
        Event(starts=_EVENING, ends=datetime(2026, 4, 2, 8, 0, tzinfo=_PACIFIC)),
        "Thursday, April 2, 2026, 6:30 PM",
    ),
    "the first day of all": (
        Event(starts=datetime(1, 1, 1, tzinfo=UTC)),
        "Monday, January 1, 1, 12:00 AM",
    ),
    "an end of another sort": (
        Event(starts=_EVENING, ends=datetime(2026, 4, 2, 20, 0)),  # noqa: DTZ001 - hostile
        "Thursday, April 2, 2026, 6:30 PM",
    ),
}


@pytest.mark.parametrize("case", EVENTS)
def test_event(case: str) -> None:
    event, expected = EVENTS[case]
    eastern = zone_of(an_outgoing(Preferences(timezone="America/New_York")))
    assert _plain(PostWords().event(event, eastern)) == expected


ZONED = {
    "given in UTC": "Thursday, April 2, 2026, 9:30 PM EDT",
    "as a clock on the spot says": "Thursday, April 2, 2026, 6:30 PM – 8:00 PM",
    "without a zone": "Thursday, April 2, 2026, 6:30 PM",
    "all day": "Thursday, April 2, 2026",
}


@pytest.mark.parametrize("case", ZONED)
def test_a_zone_that_nobody_chose_is_named_with_an_hour_told_in_it(case: str) -> None:
    event, _ = EVENTS[case]
    eastern = zone_of(an_outgoing(Preferences(timezone="America/New_York")))
    assert _plain(PostWords().event(event, eastern, zoned=True)) == ZONED[case]


def _plain(text: str) -> str:
    """CLDR puts a narrow space before AM and PM."""
    return text.replace("\u202f", " ")
