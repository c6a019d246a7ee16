"""What HTTP says about time and freshness: pure, in seconds, never trusted beyond a day.

RFC 9110 sections 10.2.3 (Retry-After) and 13.1 (conditions), RFC 9111 section 5 (Age,
Cache-Control, Expires). Header mappings are looked up in lower case.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from relaybot.model.feed_state import FeedState
from relaybot.model.source import Feed

# A server cannot silence a feed for longer: a mistyped header would look like a dead chapter.
LONGEST = 24 * 3600.0
# Real ETags have fewer than 100 characters; anything much longer is not worth sending back.
LONGEST_VALIDATOR = 512
_SECONDS = re.compile(r"\d+(\.\d+)?", re.ASCII)
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d+)", re.ASCII | re.IGNORECASE)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how many seconds the server asks to be left alone, None when it does not say."""
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return min(float(value), LONGEST)
    date = _http_date(value)
    return None if date is None else _capped((date - now).total_seconds())


def max_age(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return for how many seconds the answer stays fresh, None when the server does not say.

    Cache-Control stands above Expires; `no-cache` and `no-store` count as not saying anything.
    """
    control = headers.get("cache-control", "").lower()
    if "no-cache" in control or "no-store" in control:
        return None
    stated = _MAX_AGE.search(control)
    lifetime = float(stated[1]) if stated else _until_expiry(headers, now)
    return None if lifetime is None else _capped(lifetime - _age(headers))


def validator(value: str | None) -> str | None:
    """Return an ETag or Last-Modified value if it is fit to be sent back, else None."""
    if not value or len(value) > LONGEST_VALIDATOR:
        return None
    return value if value.isascii() and value.isprintable() else None


def conditions(
    feed: Feed, state: FeedState | None, now: datetime, full_fetch_every: timedelta
) -> dict[str, str]:
    """Return the headers that make a request conditional, none when a whole answer is wanted.

    That is: on the first poll, when the directory changed the address (the validators vouch for
    another document), and now and then, because some servers answer 304 for ever.
    """
    if state is None or state.source_url != feed.url or state.full_fetch_at is None:
        return {}
    if now - state.full_fetch_at >= full_fetch_every:
        return {}
    wanted = {
        "if-none-match": validator(state.etag),
        "if-modified-since": validator(state.last_modified),
    }
    return {name: value for name, value in wanted.items() if value}


def _until_expiry(headers: Mapping[str, str], now: datetime) -> float | None:
    """Measured from the server's own Date, so that a wrong clock on either side cancels out."""
    expires = _http_date(headers.get("expires", ""))
    if expires is None:
        return None
    served = _http_date(headers.get("date", "")) or now
    return (expires - served).total_seconds()


def _age(headers: Mapping[str, str]) -> float:
    value = headers.get("age", "").strip()
    return float(value) if _SECONDS.fullmatch(value) else 0.0


def _capped(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST)


def _http_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, OverflowError):  # what the standard library raises on nonsense
        return None
