"""What is remembered of a feed after each way a poll can end: pure functions of what was before."""

from dataclasses import replace
from datetime import datetime, timedelta

from relaybot.errors import FetchError, ParseError
from relaybot.feeds import next_check, redirects
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.source import Feed


def state_for(feed: Feed, state: FeedState | None) -> FeedState:
    """Return the state to go on from: what another address vouched for is forgotten."""
    if state is None:
        return FeedState(feed=feed.slug, source_url=feed.url)
    if state.source_url == feed.url:
        return state
    return FeedState(
        feed=feed.slug,
        source_url=feed.url,
        first_polled_at=state.first_polled_at,
        newest_at=state.newest_at,
    )


def after_unchanged(
    feed: Feed,
    state: FeedState | None,
    answer: Fetched | NotModified,
    now: datetime,
    planned: datetime,
) -> FeedState:
    """Return the state after nothing new; the very same document is proof of the same feed.

    A 304 is none: some servers answer it to everything.
    """
    checked = _after_answer(feed, state, answer, now, planned)
    return _settled_in(checked, now) if isinstance(answer, Fetched) else checked


def after_reading(
    feed: Feed,
    state: FeedState | None,
    fetched: Fetched,
    now: datetime,
    planned: datetime,
    *,
    familiar: bool,
    complete: bool,
) -> FeedState:
    """Return the state after a document was read; only a complete one's validators are kept.

    `familiar`: at least one entry was known, so it is still the same feed.
    """
    checked = _after_answer(feed, state, fetched, now, planned)
    if familiar:
        checked = _settled_in(checked, now)
    if not complete:
        checked = replace(checked, etag=None, last_modified=None, body_hash=None)
    return replace(checked, first_polled_at=checked.first_polled_at or now)


def after_failure(
    feed: Feed,
    state: FeedState | None,
    failure: FetchError | ParseError,
    now: datetime,
    planned: datetime,
    jitter: float,
) -> FeedState:
    """Return the state after a failure: everything known stays, and the pauses grow."""
    before = state_for(feed, state)
    failures = before.failures + 1
    retry_after = failure.retry_after if isinstance(failure, FetchError) else None
    gone = isinstance(failure, FetchError) and failure.gone
    return replace(
        before,
        checked_at=now,
        next_check_at=next_check.after_failure(
            failures, planned, now, retry_after, jitter, gone=gone
        ),
        failures=failures,
        failing_since=before.failing_since or now,
        error=str(failure),
    )


def after_postponing(
    feed: Feed, state: FeedState | None, failure: FetchError, now: datetime
) -> FeedState:
    """Return the state of a feed that was not asked, because its server wants to be left alone."""
    pause = timedelta(seconds=failure.retry_after or 0)
    return replace(state_for(feed, state), next_check_at=now + pause)


def _after_answer(
    feed: Feed,
    state: FeedState | None,
    answer: Fetched | NotModified,
    now: datetime,
    planned: datetime,
) -> FeedState:
    before = redirects.observe(state_for(feed, state), answer.moved_to, now)
    if isinstance(answer, Fetched):
        before = replace(
            before,
            full_fetch_at=now,
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_hash=answer.body_hash,
        )
    return replace(
        before,
        checked_at=now,
        succeeded_at=now,
        next_check_at=next_check.after_success(planned, now, answer.max_age),
        failures=0,
        failing_since=None,
        error=None,
    )


def _settled_in(state: FeedState, now: datetime) -> FeedState:
    """Adopt a permanent redirect that has lasted: the same feed was seen behind it."""
    return redirects.adopt(state) if redirects.is_proven(state, now) else state
