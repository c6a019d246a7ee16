from datetime import UTC, datetime

import pytest

from relaybot.feeds.event_lines import in_lines
from relaybot.model.raw import RawEvent

PROSE = "<p>The boiler has been cold since March, and the landlord has not called.</p>"


def event(starts: str, place: str = "") -> list[RawEvent]:
    return [RawEvent(starts=starts, place=place)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<p>Date: Saturday, December 20, 2025 from 9:30 am til 11:30 am<br>"
            "Location: Elmford Library</p>",
            event("Saturday, December 20, 2025 from 9:30 am til 11:30 am", "Elmford Library"),
        ),
        (
            f"{PROSE}<p><b>When:</b> May 2, 2026, 3 pm <b>Where:</b> Dock 4, Riverbend</p>",
            event("May 2, 2026, 3 pm", "Dock 4, Riverbend"),
        ),
        (
            "<ul><li>📅 When: May 2, 2026</li><li>🕒 Time: 3 – 5 pm</li>"
            "<li>📍 Where: Dock 4</li></ul>",
            event("May 2, 2026, 3 – 5 pm", "Dock 4"),
        ),
        (
            "<h3>When</h3><p>May 2, 2026, 3 pm</p><h3>Where</h3><p>Dock 4</p>",
            event("May 2, 2026, 3 pm", "Dock 4"),
        ),
        (
            "<p>Where: Dock 4<br>Address: 9 Quay Road<br>When: May 2, 2026, 3 pm</p>",
            event("May 2, 2026, 3 pm", "Dock 4, 9 Quay Road"),
        ),
        (
            "Fecha: sábado 2 de mayo de 2026\nHora: 3:00 p. m.\nLugar: Muelle 4",
            event("sábado 2 de mayo de 2026, 3:00 p. m.", "Muelle 4"),
        ),
        ("<p>¿Cuándo?: 2 de mayo de 2026, 15:00</p>", event("2 de mayo de 2026, 15:00")),
        (
            "<p>Cuándo: 2 de mayo de 2026, 15:00. Dónde: Muelle 4</p>",
            event("2 de mayo de 2026, 15:00.", "Muelle 4"),
        ),
        (
            "<table><tr><td>When</td><td>May 2, 2026, 3 pm</td></tr></table>",
            event("May 2, 2026, 3 pm"),
        ),
        (
            PROSE * 40 + "<p>When: May 2, 2026, 3 pm</p>" + PROSE * 5,
            event("May 2, 2026, 3 pm"),
        ),
        (
            "<p>FOR IMMEDIATE RELEASE</p><p>WHEN: May 2, 2026, 3 pm</p><p>WHERE: Dock 4</p>",
            event("May 2, 2026, 3 pm", "Dock 4"),
        ),
    ],
)
def test_labelled_lines(body: str, expected: list[RawEvent]) -> None:
    assert in_lines(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<p>When the boiler broke on March 4, 2026, nobody came.</p>",
        "<p>When: every Tuesday</p><p>Where: Dock 4</p>",
        "<p>When: May 2, at 3 pm</p>",
        "<p>When: May 2, 2026, 3 pm</p><p>When: May 9, 2026, 3 pm</p>",
        "<p>Date: May 2, 2026</p>",
        "<p>FOR IMMEDIATE RELEASE</p><p>Date: May 2, 2026</p><p>Location: Riverbend</p>",
        "<p>Update: May 2, 2026, 3 pm</p><p>Start Date: May 2, 2026, 3 pm</p>",
        PROSE * 20 + "<p>When: May 2, 2026, 3 pm</p>" + PROSE * 20,
        "<h3>When</h3><ul><li>May 2, 2026, 3 pm (Dock 4)<li>May 9, 2026, 3 pm (Dock 5)</ul>",
        "<p>When:</p><p>Where: Dock 4</p>",
        "<p>When: May 2, 2026, 3 pm</p>" * 3_000,
        "",
    ],
    ids=[
        "prose",
        "every week",
        "no year",
        "a digest",
        "only a date",
        "the date of a press release",
        "other labels",
        "in the middle",
        "several days below a label",
        "nothing behind the label",
        "thousands of lines",
        "empty",
    ],
)
def test_in_doubt_there_is_no_event(body: str) -> None:
    assert in_lines(body) == []


def test_the_day_of_publication_tells_the_year() -> None:
    body = "<p>When: Saturday, April 18 from 11 AM to noon EDT</p><p>Where: Dock 4</p>"
    march = datetime(2026, 3, 24, tzinfo=UTC).timestamp()
    assert in_lines(body, march) == event(
        "Saturday, April 18, 2026 from 11 AM to noon EDT", "Dock 4"
    )
    assert in_lines(body) == []
