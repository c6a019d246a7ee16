from relaybot.model.selector import Scope, Selector
from relaybot.relay.match import followers
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, a_chapter, a_feed, an_address
from tests.fakes.store import FakeTransaction
from tests.fakes.store_tables import Tables

FARO = a_feed("faro", aliases=("the-light",), language="es-MX", chapter="harbour")
CATALOGUE = Catalogue([a_chapter("harbour", aliases=("port",), feeds=(FARO,)), a_chapter("oaks")])

FOLLOWED = [
    Selector(Scope.CHAPTER, "harbour"),
    Selector(Scope.CHAPTER, "port"),
    Selector(Scope.FEED, "faro"),
    Selector(Scope.FEED, "the-light"),
    Selector(Scope.REGION, "OR"),
    Selector(Scope.KIND, "chapter"),
    Selector(Scope.LANGUAGE, "es"),
    Selector(Scope.EVERYTHING),
]
OTHERS = [
    Selector(Scope.CHAPTER, "oaks"),
    Selector(Scope.REGION, "CA"),
    Selector(Scope.KIND, "publication"),
    Selector(Scope.LANGUAGE, "en"),
    Selector(Scope.CHAPTER, "dissolved"),
]


def test_every_way_to_follow_a_feed_counts_and_no_other() -> None:
    tx = FakeTransaction(Tables())
    for number, selector in enumerate([*FOLLOWED, *OTHERS], start=1):
        destination = tx.destinations.add(an_address(str(number)), NOON)
        tx.subscriptions.add(destination.id, selector, NOON)
    assert list(followers(tx, CATALOGUE, FARO)) == list(range(1, len(FOLLOWED) + 1))


def test_who_follows_in_several_ways_counts_once() -> None:
    tx = FakeTransaction(Tables())
    destination = tx.destinations.add(an_address(), NOON)
    for selector in FOLLOWED:
        tx.subscriptions.add(destination.id, selector, NOON)
    assert list(followers(tx, CATALOGUE, FARO)) == [destination.id]
