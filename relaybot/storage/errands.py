"""What is still to be done with messages that were sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from relaybot.model.delivery import Claim, DeliveryState
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.model.errand import Errand, ErrandKind
from relaybot.storage.destinations import destination
from relaybot.storage.outbox import delivery
from relaybot.storage.posts import SqlPosts
from relaybot.storage.statements import chunks, insert_or_change
from relaybot.storage.tables import deliveries, destinations
from relaybot.storage.tables import errands as table

# A message that is being sent, or may have been, may say what the post said before.
_MAYBE_SENT = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.UNKNOWN)


class SqlErrands:
    """`repositories.Errands` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def want(self, delivery_id: int, kind: ErrandKind, now: datetime) -> None:
        """Ask for it, due now."""
        self._want(deliveries.c.id == delivery_id, kind, now, now)

    def amend_post(self, post_id: int, due: datetime, now: datetime) -> int:
        """Let every message about this post be brought up to date."""
        return self._want(deliveries.c.post_id == post_id, ErrandKind.AMEND, due, now)

    def amend_story(
        self, story: int, destination_ids: Collection[int], due: datetime, now: datetime
    ) -> int:
        """Do the same for the messages that told a story in these destinations."""
        count = 0
        for some in chunks(destination_ids):
            there = deliveries.c.destination_id.in_(some)
            told = and_(there, deliveries.c.story == story)
            count += self._want(told, ErrandKind.AMEND, due, now)
        return count

    def claim(
        self, platforms: Collection[PlatformName], now: datetime, until: datetime, limit: int
    ) -> Sequence[Errand]:
        """Take up to `limit` due errands, longest due first, and put them off to `until`."""
        query = _claimable(select(table, deliveries, destinations), platforms)
        due = query.where(table.c.due_at <= now).limit(limit).with_for_update(of=table)
        rows = self._connection.execute(due).mappings().all()
        posts = SqlPosts(self._connection).get_all({row[deliveries.c.post_id] for row in rows})
        taken = update(table).where(table.c.id.in_([row[table.c.id] for row in rows]))
        if rows:
            values = {"due_at": until, "attempts": table.c.attempts + 1}
            self._connection.execute(taken.values(values))
        return [
            _errand(
                row,
                Claim(
                    delivery=delivery(row),
                    destination=destination(row),
                    post=posts[row[deliveries.c.post_id]],
                ),
            )
            for row in rows
        ]

    def done(self, errand: Errand, receipt: str | None, again: datetime) -> None:
        """Forget it, unless it was asked for again meanwhile."""
        own = _is(errand)
        asked_again = update(table).where(own, table.c.wanted != errand.wanted)
        self._connection.execute(delete(table).where(own, table.c.wanted == errand.wanted))
        self._connection.execute(asked_again.values(due_at=again, attempts=0, reason=None))
        if receipt is not None:
            sent = update(deliveries).where(deliveries.c.id == errand.claim.delivery.id)
            self._connection.execute(sent.values(receipt=receipt))

    def later(self, errand: Errand, due: datetime, reason: str) -> None:
        """Put it off."""
        self._connection.execute(update(table).where(_is(errand)).values(due_at=due, reason=reason))

    def drop(self, errand: Errand) -> None:
        """Forget it for good."""
        self._connection.execute(delete(table).where(_is(errand)))

    def next_due(self, platforms: Collection[PlatformName]) -> datetime | None:
        """Return when `claim` may next give something, None when nothing is waiting."""
        query = _claimable(select(table.c.due_at), platforms).limit(1)
        due: datetime | None = self._connection.execute(query).scalars().one_or_none()
        return due

    def resume(self, now: datetime) -> int:
        """Let what was claimed or put off be due now."""
        tried = update(table).where(table.c.attempts > 0, table.c.due_at > now)
        return self._connection.execute(tried.values(due_at=now)).rowcount

    def counts(self) -> Mapping[ErrandKind, int]:
        """Return how many errands of each kind wait, kinds without any included."""
        query = select(table.c.kind, func.count()).group_by(table.c.kind)
        none = dict.fromkeys(ErrandKind, 0)
        return none | {row.kind: row[1] for row in self._connection.execute(query)}

    def _want(
        self, whose: ColumnElement[bool], kind: ErrandKind, due: datetime, now: datetime
    ) -> int:
        """Insert an errand for each delivery, or count one that is there once more."""
        columns = table.c
        wanted = select(
            deliveries.c.id,
            literal(kind, columns.kind.type),
            literal(1),
            literal(now, columns.wanted_since.type),
            literal(due, columns.due_at.type),
            literal(0),
        ).where(whose, deliveries.c.state.in_(_MAYBE_SENT))
        names = ["delivery_id", "kind", "wanted", "wanted_since", "due_at", "attempts"]
        statement = insert_or_change(
            self._connection,
            table,
            lambda insert: insert.from_select(names, wanted),
            ["delivery_id", "kind"],
            {"wanted": columns.wanted + 1},
        )
        keep = {"preserve_rowcount": True}
        return self._connection.execute(statement, execution_options=keep).rowcount


def _is(errand: Errand) -> ColumnElement[bool]:
    return and_(table.c.delivery_id == errand.claim.delivery.id, table.c.kind == errand.kind)


def _claimable(
    query: Select[*tuple[Any, ...]], platforms: Collection[PlatformName]
) -> Select[*tuple[Any, ...]]:
    """Narrow to what can be done for active destinations, by due."""
    earlier, theirs = table.alias("earlier"), deliveries.alias("theirs")
    published_first = (
        select(func.min(earlier.c.id))
        .join(theirs, theirs.c.id == earlier.c.delivery_id)
        .where(
            earlier.c.kind == ErrandKind.PUBLISH,
            theirs.c.destination_id == deliveries.c.destination_id,
        )
        .scalar_subquery()
    )
    narrowed = query.select_from(table)
    narrowed = narrowed.join(deliveries, deliveries.c.id == table.c.delivery_id)
    narrowed = narrowed.join(destinations, destinations.c.id == deliveries.c.destination_id)
    return narrowed.where(
        deliveries.c.state == DeliveryState.SENT,
        destinations.c.status == DestinationStatus.ACTIVE,
        destinations.c.platform.in_(platforms),
        or_(table.c.kind != ErrandKind.PUBLISH, table.c.id == published_first),
    ).order_by(table.c.due_at, table.c.id)


def _errand(row: RowMapping, claim: Claim) -> Errand:
    column = table.c
    return Errand(
        kind=row[column.kind],
        claim=claim,
        wanted=row[column.wanted],
        wanted_since=row[column.wanted_since],
        attempts=row[column.attempts] + 1,
    )
