"""Two destinations of the store in memory become one."""

from dataclasses import asdict, replace

from relaybot.model.delivery import Delivery, DeliveryState
from relaybot.model.destination import (
    Destination,
    DestinationStatus,
    Preferences,
    UnknownPolicy,
)
from tests.fakes.store_tables import Tables

_KEPT_FIRST = (
    DeliveryState.SENT,
    DeliveryState.SENDING,
    DeliveryState.UNKNOWN,
    DeliveryState.PENDING,
    DeliveryState.DEAD,
)


def merge(tables: Tables, old: Destination, new: Destination) -> None:
    """Move all that `old` has to `new`, and remove it."""
    _merge_subscriptions(tables, old.id, new.id)
    _merge_deliveries(tables, old.id, new.id)
    for number, change in tables.changes.items():
        if change.destination == old.id:
            tables.changes[number] = replace(change, destination=new.id)
    for code, (owner, expires_at) in tables.codes.items():
        if owner == old.id:
            tables.codes[code] = (new.id, expires_at)
    together = tables.group_of(old.id) | tables.group_of(new.id)
    del tables.destinations[old.id]
    tables.destinations[new.id] = _merged(old, new)
    tables.regroup(together - {old.id})


def _merged(old: Destination, new: Destination) -> Destination:
    both = replace(
        new,
        name=new.name or old.name,
        silent=new.silent or old.silent,
        on_unknown=old.on_unknown
        if new.on_unknown is UnknownPolicy.ASSUME_DELIVERED
        else new.on_unknown,
        preferences=_chosen_by_either(old.preferences, new.preferences),
    )
    if new.status is not DestinationStatus.GONE:
        return both
    return replace(
        both,
        status=old.status,
        status_reason=old.status_reason,
        status_since=old.status_since,
        paused_until=old.paused_until,
    )


def _chosen_by_either(old: Preferences, new: Preferences) -> Preferences:
    default, there = asdict(Preferences()), asdict(new)
    changes = {name: value for name, value in there.items() if value != default[name]}
    return replace(old, **changes)


def _merge_subscriptions(tables: Tables, source: int, target: int) -> None:
    rows = tables.subscriptions
    there = {row.selector for row in rows.values() if row.destination == target}
    for row in [row for row in rows.values() if row.destination == source]:
        if row.selector in there:
            del rows[row.id]
        else:
            rows[row.id] = replace(row, destination=target)


def _merge_deliveries(tables: Tables, source: int, target: int) -> None:
    rows = tables.deliveries
    there = {_story(tables, row): row for row in rows.values() if row.destination == target}
    for row in [row for row in rows.values() if row.destination == source]:
        other = there.get(_story(tables, row))
        if other is not None and _rank(other) <= _rank(row):
            _drop(tables, row)
            continue
        if other is not None:
            _drop(tables, other)
        rows[row.id] = replace(row, destination=target)


def _drop(tables: Tables, delivery: Delivery) -> None:
    del tables.deliveries[delivery.id]
    for key in [key for key in tables.errands if key[0] == delivery.id]:
        del tables.errands[key]


def _story(tables: Tables, delivery: Delivery) -> int:
    return tables.posts[delivery.post].story


def _rank(delivery: Delivery) -> int:
    return _KEPT_FIRST.index(delivery.state)
