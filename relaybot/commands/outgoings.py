"""Stored posts as they would be sent, for showing them without sending anything."""

from collections.abc import Iterable

from relaybot.commands.ask import Ask
from relaybot.model.delivery import Claim, Delivery, DeliveryState, Outgoing
from relaybot.model.destination import Destination
from relaybot.model.post import StoredPost
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue


def as_sent(
    tx: Transaction, ask: Ask, catalogue: Catalogue, posts: Iterable[StoredPost]
) -> tuple[Outgoing, ...]:
    """Return posts as they would go to the place of the ask, with the settings it has."""
    found = tx.destinations.find(ask.place.address)
    destination = found or Destination(id=0, address=ask.place.address, created_at=ask.now)
    shown = (_as_sent(post, destination, ask, catalogue) for post in posts)
    return tuple(outgoing for outgoing in shown if outgoing)


def _as_sent(
    post: StoredPost, destination: Destination, ask: Ask, catalogue: Catalogue
) -> Outgoing | None:
    feed = catalogue.feed(post.post.feed)
    if feed is None:  # it left the directory
        return None
    delivery = Delivery(
        id=0,
        post=post.id,
        destination=destination.id,
        state=DeliveryState.PENDING,
        nonce="",
        created_at=ask.now,
    )
    claim = Claim(delivery=delivery, destination=destination, post=post)
    return Outgoing(claim=claim, chapter=catalogue.chapter_of(feed), feed=feed)
