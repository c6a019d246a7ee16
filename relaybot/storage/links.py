"""Linked destinations: which belong together, and the one-time codes that join them.

A group has no row of its own: its members carry the id of the smallest of them.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from relaybot.errors import StoreError
from relaybot.storage.statements import chunks
from relaybot.storage.tables import destinations, link_codes


def members(connection: Connection, destination_id: int) -> set[int]:
    """Return the ids of a destination's group, its own included."""
    column = destinations.c
    query = select(column.link_group).where(column.id == destination_id)
    group = connection.execute(query).scalar_one_or_none()
    if group is None:
        return {destination_id}
    return set(connection.execute(select(column.id).where(column.link_group == group)).scalars())


def regroup(connection: Connection, ids: Collection[int]) -> None:
    """Make these one group; a group of one is none. Raises `StoreError` when one is not stored."""
    group = min(ids) if len(ids) > 1 else None
    changed = 0
    for some in chunks(ids):
        statement = update(destinations).where(destinations.c.id.in_(some))
        changed += connection.execute(statement.values(link_group=group)).rowcount
    if changed < len(ids):
        raise StoreError("Only destinations that are stored can be linked.")


def leave(connection: Connection, destination_id: int) -> None:
    """Take a destination out of its group."""
    others = members(connection, destination_id) - {destination_id}
    regroup(connection, {destination_id})
    if others:
        regroup(connection, others)


def offer_code(
    connection: Connection, code: str, destination_id: int, expires_at: datetime
) -> None:
    """Remember a one-time code."""
    row = {"code": code, "destination_id": destination_id, "expires_at": expires_at}
    connection.execute(insert(link_codes).values(row))


def take_code(connection: Connection, code: str, now: datetime) -> int | None:
    """Return the destination a code stands for, and forget it and all that expired."""
    column = link_codes.c
    connection.execute(delete(link_codes).where(column.expires_at <= now))
    taken = delete(link_codes).where(column.code == code).returning(column.destination_id)
    found: int | None = connection.execute(taken).scalar_one_or_none()
    return found
