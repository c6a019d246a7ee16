from typing import Any

import pytest

from relaybot.feeds.event_fields import event_in_json, event_in_xml
from relaybot.model.raw import RawEvent


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            {
                "ev_startdate": "2026-05-04T18:30",
                "ev_enddate": "2026-05-04T20:00",
                "ev_location": "Dock 4",
            },
            RawEvent(starts="2026-05-04T18:30", ends="2026-05-04T20:00", place="Dock 4"),
        ),
        (
            {
                "mec_startdate": "2026-05-04",
                "mec_starthour": "6:30 pm",
                "mec_enddate": "2026-05-05",
                "mec_location": "Dock 4",
            },
            RawEvent(starts="2026-05-04 6:30 pm", ends="2026-05-05", place="Dock 4"),
        ),
        (
            {"xcal_dtstart": "20260504", "xcal_dtend": "20260505"},
            RawEvent(starts="20260504", ends="20260505", ends_before=True),
        ),
        ({"ev_startdate": {"resource": "x"}, "published": "2026-05-04"}, None),
        ({"mec_starthour": "6:30 pm"}, None),
        ({}, None),
    ],
    ids=["event module", "mec", "xcal", "no text", "an hour without a day", "nothing"],
)
def test_xml(entry: dict[str, Any], expected: RawEvent | None) -> None:
    assert event_in_xml(entry) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            {"_event": {"start": "2026-05-04", "end": "2026-05-05", "location": "Dock 4"}},
            RawEvent(starts="2026-05-04", ends="2026-05-05", place="Dock 4"),
        ),
        (
            {
                "_event": {
                    "startsAt": "2026-05-04",
                    "venue": {"name": "Dock 4", "address": "Dock 4, 9 Quay Road"},
                }
            },
            RawEvent(starts="2026-05-04", place="Dock 4, 9 Quay Road"),
        ),
        ({"_event": {"start_date": "2026-05-04", "place": 4}}, RawEvent(starts="2026-05-04")),
        ({"_event": {"location": "Dock 4"}}, None),
        ({"_event": "2026-05-04"}, None),
        ({"date_published": "2026-05-04"}, None),
    ],
    ids=["plain", "capitals", "odd place", "no start", "no members", "a date of publication"],
)
def test_json(item: dict[str, Any], expected: RawEvent | None) -> None:
    assert event_in_json(item) == expected
