import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import DestinationStatus
from relaybot.relay.health import (
    DeliveryTrouble,
    DestinationHealth,
    FeedCondition,
    StatusReport,
)
from relaybot.web.pages import message_page, status_json, status_page
from tests.builders import NOON, minutes
from tests.unit.web.reports import a_feed_health, a_report


def words(report: StatusReport) -> str:
    body = LexborHTMLParser(status_page(report)).body
    assert body is not None
    return " ".join(body.text(separator=" ").split())


A_FAILING_FEED = a_feed_health(
    condition=FeedCondition.FAILING,
    failures=3,
    failing_since=NOON - minutes(200),
    error="The server answered 503.",
)
A_DESTINATION = DestinationHealth(
    address="telegram -100/7",
    status=DestinationStatus.GONE,
    reason="The bot was removed.",
    since=NOON - minutes(1500),
    follows=("region:OR", "everything"),
)
A_TROUBLE = DeliveryTrouble(
    id=4,
    state=DeliveryState.UNKNOWN,
    address="telegram -100",
    title="Heat Is Back",
    link="https://elmford.example/heat",
    since=NOON - minutes(30),
    reason="no answer came",
)
TOLD = {
    "all is well": (a_report(), "All is well."),
    "since when": (a_report(), "relaybot 0.1.0, started 1 hour ago"),
    "how a platform is": (a_report(), "Discord connected"),
    "nobody follows": (a_report(), "No channel follows anything yet."),
    "no feed": (a_report(), "The directory names no feed yet"),
    "a feed's rhythm": (
        a_report(feeds=(a_feed_health(),)),
        "elmford ok 6 minutes ago in 4 minutes 2 hours ago",
    ),
    "a feed that was never asked": (
        a_report(
            feeds=(
                a_feed_health(
                    condition=FeedCondition.WAITING,
                    checked_at=None,
                    next_check_at=None,
                    newest_at=None,
                ),
            )
        ),
        "elmford waiting never as soon as possible —",
    ),
    "a failing feed": (
        a_report(feeds=(A_FAILING_FEED,)),
        "failing for 3 hours , 3 checks in a row The server answered 503.",
    ),
    "posts held back": (a_report(feeds=(a_feed_health(held=14),)), "14 posts held back"),
    "a feed that moved": (
        a_report(feeds=(a_feed_health(moved_to="https://new.example/feed"),)),
        "Moved to https://new.example/feed",
    ),
    "a destination": (
        a_report(destinations=(A_DESTINATION,)),
        "telegram -100/7 gone 1 day ago The bot was removed. region:OR everything",
    ),
    "an unknown": (
        a_report(unknowns=(A_TROUBLE,)),
        "Heat Is Back telegram -100 30 minutes ago no answer came (now unknown)",
    ),
    "the outbox": (
        a_report(outbox={**dict.fromkeys(DeliveryState, 0), DeliveryState.SENT: 12345}),
        "being sent 0 sent 12,345 outcome unknown 0",
    ),
    "what a person can type": (a_report(held=2), "2 posts held back: see relaybot held list ."),
}


@pytest.mark.parametrize(("report", "part"), TOLD.values(), ids=TOLD)
def test_says(report: StatusReport, part: str) -> None:
    assert part in words(report)


def test_what_came_from_a_feed_stays_text() -> None:
    trouble = DeliveryTrouble(
        id=1,
        state=DeliveryState.DEAD,
        address="discord 1",
        title="<script>alert(1)</script>",
        link="javascript:alert(1)",
        since=NOON,
        reason='"><img src=x onerror=alert(1)>',
    )

    page = LexborHTMLParser(status_page(a_report(dead=(trouble,))))

    assert not page.css("script")
    assert [image.attributes["src"] for image in page.css("img")] == ["/static/icon.svg"]
    assert not page.css('a[href^="javascript"]')


def test_moments_can_be_read_by_programs() -> None:
    page = LexborHTMLParser(status_page(a_report(feeds=(a_feed_health(),))))

    stamps = [time.attributes["datetime"] for time in page.css("td time")]
    assert stamps == [
        "2026-03-14T11:54:00+00:00",
        "2026-03-14T12:04:00+00:00",
        "2026-03-14T09:55:00+00:00",
    ]


def test_the_page_has_its_landmarks() -> None:
    page = LexborHTMLParser(status_page(a_report()))

    assert [len(page.css(name)) for name in ("header", "nav", "main", "h1")] == [1, 1, 1, 1]
    html = page.css_first("html")
    assert html is not None
    assert html.attributes["lang"] == "en"


def test_json_holds_the_whole_report() -> None:
    told = json.loads(status_json(a_report(feeds=(A_FAILING_FEED,), destinations=(A_DESTINATION,))))

    assert told["version"] == "0.1.0"
    assert told["now"] == "2026-03-14T12:00:00+00:00"
    assert told["feeds"][0]["condition"] == "failing"
    assert told["feeds"][0]["failing_since"] == "2026-03-14T08:40:00+00:00"
    assert told["destinations"][0]["follows"] == ["region:OR", "everything"]
    assert told["outbox"] == dict.fromkeys(map(str, DeliveryState), 0)
    assert told["problems"] == [
        "1 feed cannot be read at the moment.",
        "1 destination cannot be reached any more.",
    ]


def test_a_message_page_escapes() -> None:
    assert "&lt;b&gt;" in message_page("<b>", "no")
