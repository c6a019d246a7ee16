"""When and where, from markup made for programs: schema.org JSON-LD, hCalendar and h-event."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relaybot.feeds.event_fields import place_of
from relaybot.model.raw import RawEvent
from relaybot.richtext.markup import prepared

_JSON_LD = re.compile(r"<script\b[^<>]{0,300}application/ld\+json[^<>]{0,300}>", re.I)
# Events of schema.org that are no meeting: the publication of a film, the arrival of a parcel.
_NO_EVENT = frozenset(("PublicationEvent", "BroadcastEvent", "OnDemandEvent", "DeliveryEvent"))
_LOOSE_COMMA = re.compile(r" (?=[,;])")  # behind an element that ends before it
_MOST = 50  # scripts, nodes


def in_json_ld(body: str) -> list[RawEvent]:
    """Return the events that schema.org JSON-LD in a body describes, but for cancelled ones."""
    things = (thing for text in islice(_scripts(body), _MOST) for thing in _things(_json(text)))
    return [_described(thing) for thing in islice(things, _MOST) if _is_event(thing)]


def in_microformats(body: str) -> list[RawEvent]:
    """Return the events that classes in a body mark: hCalendar and h-event."""
    if "dtstart" not in body and "dt-start" not in body:
        return []
    parsed = LexborHTMLParser("<body>" + prepared(body)).body
    if parsed is None:
        return []
    roots = parsed.css(".vevent, .h-event") or [parsed]
    return [event for root in roots[:_MOST] if (event := _marked(root)).starts]


def _scripts(body: str) -> Iterator[str]:
    for opening in _JSON_LD.finditer(body):
        end = body.find("</", opening.end())
        if end == -1:
            return
        yield body[opening.end() : end]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _things(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the things a document describes side by side."""
    for thing in value if isinstance(value, list) else [value]:
        if isinstance(thing, dict):
            graph = thing.get("@graph")
            yield thing
            yield from (one for one in graph or () if isinstance(one, dict))


def _is_event(thing: dict[str, Any]) -> bool:
    types = thing.get("@type")
    names = [_text(name) for name in (types if isinstance(types, list) else [types])]
    cancelled = _text(thing.get("eventStatus")).endswith(("EventCancelled", "EventPostponed"))
    return not cancelled and any(n.endswith("Event") and n not in _NO_EVENT for n in names)


def _described(thing: dict[str, Any]) -> RawEvent:
    return RawEvent(
        starts=_text(thing.get("startDate")),
        ends=_text(thing.get("endDate")),
        place=place_of(thing.get("location")),
    )


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _marked(root: LexborNode) -> RawEvent:
    new = root.css_first(".dt-start") is not None
    start, end = (".dt-start", ".dt-end") if new else (".dtstart", ".dtend")
    place = ".p-location" if new or root.tag == "body" else ".location"
    return RawEvent(
        starts=_moment(root.css_first(start)),
        ends=_moment(root.css_first(end)),
        place=_words(root.css_first(place)),
        ends_before=not new,
    )


def _moment(node: LexborNode | None) -> str:
    """Return what programs are to read of a time: its attribute, else its text."""
    if node is None:
        return ""
    for found in (node, *node.css("time, .value, .value-title")):
        for name in ("datetime", "title"):
            if stated := found.attributes.get(name):
                return stated
    return _words(node)


def _words(node: LexborNode | None) -> str:
    words = (node.text(separator=" ") or "") if node is not None else ""
    return _LOOSE_COMMA.sub("", " ".join(words.split()))
