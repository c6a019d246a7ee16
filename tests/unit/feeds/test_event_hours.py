from datetime import UTC, time

import pytest

from relaybot.feeds.event_hours import take_hours


@pytest.mark.parametrize(
    ("text", "starts", "ends", "rest"),
    [
        ("7 pm at the hall", time(19), None, " at the hall"),
        ("7:05 a.m.", time(7, 5), None, ""),
        ("12:00 AM", time(0), None, ""),
        ("12 pm", time(12), None, ""),
        ("12 noon – 2 pm, lunch", time(12), time(14), ", lunch"),
        ("6 to 8 pm", time(18), time(20), ""),
        ("10:30–2 pm", time(10, 30), time(14), ""),
        ("19:30", time(19, 30), None, ""),
        ("09:30", time(9, 30), None, ""),
        ("19h30", time(19, 30), None, ""),
        ("19 h", time(19), None, ""),
        ("10:00 a 12:30 h", time(10), time(12, 30), ""),
        ("9:15 – 17:45", time(9, 15), time(17, 45), ""),
        ("10 pm to midnight", time(22), time(0), ""),
        ("15 Main Street", None, None, "15 Main Street"),
        ("at the hall", None, None, "at the hall"),
    ],
)
def test_hours(text: str, starts: time | None, ends: time | None, rest: str) -> None:
    found = take_hours(text, clock24=False)
    assert found is not None
    assert (found.starts, found.ends, found.rest) == (starts, ends, rest)


@pytest.mark.parametrize("text", ["6:30", "6:30-8:30", "midnight"])
def test_in_doubt(text: str) -> None:
    assert take_hours(text, clock24=False) is None


def test_after_an_iso_day_an_hour_is_one_of_24() -> None:
    found = take_hours("6:30Z", clock24=True)
    assert found is not None
    assert (found.starts, found.zone) == (time(6, 30), UTC)


@pytest.mark.parametrize("text", ["25:00", "13 pm", "0 am"])
def test_an_hour_that_does_not_exist(text: str) -> None:
    with pytest.raises(ValueError, match="hour"):
        take_hours(text, clock24=True)
