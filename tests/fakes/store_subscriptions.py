"""Subscriptions of the store in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime

from relaybot.errors import StoreError
from relaybot.model.selector import Selector
from relaybot.model.subscription import Subscription
from tests.fakes.store_tables import Tables


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
