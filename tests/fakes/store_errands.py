"""The errands of the store in memory."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from relaybot.model.delivery import Claim, Delivery, DeliveryState
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.model.errand import Errand, ErrandKind
from tests.fakes.store_tables import OwedErrand, Tables

_Key = tuple[int, ErrandKind]


class FakeErrands:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._all = tables.errands

    def want(self, delivery_id: int, kind: ErrandKind, now: datetime) -> None:
        self._want([self._tables.deliveries[delivery_id]], kind, now, now)

    def amend_post(self, post_id: int, due: datetime, now: datetime) -> int:
        rows = [row for row in self._tables.deliveries.values() if row.post == post_id]
        return self._want(rows, ErrandKind.AMEND, due, now)

    def amend_story(
        self, story: int, destination_ids: Collection[int], due: datetime, now: datetime
    ) -> int:
        rows = [
            row
            for row in self._tables.deliveries.values()
            if self._tables.posts[row.post].story == story and row.destination in destination_ids
        ]
        return self._want(rows, ErrandKind.AMEND, due, now)

    def claim(
        self, platforms: Collection[PlatformName], now: datetime, until: datetime, limit: int
    ) -> Sequence[Errand]:
        due = [key for key in self._claimable(platforms) if self._all[key].due <= now][:limit]
        return [self._take(key, until) for key in due]

    def done(self, errand: Errand, receipt: str | None, again: datetime) -> None:
        key = _key(errand)
        row = self._all.get(key)
        if row is not None and row.wanted == errand.wanted:
            del self._all[key]
        elif row is not None:
            self._all[key] = replace(row, due=again, attempts=0)
        if receipt is not None:
            sent = self._tables.deliveries[key[0]]
            self._tables.deliveries[key[0]] = replace(sent, receipt=receipt)

    def later(self, errand: Errand, due: datetime, reason: str) -> None:
        del reason
        if (key := _key(errand)) in self._all:
            self._all[key] = replace(self._all[key], due=due)

    def drop(self, errand: Errand) -> None:
        self._all.pop(_key(errand), None)

    def next_due(self, platforms: Collection[PlatformName]) -> datetime | None:
        return min((self._all[key].due for key in self._claimable(platforms)), default=None)

    def resume(self, now: datetime) -> int:
        tried = [key for key, row in self._all.items() if row.attempts and row.due > now]
        for key in tried:
            self._all[key] = replace(self._all[key], due=now)
        return len(tried)

    def counts(self) -> Mapping[ErrandKind, int]:
        kinds = [kind for _, kind in self._all]
        return {kind: kinds.count(kind) for kind in ErrandKind}

    def _want(
        self, rows: Iterable[Delivery], kind: ErrandKind, due: datetime, now: datetime
    ) -> int:
        maybe = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.UNKNOWN)
        wanted = [row for row in rows if row.state in maybe]
        for row in wanted:
            have = self._all.get((row.id, kind))
            self._all[row.id, kind] = (
                replace(have, wanted=have.wanted + 1)
                if have
                else OwedErrand(
                    id=self._tables.next_id("errands"), wanted=1, wanted_since=now, due=due
                )
            )
        return len(wanted)

    def _claimable(self, platforms: Collection[PlatformName]) -> list[_Key]:
        keys = [key for key in self._all if self._can_be_done(key, platforms)]
        return sorted(keys, key=lambda key: (self._all[key].due, self._all[key].id))

    def _can_be_done(self, key: _Key, platforms: Collection[PlatformName]) -> bool:
        sent = self._tables.deliveries[key[0]]
        place = self._tables.destinations[sent.destination]
        if key[1] is ErrandKind.PUBLISH and self._earlier(key, sent.destination):
            return False
        return (
            sent.state is DeliveryState.SENT
            and place.status is DestinationStatus.ACTIVE
            and place.address.platform in platforms
        )

    def _earlier(self, key: _Key, destination: int) -> bool:
        return any(
            other.id < self._all[key].id
            for (delivery, kind), other in self._all.items()
            if kind is ErrandKind.PUBLISH
            and self._tables.deliveries[delivery].destination == destination
        )

    def _take(self, key: _Key, until: datetime) -> Errand:
        row, sent = self._all[key], self._tables.deliveries[key[0]]
        self._all[key] = replace(row, due=until, attempts=row.attempts + 1)
        return Errand(
            kind=key[1],
            claim=Claim(
                delivery=sent,
                destination=self._tables.destinations[sent.destination],
                post=self._tables.posts[sent.post],
            ),
            wanted=row.wanted,
            wanted_since=row.wanted_since,
            attempts=row.attempts + 1,
        )


def _key(errand: Errand) -> _Key:
    return errand.claim.delivery.id, errand.kind
