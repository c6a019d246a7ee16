"""What the store's contract tests put into a store before they look."""

from collections.abc import Sequence
from typing import Any

from relaybot.model.delivery import Claim, DeliveryState, Settlement
from relaybot.model.destination import PlatformName
from relaybot.model.post import PostState
from relaybot.repositories import Transaction
from tests.builders import NOON, a_post, an_address

BOTH = tuple(PlatformName)
SENT = Settlement(state=DeliveryState.SENT, message_id="700")


def a_channel(
    tx: Transaction, chat: str = "4001", platform: str = "discord", thread: str | None = None
) -> int:
    return tx.destinations.add(an_address(chat, platform, thread), NOON).id


def a_relayed(tx: Transaction, number: int = 1, story: int | None = None, **changes: Any) -> int:
    return tx.posts.add(a_post(number, **changes), PostState.RELAYED, NOON, story)


def owed(tx: Transaction, count: int, *destinations: int) -> list[int]:
    """Owe `count` new posts to the destinations; return the posts' ids."""
    posts = [a_relayed(tx, number) for number in range(1, count + 1)]
    for post in posts:
        tx.outbox.owe(post, destinations, NOON)
    return posts


def claimed(tx: Transaction, limit: int = 10) -> Sequence[Claim]:
    return tx.outbox.claim(BOTH, NOON, limit)
