"""What a date field means: RFC 822 and ISO 8601 as feeds write them, and nothing guessed.

feedparser's own reading makes 1 March of "2024-02-30" and the year 1704 of a Unix time, so dates
are read here, from the text it found.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_tz

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?"
    r"(?:(?:\s*[Tt]\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?)?(Z)?$")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})(?=\D|$)")
_AMERICAN = re.compile(  # "March 4, 2026" and "Mar 4, 2026 7:30 pm"
    r"(?:[A-Za-z]+day,?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp][Mm])?)?\s*(.*)$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_LINK = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-]([0-2]?\d|3[01])(?=[/\-_.]|$)")
_LONGEST = 80  # no date is longer; a hostile field may be megabytes


def read_date(text: str) -> float | None:
    """Return Unix seconds, or None when the text is no date that exists. No zone means UTC."""
    text = " ".join(text[: _LONGEST + 1].split())
    if not text or len(text) > _LONGEST:
        return None
    for reader in (_iso, _rfc822, _american):
        try:
            moment = reader(text)
        except (ValueError, OverflowError):
            continue
        if moment is not None:
            return moment.timestamp()
    return None


def date_in_link(url: str) -> datetime | None:
    """Return the day in an address like `…/2026/03/14/…`, at noon UTC: the same day everywhere."""
    found = _IN_LINK.search(url)
    if not found:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return datetime.combine(day, time(12), UTC)


def sensible(moment: float | None, now: datetime) -> datetime | None:
    """Return the moment in UTC, None outside [1990, now + 1 day]: a date that says nothing."""
    if moment is None:
        return None
    try:
        read = datetime.fromtimestamp(moment, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return read if read.year >= 1990 and read <= now + timedelta(days=1) else None


def _iso(text: str) -> datetime | None:
    found = _ISO.match(text) or _COMPACT.match(text)
    if found:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        second = min(second, 59)  # leap seconds
        zone = _zone(found.group(7))
        if hour == 24 and minute == second == 0:
            return datetime(year, month, day or 1, tzinfo=zone) + timedelta(days=1)
        return datetime(year, month, day or 1, hour, minute, second, tzinfo=zone)
    slashed = _SLASHED.match(text)
    if not slashed:
        return None
    return _iso(f"{slashed[1]}-{slashed[2]}-{slashed[3]}{text[slashed.end() :]}")


def _rfc822(text: str) -> datetime | None:
    if not re.search(r"[A-Za-z]{3}", text):
        return None
    parts = parsedate_tz(text)
    if parts is None or not re.search(rf"(?<!\d)0*{parts[0] % 100:02}(?!\d)|{parts[0]}", text):
        return None
    second = min(parts[5], 59)
    offset = timedelta(seconds=parts[9] or 0)
    return datetime(*parts[:5], second, tzinfo=UTC) - offset


def _american(text: str) -> datetime | None:
    found = _AMERICAN.match(text)
    if not found or found[1][:3].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(found[1][:3].lower()) + 1
    hour = int(found[4] or 0)
    if found[7]:
        hour = hour % 12 + (12 if found[7].lower() == "pm" else 0)
    return datetime(
        int(found[3]),
        month,
        int(found[2]),
        hour,
        int(found[5] or 0),
        int(found[6] or 0),
        tzinfo=UTC,
    )


def _zone(text: str | None) -> timezone:
    if not text or text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)
