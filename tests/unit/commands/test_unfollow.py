import pytest

from relaybot.commands.unfollow import unfollow
from relaybot.model.selector import Scope, Selector
from tests.builders import NOON, an_address
from tests.fakes.store import FakeTransaction
from tests.unit.commands.asking import CATALOGUE, a_transaction

CHAPTER, REGION, GONE, FORMER = (
    Selector(Scope.CHAPTER, "elmford"),
    Selector(Scope.REGION, "OR"),
    Selector(Scope.CHAPTER, "dissolved"),
    Selector(Scope.CHAPTER, "elm"),
)

CASES: dict[str, tuple[list[Selector], str, list[Selector]]] = {
    "by slug": ([CHAPTER, REGION], "elmford", [CHAPTER]),
    "as the list shows it": ([CHAPTER, REGION], "region:OR", [REGION]),
    "as people write it": ([CHAPTER, REGION], "Region or", [REGION]),
    "by a former slug": ([CHAPTER], "elm", [CHAPTER]),
    "followed under a former slug": ([FORMER], "elmford", [FORMER]),
    "under both": ([CHAPTER, FORMER], "elmford", [CHAPTER, FORMER]),
    "what left the directory": ([CHAPTER, GONE], "chapter:dissolved", [GONE]),
    "what left the directory, by its slug": ([CHAPTER, GONE], "Dissolved", [GONE]),
    "what is not followed": ([CHAPTER], "riverbend", []),
    "what nobody knows": ([CHAPTER], "zzz", []),
    "nothing": ([CHAPTER], "", []),
}


@pytest.mark.parametrize(("followed", "text", "removed"), CASES.values(), ids=CASES)
def test_unfollow(followed: list[Selector], text: str, removed: list[Selector]) -> None:
    tx = a_transaction()
    destination = tx.destinations.add(an_address(), NOON)
    for selector in followed:
        tx.subscriptions.add(destination.id, selector, NOON)
    assert list(unfollow(tx, CATALOGUE, an_address(), text)) == removed
    left = [one.selector for one in tx.subscriptions.of(destination.id)]
    assert left == [selector for selector in followed if selector not in removed]


def test_a_channel_that_follows_nothing_is_not_made_by_unfollowing() -> None:
    tx: FakeTransaction = a_transaction()
    assert unfollow(tx, CATALOGUE, an_address(), "elmford") == ()
    assert tx.destinations.all() == []


def test_the_channel_beside_keeps_its_follow() -> None:
    tx = a_transaction()
    for chat in ("1", "2"):
        tx.subscriptions.add(tx.destinations.add(an_address(chat), NOON).id, CHAPTER, NOON)
    unfollow(tx, CATALOGUE, an_address("1"), "elmford")
    assert [one.destination for one in tx.subscriptions.all()] == [2]
