"""What to do with the entries of a freshly read feed: a pure function of what is known."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from relaybot.feeds.identity import Identified, fingerprint
from relaybot.model.post import KnownPost

Recognised = tuple[Identified, KnownPost | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideSettings:
    """When a burst looks wrong."""

    hold_more_than: int = 10  # new posts in one poll
    # "More than half a known feed" says nothing about a feed that shows three entries, two of
    # them fresh: the rule counts from this many new posts on.
    half_counts_from: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Each entry stands in at most one of these; entries that are known and unchanged in none."""

    absorb: tuple[Identified, ...] = ()  # remember, do not relay
    relay: tuple[Identified, ...] = ()  # oldest first
    hold: tuple[Identified, ...] = ()  # oldest first
    hold_reason: str | None = None
    edited: tuple[tuple[KnownPost, Identified], ...] = ()  # other words, or another guid


def decide(
    recognised: Sequence[Recognised],
    *,
    stored_aliases: Collection[str],
    first_poll: bool,
    quarantined: bool,
    settings: DecideSettings,
) -> Decision:
    """Sort the entries of one document (in document order) by what is to happen to them.

    `stored_aliases`: those of the entries' aliases that the store knows already.
    """
    if first_poll:
        return Decision(absorb=tuple(item for item, known in recognised if known is None))
    slid_in = _slid_in(recognised)
    new = [item for item, known in recognised if known is None and item not in slid_in]
    reason = _why_hold(len(new), len(recognised), quarantined, settings)
    oldest_first = _oldest_first(new)
    return Decision(
        absorb=slid_in,
        relay=() if reason else oldest_first,
        hold=oldest_first if reason else (),
        hold_reason=reason,
        edited=tuple(
            (known, item)
            for item, known in recognised
            if known is not None and _changed(item, known, stored_aliases)
        ),
    )


def _changed(item: Identified, known: KnownPost, stored_aliases: Collection[str]) -> bool:
    """Say whether the store has something to learn: new words, or a new name for the same post."""
    named = all(alias in stored_aliases for alias in item.aliases)
    return not named or fingerprint(item.entry) != known.fingerprint


def _why_hold(new: int, shown: int, quarantined: bool, settings: DecideSettings) -> str | None:
    """Say why these many new posts are not to be relayed without a person's word."""
    if new == 0:
        return None
    if quarantined:
        return "the chapter is in quarantine"
    if new > settings.hold_more_than:
        return f"{new} new posts at once, more than the {settings.hold_more_than} allowed"
    if new >= settings.half_counts_from and new * 2 > shown:
        return f"{new} of the {shown} posts in the feed are new at once"
    return None


def _slid_in(recognised: Sequence[Recognised]) -> tuple[Identified, ...]:
    """Return old entries that came into view because a newer one was deleted.

    Neither dates nor positions can be trusted alone, so both must agree: only unknown entries
    follow it in the document, known ones stand before it, and it is dated before all of them.
    """
    known_dates = [known.published for _, known in recognised if known and known.published]
    last_known = max((i for i, (_, known) in enumerate(recognised) if known), default=None)
    if last_known is None or not known_dates:
        return ()
    oldest = min(known_dates).timestamp()
    return tuple(
        item
        for item, _ in recognised[last_known + 1 :]
        if item.entry.published is not None and item.entry.published < oldest
    )


def _oldest_first(new: Sequence[Identified]) -> tuple[Identified, ...]:
    """Order by date where every entry has one, else turn round: feeds start with the newest."""
    turned = list(reversed(new))
    if all(item.entry.published is not None for item in turned):
        turned.sort(key=lambda item: item.entry.published or 0.0)
    return tuple(turned)
