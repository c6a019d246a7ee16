"""Where posts go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select, update

from relaybot.errors import StoreError
from relaybot.model.destination import Address, Destination, DestinationStatus, UnknownPolicy
from relaybot.storage import merge
from relaybot.storage.statements import insert_one
from relaybot.storage.tables import destinations as table


class SqlDestinations:
    """`audience.Destinations` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, address: Address) -> Destination | None:
        """Return the destination at this address."""
        return next(iter(self._where(_at(address))), None)

    def get(self, destination_id: int) -> Destination | None:
        """Return one destination."""
        return next(iter(self._where(table.c.id == destination_id)), None)

    def all(self) -> Sequence[Destination]:
        """Return every destination, by address."""
        # Sorted here: databases differ in how they compare text.
        return sorted(self._where(), key=lambda found: _order(found.address))

    def add(self, address: Address, now: datetime) -> Destination:
        """Store a new destination with default settings."""
        new = Destination(id=0, address=address, created_at=now)
        row = {
            "platform": address.platform,
            "chat": address.chat,
            "thread": address.thread or "",
            "silent": new.silent,
            "on_unknown": new.on_unknown,
            "status": new.status,
            "created_at": now,
        }
        return replace(new, id=insert_one(self._connection, table, row))

    def set_options(
        self,
        destination_id: int,
        *,
        silent: bool | None = None,
        on_unknown: UnknownPolicy | None = None,
    ) -> None:
        """Change settings; None leaves one as it is."""
        given = {"silent": silent, "on_unknown": on_unknown}
        changes = {name: value for name, value in given.items() if value is not None}
        if changes:
            self._change(destination_id, **changes)

    def set_status(
        self, destination_id: int, status: DestinationStatus, reason: str | None, now: datetime
    ) -> None:
        """Pause, resume or mark as gone."""
        self._change(destination_id, status=status, status_reason=reason, status_since=now)

    def move(self, destination_id: int, chat: str) -> int:
        """Give it (and every topic of the same chat) another chat id; returns the id it now has."""
        moved = self.get(destination_id)
        if moved is None:
            raise StoreError(f"Destination {destination_id} is not stored, so it cannot move.")
        address = moved.address
        if address.chat == chat:
            return destination_id
        neighbours = self._where(table.c.platform == address.platform, table.c.chat == address.chat)
        ids = {neighbour.id: self._move_one(neighbour, chat) for neighbour in neighbours}
        return ids[destination_id]

    def _move_one(self, moved: Destination, chat: str) -> int:
        old = moved.address
        there = self.find(Address(old.platform, chat, old.thread))
        if there is None:
            self._change(moved.id, chat=chat)
            return moved.id
        merge.merge(self._connection, moved.id, there.id)
        if there.status is DestinationStatus.GONE and moved.status is DestinationStatus.ACTIVE:
            # The platform just said that the chat lives there; what is owed must not wait for ever.
            active = DestinationStatus.ACTIVE
            self._change(there.id, status=active, status_reason=None, status_since=None)
        return there.id

    def _change(self, destination_id: int, **values: Any) -> None:
        changed = update(table).where(table.c.id == destination_id).values(values)
        if self._connection.execute(changed).rowcount == 0:
            raise StoreError(f"Destination {destination_id} is not stored.")

    def _where(self, *conditions: ColumnElement[bool]) -> list[Destination]:
        rows = self._connection.execute(select(table).where(*conditions)).mappings()
        return [destination(row) for row in rows]


def destination(row: RowMapping) -> Destination:
    """Return the destination a row of the table stands for."""
    column = table.c
    return Destination(
        id=row[column.id],
        address=Address(row[column.platform], row[column.chat], row[column.thread] or None),
        silent=row[column.silent],
        on_unknown=row[column.on_unknown],
        status=row[column.status],
        status_reason=row[column.status_reason],
        status_since=row[column.status_since],
        created_at=row[column.created_at],
    )


def _at(address: Address) -> ColumnElement[bool]:
    return and_(
        table.c.platform == address.platform,
        table.c.chat == address.chat,
        table.c.thread == (address.thread or ""),
    )


def _order(address: Address) -> tuple[str, str, str]:
    return (address.platform, address.chat, address.thread or "")
