"""Status reports for tests of the pages."""

from typing import Any

from relaybot.model.delivery import DeliveryState
from relaybot.model.errand import ErrandKind
from relaybot.relay.health import FeedCondition, FeedHealth, StatusReport
from tests.builders import NOON, minutes


def a_report(**changes: Any) -> StatusReport:
    given: dict[str, Any] = {
        "version": "0.1.0",
        "now": NOON,
        "started_at": NOON - minutes(90),
        "platforms": {"discord": "connected"},
        "feeds": (),
        "destinations": (),
        "outbox": dict.fromkeys(DeliveryState, 0),
        "unknowns": (),
        "dead": (),
        "held": 0,
        "taken_back": 0,
        "errands": dict.fromkeys(ErrandKind, 0),
    }
    return StatusReport(**(given | changes))


def a_feed_health(**changes: Any) -> FeedHealth:
    given: dict[str, Any] = {
        "slug": "elmford",
        "name": "Elmford Tenants' League",
        "url": "https://elmford.example/feed/",
        "condition": FeedCondition.OK,
        "checked_at": NOON - minutes(6),
        "next_check_at": NOON + minutes(4),
        "newest_at": NOON - minutes(125),
        "failures": 0,
        "failing_since": None,
        "error": None,
        "moved_to": None,
        "held": 0,
    }
    return FeedHealth(**(given | changes))
