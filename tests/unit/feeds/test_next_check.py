from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relaybot.feeds.next_check import LONGEST, after_failure, after_success
from tests.builders import NOON, minutes

IN_A_QUARTER = NOON + minutes(15)
IN_SIX_HOURS = NOON + timedelta(hours=6)
NEXT_WEEK = NOON + timedelta(days=7)


@pytest.mark.parametrize(
    ("max_age", "expected"),
    [
        pytest.param(None, IN_A_QUARTER, id="server silent"),
        pytest.param(60.0, IN_A_QUARTER, id="stale sooner than planned"),
        pytest.param(3600.0, NOON + minutes(60), id="fresh for longer"),
        pytest.param(1e12, NOON + LONGEST, id="capped at a day"),
    ],
)
def test_after_success(max_age: float | None, expected: datetime) -> None:
    assert after_success(IN_A_QUARTER, NOON, max_age) == expected


def test_a_plan_beyond_a_day_stands() -> None:
    assert after_success(NEXT_WEEK, NOON, 1e12) == NEXT_WEEK


@pytest.mark.parametrize(
    ("failures", "planned", "expected"),
    [
        pytest.param(1, IN_A_QUARTER, NOON + minutes(5), id="first"),
        pytest.param(2, IN_A_QUARTER, NOON + minutes(10), id="second"),
        pytest.param(3, IN_SIX_HOURS, NOON + minutes(20), id="third, still before the plan"),
        pytest.param(4, IN_A_QUARTER, NOON + minutes(40), id="fourth"),
        pytest.param(4, IN_SIX_HOURS, IN_SIX_HOURS, id="then the plan is not undercut"),
        pytest.param(8, IN_SIX_HOURS, NOON + minutes(640), id="beyond the plan"),
        pytest.param(10, IN_A_QUARTER, NOON + LONGEST, id="capped at a day"),
        pytest.param(5000, IN_A_QUARTER, NOON + LONGEST, id="never given up"),
        pytest.param(4, NEXT_WEEK, NOON + LONGEST, id="a weekly feed is retried within a day"),
    ],
)
def test_after_failure(failures: int, planned: datetime, expected: datetime) -> None:
    assert after_failure(failures, planned, NOON, None, 0.0) == expected


def test_the_server_decides_how_long_it_is_left_alone() -> None:
    assert after_failure(1, IN_A_QUARTER, NOON, 7200.0, 0.9) == NOON + minutes(120)


def test_the_server_decides_for_at_most_a_day() -> None:
    assert after_failure(1, IN_A_QUARTER, NOON, 1e12, 0.0) == NOON + LONGEST


def test_jitter_takes_up_to_a_quarter() -> None:
    assert after_failure(3, IN_A_QUARTER, NOON, None, 0.5) == NOON + minutes(17.5)


def test_a_feed_that_is_gone_is_asked_once_a_day() -> None:
    assert after_failure(1, IN_A_QUARTER, NOON, None, 0.3, gone=True) == NOON + LONGEST


@given(
    failures=st.integers(0, 10**9),
    plan=st.timedeltas(timedelta(seconds=1), timedelta(days=400)),
    asked=st.none() | st.floats(0, 1e9),
    jitter=st.floats(0, 1, exclude_max=True),
)
def test_always_later_and_within_a_day(
    failures: int, plan: timedelta, asked: float | None, jitter: float
) -> None:
    moment = after_failure(failures, NOON + plan, NOON, asked, jitter)
    assert NOON + minutes(3.75) <= moment <= NOON + LONGEST
    assert moment >= NOON + timedelta(seconds=min(asked or 0.0, LONGEST.total_seconds()))
