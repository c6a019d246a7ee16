"""A store to ask of, and how to look at what a command has made of it."""

from relaybot.model.delivery import DeliveryState
from relaybot.model.post import PostState
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, a_chapter, a_feed, a_post
from tests.fakes.store import FakeTransaction
from tests.fakes.store_tables import Tables

CATALOGUE = Catalogue(
    [a_chapter("elmford", aliases=("elm",), feeds=(a_feed("elmford"),)), a_chapter("riverbend")]
)


def a_transaction() -> FakeTransaction:
    return FakeTransaction(Tables())


def add_posts(
    tx: Transaction,
    count: int,
    feed: str = "elmford",
    state: PostState = PostState.ABSORBED,
) -> None:
    for number in range(1, count + 1):
        tx.posts.add(a_post(number, feed=feed), state, NOON, None)


def owed_titles(tx: Transaction) -> list[str]:
    """What is owed, in the order it will be sent."""
    rows = sorted(tx.outbox.in_state(DeliveryState.PENDING, 1000), key=lambda row: row.id)
    posts = [tx.posts.get(row.post) for row in rows]
    return [stored.post.title for stored in posts if stored]
