from datetime import UTC, datetime, timedelta, timezone

import pytest

from relaybot.richtext.event_facts import Facts
from relaybot.richtext.event_repeats import without_facts
from relaybot.richtext.from_html import document_of
from relaybot.richtext.plain import plain

HALL = Facts(
    starts=datetime(2026, 4, 2, 18, 30, tzinfo=timezone(timedelta(hours=-7))),
    ends=datetime(2026, 4, 2, 20, tzinfo=timezone(timedelta(hours=-7))),
    place="Grange Hall, 12 Mill Street",
    all_day=False,
)
DAY = Facts(starts=datetime(2026, 4, 2, tzinfo=UTC), ends=None, place="Grange Hall", all_day=True)
CALL = Facts(
    starts=datetime(2026, 4, 2, 18, 30, tzinfo=UTC), ends=None, place="Zoom", all_day=False
)
PROSE = "<p>Bring your lease.</p>"

SAID = {
    "labelled lines of one paragraph": (
        "<p><b>Date:</b> Thursday, April 2, 2026<br><b>Time:</b> 6:30 pm – 8:00 pm<br>"
        "<b>Location:</b> Grange Hall, 12 Mill Street<br><b>Cost:</b> free</p>" + PROSE,
        "Cost: free\n\nBring your lease.",
    ),
    "labels of their own": (
        "<p><b>When</b></p><p>April 2, 2026 at 6:30pm - 8pm</p><h3>Where?</h3><p>Grange Hall</p>"
        + PROSE,
        "Bring your lease.",
    ),
    "labels in lines of their own": (
        "<p>When<br>April 2, 6:30 PM<br>Where<br>Grange Hall<br>Doors at six</p>",
        "Doors at six",
    ),
    "two labels in a line": (
        "<p>📅 When: Thursday, April 2nd, 6:30 p.m. Where: Grange Hall</p>" + PROSE,
        "Bring your lease.",
    ),
    "Spanish": (
        "<ul><li>Fecha: jueves 2 de abril de 2026<li>Hora: de 18:30 a 20:00 h"
        "<li>Lugar: Grange Hall</ul>" + PROSE,
        "Bring your lease.",
    ),
    "a list of nothing else": (
        "<ul><li>Thursday, April 2, 2026<li>6:30 PM – 8:00 PM<li>Grange Hall<br>12 Mill Street</ul>"
        + PROSE,
        "Bring your lease.",
    ),
    "a list of more": (
        "<ul><li>When: April 2, 2026<li>Bring: a pen</ul>",
        "• Bring: a pen",
    ),
    "a heading": ("<h2>April 2 @ 6:30 pm - 8:00 pm</h2>" + PROSE, "Bring your lease."),
    "a table": (
        "<table><tr><td>When</td><td>April 2, 6:30 PM</td></tr><tr><td>Cost</td><td>free</td></tr>"
        "</table>",
        "Cost | free",
    ),
    "a zone, for who comes there": (
        "<p>When: April 2, 6:30 PM PDT</p>" + PROSE,
        "Bring your lease.",
    ),
    "nothing else at all": ("<p>When: April 2, 6:30 PM</p>", ""),
}


@pytest.mark.parametrize(("html", "left"), SAID.values(), ids=SAID.keys())
def test_what_the_message_says_above_goes(html: str, left: str) -> None:
    assert plain(without_facts(document_of(html, base=None), HALL)) == left


STAYS = {
    "another day": "<p>When: April 3, 2026, 6:30 pm</p>",
    "another hour": "<p>Time: 7:30 pm</p>",
    "the other half of the day": "<p>Time: 6:30 am</p>",
    "more about the place": "<p>Location: Grange Hall, ring twice</p>",
    "a town": "<p>Where: Grange Hall, 12 Mill Street, Harbor City</p>",
    "a link to follow": "<p>Where: <a href='https://a.example/map'>Grange Hall</a></p>",
    "a sentence": "<p>On Thursday, April 2, at 6:30 pm, we meet.</p>",
    "a sentence of facts": "<p>On Thursday.</p>",
    "the place as heading of its address": "<h3>Grange Hall</h3><p>12 Mill Street, second door</p>",
    "the title of a day": "<h3>Thursday, April 2</h3><p>Bread.</p>",
    "a label of something else": "<p>When</p><p>Whenever you like.</p>",
    "a numbered list": "<ol><li>When: April 2, 2026<li>Bring: a pen</ol>",
    "an end that nobody told": "<p>Time: 6:30 pm – 9:00 pm</p>",
    "a label without a value": "<p>When:</p><p>Where: another hall</p>",
    "a quotation": "<blockquote><p>When: April 2, 2026, 6:30 pm</p></blockquote>",
    "a long line": "<p>When: " + "April 2 " * 60 + "</p>",
}


@pytest.mark.parametrize("html", STAYS.values(), ids=STAYS.keys())
def test_whatever_says_more_stays(html: str) -> None:
    document = document_of(html, base="https://a.example/")
    assert without_facts(document, HALL) == document


def test_an_hour_is_news_where_the_message_says_none() -> None:
    document = document_of("<p>When: April 2, 2026, 6:30 pm</p>", base=None)
    assert without_facts(document, DAY) == document


def test_a_zone_is_news_to_those_who_call() -> None:
    document = document_of("<p>When: April 2, 2026, 6:30 pm PDT</p>", base=None)
    assert without_facts(document, CALL) == document
