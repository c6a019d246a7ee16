"""Which posts a chapter took back: they are gone from the midst of what its feed still shows.

A post that slid out of a feed's window was not taken back, so the feed has to show something older;
and feeds flicker, so it has to stay away. Whatever is in doubt stands: a message that is struck
through for nothing is worse than one that stays.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from relaybot.model.post import RecentPost

WITHDRAWN = "the chapter took the post back before it was sent"  # reason of a delivery not sent

WITHIN = timedelta(days=1)  # of being seen; what vanishes later was tidied away
_MANY = 3  # more at once, and more than half of what is new: the feed was rebuilt


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a document shows."""

    known: frozenset[int]  # ids of the stored posts in it
    oldest: datetime | None  # of its entries; None = it is cut short, undated or in another order


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawals:
    """What is to be written down."""

    missing: tuple[int, ...] = ()  # looked for in vain for the first time
    withdrawn: tuple[int, ...] = ()  # and now for long enough
    back: tuple[int, ...] = ()  # found again: they stand
    restored: tuple[int, ...] = ()  # those of `back` that had counted as withdrawn


def shown_in(known: Collection[int], dates: Sequence[float | None], *, complete: bool) -> Shown:
    """Return what a document shows; `dates` of its entries, in its order, as Unix seconds."""
    given = [date for date in dates if date is not None]
    ordered = given == sorted(given, reverse=True) and len(given) == len(dates)
    oldest = min(given) if complete and given and ordered else None
    return Shown(known=frozenset(known), oldest=_moment(oldest))


def withdrawals(
    recent: Sequence[RecentPost], shown: Shown, now: datetime, wait: timedelta
) -> Withdrawals:
    """Compare the posts relayed lately (and those missed already) with what the feed shows.

    `wait`: how long a post has to stay away, from when it was first missed.
    """
    back = [post for post in recent if post.id in shown.known and post.missing_since]
    gone = [post for post in recent if post.id not in shown.known and _in_view(post, shown)]
    young = [post for post in gone if now - post.seen_at <= WITHIN and not post.missing_since]
    if len(young) > _MANY and len(young) * 2 > len(recent):
        young = []
    return Withdrawals(
        missing=tuple(post.id for post in young),
        withdrawn=_confirmed(gone, now, wait),
        back=tuple(post.id for post in back),
        restored=tuple(post.id for post in back if post.withdrawn_at),
    )


def still_away(missed: Sequence[RecentPost], now: datetime, wait: timedelta) -> Withdrawals:
    """Say what follows from a feed that is just as it was."""
    return Withdrawals(withdrawn=_confirmed(missed, now, wait))


def _confirmed(gone: Sequence[RecentPost], now: datetime, wait: timedelta) -> tuple[int, ...]:
    return tuple(
        post.id
        for post in gone
        if post.withdrawn_at is None
        and post.missing_since is not None
        and now - post.missing_since >= wait
    )


def _in_view(post: RecentPost, shown: Shown) -> bool:
    """Whether the feed would show it: it still shows what is older."""
    return shown.oldest is not None and post.published is not None and post.published > shown.oldest


def _moment(seconds: float | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):  # the year 60000
        return None
