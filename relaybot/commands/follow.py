"""A destination follows a selector.

::

    what is meant?                         nothing is called so → the three nearest
    followed already, or through a wider?  say so, nothing is added
    500 follows?                           say so
    follow, in linked places too           and write it down
    the newest posts, if asked for         owed at once, oldest first
    say what will arrive, what it includes, and what keeps it from arriving
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from relaybot.commands.ask import Ask
from relaybot.commands.context import Context
from relaybot.commands.coverage import current, narrower_among, wider_among
from relaybot.commands.follow_words import Follows, said, too_many
from relaybot.commands.group import existing, group_of, record
from relaybot.commands.limits import FOLLOWS_A_DESTINATION, whole_number
from relaybot.commands.reply import Reply
from relaybot.commands.selecting import selected
from relaybot.model.destination import Address, Destination, DestinationStatus, UnknownPolicy
from relaybot.model.selector import Selector
from relaybot.model.subscription import Subscription
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import resolve

MOST_NEWEST = 20
MOST_LATEST = 5  # for a person in a chat
_LOOK_BACK = 50  # changes, for a follow made before
STOPPED = frozenset({DestinationStatus.PAUSED, DestinationStatus.GONE})


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
    revives: frozenset[DestinationStatus] = STOPPED,
) -> Followed:
    """Make `address` follow `selector`, from now on; `newest` posts are sent at once.

    A destination that is in one of the states `revives` is active again.
    """
    found = tx.destinations.find(address)
    destination = found or tx.destinations.add(address, now)
    revived = revive(tx, destination, now, revives)
    if options:
        tx.destinations.set_options(
            destination.id, silent=options.silent, on_unknown=options.on_unknown
        )
    added = tx.subscriptions.add(destination.id, selector, now)
    return Followed(
        destination=destination,
        selector=selector,
        feeds=len(resolve(selector, catalogue)),
        already=not added,
        revived=revived,
        newest=owe_newest(tx, catalogue, selector, [destination], newest, now),
    )


def revive(
    tx: Transaction,
    destination: Destination,
    now: datetime,
    revives: frozenset[DestinationStatus] = STOPPED,
) -> bool:
    """Make a destination active again that was stopped in one of these ways; whether it was."""
    if destination.status not in revives:
        return False
    tx.destinations.set_status(destination.id, DestinationStatus.ACTIVE, None, now)
    return True


def owe_newest(
    tx: Transaction,
    catalogue: Catalogue,
    selector: Selector,
    destinations: Iterable[Destination],
    count: int,
    now: datetime,
) -> int:
    """Owe the newest posts of a selector, oldest first; returns how many deliveries that makes."""
    feeds = [feed.slug for feed in resolve(selector, catalogue)]
    posts = tx.posts.newest(feeds, min(count, MOST_NEWEST)) if count > 0 else ()
    to = [destination.id for destination in destinations]
    return sum(tx.outbox.owe(post.id, to, now) for post in reversed(posts))


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Follow what was named, and say what will arrive."""
    selector = selected(ask, context)
    if isinstance(selector, Reply):
        return selector
    destination = existing(tx, ask)
    followed = _followed(tx, destination, context.catalogue)
    same, wider = followed.get(selector), wider_among(selector, followed, context.catalogue)
    adds = same is None and wider is None
    if adds and len(followed) >= FOLLOWS_A_DESTINATION:
        return too_many(ask, context)
    revived = revive(tx, destination, ask.now, frozenset({DestinationStatus.GONE}))
    group = group_of(tx, destination)
    first = adds and not followed and not _ever_followed(tx, destination)
    if adds:
        _add(tx, ask, selector, group)
    wanted = whole_number(ask.get("latest"), MOST_LATEST) or 0
    follows = Follows(
        selector=selector,
        group=group,
        since=same.created_at if same else None,
        wider=wider,
        narrower=narrower_among(selector, followed, context.catalogue) if adds else (),
        first=first,
        revived=revived,
        wanted=wanted,
        sent=_send(tx, ask, context.catalogue, selector, group, wanted),
    )
    return said(tx, ask, context, follows)


def _followed(
    tx: Transaction, destination: Destination, catalogue: Catalogue
) -> dict[Selector, Subscription]:
    """Return what is followed, oldest first, under today's slugs."""
    found: dict[Selector, Subscription] = {}
    for each in tx.subscriptions.of(destination.id):
        found.setdefault(current(each.selector, catalogue), each)
    return found


def _ever_followed(tx: Transaction, destination: Destination) -> bool:
    return any(change.verb == "follow" for change in tx.history.of(destination.id, _LOOK_BACK))


def _add(tx: Transaction, ask: Ask, selector: Selector, group: Iterable[Destination]) -> None:
    for destination in group:
        if tx.subscriptions.add(destination.id, selector, ask.now):
            record(tx, ask, destination, {}, {"selector": str(selector)})


def _send(
    tx: Transaction,
    ask: Ask,
    catalogue: Catalogue,
    selector: Selector,
    group: Iterable[Destination],
    count: int,
) -> int:
    """Owe the newest to every linked place; returns how many go to the ask's own, the first."""
    owed = [owe_newest(tx, catalogue, selector, [each], count, ask.now) for each in group]
    return owed[0]
