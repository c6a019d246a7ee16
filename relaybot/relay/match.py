"""Who is owed a post: resolved at the moment it is seen, so that new chapters reach old follows."""

from collections.abc import Sequence

from relaybot.model.source import Feed
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import selectors_for


def followers(tx: Transaction, catalogue: Catalogue, feed: Feed) -> Sequence[int]:
    """Return the ids of the destinations that follow `feed`, by whatever selector, each once."""
    return tx.subscriptions.followers(selectors_for(feed, catalogue))
