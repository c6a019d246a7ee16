"""Takes a change back, in linked places too, as long as everything is as the change left it."""

from collections.abc import Iterable, Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.changes import moment_of, selectors_of
from relaybot.commands.group import group_of, record
from relaybot.commands.limits import FOLLOWS_A_DESTINATION
from relaybot.commands.pause import status_of
from relaybot.commands.resume import LEFT_OUT
from relaybot.commands.settable import NOBODY, named, save
from relaybot.model.change import Change
from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.repositories import Transaction

LISTED = 50
MOST_LEFT_OUT = 1_000  # dead deliveries looked through for those a resume left out
UNDOABLE = frozenset({"follow", "unfollow", "settings", "pause", "resume"})


def last_undoable(changes: Iterable[Change]) -> Change | None:
    """Return the newest change that can be taken back; `changes` come newest first."""
    return next((c for c in changes if c.undone_at is None and c.verb in UNDOABLE), None)


def undo(tx: Transaction, ask: Ask, destination: Destination, change: Change) -> bool:
    """Take back what one ask has changed, as far as that is still so; False: nothing of it is."""
    own = _of_one_ask(tx, destination, change)
    done = [_undo_one(tx, ask, destination, one) for one in own]
    if True not in done:
        return False
    for other in group_of(tx, destination)[1:]:
        for twin in _of_one_ask(tx, other, change):
            _undo_one(tx, ask, tx.destinations.get(other.id) or other, twin)
    return True


def _of_one_ask(tx: Transaction, destination: Destination, change: Change) -> Sequence[Change]:
    """Return what the same ask changed there; who asked is not kept on every platform."""
    return [
        one
        for one in tx.history.of(destination.id, LISTED)
        if (one.at, one.verb) == (change.at, change.verb) and one.undone_at is None
    ]


def _undo_one(tx: Transaction, ask: Ask, destination: Destination, change: Change) -> bool:
    if not _take_back(tx, ask, destination, change):
        return False
    tx.history.mark_undone(change.id, ask.now)
    after = {"verb": change.verb, "before": dict(change.before), "after": dict(change.after)}
    record(tx, ask, destination, {}, after)
    return True


def _take_back(tx: Transaction, ask: Ask, destination: Destination, change: Change) -> bool:
    match change.verb:
        case "follow" | "unfollow":
            return _follows(tx, ask, destination, change)
        case "settings":
            return _settings(tx, ask, destination, change)
        case "pause" | "resume":
            return _status(tx, ask, destination, change)
    return False


def _follows(tx: Transaction, ask: Ask, destination: Destination, change: Change) -> bool:
    before, after = set(selectors_of(change.before)), set(selectors_of(change.after))
    now = {one.selector for one in tx.subscriptions.of(destination.id)}
    added, removed = after - before, before - after
    crowded = len(now) - len(added) + len(removed) > FOLLOWS_A_DESTINATION
    if not added <= now or removed & now or crowded:
        return False
    for selector in sorted(added):
        tx.subscriptions.remove(destination.id, selector)
    for selector in sorted(removed):
        tx.subscriptions.add(destination.id, selector, ask.now)
    return True


def _settings(tx: Transaction, ask: Ask, destination: Destination, change: Change) -> bool:
    changed = destination
    for name, value in change.after.items():
        setting, old = named(name), str(change.before.get(name, ""))
        if setting is None or setting.get(destination) != value:
            return False
        if setting.values and old not in setting.values:
            return False
        if name == "mention" and old != NOBODY and old not in ask.asker.mentionable_roles:
            return False
        changed = setting.put(changed, old)
    save(tx, destination, changed)
    return True


def _status(tx: Transaction, ask: Ask, destination: Destination, change: Change) -> bool:
    if change.after.get("status") != status_of(destination)["status"]:
        return False
    if moment_of(change.after) != destination.paused_until:
        return False
    paused = change.before.get("status") == DestinationStatus.PAUSED
    status = DestinationStatus.PAUSED if paused else DestinationStatus.ACTIVE
    tx.destinations.set_status(destination.id, status, None, ask.now)
    until = moment_of(change.before)
    if paused and until and until > ask.now:
        tx.destinations.set_paused_until(destination.id, until)
    if change.verb == "resume":
        _take_back_in(tx, ask, destination, change)
    return True


def _take_back_in(tx: Transaction, ask: Ask, destination: Destination, change: Change) -> None:
    """Let the posts wait again that a resume left out."""
    for delivery in tx.outbox.in_state(DeliveryState.DEAD, MOST_LEFT_OUT):
        here = delivery.destination == destination.id
        if here and delivery.reason == LEFT_OUT and delivery.settled_at == change.at:
            tx.outbox.send_now(delivery.id, ask.now)
