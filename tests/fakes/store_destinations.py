"""Destinations and subscriptions of the store in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from relaybot.errors import StoreError
from relaybot.model.delivery import Delivery, DeliveryState
from relaybot.model.destination import (
    Address,
    Destination,
    DestinationStatus,
    UnknownPolicy,
)
from relaybot.model.selector import Selector
from relaybot.model.subscription import Subscription
from tests.fakes.store_tables import Tables

_KEPT_FIRST = (
    DeliveryState.SENT,
    DeliveryState.SENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.PENDING,
    DeliveryState.DEAD,
)


class FakeDestinations:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._all = tables.destinations

    def find(self, address: Address) -> Destination | None:
        return next((one for one in self._all.values() if one.address == address), None)

    def get(self, destination_id: int) -> Destination | None:
        return self._all.get(destination_id)

    def all(self) -> Sequence[Destination]:
        return sorted(self._all.values(), key=_by_address)

    def add(self, address: Address, now: datetime) -> Destination:
        if self.find(address) is not None:
            raise StoreError(f"{address} is a destination already.")
        new = Destination(id=self._tables.next_id("destinations"), address=address, created_at=now)
        self._all[new.id] = new
        return new

    def set_options(
        self,
        destination_id: int,
        *,
        silent: bool | None = None,
        on_unknown: UnknownPolicy | None = None,
    ) -> None:
        old = self._existing(destination_id)
        self._all[destination_id] = replace(
            old,
            silent=old.silent if silent is None else silent,
            on_unknown=old.on_unknown if on_unknown is None else on_unknown,
        )

    def set_status(
        self, destination_id: int, status: DestinationStatus, reason: str | None, now: datetime
    ) -> None:
        self._all[destination_id] = replace(
            self._existing(destination_id), status=status, status_reason=reason, status_since=now
        )

    def move(self, destination_id: int, chat: str) -> int:
        old = self._existing(destination_id).address
        if old.chat == chat:
            return destination_id
        moved = [
            one
            for one in self._all.values()
            if (one.address.platform, one.address.chat) == (old.platform, old.chat)
        ]
        return {one.id: self._move_one(one, chat) for one in moved}[destination_id]

    def _move_one(self, moved: Destination, chat: str) -> int:
        address = replace(moved.address, chat=chat)
        there = self.find(address)
        if there is None:
            self._all[moved.id] = replace(moved, address=address)
            return moved.id
        self._merge_subscriptions(moved.id, there.id)
        self._merge_deliveries(moved.id, there.id)
        del self._all[moved.id]
        if (there.status, moved.status) == (DestinationStatus.GONE, DestinationStatus.ACTIVE):
            self._all[there.id] = replace(
                there, status=DestinationStatus.ACTIVE, status_reason=None, status_since=None
            )
        return there.id

    def _merge_subscriptions(self, source: int, target: int) -> None:
        rows = self._tables.subscriptions
        there = {row.selector for row in rows.values() if row.destination == target}
        for row in [row for row in rows.values() if row.destination == source]:
            if row.selector in there:
                del rows[row.id]
            else:
                rows[row.id] = replace(row, destination=target)

    def _merge_deliveries(self, source: int, target: int) -> None:
        rows = self._tables.deliveries
        there = {self._story(row): row for row in rows.values() if row.destination == target}
        for row in [row for row in rows.values() if row.destination == source]:
            other = there.get(self._story(row))
            if other is not None and _rank(other) <= _rank(row):
                del rows[row.id]
                continue
            if other is not None:
                del rows[other.id]
            rows[row.id] = replace(row, destination=target)

    def _story(self, delivery: Delivery) -> int:
        return self._tables.posts[delivery.post].story

    def _existing(self, destination_id: int) -> Destination:
        if destination_id not in self._all:
            raise StoreError(f"Destination {destination_id} is not stored.")
        return self._all[destination_id]


class FakeSubscriptions:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._all = tables.subscriptions

    def add(self, destination_id: int, selector: Selector, now: datetime) -> bool:
        if destination_id not in self._tables.destinations:
            raise StoreError(f"Destination {destination_id} is not stored.")
        if selector in {one.selector for one in self.of(destination_id)}:
            return False
        new = self._tables.next_id("subscriptions")
        self._all[new] = Subscription(
            id=new, destination=destination_id, selector=selector, created_at=now
        )
        return True

    def remove(self, destination_id: int, selector: Selector) -> bool:
        for one in self.of(destination_id):
            if one.selector == selector:
                del self._all[one.id]
                return True
        return False

    def of(self, destination_id: int) -> Sequence[Subscription]:
        return [one for one in self.all() if one.destination == destination_id]

    def all(self) -> Sequence[Subscription]:
        return sorted(self._all.values(), key=lambda one: (one.destination, one.id))

    def followers(self, selectors: Collection[Selector]) -> Sequence[int]:
        wanted = set(selectors)
        return sorted({one.destination for one in self._all.values() if one.selector in wanted})


def _by_address(one: Destination) -> tuple[str, str, str]:
    return (one.address.platform, one.address.chat, one.address.thread or "")


def _rank(delivery: Delivery) -> int:
    return _KEPT_FIRST.index(delivery.state)
