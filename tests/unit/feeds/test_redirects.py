from datetime import datetime, timedelta
from typing import Any

import pytest

from relaybot.errors import FetchError
from relaybot.feeds.redirects import adopt, effective_url, is_proven, next_hop, observe
from relaybot.model.feed_state import FeedState
from tests.builders import NOON, a_feed

START = "https://elmford.example/news/feed/"
TARGET = "https://league.example/elmford/feed/"


def a_state(**changes: Any) -> FeedState:
    return FeedState(**({"feed": "elmford", "source_url": a_feed().url} | changes))


@pytest.mark.parametrize(
    ("state", "url"),
    [
        pytest.param(None, a_feed().url, id="never polled"),
        pytest.param(a_state(), a_feed().url, id="nothing adopted"),
        pytest.param(a_state(adopted_url=TARGET), TARGET, id="adopted"),
        pytest.param(
            a_state(adopted_url=TARGET, source_url="https://old.example/"),
            a_feed().url,
            id="the directory has changed since",
        ),
    ],
)
def test_effective_url(state: FeedState | None, url: str) -> None:
    assert effective_url(a_feed(), state) == url


@pytest.mark.parametrize(
    ("location", "target"),
    [
        pytest.param(TARGET, TARGET, id="absolute"),
        pytest.param(f"  {TARGET} ", TARGET, id="spaces around"),
        pytest.param("//league.example/x", "https://league.example/x", id="scheme-relative"),
        pytest.param("/rss", "https://elmford.example/rss", id="root-relative"),
        pytest.param("atom", "https://elmford.example/news/feed/atom", id="relative"),
        pytest.param("?page=2", f"{START}?page=2", id="query only"),
        pytest.param(f"{TARGET}#top", TARGET, id="fragment dropped"),
    ],
)
def test_next_hop(location: str, target: str) -> None:
    assert next_hop(START, START, location) == target


@pytest.mark.parametrize(
    ("location", "words"),
    [
        pytest.param(None, "not where to", id="no Location"),
        pytest.param("   ", "not where to", id="empty Location"),
        pytest.param("file:///etc/passwd", r"no web address \(file:\)", id="file"),
        pytest.param("gopher://x/", "no web address", id="gopher"),
        pytest.param("javascript:alert(1)", "no web address", id="javascript"),
        pytest.param("http://[::1", "no web address", id="broken"),
        pytest.param("http://elmford.example/", "unencrypted http", id="downgrade"),
        pytest.param("HTTP://elmford.example/", "unencrypted http", id="downgrade in capitals"),
    ],
)
def test_hops_that_are_not_followed(location: str | None, words: str) -> None:
    with pytest.raises(FetchError, match=f"^elmford.example .*{words}"):
        next_hop(START, START, location)


def test_a_feed_that_was_http_may_stay_so() -> None:
    assert next_hop("http://a.example/", "https://a.example/", "http://a.example/x")


def seen(*sightings: tuple[float, str | None]) -> FeedState:
    """Return the state after these (hours since noon, target) in order."""
    state = a_state()
    for hours, target in sightings:
        state = observe(state, target, NOON + timedelta(hours=hours))
    return state


@pytest.mark.parametrize(
    ("state", "now", "proven"),
    [
        pytest.param(seen((0, TARGET), (24, TARGET), (48, TARGET)), 48, True, id="lasting"),
        pytest.param(seen((0, TARGET), (48, TARGET)), 48, False, id="seen twice only"),
        pytest.param(seen((0, TARGET), (1, TARGET), (47, TARGET)), 47, False, id="too short"),
        pytest.param(
            seen((0, TARGET), (24, None), (48, TARGET), (49, TARGET), (50, TARGET)),
            50,
            False,
            id="interrupted",
        ),
        pytest.param(
            seen((0, TARGET), (24, f"{TARGET}x"), (48, TARGET), (72, TARGET)),
            72,
            False,
            id="another target in between",
        ),
        pytest.param(seen(), 72, False, id="never seen"),
    ],
)
def test_is_proven(state: FeedState, now: float, proven: bool) -> None:
    assert is_proven(state, NOON + timedelta(hours=now)) is proven


@pytest.mark.parametrize(
    "target",
    [
        "https://league.example/wp-login.php?redirect_to=feed",
        "https://league.example/Account/Login",
        "https://hotel.example/landingpage/",
        "https://elmford.example/.well-known/sgcaptcha/?r=feed",
        "https://host.example/cgi-sys/suspendedpage.cgi",
        "https://ads.example/parking?domain=elmford.example",
    ],
)
def test_log_in_and_parking_pages_are_never_adopted(target: str) -> None:
    assert seen((0, TARGET), (1, target)).moved_to is None


def test_a_feed_about_parking_can_move() -> None:
    target = "https://elmford.example/parking-reform/feed/"
    assert seen((0, target)).moved_to == target


def test_adopting_keeps_what_the_target_vouched_for() -> None:
    state = observe(a_state(etag='"1"', body_hash="abc"), TARGET, NOON)
    assert adopt(state) == a_state(adopted_url=TARGET, etag='"1"', body_hash="abc")


def test_looking_again_keeps_the_first_date() -> None:
    state: FeedState = seen((0, TARGET), (5, TARGET))
    expected: datetime = NOON
    assert (state.moved_since, state.moved_count) == (expected, 2)
