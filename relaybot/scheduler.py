"""When things happen: the only home of APScheduler.

A feed's own `cron` or `every` (in the directory) wins over `[polling]`. An interval is a grid in
which every feed has a place of its own, drawn from its slug, so that a hundred feeds of one rhythm
are spread over it and keep their places across restarts. A cron time, being everybody's, is
followed by a short stretch over which they spread.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zlib import crc32

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from relaybot.errors import ConfigError
from relaybot.model.source import Feed

CRON_SPREAD = timedelta(minutes=2)
TICK = timedelta(seconds=5)
NEVER = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class PollRhythm:
    """Tells when a feed is to be asked next; implements `ports.Rhythm`."""

    every: timedelta
    cron: str | None = None

    def next_after(self, feed: Feed, now: datetime) -> datetime:
        """Return the feed's next place in the grid, or its place after the next cron time."""
        cron = feed.cron or (None if feed.every else self.cron)
        if cron is None:
            return _next_in_grid(feed.slug, feed.every or self.every, now)
        place = _place(feed.slug, CRON_SPREAD)
        # APScheduler's "next" may be the very moment it is asked for.
        fired = parse_cron(cron).get_next_fire_time(None, now - place + timedelta.resolution)
        return (fired.astimezone(UTC) if fired else now + NEVER) + place


def parse_cron(text: str) -> CronTrigger:
    """Read five cron fields, in UTC. Raises `ConfigError`."""
    try:
        return CronTrigger.from_crontab(text, timezone=UTC)
    except ValueError as error:
        wanted = 'five fields are wanted, like "0 8,12,16,20 * * *"'
        raise ConfigError(f"{text!r} is not a cron rhythm:", [f"{error}; {wanted}"]) from error


def _next_in_grid(slug: str, every: timedelta, now: datetime) -> datetime:
    epoch = datetime.fromtimestamp(0, UTC) + _place(slug, every)
    passed = (now - epoch) // every
    return epoch + (passed + 1) * every


def _place(slug: str, stretch: timedelta) -> timedelta:
    """Return the feed's place within `stretch`, the same for ever."""
    return stretch * (crc32(slug.encode()) / 2**32)


class Scheduler:
    """Runs the recurring work in the running event loop."""

    def __init__(self) -> None:
        # One late run instead of several, and never two of the same job at once.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._stopping = False
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def every(self, name: str, interval: timedelta, job: Callable[[], Awaitable[None]]) -> None:
        """Run `job` now and then at each interval."""

        async def run() -> None:
            try:
                await job()
            except asyncio.CancelledError:
                # APScheduler cancels what is under way at its end, and would log that as a fault.
                if not self._stopping:
                    raise

        self._scheduler.add_job(
            run,
            "interval",
            seconds=interval.total_seconds(),
            id=name,
            next_run_time=datetime.now(UTC),
        )

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """End, without waiting for jobs under way: their owners stop them."""
        self._stopping = True
        self._scheduler.shutdown(wait=False)
