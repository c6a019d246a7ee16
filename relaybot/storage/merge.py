"""Two destinations become one, because a chat turned out to live where another already was."""

from typing import Any

from sqlalchemy import Connection, delete, select, update

from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import Destination, DestinationStatus, UnknownPolicy
from relaybot.storage import links, preferences
from relaybot.storage.statements import chunks
from relaybot.storage.tables import (
    changes,
    deliveries,
    destinations,
    errands,
    link_codes,
    subscriptions,
)

# Of two deliveries of one story the first in this order is kept: what was sent is not sent again,
# what is under way keeps its row, what is owed outlives what was given up.
_KEPT_FIRST = (
    DeliveryState.SENT,
    DeliveryState.SENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.PENDING,
    DeliveryState.DEAD,
)


def merge(connection: Connection, source: int, target: int) -> None:
    """Move all that destination `source` has to `target`, and remove it."""
    _merge_subscriptions(connection, source, target)
    _merge_deliveries(connection, source, target)
    for table in (changes, link_codes):
        mine = update(table).where(table.c.destination_id == source)
        connection.execute(mine.values(destination_id=target))
    together = links.members(connection, source) | links.members(connection, target)
    links.regroup(connection, together - {source})
    connection.execute(delete(destinations).where(destinations.c.id == source))


def settings(old: Destination, new: Destination) -> dict[str, Any]:
    """Return the columns of `new` once it is both: where nobody chose, what the old one had."""
    values: dict[str, Any] = {
        "name": new.name or old.name,
        "silent": new.silent or old.silent,
        "preferences": preferences.encode(preferences.combined(new.preferences, old.preferences)),
    }
    if new.on_unknown is UnknownPolicy.ASSUME_DELIVERED:
        values["on_unknown"] = old.on_unknown
    if new.status is DestinationStatus.GONE:
        # The platform just said that the chat lives there; what is owed must not wait for ever.
        values["status"] = old.status
        values["status_reason"] = old.status_reason
        values["status_since"] = old.status_since
        values["paused_until"] = old.paused_until
    return values


def _merge_subscriptions(connection: Connection, source: int, target: int) -> None:
    table = subscriptions.c
    there = select(table.selector).where(table.destination_id == target)
    connection.execute(
        delete(subscriptions).where(table.destination_id == source, table.selector.in_(there))
    )
    connection.execute(
        update(subscriptions).where(table.destination_id == source).values(destination_id=target)
    )


def _merge_deliveries(connection: Connection, source: int, target: int) -> None:
    for some in chunks(_dropped(connection, source, target)):
        connection.execute(delete(errands).where(errands.c.delivery_id.in_(some)))
        connection.execute(delete(deliveries).where(deliveries.c.id.in_(some)))
    connection.execute(
        update(deliveries)
        .where(deliveries.c.destination_id == source)
        .values(destination_id=target)
    )


def _dropped(connection: Connection, source: int, target: int) -> list[int]:
    """Return the less advanced delivery of every story both have."""
    mine, theirs = deliveries.alias("mine"), deliveries.alias("theirs")
    query = (
        select(mine.c.id, mine.c.state, theirs.c.id, theirs.c.state)
        .join(theirs, theirs.c.story == mine.c.story)
        .where(mine.c.destination_id == source, theirs.c.destination_id == target)
    )
    rank = _KEPT_FIRST.index
    return [
        their_id if rank(my_state) < rank(their_state) else my_id
        for my_id, my_state, their_id, their_state in connection.execute(query)
    ]
