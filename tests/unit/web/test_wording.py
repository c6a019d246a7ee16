from datetime import timedelta

import pytest

from relaybot.web.wording import count, exact, relative
from tests.builders import NOON

RELATIVE = {
    "now": (timedelta(0), "just now"),
    "a moment ago": (timedelta(seconds=-59), "just now"),
    "in a moment": (timedelta(seconds=59), "in less than a minute"),
    "one minute": (timedelta(minutes=-1), "1 minute ago"),
    "rounded down": (timedelta(minutes=4, seconds=59), "in 4 minutes"),
    "hours": (timedelta(hours=-2, minutes=-50), "2 hours ago"),
    "days": (timedelta(days=3, hours=1), "in 3 days"),
    "two months": (timedelta(days=-60), "60 days ago"),
    "far": (timedelta(days=-400), "7 February 2025"),
}


@pytest.mark.parametrize(("distance", "words"), RELATIVE.values(), ids=RELATIVE)
def test_relative(distance: timedelta, words: str) -> None:
    assert relative(NOON + distance, NOON) == words


def test_count() -> None:
    assert [count(1, "feed"), count(0, "feed"), count(1200, "post")] == [
        "1 feed",
        "0 feeds",
        "1,200 posts",
    ]


def test_exact() -> None:
    assert exact(NOON) == "14 March 2026, 12:00 UTC"
