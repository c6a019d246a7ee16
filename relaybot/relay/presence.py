"""What is written when a platform says that the bot was removed, let in, or that a chat moved."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from relaybot.model.destination import Destination, DestinationStatus, PlatformName
from relaybot.repositories import Transaction

log = structlog.get_logger(__name__)

SENT_UNASKED = 3  # posts that waited while the bot was away; about more than these it asks


def mark(
    tx: Transaction,
    platform: PlatformName,
    chats: Sequence[str],
    present: bool,
    reason: str,
    now: datetime,
) -> list[Destination]:
    """Mark the destinations in these chats as gone or back; what a person paused stays paused.

    Where many posts waited for the return, they are not poured out: the destination is paused
    until somebody says which of them are wanted. Returns those.
    """
    unlike = DestinationStatus.GONE if present else DestinationStatus.ACTIVE
    asked = []
    for destination in tx.destinations.all():
        address = destination.address
        here = address.platform is platform and address.chat in chats
        if not here or destination.status is not unlike:
            continue
        many = present and len(tx.outbox.waiting(destination.id)) > SENT_UNASKED
        status, words = _after(present, many, reason)
        tx.destinations.set_status(destination.id, status, words, now)
        log.warning("destination_presence", to=str(address), status=status, reason=words)
        if many:
            asked.append(destination)
    return asked


def _after(present: bool, many: bool, reason: str) -> tuple[DestinationStatus, str | None]:
    if not present:
        return DestinationStatus.GONE, reason
    if many:
        return DestinationStatus.PAUSED, "many posts waited for the return of the bot"
    return DestinationStatus.ACTIVE, None


def move(tx: Transaction, platform: PlatformName, old: str, new: str) -> None:
    """Let everything in a chat that has another id now follow it there, topics included."""
    here = [
        destination.id
        for destination in tx.destinations.all()
        if destination.address.platform is platform and destination.address.chat == old
    ]
    if here:  # moving one moves its neighbours
        tx.destinations.move(here[0], new)
        log.info("chat_moved", platform=platform, old=old, new=new)
