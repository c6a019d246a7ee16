"""Dates and time spans as people write them."""

import re
from datetime import date, datetime, timedelta, tzinfo

_SPAN = re.compile(r"([0-9]{1,4}) ?([^\W\d_]+)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ t]+([0-9]{1,2}):([0-9]{2}))?")
_UNITS = {
    timedelta(minutes=1): "m min mins minute minutes minuto minutos",
    timedelta(hours=1): "h hr hrs hour hours hora horas",
    timedelta(days=1): "d day days día días dia dias",
    timedelta(weeks=1): "w wk week weeks sem semana semanas",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_DAYS = {"tomorrow": 1, "mañana": 1, "manana": 1}


def read_moment(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """Return the moment meant by "3d", "2 weeks", "2026-12-24", "2026-12-24 18:00" or "tomorrow".

    Dates and days begin at midnight in `zone`. May lie in the past; None = cannot be read.
    """
    written = " ".join(text.casefold().split())
    try:
        return _span(written, now) or _day(written, now, zone)
    except (ValueError, OverflowError):  # 31 February; a time before the first year
        return None


def _span(written: str, now: datetime) -> datetime | None:
    parts = _SPAN.findall(written)
    rest = _SPAN.sub("", written).strip()
    if not parts or rest or any(unit not in _UNIT_OF for _, unit in parts):
        return None
    return now + sum((int(count) * _UNIT_OF[unit] for count, unit in parts), timedelta(0))


def _day(written: str, now: datetime, zone: tzinfo) -> datetime | None:
    if written in _DAYS:
        day = now.astimezone(zone).date() + timedelta(days=_DAYS[written])
        return _begin(day, now, zone)
    if not (found := _DATE.fullmatch(written)):
        return None
    year, month, day_of_month, hour, minute = (int(part or 0) for part in found.groups())
    local = datetime(year, month, day_of_month, hour, minute, tzinfo=zone)
    return local.astimezone(now.tzinfo)


def _begin(day: date, now: datetime, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(now.tzinfo)
