from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from relaybot.commands.times import read_moment
from tests.builders import NOON

PACIFIC = ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3d", NOON + timedelta(days=3)),
        ("12h", NOON + timedelta(hours=12)),
        ("90 min", NOON + timedelta(minutes=90)),
        ("2 weeks", NOON + timedelta(weeks=2)),
        ("1d 12h", NOON + timedelta(hours=36)),
        ("  2 DÍAS ", NOON + timedelta(days=2)),
        ("2026-12-24", datetime(2026, 12, 24, 8, tzinfo=UTC)),  # midnight in winter, UTC-8
        ("2026-07-01 18:30", datetime(2026, 7, 2, 1, 30, tzinfo=UTC)),
        ("2026-07-01T18:30", datetime(2026, 7, 2, 1, 30, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 3, 15, 7, tzinfo=UTC)),
        ("mañana", datetime(2026, 3, 15, 7, tzinfo=UTC)),
        ("2020-01-01", datetime(2020, 1, 1, 8, tzinfo=UTC)),  # the past is told as such
    ],
)
def test_what_people_write_is_read_in_the_zone_of_the_place(text: str, expected: datetime) -> None:
    assert read_moment(text, NOON, PACIFIC) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "3", "3 parsecs", "d3", "3d please", "2026-02-31", "2026-13-01"),
        *("2026-12-24 25:00", "0000-01-01", "99999d", "-3d", "٣d", "\u202e3d"),
        *("9999-12-31 23:59", "today?", "24/12/2026", "30s"),
    ],
)
def test_what_cannot_be_read_is_nothing(text: str) -> None:
    assert read_moment(text, NOON, PACIFIC) is None


def test_a_longest_span_does_not_overflow() -> None:
    assert read_moment("9999w", NOON, UTC) == NOON + timedelta(weeks=9999)
