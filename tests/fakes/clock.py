"""A clock that stands still until it is told to move."""

from datetime import datetime, timedelta

from tests.builders import NOON


class FakeClock:
    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """`clock.move(minutes=5)`."""
        self.now += timedelta(**by)
