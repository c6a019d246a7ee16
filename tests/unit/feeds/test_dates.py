from datetime import UTC, datetime, timedelta

import pytest

from relaybot.feeds.dates import date_in_link, read_date, sensible
from tests.builders import NOON


def utc(*parts: int) -> float:
    return datetime(*parts, tzinfo=UTC).timestamp()  # type: ignore[arg-type,misc]  # only ints


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tue, 10 Mar 2026 18:30:00 +0000", utc(2026, 3, 10, 18, 30)),
        ("Tue, 10 Mar 2026 18:30:00 PST", utc(2026, 3, 11, 2, 30)),
        ("10 Mar 2026 18:30", utc(2026, 3, 10, 18, 30)),
        ("10 Mar 26 18:30 GMT", utc(2026, 3, 10, 18, 30)),
        ("Tue, 10 March 2026 18:30:00 GMT", utc(2026, 3, 10, 18, 30)),
        ("2026-03-10T18:30:00Z", utc(2026, 3, 10, 18, 30)),
        ("2026-03-10T18:30:00.123456+05:30", utc(2026, 3, 10, 13)),
        ("2026-03-10T18:30-0700", utc(2026, 3, 11, 1, 30)),
        ("2026-03-10 18:30:00 UTC", utc(2026, 3, 10, 18, 30)),
        ("2026-03-10T24:00:00Z", utc(2026, 3, 11)),
        ("2026-03-10", utc(2026, 3, 10)),
        ("2026-03", utc(2026, 3, 1)),
        ("20260310T183000Z", utc(2026, 3, 10, 18, 30)),
        ("2026/3/10 18:30:00", utc(2026, 3, 10, 18, 30)),
        ("March 10, 2026", utc(2026, 3, 10)),
        ("Tuesday, March 10th, 2026 at 12:15 AM", utc(2026, 3, 10, 0, 15)),
        ("  Tue, 10 Mar 2026\n 18:30:00 GMT ", utc(2026, 3, 10, 18, 30)),
    ],
)
def test_what_feeds_write(text: str, expected: float) -> None:
    assert read_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "1704067200",
        "1704067200000",
        "2024-02-30",
        "30 Feb 2024 10:00:00 GMT",
        "2024-13-45T99:99:99Z",
        "0000-00-00 00:00:00",
        "2024年1月1日",
        "2024-W01-1",
        "Tue, 10 Mar 99999999 18:30:00 GMT",
        "2026-03-10T18:30:00+99:99",
        "x" * 1_000_000,
        "1" * 5_000,
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/2026/03/09/x/", datetime(2026, 3, 9, 12, tzinfo=UTC)),
        ("https://a.example/blog/2026-3-9-x.html", datetime(2026, 3, 9, 12, tzinfo=UTC)),
        ("https://a.example/2026/02/31/x/", None),
        ("https://a.example/2026/03/", None),
        ("https://a.example/1234/56/78", None),
    ],
)
def test_date_in_link(url: str, expected: datetime | None) -> None:
    assert date_in_link(url) == expected


def test_sense_is_between_1990_and_tomorrow() -> None:
    tomorrow = NOON + timedelta(days=1)
    assert sensible(tomorrow.timestamp(), NOON) == tomorrow
    assert sensible(tomorrow.timestamp() + 1, NOON) is None
    assert sensible(utc(1990, 1, 1), NOON) == datetime(1990, 1, 1, tzinfo=UTC)
    assert sensible(utc(1989, 12, 31), NOON) is None


@pytest.mark.parametrize("moment", [None, 1e300, -1e300, float("nan"), float("inf")])
def test_what_is_no_moment(moment: float | None) -> None:
    assert sensible(moment, NOON) is None
