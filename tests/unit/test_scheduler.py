"""When each feed has its turn, and that the recurring work really recurs."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from relaybot.errors import ConfigError
from relaybot.scheduler import CRON_SPREAD, PollRhythm, Scheduler, parse_cron
from tests.builders import NOON, a_feed

QUARTER = timedelta(minutes=15)
FOUR_A_DAY = "0 8,12,16,20 * * *"
FEEDS = [a_feed(f"feed-{number}") for number in range(120)]


def test_the_next_turn_is_in_the_future_and_at_most_one_interval_away() -> None:
    rhythm = PollRhythm(every=QUARTER)
    for feed in FEEDS:
        assert NOON < rhythm.next_after(feed, NOON) <= NOON + QUARTER


def test_turns_follow_each_other_at_the_interval_whatever_the_moment_of_asking() -> None:
    rhythm, feed = PollRhythm(every=QUARTER), FEEDS[0]
    first = rhythm.next_after(feed, NOON)
    assert rhythm.next_after(feed, first) == first + QUARTER
    assert rhythm.next_after(feed, first + timedelta(minutes=4)) == first + QUARTER
    assert rhythm.next_after(feed, first - timedelta(microseconds=1)) == first


def test_feeds_keep_their_places_across_restarts_and_are_spread_evenly() -> None:
    turns = [PollRhythm(every=QUARTER).next_after(feed, NOON) for feed in FEEDS]
    assert turns == [PollRhythm(every=QUARTER).next_after(feed, NOON) for feed in FEEDS]
    a_minute = Counter((turn - NOON) // timedelta(minutes=1) for turn in turns)
    assert len(a_minute) == 15  # no minute is left idle
    assert max(a_minute.values()) <= 3 * len(FEEDS) / 15


def test_a_feeds_own_interval_wins() -> None:
    feed = a_feed(every=timedelta(days=1))
    for rhythm in (PollRhythm(every=QUARTER), PollRhythm(every=QUARTER, cron=FOUR_A_DAY)):
        first = rhythm.next_after(feed, NOON)
        assert rhythm.next_after(feed, first) == first + timedelta(days=1)


CRON_TURNS = {
    "between two": (datetime(2026, 3, 14, 9, 30, tzinfo=UTC), 12),
    "just before": (datetime(2026, 3, 14, 11, 59, 59, tzinfo=UTC), 12),
    "after all that spread": (datetime(2026, 3, 14, 12, 5, tzinfo=UTC), 16),
    "the next day": (datetime(2026, 3, 14, 20, 30, tzinfo=UTC), 32),
    "the night the clocks change in America": (datetime(2026, 3, 8, 7, 0, tzinfo=UTC), 8),
}


@pytest.mark.parametrize(("now", "hour"), CRON_TURNS.values(), ids=CRON_TURNS)
def test_a_cron_rhythm_is_in_utc_and_spread_over_a_short_stretch(now: datetime, hour: int) -> None:
    rhythm = PollRhythm(every=QUARTER, cron=FOUR_A_DAY)
    fired = now.replace(hour=0, minute=0, second=0) + timedelta(hours=hour)
    turns = [rhythm.next_after(feed, now) for feed in FEEDS]
    assert all(fired <= turn < fired + CRON_SPREAD for turn in turns)
    assert len(set(turns)) > len(FEEDS) * 0.9


def test_a_feed_polled_at_its_cron_place_waits_for_the_next_time() -> None:
    rhythm = PollRhythm(every=QUARTER, cron=FOUR_A_DAY)
    for feed in FEEDS:
        turn = rhythm.next_after(feed, NOON)
        assert rhythm.next_after(feed, turn) > turn
        later = rhythm.next_after(feed, turn + timedelta(seconds=1))
        assert later - turn in (timedelta(hours=4), timedelta(hours=12))


def test_a_feeds_own_cron_wins() -> None:
    turn = PollRhythm(every=QUARTER, cron=FOUR_A_DAY).next_after(a_feed(cron="30 3 * * *"), NOON)
    assert datetime(2026, 3, 15, 3, 30, tzinfo=UTC) <= turn
    assert turn < datetime(2026, 3, 15, 3, 30, tzinfo=UTC) + CRON_SPREAD


def test_a_day_that_never_comes_is_far_away_but_no_crash() -> None:
    turn = PollRhythm(every=QUARTER, cron="0 0 31 2 *").next_after(a_feed(), NOON)
    assert turn > NOON + timedelta(days=300)


def test_cron_that_is_none_is_told() -> None:
    with pytest.raises(ConfigError, match="five fields are wanted"):
        parse_cron("every day")


async def test_work_begins_at_once_and_recurs_until_stopped() -> None:
    runs = 0
    thrice = asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 3:
            thrice.set()

    scheduler = Scheduler()
    scheduler.every("work", timedelta(milliseconds=10), work)
    scheduler.start()
    async with asyncio.timeout(20):
        await thrice.wait()
    scheduler.stop()
    done = runs
    await asyncio.sleep(0.05)
    assert runs == done


async def test_work_that_fails_is_done_again_next_time() -> None:
    runs = 0
    again = asyncio.Event()

    async def work() -> None:
        nonlocal runs
        runs += 1
        if runs == 1:
            raise RuntimeError("a bug")
        again.set()

    scheduler = Scheduler()
    scheduler.every("work", timedelta(milliseconds=10), work)
    scheduler.start()
    async with asyncio.timeout(20):
        await again.wait()
    scheduler.stop()
