"""The history of the store in memory."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from relaybot.errors import StoreError
from relaybot.model.change import Change
from relaybot.model.destination import PlatformName
from tests.fakes.store_tables import Tables


class FakeHistory:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._all = tables.changes

    def add(self, change: Change) -> int:
        if change.destination not in self._tables.destinations:
            raise StoreError(f"Destination {change.destination} is not stored.")
        # Through JSON like any store, so that a tuple comes back as the list it will be.
        before, after = (json.loads(json.dumps(dict(x))) for x in (change.before, change.after))
        new = self._tables.next_id("changes")
        self._all[new] = replace(change, id=new, before=before, after=after)
        return new

    def of(self, destination_id: int, limit: int) -> Sequence[Change]:
        mine = [one for one in self._all.values() if one.destination == destination_id]
        return sorted(mine, key=lambda one: -one.id)[:limit]

    def mark_undone(self, change_id: int, now: datetime) -> None:
        if change_id in self._all:
            self._all[change_id] = replace(self._all[change_id], undone_at=now)

    def forget_people(self, before: datetime) -> int:
        return self._forget(lambda change: change.at < before)

    def forget(self, platform: PlatformName, user: str) -> int:
        self._tables.choices.pop((platform, user), None)
        places = self._tables.destinations
        return self._forget(
            lambda change: (
                change.actor == user and places[change.destination].address.platform is platform
            )
        )

    def _forget(self, chosen: Callable[[Change], bool]) -> int:
        found = [one for one in self._all.values() if one.actor is not None and chosen(one)]
        for one in found:
            self._all[one.id] = replace(one, actor=None)
        return len(found)
