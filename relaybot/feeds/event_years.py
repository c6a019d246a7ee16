"""The year of a day that is written without one: "Saturday, April 18 from 11 AM".

The weekday and the day of publication leave one year: the same day falls on another weekday in the
years beside it. Where they contradict each other, or there is no weekday, nothing is guessed.
"""

import re
from datetime import UTC, date, datetime, timedelta

from relaybot.richtext.event_words import MONTHS, WEEKDAYS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_MONTH_FIRST = rf"(?P<month>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
_DAY_FIRST = rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|º)?\s+(?:of\s+|de\s+)?(?P<month>{_MONTH})\b\.?"
_DAYS = tuple(
    re.compile(rf"\b(?P<weekday>{_WEEKDAY})\b\.?,?\s+(?:the\s+|el\s+)?{day}(?![\d:])", re.I)
    for day in (_MONTH_FIRST, _DAY_FIRST)
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_AHEAD = timedelta(days=300)  # announced longer before, a year is told
_LATE = timedelta(days=1)  # a text of today reads as tomorrow's in some zones
_LONGEST = 300


def with_year(text: str, published: float | None) -> str:
    """Return a text with the year behind its only day, where that can only be one; else as it is.

    `published`: seconds since 1970; None = not known.
    """
    if published is None or len(text) > _LONGEST or _YEAR.search(text):
        return text
    found = [match for pattern in _DAYS for match in pattern.finditer(text)]
    year = _year(found[0], datetime.fromtimestamp(published, UTC).date()) if found else None
    if len(found) != 1 or year is None:
        return text
    return f"{text[: found[0].end()]}, {year}{text[found[0].end() :]}"


def _year(said: re.Match[str], published: date) -> int | None:
    """The year in which this day is soon after its publication, on the weekday that is written."""
    first = published - _LATE
    month, number = MONTHS[said["month"].lower()], int(said["day"])
    for year in (first.year, first.year + 1):
        try:
            day = date(year, month, number)
        except ValueError:  # 31 April; 29 February of most years
            continue
        is_soon = first <= day <= first + _AHEAD
        if is_soon and day.weekday() == WEEKDAYS[said["weekday"].lower()]:
            return year
    return None
