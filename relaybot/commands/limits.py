"""How much one person may ask, and one channel may follow."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

ASKS_A_MINUTE = 10  # typed commands
PRESSES_A_MINUTE = 60  # buttons: turning the directory's pages is no flood
FOLLOWS_A_DESTINATION = 500
LONGEST_TEXT = 200  # characters of an argument that are looked at

_MINUTE = timedelta(minutes=1)
_PEOPLE_REMEMBERED = 10_000


class AskLimit:
    """A moving window of a minute per person, in memory."""

    def __init__(self, most: int = ASKS_A_MINUTE) -> None:
        self._most = most
        self._asked: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()

    def allows(self, platform: str, user: str, now: datetime) -> bool:
        """Count one more ask of this person, and say whether it is within the limit."""
        times = self._asked.setdefault((platform, user), deque())
        self._asked.move_to_end((platform, user))
        while times and times[0] <= now - _MINUTE:
            times.popleft()
        if len(times) >= self._most:
            return False
        times.append(now)
        if len(self._asked) > _PEOPLE_REMEMBERED:
            self._asked.popitem(last=False)
        return True


def whole_number(text: str | None, most: int) -> int | None:
    """Return a number from 1 to `most` that somebody typed, the nearest of these for another."""
    written = (text or "").strip()
    digits = written.removeprefix("-")
    if not digits.isdecimal():
        return None
    if digits != written:  # below zero
        return 1
    return max(1, min(int(digits[:9]), most))
