"""Where a feed really lives: each hop checked, and permanent moves believed only when they last.

A 301 is also what a hotel's Wi-Fi, a lapsed domain and a broken plugin send, so a new address is
adopted after three sightings over two days, and never when it looks like a log-in or parking page.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urldefrag, urljoin, urlsplit

from relaybot.errors import FetchError
from relaybot.model.feed_state import FeedState
from relaybot.model.source import Feed

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
SIGHTINGS = 3
OVER = timedelta(hours=48)
# Whole path segments, without their extension: "/parking-reform/feed" is a fine address.
NEVER_A_FEED = frozenset(
    {
        "account",
        "captcha",
        "domain-for-sale",
        "expired",
        "forsale",
        "lander",
        "landing",
        "landingpage",
        "log-in",
        "login",
        "parked",
        "parking",
        "register",
        "sgcaptcha",
        "sign-in",
        "sign-up",
        "signin",
        "signup",
        "sso",
        "suspended",
        "suspendedpage",
        "unavailable",
        "wp-login",
        "wp-signup",
    }
)


def effective_url(feed: Feed, state: FeedState | None) -> str:
    """Return the address to ask: the adopted one, unless the directory has changed since."""
    if state is None or state.adopted_url is None or state.source_url != feed.url:
        return feed.url
    return state.adopted_url


def next_hop(start: str, current: str, location: str | None) -> str:
    """Return the absolute address `current` redirects to, of a journey that began at `start`.

    Raises `FetchError` when there is no address, or one that must not be followed.
    """
    host = urlsplit(current).hostname or current
    if not location or not location.strip():
        raise FetchError(f"{host} says that the feed has moved but not where to")
    try:
        target = urldefrag(urljoin(current, location.strip())).url
        scheme = urlsplit(target).scheme
    except ValueError as error:
        raise FetchError(f"{host} redirects to something that is no web address") from error
    if scheme not in ("http", "https"):
        raise FetchError(f"{host} redirects to something that is no web address ({scheme[:20]}:)")
    if scheme == "http" and urlsplit(start).scheme == "https":
        raise FetchError(f"{host} redirects from https to unencrypted http, which is not followed")
    return target


def observe(state: FeedState, moved_to: str | None, now: datetime) -> FeedState:
    """Count one more sighting of the same permanent target; anything else starts over."""
    if moved_to is None or _never_a_feed(moved_to):
        return replace(state, moved_to=None, moved_since=None, moved_count=0)
    if moved_to != state.moved_to:
        return replace(state, moved_to=moved_to, moved_since=now, moved_count=1)
    return replace(state, moved_count=state.moved_count + 1)


def is_proven(state: FeedState, now: datetime) -> bool:
    """Say whether a permanent redirect has lasted; the caller knows whether it is the same feed."""
    if state.moved_to is None or state.moved_since is None:
        return False
    return state.moved_count >= SIGHTINGS and now - state.moved_since >= OVER


def adopt(state: FeedState) -> FeedState:
    """Fetch from the proven target from now on; its validators are kept, since it sent them."""
    return replace(
        state, adopted_url=state.moved_to, moved_to=None, moved_since=None, moved_count=0
    )


def _never_a_feed(url: str) -> bool:
    segments = urlsplit(url).path.lower().split("/")
    return any(segment.split(".")[0] in NEVER_A_FEED for segment in segments)
