from datetime import UTC, datetime

import pytest

from relaybot.feeds.events import event_from, event_of
from relaybot.model.post import Event
from relaybot.model.raw import RawEntry, RawEvent

MONDAY = datetime(2026, 5, 4)  # noqa: DTZ001  # what a clock on the spot shows
IN_FIELDS = RawEvent(starts="2026-05-01")
JSON_LD = (
    '<script type="application/ld+json">{"@type": "Event", "startDate": "2026-05-02"}</script>'
)
MARKED = '<p class="vevent"><i class="dtstart" title="2026-05-03"></i></p>'
WRITTEN = "<p>When: May 4, 2026</p>"


@pytest.mark.parametrize(
    ("fields", "body", "day"),
    [
        (IN_FIELDS, JSON_LD + MARKED + WRITTEN, 1),
        (None, JSON_LD + MARKED + WRITTEN, 2),
        (None, MARKED + WRITTEN, 3),
        (None, WRITTEN, 4),
        (RawEvent(starts="to be announced"), WRITTEN, 4),
        (None, JSON_LD * 2, 2),
    ],
    ids=["fields", "json-ld", "microformat", "lines", "unreadable fields", "said twice"],
)
def test_the_surest_statement_counts(fields: RawEvent | None, body: str, day: int) -> None:
    found = event_of(RawEntry(event=fields), body)
    assert found is not None
    assert (found.starts.day, found.all_day) == (day, True)


@pytest.mark.parametrize(
    "body",
    [
        JSON_LD + JSON_LD.replace("05-02", "06-02") + WRITTEN,
        "<p>A talk that we gave in May 2026.</p>",
        "",
    ],
    ids=["two events", "prose", "empty"],
)
def test_no_event(body: str) -> None:
    assert event_of(RawEntry(), body) is None


@pytest.mark.parametrize(
    ("published", "found"), [("05-03", True), ("05-04", True), ("05-06", False)]
)
def test_a_written_date_that_was_over_is_none(published: str, found: bool) -> None:
    moment = datetime.fromisoformat(f"2026-{published}T12:00").replace(tzinfo=UTC).timestamp()
    assert (event_of(RawEntry(published=moment), WRITTEN) is not None) == found


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            RawEvent(starts="2026-05-04T18:30", ends="2026-05-04T20:00"),
            Event(starts=MONDAY.replace(hour=18, minute=30), ends=MONDAY.replace(hour=20)),
        ),
        (
            RawEvent(starts="2026-05-04", ends="2026-05-06"),
            Event(starts=MONDAY, ends=MONDAY.replace(day=6), all_day=True),
        ),
        (
            RawEvent(starts="20260504", ends="20260506", ends_before=True),
            Event(starts=MONDAY, ends=MONDAY.replace(day=5), all_day=True),
        ),
        (
            RawEvent(starts="20260504", ends="20260505", ends_before=True),
            Event(starts=MONDAY, all_day=True),
        ),
        (
            RawEvent(starts="2026-05-04T18:30", ends="2026-05-04"),
            Event(starts=MONDAY.replace(hour=18, minute=30)),
        ),
        (
            RawEvent(starts="2026-05-04T18:30", ends="2026-05-04T20:00Z"),
            Event(starts=MONDAY.replace(hour=18, minute=30)),
        ),
        (
            RawEvent(starts="2026-05-04T18:30", ends="2026-05-03T20:00"),
            Event(starts=MONDAY.replace(hour=18, minute=30)),
        ),
    ],
    ids=["evening", "days", "iCalendar", "one day", "end of day", "mixed zones", "ends before"],
)
def test_an_end(raw: RawEvent, expected: Event) -> None:
    assert event_from(raw) == expected


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (" <b>Dock&nbsp;4</b>,\nRiverbend. ", "Dock 4, Riverbend"),
        ("https://video.example/room/1", ""),
        ("Dock 4 (https://maps.example/4)", "Dock 4"),
        ("Quay " * 60, "Quay " * 38 + "Quay…"),
    ],
)
def test_a_place_is_one_tidy_line(written: str, place: str) -> None:
    found = event_from(RawEvent(starts="2026-05-04", place=written))
    assert found is not None
    assert found.place == place
    assert len(found.place) <= 200


SAID_IN_UTC = {
    "of the place": ("https://actionnetwork.org/events/march", None),
    "of all places": ("https://elmford.example/events/march", UTC),
    "an address that is none": ("http://[broken", UTC),
}


@pytest.mark.parametrize("case", SAID_IN_UTC)
def test_whose_time_a_z_is(case: str) -> None:
    link, zone = SAID_IN_UTC[case]
    stated = RawEvent(starts="2026-03-21T10:00:00Z", ends="2026-03-21T12:00:00Z")
    found = event_of(RawEntry(link=link, event=stated), "")
    assert found is not None
    assert found.starts == datetime(2026, 3, 21, 10, tzinfo=zone)
    assert found.ends == datetime(2026, 3, 21, 12, tzinfo=zone)


PLACES = {
    "Grange Hall (upstairs)": "Grange Hall (upstairs)",
    "(Grange Hall": "Grange Hall",
    "Grange Hall (https://maps.example/x)": "Grange Hall",
}


@pytest.mark.parametrize("written", PLACES)
def test_brackets_of_a_place(written: str) -> None:
    found = event_from(RawEvent(starts="2026-05-01", place=written))
    assert found is not None
    assert found.place == PLACES[written]
