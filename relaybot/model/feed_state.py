"""What must be remembered between two polls of a feed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """Written in the transaction that stores what the validators vouch for, never earlier."""

    feed: str  # slug
    source_url: (
        str  # the directory's address when this was written; another one voids validators and moves
    )
    adopted_url: str | None = (
        None  # where a lasting, proven redirect led; fetched instead of source_url
    )
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None  # sha256 of the last body that was parsed
    full_fetch_at: datetime | None = None  # last 200: some servers answer 304 for ever
    first_polled_at: datetime | None = None  # None = never read with success: the next poll absorbs
    checked_at: datetime | None = None
    succeeded_at: datetime | None = None
    next_check_at: datetime | None = None  # None = as soon as possible
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    error: str | None = None  # the last failure in words; None = the last check succeeded
    newest_at: datetime | None = None  # when something new was last seen
    moved_to: str | None = None  # a permanent redirect under observation
    moved_since: datetime | None = None
    moved_count: int = 0
