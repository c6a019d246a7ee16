"""When and where the event of a post is, if its feed states it: fields, then markup, then lines.

A wrong date sends people to a closed door, so nothing is guessed, and what contradicts itself
states nothing. The day of publication is never an event.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from relaybot.feeds.event_lines import in_lines
from relaybot.feeds.event_markup import in_json_ld, in_microformats
from relaybot.feeds.event_times import Span, span_of
from relaybot.model.post import Event
from relaybot.model.raw import RawEntry, RawEvent
from relaybot.richtext.addresses import host_of, web_address
from relaybot.richtext.characters import plain_text

_LONGEST_PLACE = 200
# Seen by those who publish there: times of the place with a "Z" behind them.
_SAY_UTC_AND_MEAN_LOCAL = frozenset(["actionnetwork.org"])
_MOST_READ = 2_000  # characters of markup of a place
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_IN_MARKUP: tuple[Callable[[str], Sequence[RawEvent]], ...] = (in_json_ld, in_microformats)


def event_of(entry: RawEntry, body: str) -> Event | None:
    """Return the one event that an entry is about; None when it states none, several, or doubts."""
    if entry.event and (stated := event_from(entry.event)):
        host = host_of(web_address(entry.link) or "")
        return _on_the_spot(stated) if host in _SAY_UTC_AND_MEAN_LOCAL else stated
    for look_in in _IN_MARKUP:
        found = [event for raw in look_in(body) if (event := event_from(raw))]
        if found:
            return found[0] if len({event.starts for event in found}) == 1 else None
    lines = in_lines(body, entry.published)
    written = next((event for raw in lines if (event := event_from(raw))), None)
    return written if written and not _is_over(written, entry.published) else None


def event_from(raw: RawEvent) -> Event | None:
    """Return what the texts of an event mean."""
    span = span_of(raw.starts)
    if span is None:
        return None
    return Event(
        starts=span.starts,
        ends=_end(span, raw),
        place=_place(raw.place),
        all_day=span.all_day,
    )


def _end(span: Span, raw: RawEvent) -> datetime | None:
    """Return the end, if it is written as exactly as the beginning and comes after it."""
    stated = span_of(raw.ends)
    if stated is None:
        return span.ends
    alike = stated.all_day == span.all_day and _is_aware(stated.starts) == _is_aware(span.starts)
    if not alike:
        return None
    ends = stated.ends or stated.starts
    if span.all_day and raw.ends_before:
        ends -= timedelta(days=1)
    return ends if ends > span.starts else None


def _is_aware(moment: datetime) -> bool:
    return moment.tzinfo is not None


def _on_the_spot(event: Event) -> Event:
    """Return what a clock on the spot shows, where "Z" stands for no zone at all."""
    ends = event.ends.replace(tzinfo=None) if event.ends else None
    return replace(event, starts=event.starts.replace(tzinfo=None), ends=ends)


def _is_over(event: Event, published: float | None) -> bool:
    """Say whether a text was published after its date: minutes, or the date of the text itself."""
    if published is None:
        return False
    last = (event.ends or event.starts).replace(tzinfo=UTC)
    return last.timestamp() < published - timedelta(days=1).total_seconds()


def _place(text: str) -> str:
    """Return one tidy line; an address of a page is no place."""
    line = _ADDRESS.sub("", plain_text(text[:_MOST_READ])).strip(" .,;:|–—-")
    if line.count("(") != line.count(")"):
        line = line.strip(" ()")
    if len(line) <= _LONGEST_PLACE:
        return line
    return line[: _LONGEST_PLACE - 1].rsplit(maxsplit=1)[0].rstrip(" .,;:|–—-(") + "…"
