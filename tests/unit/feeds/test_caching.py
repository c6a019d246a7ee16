from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from relaybot.feeds.caching import LONGEST, conditions, max_age, retry_after, validator
from relaybot.model.feed_state import FeedState
from tests.builders import NOON, a_feed

THREE_DAYS = timedelta(hours=72)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("120", 120.0, id="seconds"),
        pytest.param(" 120 ", 120.0, id="spaces"),
        pytest.param("1.5", 1.5, id="fraction"),
        pytest.param("0", 0.0, id="nothing to wait for"),
        pytest.param("Sat, 14 Mar 2026 12:10:00 GMT", 600.0, id="date"),
        pytest.param("Sat, 14 Mar 2026 12:10:00 -0000", 600.0, id="date without a zone"),
        pytest.param("Sat, 14 Mar 2026 11:00:00 GMT", 0.0, id="date in the past"),
        pytest.param("9" * 400, LONGEST, id="absurd number"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST, id="end of time"),
        pytest.param("-5", None, id="negative"),
        pytest.param("²", None, id="digit that is no digit"),
        pytest.param("soon", None, id="word"),
        pytest.param("Mon, 99 Foo 2026 99:99:99 GMT", None, id="broken date"),
        pytest.param("", None, id="empty"),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, NOON) == seconds


def test_no_retry_after() -> None:
    assert retry_after({}, NOON) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({}, None, id="silent"),
        pytest.param({"cache-control": "public, max-age=600"}, 600.0, id="max-age"),
        pytest.param({"cache-control": 'MAX-AGE = "600"'}, 600.0, id="sloppy"),
        pytest.param({"cache-control": "max-age=600", "age": "200"}, 400.0, id="age counts"),
        pytest.param({"cache-control": "max-age=600", "age": "900"}, 0.0, id="stale already"),
        pytest.param({"cache-control": "max-age=600", "age": "old"}, 600.0, id="broken age"),
        pytest.param({"cache-control": "s-maxage=900"}, None, id="for shared caches only"),
        pytest.param({"cache-control": "no-cache, max-age=600"}, None, id="no-cache"),
        pytest.param({"cache-control": "no-store"}, None, id="no-store"),
        pytest.param({"cache-control": "max-age=99999999"}, LONGEST, id="capped at a day"),
        pytest.param(
            {"cache-control": "max-age=60", "expires": "Sat, 14 Mar 2026 13:00:00 GMT"},
            60.0,
            id="max-age stands above expires",
        ),
        pytest.param({"expires": "Sat, 14 Mar 2026 13:00:00 GMT"}, 3600.0, id="expires"),
        pytest.param(
            {
                "expires": "Sat, 14 Mar 2020 13:00:00 GMT",
                "date": "Sat, 14 Mar 2020 12:59:00 GMT",
            },
            60.0,
            id="a server whose clock is wrong",
        ),
        pytest.param({"expires": "Wed, 11 Jan 1984 05:00:00 GMT"}, 0.0, id="WordPress's 1984"),
        pytest.param({"expires": "0"}, None, id="broken expires"),
    ],
)
def test_max_age(headers: Mapping[str, str], seconds: float | None) -> None:
    assert max_age(headers, NOON) == seconds


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        pytest.param('W/"a-1"', True, id="weak tag"),
        pytest.param("Sat, 14 Mar 2026 12:00:00 GMT", True, id="date"),
        pytest.param(None, False, id="absent"),
        pytest.param("", False, id="empty"),
        pytest.param('"é"', False, id="not ASCII"),
        pytest.param('"a\nb"', False, id="line break"),
        pytest.param("x" * 600, False, id="far too long"),
    ],
)
def test_validator(value: str | None, kept: bool) -> None:
    assert validator(value) == (value if kept else None)


def a_state(**changes: Any) -> FeedState:
    given: dict[str, Any] = {
        "feed": "elmford",
        "source_url": a_feed().url,
        "etag": '"1"',
        "last_modified": "Sat, 14 Mar 2026 10:00:00 GMT",
        "full_fetch_at": NOON - timedelta(hours=1),
    }
    return FeedState(**(given | changes))


BOTH = {"if-none-match": '"1"', "if-modified-since": "Sat, 14 Mar 2026 10:00:00 GMT"}


@pytest.mark.parametrize(
    ("state", "now", "headers"),
    [
        pytest.param(None, NOON, {}, id="first poll"),
        pytest.param(a_state(), NOON, BOTH, id="both validators"),
        pytest.param(
            a_state(last_modified=None), NOON, {"if-none-match": '"1"'}, id="only an ETag"
        ),
        pytest.param(
            a_state(etag='"é"', last_modified=None), NOON, {}, id="an ETag that cannot be sent"
        ),
        pytest.param(
            a_state(source_url="https://elsewhere.example/"), NOON, {}, id="address changed"
        ),
        pytest.param(a_state(full_fetch_at=None), NOON, {}, id="never read whole"),
        pytest.param(
            a_state(full_fetch_at=NOON - THREE_DAYS), NOON, {}, id="read whole three days ago"
        ),
        pytest.param(
            a_state(full_fetch_at=NOON - THREE_DAYS + timedelta(seconds=1)),
            NOON,
            BOTH,
            id="read whole almost three days ago",
        ),
    ],
)
def test_conditions(state: FeedState | None, now: datetime, headers: dict[str, str]) -> None:
    assert conditions(a_feed(), state, now, THREE_DAYS) == headers
