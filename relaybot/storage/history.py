"""What moderators changed. What was before and after stands in JSON, as it was given."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select, update

from relaybot.model.change import Change
from relaybot.model.destination import PlatformName
from relaybot.storage import choices
from relaybot.storage.statements import insert_one
from relaybot.storage.tables import changes as table
from relaybot.storage.tables import destinations


class SqlHistory:
    """`repositories.History` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, change: Change) -> int:
        """Write down a change; returns its id."""
        row = {
            "destination_id": change.destination,
            "at": change.at,
            "actor": change.actor,
            "verb": change.verb,
            # ASCII only, so that NUL and broken surrogates survive any database.
            "before": json.dumps(dict(change.before)),
            "after": json.dumps(dict(change.after)),
            "undone_at": change.undone_at,
        }
        return insert_one(self._connection, table, row)

    def of(self, destination_id: int, limit: int) -> Sequence[Change]:
        """Return the last changes of a destination, newest first."""
        query = select(table).where(table.c.destination_id == destination_id)
        newest = query.order_by(table.c.id.desc()).limit(limit)
        return [_change(row) for row in self._connection.execute(newest).mappings()]

    def mark_undone(self, change_id: int, now: datetime) -> None:
        """Say that a change was undone."""
        undone = update(table).where(table.c.id == change_id).values(undone_at=now)
        self._connection.execute(undone)

    def forget_people(self, before: datetime) -> int:
        """Remove the person from every change older than this; returns how many."""
        old = update(table).where(table.c.at < before, table.c.actor.is_not(None))
        return self._connection.execute(old.values(actor=None)).rowcount

    def forget(self, platform: PlatformName, user: str) -> int:
        """Remove a person from every change, and what they chose; returns how many changes."""
        there = select(destinations.c.id).where(destinations.c.platform == platform)
        theirs = update(table).where(table.c.actor == user, table.c.destination_id.in_(there))
        choices.forget(self._connection, platform, user)
        return self._connection.execute(theirs.values(actor=None)).rowcount


def _change(row: RowMapping) -> Change:
    return Change(
        id=row["id"],
        destination=row["destination_id"],
        at=row["at"],
        actor=row["actor"],
        verb=row["verb"],
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
        undone_at=row["undone_at"],
    )
