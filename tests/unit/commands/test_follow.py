import pytest

from relaybot.commands.follow import MOST_NEWEST, Followed, Options, follow
from relaybot.model.destination import DestinationStatus, UnknownPolicy
from relaybot.model.post import PostState
from relaybot.model.selector import Scope, Selector
from tests.builders import NOON, an_address
from tests.fakes.store import FakeTransaction
from tests.unit.commands.asking import CATALOGUE, a_transaction, add_posts, owed_titles

ELMFORD = Selector(Scope.CHAPTER, "elmford")
OREGON = Selector(Scope.REGION, "OR")


@pytest.fixture
def tx() -> FakeTransaction:
    return a_transaction()


def follows(
    tx: FakeTransaction,
    selector: Selector = ELMFORD,
    newest: int = 0,
    options: Options | None = None,
) -> Followed:
    address = an_address()
    return follow(tx, CATALOGUE, address, selector, NOON, newest=newest, options=options)


def test_the_first_follow_makes_the_destination(tx: FakeTransaction) -> None:
    done = follows(tx, OREGON)
    assert (done.feeds, done.already, done.revived, done.newest) == (2, False, False, 0)
    assert [d.address for d in tx.destinations.all()] == [an_address()]
    assert [s.selector for s in tx.subscriptions.of(done.destination.id)] == [OREGON]


def test_following_twice_is_told_and_changes_nothing(tx: FakeTransaction) -> None:
    follows(tx)
    assert follows(tx).already
    assert len(tx.subscriptions.all()) == 1


def test_nothing_that_was_there_before_is_sent_unless_asked_for(tx: FakeTransaction) -> None:
    add_posts(tx, 5)
    follows(tx)
    assert owed_titles(tx) == []


def test_the_newest_posts_are_owed_oldest_first(tx: FakeTransaction) -> None:
    add_posts(tx, 5)
    assert follows(tx, newest=3).newest == 3
    assert owed_titles(tx) == ["Post number 3", "Post number 4", "Post number 5"]


def test_fewer_posts_than_asked_for(tx: FakeTransaction) -> None:
    add_posts(tx, 2)
    assert follows(tx, newest=3).newest == 2


def test_nobody_is_flooded_by_the_newest(tx: FakeTransaction) -> None:
    add_posts(tx, MOST_NEWEST + 5)
    assert follows(tx, newest=1000).newest == MOST_NEWEST


def test_the_newest_come_once_however_often_one_follows(tx: FakeTransaction) -> None:
    add_posts(tx, 3)
    follows(tx, newest=3)
    assert follows(tx, OREGON, newest=3).newest == 0


def test_held_posts_are_not_among_the_newest(tx: FakeTransaction) -> None:
    add_posts(tx, 3, state=PostState.HELD)
    assert follows(tx, newest=3).newest == 0


@pytest.mark.parametrize("status", [DestinationStatus.GONE, DestinationStatus.PAUSED])
def test_following_revives_what_was_stopped(tx: FakeTransaction, status: DestinationStatus) -> None:
    first = follows(tx)
    tx.destinations.set_status(first.destination.id, status, "the bot was removed", NOON)
    assert follows(tx, OREGON).revived
    (destination,) = tx.destinations.all()
    assert (destination.status, destination.status_reason) == (DestinationStatus.ACTIVE, None)


def test_options_are_set_along_and_left_alone_when_not_given(tx: FakeTransaction) -> None:
    follows(tx, options=Options(silent=True, on_unknown=UnknownPolicy.RESEND))
    follows(tx, OREGON)
    (destination,) = tx.destinations.all()
    assert (destination.silent, destination.on_unknown) == (True, UnknownPolicy.RESEND)


def test_a_topic_is_another_destination_than_its_group(tx: FakeTransaction) -> None:
    for thread in (None, "7"):
        follow(tx, CATALOGUE, an_address("-100", "telegram", thread), ELMFORD, NOON)
    assert len(tx.destinations.all()) == 2
