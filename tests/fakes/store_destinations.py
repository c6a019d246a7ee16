"""Destinations of the store in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from relaybot.errors import StoreError
from relaybot.model.destination import (
    Address,
    Destination,
    DestinationStatus,
    PlatformName,
    Preferences,
    UnknownPolicy,
)
from tests.fakes.store_merge import merge
from tests.fakes.store_tables import Tables


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
        old = self._existing(destination_id)
        self._all[destination_id] = replace(
            old,
            status=status,
            status_reason=reason,
            status_since=now,
            paused_until=old.paused_until if status is DestinationStatus.PAUSED else None,
        )

    def set_preferences(self, destination_id: int, preferences: Preferences) -> None:
        old = self._existing(destination_id)
        self._all[destination_id] = replace(old, preferences=preferences)

    def set_name(self, destination_id: int, name: str) -> None:
        self._all[destination_id] = replace(self._existing(destination_id), name=name)

    def set_paused_until(self, destination_id: int, until: datetime | None) -> None:
        self._all[destination_id] = replace(self._existing(destination_id), paused_until=until)

    def due_to_resume(self, now: datetime) -> Sequence[Destination]:
        due = [
            (one.paused_until, one)
            for one in self._all.values()
            if one.status is DestinationStatus.PAUSED and one.paused_until is not None
        ]
        return [one for until, one in sorted(due, key=lambda pair: pair[0]) if until <= now]

    def linked(self, destination_id: int) -> Sequence[Destination]:
        others = self._tables.group_of(destination_id) - {destination_id}
        return [self._all[one] for one in sorted(others)]

    def link(self, destination_id: int, other_id: int) -> None:
        self._existing(destination_id)
        self._existing(other_id)
        group_of = self._tables.group_of
        self._tables.regroup(group_of(destination_id) | group_of(other_id))

    def unlink(self, destination_id: int) -> None:
        self._existing(destination_id)
        others = self._tables.group_of(destination_id) - {destination_id}
        self._tables.regroup({destination_id})
        self._tables.regroup(others)

    def offer_code(self, code: str, destination_id: int, expires_at: datetime) -> None:
        self._existing(destination_id)
        if code in self._tables.codes:
            raise StoreError("This code was offered already.")
        self._tables.codes[code] = (destination_id, expires_at)

    def take_code(self, code: str, now: datetime) -> int | None:
        codes = self._tables.codes
        for old in [old for old, (_, expires_at) in codes.items() if expires_at <= now]:
            del codes[old]
        return codes.pop(code)[0] if code in codes else None

    def chosen_by(self, platform: PlatformName, user: str) -> Address | None:
        return self._tables.choices.get((platform, user))

    def choose(self, platform: PlatformName, user: str, address: Address | None) -> None:
        self._tables.choices.pop((platform, user), None)
        if address is not None:
            self._tables.choices[platform, user] = address

    def move(self, destination_id: int, chat: str) -> int:
        old = self._existing(destination_id).address
        if old.chat == chat:
            return destination_id
        moved = [
            one
            for one in self._all.values()
            if (one.address.platform, one.address.chat) == (old.platform, old.chat)
        ]
        ids = {one.id: self._move_one(one, chat) for one in moved}
        for who, place in self._tables.choices.items():
            if (place.platform, place.chat) == (old.platform, old.chat):
                self._tables.choices[who] = replace(place, chat=chat)
        return ids[destination_id]

    def _move_one(self, moved: Destination, chat: str) -> int:
        address = replace(moved.address, chat=chat)
        there = self.find(address)
        if there is None:
            self._all[moved.id] = replace(moved, address=address)
            return moved.id
        merge(self._tables, moved, there)
        return there.id

    def _existing(self, destination_id: int) -> Destination:
        if destination_id not in self._all:
            raise StoreError(f"Destination {destination_id} is not stored.")
        return self._all[destination_id]


def _by_address(one: Destination) -> tuple[str, str, str]:
    return (one.address.platform, one.address.chat, one.address.thread or "")
