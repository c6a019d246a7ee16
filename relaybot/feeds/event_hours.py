"""Hours as people write them: "6:30–8 pm", "19:00", "noon", "de 9:30 a 11:30 a. m.", "7 PM ET"."""

import re
from datetime import UTC, time, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

_HALF = r"(?P<half>[ap])\s?\.?\s?m\b\.?|(?:de|por) la (?P<part>mañana|tarde|noche)\b"
_CLOCK = re.compile(
    r"(?:12\s+)?(?P<word>noon|midnight|mediod[ií]a|medianoche)\b"
    r"|(?P<hour>\d{1,2})(?:[:h](?P<minute>\d{2})(?::\d{2}(?:\.\d{1,9})?)?)?(?!\d)"
    rf"(?:\s?(?:{_HALF}|(?P<hours>h(?:rs?|oras)?\b\.?)))?",
    re.I,
)
_COMPACT = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2})(?:\d{2})?(?=Z|[+-]|\s|$)")
_UP_TO = re.compile(r"\s*(?:[-–—]|(?:to|til|till|until|a|hasta)\b)\s*(?:las?\b\s*)?", re.I)
_OFFSET = re.compile(
    r"\s?(?:(?P<utc>Z|UTC|GMT)\b|(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})(?!\d))"
)
# Upper case only: "et" is French.
_ZONE = re.compile(
    r"\s*\(?(?P<zone>[ECMP])"
    r"(?:[SD]?T\b|(?:astern|entral|ountain|acific) (?:(?:Standard|Daylight) )?[Tt]ime\b)"
)
_ZONES = {
    "E": "America/New_York",
    "C": "America/Chicago",
    "M": "America/Denver",
    "P": "America/Los_Angeles",
}
_PARTS = {"mañana": "a", "tarde": "p", "noche": "p"}
_WORDS = {"noon": 12, "midnight": 0, "mediodía": 12, "mediodia": 12, "medianoche": 0}


class Hours(NamedTuple):
    """From when to when, in which zone, and what is written after it; no start = no hour."""

    starts: time | None
    ends: time | None
    zone: tzinfo | None
    rest: str


class _Clock(NamedTuple):
    hour: int
    minute: int | None
    half: str  # "a", "p"; "" = of 24 hours; "?" = not said

    def read(self) -> time:
        """Return the time of day; "12 am" is midnight."""
        if self.half and not 1 <= self.hour <= 12:
            raise ValueError("no such hour")
        hour = self.hour % 12 + 12 * (self.half == "p") if self.half else self.hour
        return time(hour, self.minute or 0)


def take_hours(text: str, *, clock24: bool) -> Hours | None:
    """Return the hours a text begins with (perhaps none); None when they are in doubt.

    `clock24`: an hour without "am" or "pm" is one of 24, as after a day written 2026-05-04.
    Raises ValueError for an hour that does not exist.
    """
    found = (_COMPACT.match(text) if clock24 else None) or _CLOCK.match(text)
    if found is None:
        return Hours(None, None, None, text)
    first = _clock(found, clock24)
    if first.hour == 0 and found.groupdict().get("word"):
        return None  # midnight: before that day, or after it?
    zone, rest = _take_zone(text[found.end() :])
    second = None
    if (dash := _UP_TO.match(rest)) and (found := _CLOCK.match(rest, dash.end())):
        second = _clock(found, clock24)
        other, rest = _take_zone(rest[found.end() :])
        zone = zone or other
        first = _with_half(first, second)
    if first.half == "?":  # "6:30" is in doubt; "6" is no hour, but may be a street number
        return None if first.minute is not None else Hours(None, None, None, text)
    ends = second.read() if second and second.half != "?" else None
    return Hours(first.read(), ends, zone, rest)


def _clock(found: re.Match[str], clock24: bool) -> _Clock:
    said = found.groupdict()
    if said.get("word"):
        return _Clock(_WORDS[said["word"].lower()], 0, "")
    hour, minute = int(said["hour"]), int(said["minute"]) if said["minute"] else None
    half = (said.get("half") or _PARTS.get((said.get("part") or "").lower(), "")).lower()
    of_24 = minute is not None and (clock24 or hour > 12 or said["hour"][0] == "0")
    return _Clock(hour, minute, half or ("" if of_24 or said.get("hours") else "?"))


def _with_half(first: _Clock, second: _Clock) -> _Clock:
    """Return the first hour of "6–8 pm" or "11–1 pm": the one that lets it end after it begins.

    "10:00 – 12:30 h": where the second is one of 24 hours, so is the first.
    """
    if first.half == "?" and second.half == "" and first.hour < second.hour:
        return first._replace(half="")
    if first.half != "?" or second.half in ("", "?") or not 1 <= first.hour <= 12:
        return first
    same = first._replace(half=second.half)
    other = first._replace(half="a" if second.half == "p" else "p")
    return same if same.read() < second.read() else other


def _take_zone(text: str) -> tuple[tzinfo | None, str]:
    if found := _OFFSET.match(text):
        if found["utc"]:
            return UTC, text[found.end() :]
        offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
        return timezone(-offset if found["sign"] == "-" else offset), text[found.end() :]
    if found := _ZONE.match(text):
        return ZoneInfo(_ZONES[found["zone"]]), text[found.end() :]
    return None, text
