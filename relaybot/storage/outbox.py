"""What is owed, and what became of it.

A delivery is *open* until its fate is sealed (`settled_at`). Of each destination only the oldest
open one can be claimed, and only while none is `sending`: order, and one message in flight. The
partial index over open rows keeps this fast however much was sent before.
"""

import base64
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, func, select, update

from relaybot.errors import StoreError
from relaybot.model.delivery import Claim, Delivery, DeliveryState, Settlement
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.storage.destinations import destination
from relaybot.storage.posts import SqlPosts
from relaybot.storage.statements import chunks, insert_missing
from relaybot.storage.tables import SENT, destinations, posts
from relaybot.storage.tables import deliveries as table

_FINAL = (DeliveryState.SENT, DeliveryState.DEAD)


class SqlOutbox:
    """`repositories.Outbox` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def owe(
        self,
        post_id: int,
        destination_ids: Iterable[int],
        now: datetime,
        due: datetime | None = None,
    ) -> int:
        """Add one pending delivery for each destination that has none for this post's story yet."""
        query = select(posts.c.story).where(posts.c.id == post_id)
        story = self._connection.execute(query).scalar_one_or_none()
        if story is None:
            raise StoreError(f"Post {post_id} is not stored, so it cannot be owed.")
        shared = {
            "post_id": post_id,
            "story": story,
            "state": DeliveryState.PENDING,
            "attempts": 0,
            "created_at": now,
            "next_attempt_at": due or now,
        }
        rows = [
            shared | {"destination_id": one, "nonce": _nonce()}
            for one in dict.fromkeys(destination_ids)
        ]
        return insert_missing(self._connection, table, rows)

    def claim(
        self, platforms: Collection[PlatformName], now: datetime, limit: int
    ) -> Sequence[Claim]:
        """Take up to `limit` due deliveries, oldest first, and mark them `sending`."""
        due = (
            _claimable(select(table, destinations), platforms)
            .where(table.c.next_attempt_at <= now)
            .limit(limit)
            .with_for_update(of=table, skip_locked=True)  # SQLite has one writer and needs no lock
        )
        rows = self._connection.execute(due).mappings().all()
        stored = SqlPosts(self._connection).get_all({row[table.c.post_id] for row in rows})
        self._mark_sending([row[table.c.id] for row in rows], now)
        return [
            Claim(
                delivery=_counting_this_attempt(delivery(row), now),
                destination=destination(row),
                post=stored[row[table.c.post_id]],
            )
            for row in rows
        ]

    def settle(self, delivery_id: int, settlement: Settlement, now: datetime) -> None:
        """Write what became of a claimed delivery; one that is not `sending` stays as it is."""
        next_attempt_at = settlement.next_attempt_at
        if settlement.state is DeliveryState.PENDING and next_attempt_at is None:
            next_attempt_at = now  # otherwise it would wait for ever
        sealed = settlement.state in _FINAL or next_attempt_at is None
        values = {
            "state": settlement.state,
            "next_attempt_at": None if sealed else next_attempt_at,
            "message_id": settlement.message_id,
            "receipt": settlement.receipt,
            "reason": settlement.reason,
            "settled_at": now if sealed else None,
        }
        if settlement.unknown_since is not None:
            values["unknown_since"] = settlement.unknown_since
        self._connection.execute(
            update(table)
            .where(table.c.id == delivery_id, table.c.state == DeliveryState.SENDING)
            .values(values)
        )

    def next_due(self, platforms: Collection[PlatformName]) -> datetime | None:
        """Return when `claim` may next give something, None when nothing is waiting."""
        query = _claimable(select(table.c.next_attempt_at), platforms).limit(1)
        due: datetime | None = self._connection.execute(query).scalars().one_or_none()
        return due

    def interrupted(self, now: datetime) -> int:
        """Turn every `sending` row of an earlier process into `unknown`, due now; how many."""
        changed = (
            update(table)
            .where(table.c.state == DeliveryState.SENDING)
            .values(
                state=DeliveryState.UNKNOWN,
                next_attempt_at=now,
                unknown_since=func.coalesce(table.c.unknown_since, now),
                reason="relaybot stopped before the platform answered",
            )
        )
        return self._connection.execute(changed).rowcount

    def counts(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries are in each state, states without any included."""
        query = select(table.c.state, func.count()).group_by(table.c.state)
        none = dict.fromkeys(DeliveryState, 0)
        return none | {row.state: row[1] for row in self._connection.execute(query)}

    def unknowns(self, limit: int) -> Sequence[Delivery]:
        """Return deliveries whose outcome was ever unknown, newest first."""
        return self._newest(table.c.unknown_since.is_not(None), limit)

    def in_state(self, state: DeliveryState, limit: int) -> Sequence[Delivery]:
        """Return deliveries in a state, newest first."""
        return self._newest(table.c.state == state, limit)

    def of_story(self, story: int, destination_id: int) -> Delivery | None:
        """Return the delivery of a story to a destination."""
        query = select(table).where(table.c.destination_id == destination_id)
        return self._first(query.where(table.c.story == story))

    def waiting(self, destination_id: int) -> Sequence[Delivery]:
        """Return what is owed to a destination and open (sending included), oldest first."""
        query = select(table).where(_open_at(destination_id)).order_by(table.c.id)
        return [delivery(row) for row in self._connection.execute(query).mappings()]

    def drop_waiting(
        self, destination_id: int, keep_newest: int, reason: str, now: datetime
    ) -> int:
        """Dead-letter what is pending but for the newest few; returns how many were dropped."""
        pending = select(table.c.id).where(
            _open_at(destination_id), table.c.state == DeliveryState.PENDING
        )
        older = pending.order_by(table.c.id.desc()).offset(keep_newest)
        values = {"state": DeliveryState.DEAD, "next_attempt_at": None, "settled_at": now}
        dropped = update(table).where(table.c.id.in_(older)).values(values | {"reason": reason})
        return self._connection.execute(dropped).rowcount

    def send_now(self, delivery_id: int, now: datetime) -> bool:
        """Make a delivery due now and as young as a new one; False when it was sent."""
        found = self._first(select(table).where(table.c.id == delivery_id))
        if found is None or found.state in (DeliveryState.SENT, DeliveryState.SENDING):
            return False
        values: dict[str, Any] = {"next_attempt_at": now, "created_at": now}
        if found.settled_at is not None:
            # With its old nonce Discord would give back the old message instead of sending.
            values |= {"state": DeliveryState.PENDING, "settled_at": None, "reason": None}
            values |= {"first_attempt_at": None, "nonce": _nonce()}
        self._connection.execute(update(table).where(table.c.id == delivery_id).values(values))
        return True

    def reopen(self, post_id: int, reason: str, now: datetime) -> int:
        """Let deliveries of this post that died for this reason wait again; returns how many."""
        dead = and_(table.c.post_id == post_id, table.c.state == DeliveryState.DEAD)
        values = {"state": DeliveryState.PENDING, "settled_at": None, "next_attempt_at": now}
        changed = update(table).where(dead, table.c.reason == reason).values(values)
        return self._connection.execute(changed.values(reason=None)).rowcount

    def died_of(self, reason: str) -> int:
        """Return how many deliveries are dead for exactly this reason."""
        dead = and_(table.c.state == DeliveryState.DEAD, table.c.reason == reason)
        count = select(func.count()).select_from(table).where(dead)
        return self._connection.execute(count).scalar_one()

    def last_sent(self, destination_id: int) -> Delivery | None:
        """Return the delivery that arrived there last."""
        query = select(table).where(table.c.destination_id == destination_id, SENT)
        return self._first(query.order_by(table.c.settled_at.desc(), table.c.id.desc()))

    def _first(self, query: Select[*tuple[Any, ...]]) -> Delivery | None:
        row = self._connection.execute(query.limit(1)).mappings().one_or_none()
        return None if row is None else delivery(row)

    def _newest(self, condition: ColumnElement[bool], limit: int) -> list[Delivery]:
        query = select(table).where(condition).order_by(table.c.id.desc()).limit(limit)
        return [delivery(row) for row in self._connection.execute(query).mappings()]

    def _mark_sending(self, ids: list[int], now: datetime) -> None:
        for some in chunks(ids):
            self._connection.execute(
                update(table)
                .where(table.c.id.in_(some))
                .values(
                    state=DeliveryState.SENDING,
                    attempts=table.c.attempts + 1,
                    first_attempt_at=func.coalesce(table.c.first_attempt_at, now),
                )
            )


def _open_at(destination_id: int) -> ColumnElement[bool]:
    return and_(table.c.destination_id == destination_id, table.c.settled_at.is_(None))


def _claimable(
    query: Select[*tuple[Any, ...]], platforms: Collection[PlatformName]
) -> Select[*tuple[Any, ...]]:
    """Narrow to the oldest open delivery of active destinations with none in flight, by due."""
    # One look into an index for each row: the databases walk what is due, in order, and stop at
    # the limit. Of NOT EXISTS PostgreSQL makes a join that reads all that is open (200 ms here).
    other = table.alias("other")
    oldest_open = (
        select(func.min(other.c.id))
        .where(other.c.destination_id == table.c.destination_id, other.c.settled_at.is_(None))
        .scalar_subquery()
    )
    in_flight = select(table.c.destination_id).where(table.c.state == DeliveryState.SENDING)
    narrowed = query.join(destinations, destinations.c.id == table.c.destination_id).where(
        table.c.settled_at.is_(None),
        table.c.id == oldest_open,
        table.c.destination_id.not_in(in_flight),
        destinations.c.status == DestinationStatus.ACTIVE,
        destinations.c.platform.in_(platforms),
    )
    return narrowed.order_by(table.c.next_attempt_at, table.c.id)


def _counting_this_attempt(before: Delivery, now: datetime) -> Delivery:
    return replace(
        before,
        attempts=before.attempts + 1,
        first_attempt_at=before.first_attempt_at or now,
    )


def delivery(row: RowMapping) -> Delivery:
    """Return the delivery a row of the table stands for."""
    column = table.c
    return Delivery(
        id=row[column.id],
        post=row[column.post_id],
        destination=row[column.destination_id],
        state=row[column.state],
        nonce=row[column.nonce],
        attempts=row[column.attempts],
        created_at=row[column.created_at],
        first_attempt_at=row[column.first_attempt_at],
        next_attempt_at=row[column.next_attempt_at],
        unknown_since=row[column.unknown_since],
        settled_at=row[column.settled_at],
        message_id=row[column.message_id],
        receipt=row[column.receipt],
        reason=row[column.reason],
    )


def _nonce() -> str:
    # 25 characters are what Discord takes; 125 random bits never meet twice.
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii")[:25]
