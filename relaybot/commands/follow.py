"""A destination follows a selector."""

from dataclasses import dataclass
from datetime import datetime

from relaybot.model.destination import Address, Destination, DestinationStatus, UnknownPolicy
from relaybot.model.selector import Selector
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import resolve

MOST_NEWEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What following brought about."""

    destination: Destination
    selector: Selector
    feeds: int  # how many feeds the selector stands for now
    already: bool  # it was followed before
    revived: bool  # the destination had been given up or paused, and is active again
    newest: int  # deliveries made for posts that were there already


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a destination may be given along with a follow; None leaves it as it is."""

    silent: bool | None = None
    on_unknown: UnknownPolicy | None = None


def follow(
    tx: Transaction,
    catalogue: Catalogue,
    address: Address,
    selector: Selector,
    now: datetime,
    *,
    newest: int = 0,
    options: Options | None = None,
) -> Followed:
    """Make `address` follow `selector`, from now on; `newest` posts are sent at once."""
    found = tx.destinations.find(address)
    destination = found or tx.destinations.add(address, now)
    revived = destination.status is not DestinationStatus.ACTIVE
    if revived:
        tx.destinations.set_status(destination.id, DestinationStatus.ACTIVE, None, now)
    if options:
        tx.destinations.set_options(
            destination.id, silent=options.silent, on_unknown=options.on_unknown
        )
    feeds = resolve(selector, catalogue)
    added = tx.subscriptions.add(destination.id, selector, now)
    posts = tx.posts.newest([feed.slug for feed in feeds], min(newest, MOST_NEWEST))
    owed = sum(tx.outbox.owe(post.id, [destination.id], now) for post in reversed(posts))
    return Followed(
        destination=destination,
        selector=selector,
        feeds=len(feeds),
        already=not added,
        revived=revived,
        newest=owed,
    )
