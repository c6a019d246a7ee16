"""When an event is, as people and programs write it; nothing is guessed.

Only a day with its year counts, and an hour that cannot be another one: "6:30" alone may be morning
or evening, 5/4/2026 may be May or April, "Friday, May 4, 2026" is a Monday. All of these are None.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from relaybot.feeds.event_hours import Hours, take_hours
from relaybot.richtext.characters import tidy
from relaybot.richtext.event_words import MONTHS, WEEKDAYS

_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_WEEKDAY = re.compile(
    rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b(?=\.?,?\s+[\w])", re.I
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º|°)?(?:\s?[-–—]\s?(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})(?!\d)"
_DAYS = (
    re.compile(rf"{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)"),
    re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)"),
    re.compile(rf"{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}", re.I),
    re.compile(rf"{_DAY}\s+(?:of\s+|de\s+)?{_MONTH}\s*,?\s+(?:del?\s+)?{_YEAR}", re.I),
)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.]((?:19|20)\d{2})(?!\d)")
_BETWEEN = re.compile(
    r"[\s,;·|•@()–—-]*(?:(?:and|at|from|on|to|through|until|till?|a|al|el|hasta|desde|de|y)\b\s*"
    r"[,:@]?\s*)?(?:las?\b\s*)?",
    re.I,
)
_ANOTHER_DAY = re.compile(
    rf"\b(?:{'|'.join(MONTHS)})\b\.?\s+\d|\d\s+(?:de\s+)?(?:{'|'.join(MONTHS)})\b"
    r"|\b\d{1,2}/\d{1,2}\b|\b\d{4}-\d{2}-\d{2}\b",
    re.I,
)
_UP_TO = re.compile(r"\s*(?:[-–—]|to\b|through\b|until\b|till?\b|al?\b|hasta\b)", re.I)
_LONGEST = 300  # characters of a line that are read
_LATE = timedelta(hours=12)  # an evening that ends before it begins ends the day after


@dataclass(frozen=True, slots=True)
class Span:
    """When something is. `all_day`: no hour is stated, so the times of day mean nothing."""

    starts: datetime
    ends: datetime | None = None
    all_day: bool = False


def span_of(text: str) -> Span | None:
    """Return when a text says that something is; None in doubt.

    Times are aware where the text states an offset or a zone of the United States, else naive.
    """
    try:
        return _span(tidy(text[: 2 * _LONGEST])[:_LONGEST])
    except (ValueError, OverflowError):  # 31 February; an offset of 99 hours
        return None


def names_a_day(text: str) -> bool:
    """Return whether a text names a day of some month, with a year or without."""
    return bool(_ANOTHER_DAY.search(text[:_LONGEST]))


@dataclass(frozen=True, slots=True)
class _Days:
    """A day, or several in a row, and what is written after them."""

    first: date
    last: date
    rest: str


def _span(text: str) -> Span | None:
    text = _after(text)
    early = take_hours(text, clock24=False)
    if early is None:
        return None
    if early.starts:  # "7 pm on May 2, 2026"
        days = _take_days(_after(early.rest))
        return None if days is None or _ANOTHER_DAY.search(days.rest) else _within(days, early)
    days = _take_days(text)
    hours = days and take_hours(_after_day(days.rest), clock24=text[:4].isdecimal())
    return _from_day(days, hours) if days and hours else None


def _from_day(days: _Days, hours: Hours) -> Span | None:
    rest = hours.rest if hours.starts else days.rest
    more = _take_days(_after(rest)) if _UP_TO.match(rest) and not hours.ends else None
    if _ANOTHER_DAY.search(more.rest if more else rest):
        return None  # several days, of which only the first was understood
    return _with_last_day(days, hours, more) if more else _within(days, hours)


def _within(days: _Days, hours: Hours) -> Span:
    """Return one day with its hours, or several days."""
    if hours.starts is None:
        last = _midnight(days.last) if days.last > days.first else None
        return Span(_midnight(days.first), last, all_day=True)
    zone = _zone(hours, days.first)
    starts = datetime.combine(days.first, hours.starts, zone)
    if hours.ends is None:
        return Span(starts)
    ends = datetime.combine(days.last, hours.ends, zone)
    if ends <= starts and starts - ends >= _LATE:
        ends += timedelta(days=1)
    return Span(starts, ends if ends > starts else None)


def _with_last_day(days: _Days, hours: Hours, more: _Days) -> Span | None:
    """Return a span that ends on another day, with or without hours on both."""
    if more.last <= days.first:
        return None
    if hours.starts is None:
        return Span(_midnight(days.first), _midnight(more.last), all_day=True)
    last = take_hours(_after_day(more.rest), clock24=False)
    starts = datetime.combine(days.first, hours.starts, _zone(hours, days.first))
    if last is None or last.starts is None:
        return Span(starts)
    return Span(starts, datetime.combine(more.last, last.starts, _zone(last, more.last)))


def _take_days(text: str) -> _Days | None:
    weekday = _WEEKDAY.match(text)
    written = text[weekday.end() :].lstrip(" .,") if weekday else text
    for first, last, end in _days_at(written):
        if weekday is None or first.weekday() == WEEKDAYS[weekday[0].lower()]:
            return _Days(first, last, written[end:])
    return None


def _days_at(text: str) -> Iterator[tuple[date, date, int]]:
    """Yield what the beginning of a text may be: first day, last day, where it ends."""
    for pattern in _DAYS:
        if found := pattern.match(text):
            named = found.groupdict()
            month = MONTHS.get(named["month"].lower()) or int(named["month"])
            first = date(int(named["year"]), month, int(named["day"]))
            last = first.replace(day=int(named["last"])) if named.get("last") else first
            if last >= first:
                yield first, last, found.end()
    if found := _SLASHED.match(text):
        one, two, year = map(int, found.groups())
        days = {date(year, month, day) for month, day in ((one, two), (two, one)) if month <= 12}
        if len(days) == 1:  # 12/20/2025 can be read in one way only
            yield min(days), min(days), found.end()


def _after(text: str) -> str:
    """Return what stands after a comma, a dash, "on", "to", "el" …"""
    found = _BETWEEN.match(text)
    return text[found.end() :] if found else text


def _after_day(text: str) -> str:
    return text[1:] if re.match(r"[Tt]\d", text) else _after(text)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _zone(hours: Hours, day: date) -> tzinfo | None:
    """Return the fixed offset that holds on that day."""
    if hours.zone is None:
        return None
    if not isinstance(hours.zone, ZoneInfo):
        return hours.zone
    offset = datetime.combine(day, hours.starts or time(), hours.zone).utcoffset()
    return timezone(offset or timedelta())
