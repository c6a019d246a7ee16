from datetime import UTC, datetime, timedelta, timezone

import pytest

from relaybot.feeds.event_times import Span, span_of

EASTERN_SUMMER = timezone(timedelta(hours=-4))


def at(*parts: int, zone: timezone | None = None) -> datetime:
    return datetime(*parts, tzinfo=zone)  # type: ignore[arg-type, misc]  # a year, a month, …


def all_day(first: datetime, last: datetime | None = None) -> Span:
    return Span(first, last, all_day=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-05-04T18:30:00-04:00", Span(at(2026, 5, 4, 18, 30, zone=EASTERN_SUMMER))),
        ("2026-05-04T18:30:00.000Z", Span(at(2026, 5, 4, 18, 30, zone=UTC))),
        ("20260504T183000Z", Span(at(2026, 5, 4, 18, 30, zone=UTC))),
        ("20260504T1830", Span(at(2026, 5, 4, 18, 30))),
        ("2026-05-04 18:30", Span(at(2026, 5, 4, 18, 30))),
        ("2026-05-04 6:30 pm", Span(at(2026, 5, 4, 18, 30))),
        ("2026-05-04 12:00 AM", Span(at(2026, 5, 4))),
        ("2026-05-04", all_day(at(2026, 5, 4))),
        ("20260504", all_day(at(2026, 5, 4))),
        ("2026-05-04, 15 Main Street", all_day(at(2026, 5, 4))),
        ("Mon, 04 May 2026 18:30:00 -0400", Span(at(2026, 5, 4, 18, 30, zone=EASTERN_SUMMER))),
    ],
)
def test_as_programs_write_it(text: str, expected: Span) -> None:
    assert span_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Saturday, December 20, 2025 from 9:30 am til 11:30 am",
            Span(at(2025, 12, 20, 9, 30), at(2025, 12, 20, 11, 30)),
        ),
        ("Sat., May 2, 2026 | 3:00 PM – 5:00 PM", Span(at(2026, 5, 2, 15), at(2026, 5, 2, 17))),
        ("May 4th, 2026 @ 7pm, doors 6:30", Span(at(2026, 5, 4, 19))),
        ("6-8pm on Monday, May 4, 2026", Span(at(2026, 5, 4, 18), at(2026, 5, 4, 20))),
        ("May 4, 2026, 11–1 pm", Span(at(2026, 5, 4, 11), at(2026, 5, 4, 13))),
        ("May 4, 2026, 9 a.m. to noon", Span(at(2026, 5, 4, 9), at(2026, 5, 4, 12))),
        ("May 4, 2026, 10 PM – 1 AM", Span(at(2026, 5, 4, 22), at(2026, 5, 5, 1))),
        ("4 May 2026, 19:30 to 21:00", Span(at(2026, 5, 4, 19, 30), at(2026, 5, 4, 21))),
        ("May 4, 2026, 7 PM ET / 4 PM PT", Span(at(2026, 5, 4, 19, zone=EASTERN_SUMMER))),
        ("May 4, 2026, 7 pm EST", Span(at(2026, 5, 4, 19, zone=EASTERN_SUMMER))),
        (
            "May 4, 2026, 7 pm Eastern Time",
            Span(at(2026, 5, 4, 19, zone=EASTERN_SUMMER)),
        ),
        ("May 4, 2026, 7 pm Eastern Hall", Span(at(2026, 5, 4, 19))),
        ("May 4, 2026", all_day(at(2026, 5, 4))),
        ("May 4, 2026 at 6", all_day(at(2026, 5, 4))),
        ("May 2–3, 2026", all_day(at(2026, 5, 2), at(2026, 5, 3))),
        ("May 2, 2026 – May 4, 2026", all_day(at(2026, 5, 2), at(2026, 5, 4))),
        ("May 2, 2026 6 pm – May 3, 2026 2 am", Span(at(2026, 5, 2, 18), at(2026, 5, 3, 2))),
        ("12/20/2025 at noon", Span(at(2025, 12, 20, 12))),
        ("20.12.2025", all_day(at(2025, 12, 20))),
    ],
)
def test_as_people_write_it(text: str, expected: Span) -> None:
    assert span_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "sábado, 20 de diciembre de 2025, de 9:30 a 11:30 de la mañana",
            Span(at(2025, 12, 20, 9, 30), at(2025, 12, 20, 11, 30)),
        ),
        ("El sábado 20 de diciembre del 2025 a las 18:30", Span(at(2025, 12, 20, 18, 30))),
        (
            "20 de diciembre de 2025, 6:00 p. m. a 8:00 p. m.",
            Span(at(2025, 12, 20, 18), at(2025, 12, 20, 20)),
        ),
        ("4 de mayo de 2026 a las 7 de la noche", Span(at(2026, 5, 4, 19))),
        ("4 de mayo de 2026, mediodía", Span(at(2026, 5, 4, 12))),
    ],
)
def test_in_spanish(text: str, expected: Span) -> None:
    assert span_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Every Tuesday",
        "tomorrow at 7 pm",
        "May 4 at 7 pm",
        "May 2 – May 4, 2026",
        "5/4/2026",
        "May 4, 2026 at 6:30",
        "May 4, 2026 at midnight",
        "Friday, December 20, 2025",
        "May 2, 2026 at 3 pm and May 3, 2026 at 5 pm",
        "May 4, 2026 (rain date: May 5)",
        "May 40, 2026",
        "2026-02-30",
        "2026-05-04T25:00",
        "May 4, 2026, 13 pm",
        "2026-05-04T18:30:00+99:99",
        "Join us, May 4, 2026",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert span_of(text) is None


@pytest.mark.parametrize("noise", ["5" * 600, "may " * 900, "1-1" * 900, "- " * 900, "a m " * 900])
def test_noise_is_no_date(noise: str) -> None:
    assert span_of(noise) is None
