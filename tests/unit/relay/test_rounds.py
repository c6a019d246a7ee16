from datetime import timedelta

from relaybot.model.feed_state import FeedState
from relaybot.relay.rounds import due
from tests.builders import NOON, a_feed

ELMFORD, RIVERBEND, OAKHOLT = a_feed("elmford"), a_feed("riverbend"), a_feed("oakholt")


def planned(slug: str, minutes: int) -> dict[str, FeedState]:
    at = NOON + timedelta(minutes=minutes)
    state = FeedState(feed=slug, source_url=f"https://{slug}.example/feed/", next_check_at=at)
    return {slug: state}


def test_a_feed_that_was_never_asked_is_due_first() -> None:
    assert due([ELMFORD, OAKHOLT], planned("elmford", -5), NOON, ()) == [OAKHOLT, ELMFORD]


def test_those_waiting_longest_come_first_and_the_rest_waits() -> None:
    states = planned("elmford", -1) | planned("riverbend", -9) | planned("oakholt", 1)
    assert due([ELMFORD, RIVERBEND, OAKHOLT], states, NOON, ()) == [RIVERBEND, ELMFORD]


def test_a_feed_under_way_is_not_asked_again() -> None:
    assert due([ELMFORD, OAKHOLT], {}, NOON, {"elmford"}) == [OAKHOLT]


def test_a_feed_with_a_new_address_is_due_at_once() -> None:
    moved = a_feed("elmford", url="https://new.example/feed/")
    assert due([moved], planned("elmford", 600), NOON, ()) == [moved]
