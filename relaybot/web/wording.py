"""Moments and counts in words. Rendered on the server, so that the page needs no script."""

from datetime import datetime, timedelta

_UNITS = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)
_DAYS_IN_WORDS = timedelta(days=60)  # beyond that a date says more than a number of days


def count(number: int, noun: str) -> str:
    """Return "1 feed" or "2 feeds"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def duration(span: timedelta) -> str:
    """Return the largest unit that fits, rounded down: "2 hours"; below a minute in words."""
    for noun, unit in _UNITS:
        if span >= unit:
            return count(span // unit, noun)
    return "less than a minute"


def relative(moment: datetime, now: datetime) -> str:
    """Return "in 4 minutes", "2 hours ago", "just now", or a date when it is far away."""
    distance = moment - now
    if abs(distance) > _DAYS_IN_WORDS:
        return f"{moment.day} {moment:%B %Y}"
    if abs(distance) < timedelta(minutes=1):
        return "just now" if distance <= timedelta(0) else "in less than a minute"
    if distance < timedelta(0):
        return f"{duration(-distance)} ago"
    return f"in {duration(distance)}"


def exact(moment: datetime) -> str:
    """Return the moment for a tooltip: "14 March 2026, 12:00 UTC"."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
