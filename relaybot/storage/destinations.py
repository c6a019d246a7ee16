"""Where posts go."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, select, update

from relaybot.errors import StoreError
from relaybot.model.destination import (
    Address,
    Destination,
    DestinationStatus,
    PlatformName,
    Preferences,
    UnknownPolicy,
)
from relaybot.storage import choices, links, merge, preferences
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
        """Pause, resume or mark as gone; anything but a pause forgets `paused_until`."""
        values = {"status": status, "status_reason": reason, "status_since": now}
        if status is not DestinationStatus.PAUSED:
            values["paused_until"] = None
        self._change(destination_id, **values)

    def set_preferences(self, destination_id: int, chosen: Preferences) -> None:
        """Replace what its moderators chose."""
        self._change(destination_id, preferences=preferences.encode(chosen))

    def set_name(self, destination_id: int, name: str) -> None:
        """Remember how people call it."""
        self._change(destination_id, name=name)

    def set_paused_until(self, destination_id: int, until: datetime | None) -> None:
        """Say when a paused destination resumes by itself; None = when somebody says so."""
        self._change(destination_id, paused_until=until)

    def due_to_resume(self, now: datetime) -> Sequence[Destination]:
        """Return the paused destinations whose `paused_until` has come, longest due first."""
        paused = table.c.status == DestinationStatus.PAUSED
        return self._where(paused, table.c.paused_until <= now, order=table.c.paused_until)

    def linked(self, destination_id: int) -> Sequence[Destination]:
        """Return the destinations linked with this one, itself left out."""
        others = links.members(self._connection, destination_id) - {destination_id}
        return self._where(table.c.id.in_(others)) if others else []

    def link(self, destination_id: int, other_id: int) -> None:
        """Put two destinations, and whatever each is linked with, into one group."""
        both = (links.members(self._connection, one) for one in (destination_id, other_id))
        links.regroup(self._connection, set().union(*both))

    def unlink(self, destination_id: int) -> None:
        """Take a destination out of its group."""
        links.leave(self._connection, destination_id)

    def offer_code(self, code: str, destination_id: int, expires_at: datetime) -> None:
        """Remember a one-time code for linking with this destination; a code is offered once."""
        links.offer_code(self._connection, code, destination_id, expires_at)

    def take_code(self, code: str, now: datetime) -> int | None:
        """Return the destination a code stands for and forget the code; None = wrong or expired."""
        return links.take_code(self._connection, code, now)

    def chosen_by(self, platform: PlatformName, user: str) -> Address | None:
        """Return the channel a person manages from a private chat, None when none was chosen."""
        return choices.chosen_by(self._connection, platform, user)

    def choose(self, platform: PlatformName, user: str, address: Address | None) -> None:
        """Remember (or with None forget) which channel a person manages from a private chat."""
        choices.choose(self._connection, platform, user, address)

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
        choices.follow_move(self._connection, address, chat)
        return ids[destination_id]

    def _move_one(self, moved: Destination, chat: str) -> int:
        old = moved.address
        there = self.find(Address(old.platform, chat, old.thread))
        if there is None:
            self._change(moved.id, chat=chat)
            return moved.id
        merge.merge(self._connection, moved.id, there.id)
        self._change(there.id, **merge.settings(moved, there))
        return there.id

    def _change(self, destination_id: int, **values: Any) -> None:
        changed = update(table).where(table.c.id == destination_id).values(values)
        if self._connection.execute(changed).rowcount == 0:
            raise StoreError(f"Destination {destination_id} is not stored.")

    def _where(
        self, *conditions: ColumnElement[bool], order: ColumnElement[Any] = table.c.id
    ) -> list[Destination]:
        query = select(table).where(*conditions).order_by(order, table.c.id)
        return [destination(row) for row in self._connection.execute(query).mappings()]


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
        paused_until=row[column.paused_until],
        name=row[column.name],
        preferences=preferences.decode(row[column.preferences]),
        group=row[column.link_group],
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
