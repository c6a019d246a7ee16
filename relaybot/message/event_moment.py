"""When an event takes place, in words: the same on every platform."""

from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import lru_cache

from relaybot.commands.words import Language, Words
from relaybot.model.post import Event


@lru_cache(maxsize=8)
def spoken(language: str) -> Words:
    """Return the words of a language; CLDR is read once."""
    return Words(Language(language))


def event_in_words(language: str, event: Event, zone: tzinfo, *, zoned: bool) -> str:
    """Return "Saturday, March 14, 2026, 9:30 AM – 11:30 AM".

    A time that the feed gives in UTC is told in `zone`, and with its name if `zoned`; any other as
    a clock on the spot says.
    """
    said = _event(language, event, UTC if _is_of_days(event) else zone)
    starts = _on_the_spot(event.starts, zone)
    return f"{said} {starts:%Z}" if zoned and not event.all_day and starts.tzinfo is zone else said


def _event(language: str, event: Event, zone: tzinfo) -> str:
    starts, ends = _on_the_spot(event.starts, zone), _end(event, zone)
    said = _when(language, starts.replace(tzinfo=None), event.all_day)
    if ends and ends.date() > starts.date():
        return f"{said} – {_when(language, ends.replace(tzinfo=None), event.all_day)}"
    if ends and ends > starts and not event.all_day:
        return f"{said} – {spoken(language).time(ends)}"
    return said


@lru_cache(maxsize=512)
def _when(language: str, at: datetime, all_day: bool) -> str:
    words = spoken(language)
    return words.weekday(at) if all_day else f"{words.weekday(at)}, {words.time(at)}"


def _is_of_days(event: Event) -> bool:
    """Whether it begins on a mere date: such a day reads as midnight, UTC."""
    at = event.starts
    return event.all_day and at.utcoffset() == timedelta() and at.time() == time.min


def _end(event: Event, zone: tzinfo) -> datetime | None:
    """An end that is told in another way than the beginning cannot be compared with it."""
    if event.ends is None or (event.ends.tzinfo is None) != (event.starts.tzinfo is None):
        return None
    return _on_the_spot(event.ends, zone)


def _on_the_spot(at: datetime, zone: tzinfo) -> datetime:
    offset = at.utcoffset()
    try:
        return at.astimezone(zone) if offset is not None and not offset else at
    except OverflowError:  # the first or the last day there is
        return at
