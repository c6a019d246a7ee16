"""Statements both databases understand, though each spells them its own way."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Insert, Table, insert

T = TypeVar("T")

# A statement's text grows with its values; a few hundred cost next to nothing per value.
CHUNK = 500


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut values into lists that fit one statement."""
    rest = iter(values)
    while some := list(islice(rest, CHUNK)):
        yield some


def insert_one(connection: Connection, table: Table, row: Mapping[str, Any]) -> int:
    """Insert a row and return the id it got."""
    new_id: int = connection.execute(insert(table).values(**row).returning(table.c.id)).scalar_one()
    return new_id


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert the rows whose unique values are not there yet; return how many."""
    if not rows:
        return 0
    return connection.execute(
        _insert_or_leave(connection, table), rows, execution_options={"preserve_rowcount": True}
    ).rowcount


def insert_or_change(
    connection: Connection,
    table: Table,
    fill: Callable[[Any], Any],
    unique: Sequence[str],
    changes: Mapping[str, Any],
) -> Any:
    """Return an insert, filled by `fill`, that changes the rows which are there already."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return fill(sqlite.insert(table)).on_conflict_do_update(index_elements=unique, set_=changes)
    from sqlalchemy.dialects import postgresql

    return fill(postgresql.insert(table)).on_conflict_do_update(index_elements=unique, set_=changes)


def _insert_or_leave(connection: Connection, table: Table) -> Insert:
    # Imported where needed: a bot on one database does not pay for the other's dialect.
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table).on_conflict_do_nothing()
