"""Feeds whose slug changed in the directory: what is remembered goes with them.

Without this a renamed feed would look new: its first poll would absorb what was published since
the last one, and nobody would get it.
"""

from collections.abc import Sequence

from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue


def carry_over(tx: Transaction, catalogue: Catalogue) -> Sequence[tuple[str, str]]:
    """Give what is remembered under a former slug to the slug of today; returns (old, new) pairs.

    A former slug that another feed has now is left alone: what it remembers is that feed's.
    """
    states = set(tx.feed_states.all())
    renamed = []
    for feed in catalogue.feeds:
        former = [a for a in feed.aliases if a in states and catalogue.feed(a) is feed]
        if feed.slug not in states and former:
            tx.feed_states.rename(former[0], feed.slug)
            renamed.append((former[0], feed.slug))
    return renamed
