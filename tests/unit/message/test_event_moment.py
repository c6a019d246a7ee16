from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from relaybot.message.event_moment import event_in_words, spoken
from relaybot.model.post import Event

PACIFIC = ZoneInfo("America/Los_Angeles")
DATE, EVENING = datetime(2026, 4, 2, tzinfo=UTC), datetime(2026, 4, 3, 1, 30, tzinfo=UTC)
# What the feed gives, whether all day, and what is said.
EVENTS = {
    "an hour is told where it takes place": (
        EVENING,
        False,
        "Thursday, April 2, 2026, 6:30 PM PDT",
    ),
    "a date is the same everywhere": (DATE, True, "Thursday, April 2, 2026"),
    "any other hour of an all-day event is told there": (EVENING, True, "Thursday, April 2, 2026"),
}


@pytest.mark.parametrize(("starts", "all_day", "said"), EVENTS.values(), ids=EVENTS)
def test_when_it_begins(starts: datetime, all_day: bool, said: str) -> None:
    event = Event(starts=starts, all_day=all_day)
    words = event_in_words("en", event, PACIFIC, zoned=True)
    assert words.replace("\u202f", " ") == said


def test_a_language_is_read_once() -> None:
    assert spoken("es") is spoken("es")
