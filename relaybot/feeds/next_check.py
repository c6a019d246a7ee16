"""When to ask a feed again: later if its server wants it, soon after a hiccup, never not at all."""

from datetime import datetime, timedelta

LONGEST = timedelta(hours=24)
FIRST_RETRY = timedelta(minutes=5)
# A hiccup is over within the hour; after this many the feed's own rhythm is not undercut any more.
QUICK_RETRIES = 3
# 5 min × 2⁹ is above 24 h: doubling further would only make numbers that overflow.
MOST_DOUBLINGS = 9


def after_success(planned: datetime, now: datetime, max_age: float | None) -> datetime:
    """Return when to ask after an answer: as planned, or when it has gone stale if that is later.

    `max_age` is in seconds and honoured up to 24 hours.
    """
    if max_age is None:
        return planned
    return max(planned, now + _at_most_a_day(max_age))


def after_failure(
    failures: int,
    planned: datetime,
    now: datetime,
    retry_after: float | None,
    jitter: float,
    *,
    gone: bool = False,
) -> datetime:
    """Return when to ask after the `failures`-th failure in a row; at most 24 hours from now.

    5, 10, 20 minutes and so on, up to a quarter less by `jitter` (in [0, 1)) so that feeds of one
    broken host drift apart; never earlier than `retry_after` seconds. `gone` (410): once a day.
    """
    if gone:
        return now + LONGEST
    doublings = min(max(failures - 1, 0), MOST_DOUBLINGS)
    moment = now + min(FIRST_RETRY * (1 << doublings), LONGEST) * (1 - jitter / 4)
    if failures > QUICK_RETRIES:
        moment = max(moment, min(planned, now + LONGEST))
    if retry_after is not None:
        moment = max(moment, now + _at_most_a_day(retry_after))
    return moment


def _at_most_a_day(seconds: float) -> timedelta:
    return timedelta(seconds=min(seconds, LONGEST.total_seconds()))
