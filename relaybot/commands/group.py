"""What is changed in one place is changed in those linked with it, and written down for each."""

from collections.abc import Mapping, Sequence

from relaybot.commands.ask import Ask
from relaybot.model.change import Change
from relaybot.model.destination import Destination
from relaybot.repositories import Transaction


def group_of(tx: Transaction, destination: Destination) -> Sequence[Destination]:
    """Return a destination and those linked with it, itself first."""
    return (destination, *tx.destinations.linked(destination.id))


def existing(tx: Transaction, ask: Ask) -> Destination:
    """Return the destination an ask is about; it becomes one now if it was none."""
    found = tx.destinations.find(ask.place.address)
    return found or tx.destinations.add(ask.place.address, ask.now)


def record(
    tx: Transaction,
    ask: Ask,
    destination: Destination,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    """Write down what an ask has changed, and by whom.

    A person's number means somebody else on another platform, so it is not kept with places there.
    """
    same = destination.address.platform is ask.asker.platform
    tx.history.add(
        Change(
            destination=destination.id,
            at=ask.now,
            actor=ask.asker.user if same else None,
            verb=ask.verb,
            before=before,
            after=after,
        )
    )


def known_as(destination: Destination) -> str:
    """Return what to call a place somewhere else: "#news (Discord)"."""
    address = destination.address
    return f"{destination.name or address.chat} ({address.platform.title()})"
