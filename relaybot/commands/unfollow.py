"""A destination no longer follows a selector.

::

    nothing named                  choose from what is followed
    "everything"                   asks first
    not followed                   say so, or through what it comes; choose
    unfollow, in linked places too and write it down
    say through what it still comes
"""

from collections.abc import Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.context import Context
from relaybot.commands.group import group_of, record
from relaybot.commands.reply import Reply
from relaybot.commands.selecting import argument, meaning
from relaybot.commands.unfollow_words import (
    ALL,
    EVERYTHING,
    ONLY,
    choose,
    not_followed,
    nothing_followed,
    question,
    really,
    stopped,
)
from relaybot.model.destination import Address, Destination
from relaybot.model.selector import Selector
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue


def unfollow(
    tx: Transaction, catalogue: Catalogue, address: Address, text: str
) -> tuple[Selector, ...]:
    """Remove the follow that `text` names; returns what was removed, empty when nothing was.

    What left the directory, and what is followed under a former slug, can be unfollowed too.
    """
    destination = tx.destinations.find(address)
    if destination is None:
        return ()
    wanted = {text.strip().lower(), str(meaning(text, catalogue) or "").lower()}
    removed = []
    for subscription in tx.subscriptions.of(destination.id):
        if wanted & _names(subscription.selector, catalogue):
            tx.subscriptions.remove(destination.id, subscription.selector)
            removed.append(subscription.selector)
    return tuple(removed)


def _names(selector: Selector, catalogue: Catalogue) -> set[str]:
    """Return what a followed selector may be called: as it is stored, and as it is called now."""
    meant = meaning(str(selector), catalogue)
    now = str(meant) if meant else selector.value  # gone: its bare slug means nothing else
    return {str(selector).lower(), now.lower()}


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Stop following what was named; ask first where that is all of it."""
    destination = tx.destinations.find(ask.place.address)
    followed = (
        [each.selector for each in tx.subscriptions.of(destination.id)] if destination else []
    )
    if destination is None or not followed:
        return nothing_followed(ask, context)
    typed = argument(ask, "what")
    if not typed:
        return choose(ask, context, question(ask, context), followed)
    if meaning(typed, context.catalogue) == EVERYTHING and ask.get("sure") != ONLY:
        if ask.get("sure") != ALL:
            return really(ask, context, followed)
        return stopped(tx, ask, context, destination, _stop_all(tx, ask, destination))
    removed = _stop(tx, ask, context.catalogue, destination, typed)
    if not removed:
        return choose(ask, context, not_followed(ask, context, typed, followed), followed)
    return stopped(tx, ask, context, destination, removed)


def _stop_all(tx: Transaction, ask: Ask, destination: Destination) -> tuple[Selector, ...]:
    removed: dict[int, tuple[Selector, ...]] = {}
    for each in group_of(tx, destination):
        followed = [one.selector for one in tx.subscriptions.of(each.id)]
        removed[each.id] = tuple(s for s in followed if tx.subscriptions.remove(each.id, s))
        _write_down(tx, ask, each, removed[each.id])
    return removed[destination.id]


def _stop(
    tx: Transaction, ask: Ask, catalogue: Catalogue, destination: Destination, typed: str
) -> tuple[Selector, ...]:
    removed: dict[int, tuple[Selector, ...]] = {}
    for each in group_of(tx, destination):
        removed[each.id] = unfollow(tx, catalogue, each.address, typed)
        _write_down(tx, ask, each, removed[each.id])
    return removed[destination.id]


def _write_down(
    tx: Transaction, ask: Ask, destination: Destination, removed: Sequence[Selector]
) -> None:
    """One change, so that it can be undone at once."""
    if len(removed) == 1:
        record(tx, ask, destination, {"selector": str(removed[0])}, {})
    elif removed:
        record(tx, ask, destination, {"selectors": [str(each) for each in removed]}, {})
