"""What is written when a platform says that the bot was removed, let in, or that a chat moved."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.repositories import Transaction

log = structlog.get_logger(__name__)


def mark(
    tx: Transaction,
    platform: PlatformName,
    chats: Sequence[str],
    present: bool,
    reason: str,
    now: datetime,
) -> None:
    """Mark the destinations in these chats as gone or back; what a person paused stays paused."""
    status = DestinationStatus.ACTIVE if present else DestinationStatus.GONE
    unlike = DestinationStatus.GONE if present else DestinationStatus.ACTIVE
    for destination in tx.destinations.all():
        address = destination.address
        here = address.platform is platform and address.chat in chats
        if here and destination.status is unlike:
            words = None if present else reason
            tx.destinations.set_status(destination.id, status, words, now)
            log.warning("destination_presence", to=str(address), status=status, reason=words)


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
