import pytest

from relaybot.commands.held import dismiss, held_by_feed, release
from relaybot.model.post import PostState
from relaybot.model.selector import Scope, Selector
from tests.builders import NOON, a_feed, an_address
from tests.fakes.store import FakeTransaction
from tests.unit.commands.asking import CATALOGUE, a_transaction, add_posts, owed_titles

ELMFORD = a_feed("elmford")


@pytest.fixture
def tx() -> FakeTransaction:
    """Three posts of Elmford and one of Riverbend are held; one channel follows everything."""
    tx = a_transaction()
    add_posts(tx, 3, state=PostState.HELD)
    add_posts(tx, 1, feed="riverbend", state=PostState.HELD)
    destination = tx.destinations.add(an_address(), NOON)
    tx.subscriptions.add(destination.id, Selector(Scope.EVERYTHING), NOON)
    return tx


def in_state(tx: FakeTransaction, state: PostState) -> list[str]:
    return [f"{one.post.feed} {one.post.title[-1]}" for one in tx.posts.in_state(state)]


def test_what_is_held_is_listed_by_feed_oldest_first(tx: FakeTransaction) -> None:
    held = held_by_feed(tx)
    assert {feed: len(posts) for feed, posts in held.items()} == {"elmford": 3, "riverbend": 1}
    assert [one.id for one in held["elmford"]] == [1, 2, 3]


def test_all_of_a_feed_are_released_in_order(tx: FakeTransaction) -> None:
    done = release(tx, CATALOGUE, ELMFORD, NOON)
    assert (done.posts, done.deliveries, done.dismissed) == (3, 3, 0)
    assert owed_titles(tx) == ["Post number 1", "Post number 2", "Post number 3"]
    assert in_state(tx, PostState.HELD) == ["riverbend 1"]


def test_only_the_newest_are_released_and_the_rest_is_dismissed(tx: FakeTransaction) -> None:
    done = release(tx, CATALOGUE, ELMFORD, NOON, newest=1)
    assert (done.posts, done.deliveries, done.dismissed) == (1, 1, 2)
    assert owed_titles(tx) == ["Post number 3"]
    assert in_state(tx, PostState.DISMISSED) == ["elmford 1", "elmford 2"]


@pytest.mark.parametrize(("newest", "relayed"), [(0, 0), (3, 3), (99, 3)])
def test_counts_at_the_edges(tx: FakeTransaction, newest: int, relayed: int) -> None:
    done = release(tx, CATALOGUE, ELMFORD, NOON, newest=newest)
    assert (done.posts, done.dismissed) == (relayed, 3 - relayed)


def test_released_without_followers_they_count_as_relayed() -> None:
    tx = a_transaction()
    add_posts(tx, 2, state=PostState.HELD)
    done = release(tx, CATALOGUE, ELMFORD, NOON)
    assert (done.posts, done.deliveries) == (2, 0)
    assert held_by_feed(tx) == {}


def test_dismissing_sends_nothing_and_is_for_good(tx: FakeTransaction) -> None:
    assert dismiss(tx, "elmford") == 3
    assert dismiss(tx, "elmford") == 0
    assert owed_titles(tx) == []
    assert in_state(tx, PostState.HELD) == ["riverbend 1"]
