"""Who follows what. A selector is stored as the text a person would type."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select

from relaybot.model.selector import Scope, Selector
from relaybot.model.subscription import Subscription
from relaybot.storage.statements import chunks, insert_missing
from relaybot.storage.tables import subscriptions as table


class SqlSubscriptions:
    """`audience.Subscriptions` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, destination_id: int, selector: Selector, now: datetime) -> bool:
        """Follow; False when it was followed already."""
        row = {"destination_id": destination_id, "selector": str(selector), "created_at": now}
        return insert_missing(self._connection, table, [row]) == 1

    def remove(self, destination_id: int, selector: Selector) -> bool:
        """Unfollow; False when it was not followed."""
        gone = delete(table).where(
            table.c.destination_id == destination_id, table.c.selector == str(selector)
        )
        return self._connection.execute(gone).rowcount == 1

    def of(self, destination_id: int) -> Sequence[Subscription]:
        """Return what a destination follows, oldest first."""
        query = select(table).where(table.c.destination_id == destination_id)
        return self._read(query.order_by(table.c.id))

    def all(self) -> Sequence[Subscription]:
        """Return every subscription, by destination and age."""
        return self._read(select(table).order_by(table.c.destination_id, table.c.id))

    def followers(self, selectors: Collection[Selector]) -> Sequence[int]:
        """Return ids of destinations that follow at least one of these, ascending, each once."""
        found: set[int] = set()
        for some in chunks([str(selector) for selector in selectors]):
            query = select(table.c.destination_id).where(table.c.selector.in_(some))
            found.update(self._connection.execute(query).scalars())
        return sorted(found)

    def _read(self, query: Select[*tuple[Any, ...]]) -> list[Subscription]:
        return [_subscription(row) for row in self._connection.execute(query)]


def _subscription(row: Row[*tuple[Any, ...]]) -> Subscription:
    scope, _, value = row.selector.partition(":")
    return Subscription(
        id=row.id,
        destination=row.destination_id,
        selector=Selector(Scope(scope), value),
        created_at=row.created_at,
    )
