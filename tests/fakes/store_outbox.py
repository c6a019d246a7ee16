"""The outbox of the store in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from relaybot.errors import StoreError
from relaybot.model.delivery import Claim, Delivery, DeliveryState, Settlement
from relaybot.model.destination import (
    DestinationStatus,
    PlatformName,
)
from tests.fakes.store_tables import Tables


class FakeOutbox:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._all = tables.deliveries

    def owe(
        self,
        post_id: int,
        destination_ids: Iterable[int],
        now: datetime,
        due: datetime | None = None,
    ) -> int:
        posts = self._tables.posts
        if post_id not in posts:
            raise StoreError(f"Post {post_id} is not stored, so it cannot be owed.")
        story = posts[post_id].story
        have = {row.destination for row in self._all.values() if posts[row.post].story == story}
        missing = [one for one in dict.fromkeys(destination_ids) if one not in have]
        if not set(missing) <= set(self._tables.destinations):
            raise StoreError("A post cannot be owed to a destination that is not stored.")
        for one in missing:
            new = self._tables.next_id("deliveries")
            self._all[new] = Delivery(
                id=new,
                post=post_id,
                destination=one,
                state=DeliveryState.PENDING,
                nonce=f"nonce-{new}",
                created_at=now,
                next_attempt_at=due or now,
            )
        return len(missing)

    def claim(
        self, platforms: Collection[PlatformName], now: datetime, limit: int
    ) -> Sequence[Claim]:
        due = [(at, row) for at, row in self._claimable(platforms) if at <= now]
        due.sort(key=lambda pair: (pair[0], pair[1].id))
        return [self._take(row, now) for _, row in due[:limit]]

    def settle(self, delivery_id: int, settlement: Settlement, now: datetime) -> None:
        row = self._all.get(delivery_id)
        if row is None or row.state is not DeliveryState.SENDING:
            return
        due = settlement.next_attempt_at
        if settlement.state is DeliveryState.PENDING:
            due = due or now
        if settlement.state in (DeliveryState.SENT, DeliveryState.DEAD):
            due = None
        self._all[delivery_id] = replace(
            row,
            state=settlement.state,
            next_attempt_at=due,
            message_id=settlement.message_id,
            receipt=settlement.receipt,
            reason=settlement.reason,
            unknown_since=settlement.unknown_since or row.unknown_since,
            settled_at=None if due else now,
        )

    def next_due(self, platforms: Collection[PlatformName]) -> datetime | None:
        return min((at for at, _ in self._claimable(platforms)), default=None)

    def interrupted(self, now: datetime) -> int:
        rows = [row for row in self._all.values() if row.state is DeliveryState.SENDING]
        for row in rows:
            self._all[row.id] = replace(
                row,
                state=DeliveryState.UNKNOWN,
                next_attempt_at=now,
                unknown_since=row.unknown_since or now,
                reason="relaybot stopped before the platform answered",
            )
        return len(rows)

    def counts(self) -> Mapping[DeliveryState, int]:
        states = [row.state for row in self._all.values()]
        return {state: states.count(state) for state in DeliveryState}

    def unknowns(self, limit: int) -> Sequence[Delivery]:
        return [row for row in self._newest_first() if row.unknown_since is not None][:limit]

    def in_state(self, state: DeliveryState, limit: int) -> Sequence[Delivery]:
        return [row for row in self._newest_first() if row.state is state][:limit]

    def of_story(self, story: int, destination_id: int) -> Delivery | None:
        posts = self._tables.posts
        mine = [row for row in self._all.values() if row.destination == destination_id]
        return next((row for row in mine if posts[row.post].story == story), None)

    def waiting(self, destination_id: int) -> Sequence[Delivery]:
        rows = reversed(self._newest_first())
        return [row for row in rows if row.destination == destination_id and row.settled_at is None]

    def drop_waiting(
        self, destination_id: int, keep_newest: int, reason: str, now: datetime
    ) -> int:
        waiting = self.waiting(destination_id)
        pending = [row for row in waiting if row.state is DeliveryState.PENDING]
        dropped = pending[: max(0, len(pending) - keep_newest)]
        for row in dropped:
            self._all[row.id] = replace(
                row,
                state=DeliveryState.DEAD,
                next_attempt_at=None,
                settled_at=now,
                reason=reason,
            )
        return len(dropped)

    def send_now(self, delivery_id: int, now: datetime) -> bool:
        row = self._all.get(delivery_id)
        if row is None or row.state in (DeliveryState.SENT, DeliveryState.SENDING):
            return False
        row = replace(row, next_attempt_at=now, created_at=now)
        if row.settled_at is not None:
            row = replace(
                row,
                state=DeliveryState.PENDING,
                settled_at=None,
                reason=None,
                first_attempt_at=None,
                nonce=f"nonce-{row.id}-{self._tables.next_id('nonces')}",
            )
        self._all[delivery_id] = row
        return True

    def reopen(self, post_id: int, reason: str, now: datetime) -> int:
        rows = [row for row in self._all.values() if row.post == post_id and row.reason == reason]
        dead = [row for row in rows if row.state is DeliveryState.DEAD]
        for row in dead:
            self._all[row.id] = replace(
                row,
                state=DeliveryState.PENDING,
                settled_at=None,
                next_attempt_at=now,
                reason=None,
            )
        return len(dead)

    def died_of(self, reason: str) -> int:
        dead = [row for row in self._all.values() if row.state is DeliveryState.DEAD]
        return sum(row.reason == reason for row in dead)

    def last_sent(self, destination_id: int) -> Delivery | None:
        sent = [
            (row.settled_at, row.id, row)
            for row in self._all.values()
            if row.destination == destination_id
            and row.state is DeliveryState.SENT
            and row.settled_at is not None
        ]
        return max(sent)[-1] if sent else None

    def _newest_first(self) -> list[Delivery]:
        return [self._all[one] for one in sorted(self._all, reverse=True)]

    def _claimable(self, platforms: Collection[PlatformName]) -> list[tuple[datetime, Delivery]]:
        """The oldest open delivery of every active destination with none in flight, and its due."""
        oldest: dict[int, Delivery] = {}
        for one in sorted(self._all):
            if self._all[one].settled_at is None:
                oldest.setdefault(self._all[one].destination, self._all[one])
        busy = {r.destination for r in self._all.values() if r.state is DeliveryState.SENDING}
        return [
            (row.next_attempt_at, row)
            for row in oldest.values()
            if row.next_attempt_at is not None
            and row.destination not in busy
            and self._tables.destinations[row.destination].status is DestinationStatus.ACTIVE
            and self._tables.destinations[row.destination].address.platform in platforms
        ]

    def _take(self, row: Delivery, now: datetime) -> Claim:
        counted = replace(
            row, attempts=row.attempts + 1, first_attempt_at=row.first_attempt_at or now
        )
        self._all[row.id] = replace(counted, state=DeliveryState.SENDING)
        return Claim(
            delivery=counted,
            destination=self._tables.destinations[row.destination],
            post=self._tables.posts[row.post],
        )
