from datetime import datetime, time, timedelta

import pytest

from relaybot.demo.samples import SampleEvent
from tests.builders import NOON  # a Saturday

NEXT = {
    "saturday": (NOON, "2026-03-21T18:00:00"),
    "sunday": (NOON, "2026-03-15T18:00:00"),
    "friday": (NOON, "2026-03-20T18:00:00"),
    "monday": (NOON + timedelta(days=2), "2026-03-23T18:00:00"),
}


@pytest.mark.parametrize(
    ("weekday", "published", "starts"),
    [(weekday, *times) for weekday, times in NEXT.items()],
    ids=NEXT.keys(),
)
def test_an_event_is_on_the_next_such_day(weekday: str, published: datetime, starts: str) -> None:
    event = SampleEvent(weekday=weekday, begins=time(18), ends=time(21, 30), place="Union Hall")

    assert event.starts_after(published).isoformat() == starts
    assert event.ends_after(published).isoformat() == starts.replace("18:00", "21:30")
