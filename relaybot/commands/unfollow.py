"""A destination no longer follows a selector."""

from relaybot.errors import SelectorError
from relaybot.model.destination import Address
from relaybot.model.selector import Selector
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import parse_selector


def unfollow(
    tx: Transaction, catalogue: Catalogue, address: Address, text: str
) -> tuple[Selector, ...]:
    """Remove the follow that `text` names; returns what was removed, empty when nothing was.

    What left the directory, and what is followed under a former slug, can be unfollowed too.
    """
    destination = tx.destinations.find(address)
    if destination is None:
        return ()
    wanted = {text.strip().lower(), str(_meaning(text, catalogue) or "").lower()}
    removed = []
    for subscription in tx.subscriptions.of(destination.id):
        if wanted & _names(subscription.selector, catalogue):
            tx.subscriptions.remove(destination.id, subscription.selector)
            removed.append(subscription.selector)
    return tuple(removed)


def _names(selector: Selector, catalogue: Catalogue) -> set[str]:
    """Return what a followed selector may be called: as it is stored, and as it is called now."""
    meaning = _meaning(str(selector), catalogue)
    now = str(meaning) if meaning else selector.value  # gone: its bare slug means nothing else
    return {str(selector).lower(), now.lower()}


def _meaning(text: str, catalogue: Catalogue) -> Selector | None:
    try:
        return parse_selector(text, catalogue)
    except SelectorError:
        return None
