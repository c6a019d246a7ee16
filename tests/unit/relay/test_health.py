from dataclasses import dataclass, field
from typing import Any

import pytest

from relaybot.model.delivery import DeliveryState, Settlement
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.model.errand import ErrandKind
from relaybot.model.feed_state import FeedState
from relaybot.model.post import PostState
from relaybot.model.selector import Scope, Selector
from relaybot.relay.health import FeedCondition, StatusReport, report
from relaybot.relay.withdrawals import WITHDRAWN
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, a_chapter, a_feed, a_post, an_address, minutes
from tests.fakes.store import FakeTransaction
from tests.fakes.store_tables import Tables


@dataclass
class Told:
    """A store, and the report on it."""

    tx: FakeTransaction = field(default_factory=lambda: FakeTransaction(Tables()))
    catalogue: Catalogue = field(
        default_factory=lambda: Catalogue(a_chapter(slug) for slug in ("zinnia", "alder", "maple"))
    )

    def report(self) -> StatusReport:
        return report(self.tx, self.catalogue, version="1.2.3", now=NOON)

    def polled(self, slug: str, **changes: Any) -> None:
        given: dict[str, Any] = {"checked_at": NOON, "next_check_at": NOON + minutes(15)} | changes
        state = FeedState(feed=slug, source_url=a_feed(slug).url, **given)
        self.tx.feed_states.put(state)

    def settled(self, settlement: Settlement, title: str = "A title", chat: str = "1") -> None:
        """A delivery that ended so."""
        tx, number = self.tx, self.tx.posts.count("alder") + 1
        address = an_address(chat)
        destination = tx.destinations.find(address) or tx.destinations.add(address, NOON)
        post = tx.posts.add(
            a_post(number, feed="alder", title=title), PostState.RELAYED, NOON, None
        )
        tx.outbox.owe(post, [destination.id], NOON)
        (claim,) = tx.outbox.claim(list(PlatformName), NOON, 1)
        tx.outbox.settle(claim.delivery.id, settlement, NOON)


DEAD = Settlement(state=DeliveryState.DEAD, reason="Discord refused it")
SENT = Settlement(state=DeliveryState.SENT, message_id="700")
DOUBTFUL = Settlement(
    state=DeliveryState.SENT, reason="no answer; taken as delivered", unknown_since=NOON
)


@pytest.fixture
def told() -> Told:
    return Told()


def test_a_post_that_was_taken_back_in_time_is_no_trouble(told: Told) -> None:
    told.settled(Settlement(state=DeliveryState.DEAD, reason=WITHDRAWN))
    assert (told.report().dead, told.report().problems) == ((), ())


def test_what_is_still_to_be_done_is_told(told: Told) -> None:
    told.settled(SENT)
    told.tx.errands.want(1, ErrandKind.PUBLISH, NOON)
    assert told.report().errands[ErrandKind.PUBLISH] == 1


def test_a_fresh_store_is_well(told: Told) -> None:
    found = told.report()
    assert found.problems == ()
    assert {feed.condition for feed in found.feeds} == {FeedCondition.WAITING}
    assert (found.version, found.now, found.started_at) == ("1.2.3", NOON, None)
    assert sum(found.outbox.values()) == 0


def test_failing_feeds_come_first_then_by_name(told: Told) -> None:
    told.polled("alder")
    told.polled("zinnia", error="it answers 500", failures=3, failing_since=NOON - minutes(60))
    feeds = told.report().feeds
    assert [(feed.slug, feed.condition) for feed in feeds] == [
        ("zinnia", FeedCondition.FAILING),
        ("alder", FeedCondition.OK),
        ("maple", FeedCondition.WAITING),
    ]
    assert (feeds[0].error, feeds[0].failures) == ("it answers 500", 3)
    assert feeds[0].failing_since == NOON - minutes(60)


MOVES = {
    "under observation": ({"moved_to": "https://new.example/"}, "https://new.example/"),
    "adopted": ({"adopted_url": "https://there.example/"}, "https://there.example/"),
    "neither": ({}, None),
}


