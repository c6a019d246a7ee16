from dataclasses import replace
from datetime import timedelta

import pytest

from relaybot.model.post import RecentPost
from relaybot.relay.withdrawals import Shown, Withdrawals, shown_in, still_away, withdrawals
from tests.builders import NOON, minutes

POST = RecentPost(
    id=7,
    published=NOON - timedelta(hours=1),
    seen_at=NOON - minutes(30),
    missing_since=None,
    withdrawn_at=None,
)
MISSED = replace(POST, missing_since=NOON - minutes(10))
OLDER = Shown(known=frozenset({1, 2}), oldest=NOON - timedelta(days=3))

CASES: dict[str, tuple[RecentPost, Shown, Withdrawals]] = {
    "there": (POST, replace(OLDER, known=frozenset({7})), Withdrawals()),
    "gone": (POST, OLDER, Withdrawals(missing=(7,))),
    "gone for long enough": (MISSED, OLDER, Withdrawals(withdrawn=(7,))),
    "gone, but not for long": (
        replace(POST, missing_since=NOON - minutes(9)),
        OLDER,
        Withdrawals(),
    ),
    "withdrawn before": (replace(MISSED, withdrawn_at=NOON), OLDER, Withdrawals()),
    "back before anybody noticed": (
        MISSED,
        replace(OLDER, known=frozenset({7})),
        Withdrawals(back=(7,)),
    ),
    "back after all": (
        replace(MISSED, withdrawn_at=NOON),
        replace(OLDER, known=frozenset({7})),
        Withdrawals(back=(7,), restored=(7,)),
    ),
    "seen more than a day ago": (
        replace(POST, seen_at=NOON - timedelta(days=1, minutes=1)),
        OLDER,
        Withdrawals(),
    ),
    "missed within the day, confirmed after it": (
        replace(MISSED, seen_at=NOON - timedelta(days=1, minutes=1)),
        OLDER,
        Withdrawals(withdrawn=(7,)),
    ),
    "as old as the oldest shown": (POST, replace(OLDER, oldest=POST.published), Withdrawals()),
    "without a date": (replace(POST, published=None), OLDER, Withdrawals()),
    "nobody can tell how far back it shows": (POST, replace(OLDER, oldest=None), Withdrawals()),
}


@pytest.mark.parametrize("case", CASES)
def test_withdrawals(case: str) -> None:
    post, shown, expected = CASES[case]
    assert withdrawals([post], shown, NOON, minutes(10)) == expected


MANY = {
    "all of four at once": (4, 4, ()),
    "four of ten at once": (4, 10, (1, 2, 3, 4)),
    "all of three at once": (3, 3, (1, 2, 3)),
}


@pytest.mark.parametrize("case", MANY)
def test_a_feed_that_was_rebuilt(case: str) -> None:
    gone, recent, expected = MANY[case]
    posts = [replace(POST, id=number) for number in range(1, recent + 1)]
    shown = replace(OLDER, known=frozenset(range(gone + 1, recent + 1)))
    assert withdrawals(posts, shown, NOON, minutes(10)).missing == expected


def test_a_feed_that_is_as_it_was() -> None:
    young = replace(POST, id=8, missing_since=NOON - minutes(1))
    assert still_away([MISSED, young], NOON, minutes(10)) == Withdrawals(withdrawn=(7,))


SHOWN: dict[str, tuple[list[float | None], bool, float | None]] = {
    "newest first": ([30.0, 20.0, 20.0, 10.0], True, 10.0),
    "cut short": ([30.0, 20.0], False, None),
    "oldest first": ([10.0, 20.0], True, None),
    "one without a date": ([30.0, None, 10.0], True, None),
    "nothing": ([], True, None),
    "a date beyond all time": ([9e18], True, None),
}


@pytest.mark.parametrize("case", SHOWN)
def test_shown_in(case: str) -> None:
    dates, complete, expected = SHOWN[case]
    oldest = shown_in([1], dates, complete=complete).oldest
    assert (oldest.timestamp() if oldest else None) == expected
