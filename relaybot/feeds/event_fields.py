"""When and where, from fields of a feed made for it.

::

    RSS 1.0 event module        ev:startdate, ev:enddate, ev:location
    xCal                        xcal:dtstart, xcal:dtend, xcal:location
    Modern Events Calendar      mec:startDate and mec:startHour, mec:endDate and mec:endHour
    JSON Feed extension         "_event": {"start": …, "end": …, "location": …}
"""

from collections.abc import Iterable, Mapping
from typing import Any

from relaybot.model.raw import RawEvent

# As feedparser spells them: prefix, underscore, name in lower case.
_XML = ("ev", "mec", "event", "tribe")
_XCAL = ("xcal", "cal", "ical")
_JSON = ("_event", "_events", "_calendar_event", "_schedule")
_STARTS = ("start", "starts", "starts_at", "start_at", "start_date", "start_time", "dtstart")
_ENDS = ("end", "ends", "ends_at", "end_at", "end_date", "end_time", "dtend")
_PLACES = ("location", "place", "venue")
_ADDRESS = ("streetAddress", "addressLocality", "addressRegion")  # of schema.org


def event_in_xml(entry: Mapping[str, Any]) -> RawEvent | None:
    """Return what fields of an RSS or Atom entry state, as feedparser names them."""
    for prefix in _XML:
        starts = _with_hour(entry, f"{prefix}_startdate", f"{prefix}_starthour")
        if starts:
            ends = _with_hour(entry, f"{prefix}_enddate", f"{prefix}_endhour")
            return RawEvent(starts=starts, ends=ends, place=_text(entry, f"{prefix}_location"))
    for prefix in _XCAL:
        starts = _text(entry, f"{prefix}_dtstart")
        if starts:
            return RawEvent(
                starts=starts,
                ends=_text(entry, f"{prefix}_dtend"),
                place=_text(entry, f"{prefix}_location"),
                ends_before=True,
            )
    return None


def event_in_json(item: Mapping[str, Any]) -> RawEvent | None:
    """Return what an extension of a JSON Feed item states: custom members begin with "_"."""
    stated = next((value for name in _JSON if isinstance(value := item.get(name), dict)), None)
    if stated is None:
        return None
    # Names are spelt with and without "_", and with capitals instead: starts_at, startsAt.
    members = {str(name).replace("_", "").lower(): value for name, value in stated.items()}
    event = RawEvent(
        starts=_first(members, _STARTS),
        ends=_first(members, _ENDS),
        place=next((found for name in _PLACES if (found := place_of(members.get(name)))), ""),
    )
    return event if event.starts else None


def place_of(location: Any) -> str:
    """Return a place that is text, or has a name and an address; of several the first."""
    if isinstance(location, list):
        location = location[0] if location else None
    if not isinstance(location, dict):
        return location.strip() if isinstance(location, str) else ""
    address = location.get("address")
    if isinstance(address, dict):
        address = _joined(_text(address, name) for name in _ADDRESS)
    return _joined((_text(location, "name"), address if isinstance(address, str) else ""))


def _joined(parts: Iterable[str]) -> str:
    """Return parts with commas, without one that stands in the next already."""
    kept: list[str] = []
    for part in filter(None, parts):
        if kept and part.startswith(kept[-1]):
            kept.pop()
        kept.append(part)
    return ", ".join(kept)


def _with_hour(entry: Mapping[str, Any], day: str, hour: str) -> str:
    return f"{_text(entry, day)} {_text(entry, hour)}".strip() if _text(entry, day) else ""


def _first(members: Mapping[str, Any], names: tuple[str, ...]) -> str:
    keys = (name.replace("_", "") for name in names)
    return next((found for key in keys if (found := _text(members, key))), "")


def _text(members: Mapping[str, Any], name: str) -> str:
    found = members.get(name)
    return found.strip() if isinstance(found, str) else ""
