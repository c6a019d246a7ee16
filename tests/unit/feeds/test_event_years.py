from datetime import UTC, datetime

import pytest

from relaybot.feeds.event_years import with_year

IN_MARCH = datetime(2026, 3, 24, 13, tzinfo=UTC).timestamp()
IN_DECEMBER = datetime(2026, 12, 20, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        (
            "Saturday, April 18 from 11:00 AM to 12:00 PM EDT",
            IN_MARCH,
            "Saturday, April 18, 2026 from 11:00 AM to 12:00 PM EDT",
        ),
        ("6 pm on Sat. April 18th", IN_MARCH, "6 pm on Sat. April 18th, 2026"),
        ("sábado 18 de abril, 18:00", IN_MARCH, "sábado 18 de abril, 2026, 18:00"),
        ("Tuesday, March 24, 6 pm", IN_MARCH, "Tuesday, March 24, 2026, 6 pm"),
        ("Monday, March 23, 9 pm", IN_MARCH, "Monday, March 23, 2026, 9 pm"),
        ("Saturday, January 9, 6 pm", IN_DECEMBER, "Saturday, January 9, 2027, 6 pm"),
    ],
    ids=["English", "hour first", "Spanish", "today", "yesterday, in UTC", "next year"],
)
def test_weekday_and_publication_tell_the_year(text: str, published: float, expected: str) -> None:
    assert with_year(text, published) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Saturday, April 18, 2026, 6 pm",
        "Friday, April 18, 6 pm",
        "April 18, 6 pm",
        "Saturday, April 18 and Sunday, April 19",
        "Saturday, March 21, 6 pm",
        "Tuesday, April 31, 6 pm",
        "every Saturday",
        "Saturday, April 18 " * 20,
    ],
    ids=[
        "a year",
        "another weekday",
        "no weekday",
        "two days",
        "days ago",
        "no such day",
        "no day",
        "long",
    ],
)
def test_in_doubt_the_text_stays_as_it_is(text: str) -> None:
    assert with_year(text, IN_MARCH) == text


def test_without_a_publication_nothing_is_known() -> None:
    assert with_year("Saturday, April 18, 6 pm", None) == "Saturday, April 18, 6 pm"
