import json
from typing import Any

import pytest

from relaybot.feeds.event_markup import in_json_ld, in_microformats
from relaybot.model.raw import RawEvent

MEETING = {"@type": "Event", "startDate": "2026-05-04T18:30", "location": "Dock 4"}
FOUND = RawEvent(starts="2026-05-04T18:30", place="Dock 4")


def script(thing: Any) -> str:
    return f'<p>Come!</p><script type="application/ld+json">{json.dumps(thing)}</script>'


@pytest.mark.parametrize(
    "thing",
    [
        MEETING,
        [MEETING],
        {"@graph": [{"@type": "WebPage"}, MEETING]},
        MEETING | {"@type": ["Thing", "SocialEvent"]},
        MEETING | {"location": {"@type": "Place", "name": "Dock 4"}},
        MEETING | {"location": [{"name": "Dock 4"}, {"url": "https://video.example/"}]},
        MEETING | {"eventStatus": "https://schema.org/EventScheduled"},
    ],
    ids=["alone", "listed", "graph", "kind of event", "place", "two places", "scheduled"],
)
def test_json_ld(thing: Any) -> None:
    assert in_json_ld(script(thing)) == [FOUND]


def test_an_end_and_an_address() -> None:
    address = {"streetAddress": "9 Quay Road", "addressLocality": "Riverbend", "postalCode": "1"}
    place = {"name": "Dock 4", "address": address}
    thing = MEETING | {"endDate": "2026-05-04T20:00", "location": place}
    expected = RawEvent(
        starts="2026-05-04T18:30", ends="2026-05-04T20:00", place="Dock 4, 9 Quay Road, Riverbend"
    )
    assert in_json_ld(script(thing)) == [expected]


@pytest.mark.parametrize(
    "body",
    [
        script({"@type": "Article", "datePublished": "2026-05-04"}),
        script(MEETING | {"@type": "PublicationEvent"}),
        script(MEETING | {"eventStatus": "https://schema.org/EventCancelled"}),
        script([1, None, [MEETING]]),
        script({"@graph": [1]}),
        script({"@type": [None, 3]}),
        '<script type="application/ld+json">{"@type": "Event",</script>',
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<script type="application/ld+json">' * 4_000,
        '<script>{"@type": "Event", "startDate": "2026-05-04"}</script>',
    ],
    ids=[
        "article",
        "film",
        "cancelled",
        "odd list",
        "odd graph",
        "odd types",
        "cut",
        "deep",
        "open",
        "no ld",
    ],
)
def test_no_json_ld(body: str) -> None:
    assert in_json_ld(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            '<div class="vevent"><abbr class="dtstart" title="2026-05-04T18:30">Monday</abbr> to '
            '<abbr class="dtend" title="20260505">Tuesday</abbr>, '
            '<b class="location">Dock 4</b></div>',
            RawEvent(starts="2026-05-04T18:30", ends="20260505", place="Dock 4", ends_before=True),
        ),
        (
            '<div class="h-event"><time class="dt-start" datetime="2026-05-04T18:30">Mon</time>'
            '<time class="dt-end" datetime="2026-05-04T20:00">8</time>'
            '<p class="p-location">Dock\n 4, <i>Riverbend</i></p></div>',
            RawEvent(starts="2026-05-04T18:30", ends="2026-05-04T20:00", place="Dock 4, Riverbend"),
        ),
        (
            '<span class="dtstart"><time datetime="2026-05-04">Monday</time></span>',
            RawEvent(starts="2026-05-04", ends_before=True),
        ),
        (
            '<span class="dt-start">2026-05-04 18:30</span> <span class="p-location">Dock 4</span>',
            RawEvent(starts="2026-05-04 18:30", place="Dock 4"),
        ),
        (
            '<p class="h-event"><time class="dt-start">2026-05-04 18:30</time> <span'
            ' class="p-location"><b>Dock 4</b>, <i>9 Quay Road</i></span></p>',
            RawEvent(starts="2026-05-04 18:30", place="Dock 4, 9 Quay Road"),
        ),
    ],
    ids=["hCalendar", "h-event", "time inside", "no root", "a comma behind an element"],
)
def test_microformats(body: str, expected: RawEvent) -> None:
    assert in_microformats(body) == [expected]


def test_several_marked_events() -> None:
    marked = '<p class="vevent"><i class="dtstart" title="2026-05-0{}"></i></p>'
    found = in_microformats(marked.format(4) + marked.format(5) + '<p class="vevent"></p>')
    assert [event.starts for event in found] == ["2026-05-04", "2026-05-05"]


@pytest.mark.parametrize(
    "body",
    ["<p>Come on Monday.</p>", '<p class="dtstart"></p>', "dtstart", "<div dtstart>" * 9_000],
)
def test_no_microformats(body: str) -> None:
    assert in_microformats(body) == []