@pytest.mark.parametrize(("changes", "shown"), MOVES.values(), ids=MOVES)
def test_where_a_feed_has_moved_to(
    told: Told, changes: dict[str, object], shown: str | None
) -> None:
    told.polled("alder", **changes)
    (feed,) = (feed for feed in told.report().feeds if feed.slug == "alder")
    assert feed.moved_to == shown


def test_held_posts_are_counted_for_their_feed_and_in_all(told: Told) -> None:
    for number, feed in enumerate(["alder", "alder", "maple"], start=1):
        told.tx.posts.add(a_post(number, feed=feed), PostState.HELD, NOON, None)
    found = told.report()
    assert {feed.slug: feed.held for feed in found.feeds} == {"alder": 2, "maple": 1, "zinnia": 0}
    assert found.held == 3


def test_destinations_with_what_they_follow(told: Told) -> None:
    destination = told.tx.destinations.add(an_address("7"), NOON)
    for selector in (Selector(Scope.REGION, "OR"), Selector(Scope.CHAPTER, "alder")):
        told.tx.subscriptions.add(destination.id, selector, NOON)
    told.tx.destinations.set_status(destination.id, DestinationStatus.GONE, "removed", NOON)
    (found,) = told.report().destinations
    assert (found.address, found.follows) == ("discord 7", ("region:OR", "chapter:alder"))
    assert (found.status, found.reason, found.since) == (DestinationStatus.GONE, "removed", NOON)


def test_what_could_not_be_sent_and_what_nobody_can_tell(told: Told) -> None:
    told.settled(DEAD, "First")
    told.settled(DOUBTFUL, "Second")
    told.settled(SENT, "Third")
    found = told.report()
    assert [(one.title, one.reason) for one in found.dead] == [("First", "Discord refused it")]
    assert [(one.title, one.since) for one in found.unknowns] == [("Second", NOON)]
    assert found.dead[0].address == "discord 1"
    assert (found.outbox[DeliveryState.SENT], found.outbox[DeliveryState.DEAD]) == (2, 1)


def test_the_newest_troubles_are_listed_and_all_are_counted(told: Told) -> None:
    for number in range(60):
        told.settled(DEAD, f"Post {number}")
    found = told.report()
    assert [one.title for one in found.dead[:2]] == ["Post 59", "Post 58"]
    assert len(found.dead) == 50
    assert found.problems == ("60 messages could not be sent.",)


def test_problems_in_words_what_concerns_most_comes_first(told: Told) -> None:
    told.polled("alder", error="no answer", failures=1, failing_since=NOON)
    told.polled("maple", error="no answer", failures=1, failing_since=NOON)
    told.tx.posts.add(a_post(90, feed="zinnia"), PostState.HELD, NOON, None)
    told.settled(DEAD, chat="8")
    destination = told.tx.destinations.find(an_address("8"))
    assert destination is not None
    told.tx.destinations.set_status(destination.id, DestinationStatus.GONE, "removed", NOON)
    assert told.report().problems == (
        "2 feeds cannot be read at the moment.",
        "1 post held back: see `relaybot held list`.",
        "1 destination cannot be reached any more.",
        "1 message could not be sent.",
    )


def test_what_a_person_paused_is_no_problem(told: Told) -> None:
    destination = told.tx.destinations.add(an_address(), NOON)
    told.tx.destinations.set_status(destination.id, DestinationStatus.PAUSED, "holidays", NOON)
    assert told.report().problems == ()


def test_a_feed_that_left_the_directory_is_not_listed_but_its_messages_are(told: Told) -> None:
    told.settled(DEAD, "From a dissolved league")
    told.catalogue = Catalogue([a_chapter("maple")])
    found = told.report()
    assert [feed.slug for feed in found.feeds] == ["maple"]
    assert [one.title for one in found.dead] == ["From a dissolved league"]
