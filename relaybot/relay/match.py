"""Who is owed a post: resolved at the moment it is seen, so that new chapters reach old follows."""

from collections.abc import Iterable, Sequence

from relaybot.model.source import Feed
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import selectors_for


def followers(tx: Transaction, catalogue: Catalogue, feed: Feed) -> Sequence[int]:
    """Return the ids of the destinations that follow `feed`, by whatever selector, each once."""
    return tx.subscriptions.followers(selectors_for(feed, catalogue))


def followed_there(
    tx: Transaction, catalogue: Catalogue, destination_id: int, feeds: Iterable[Feed]
) -> Sequence[Feed]:
    """Return those of the feeds that a destination follows, by whatever selector."""
    follows = {one.selector for one in tx.subscriptions.of(destination_id)}
    return [feed for feed in feeds if follows & selectors_for(feed, catalogue)]
