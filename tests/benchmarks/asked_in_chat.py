"""How long the questions take that chat commands ask, on a database that has grown.

`python -m tests.benchmarks.asked_in_chat [URL] [--small]` prints microseconds per call, on the data
of `outbox` and ten changes for each destination; one destination is owed 500 posts and got 50,000.
"""

import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from relaybot.model.change import Change
from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.storage import migrate, tables
from relaybot.storage.database import Database, connect, parse_url
from relaybot.storage.store import SqlTransaction
from tests.benchmarks.outbox import FEEDS, change, grow, report
from tests.builders import NOON, a_post, an_address

BUSY = 8  # the destination that follows everything
FOUR_WEEKS_AGO, EVER = NOON - timedelta(days=28), NOON - timedelta(days=700)


def main() -> None:
    arguments = [one for one in sys.argv[1:] if one != "--small"]
    shrink = 100 if "--small" in sys.argv else 1
    with tempfile.TemporaryDirectory() as folder:
        url = arguments[0] if arguments else f"sqlite:///{Path(folder) / 'grown.db'}"
        database = connect(parse_url(url))
        with database.writing.begin() as connection:
            migrate.to_head(connection)
            grow(connection, 10_000 // shrink, 100_000 // shrink)
            grow_further(connection, 10_000 // shrink, 100_000 // shrink)
        if url.startswith("postgres"):
            with database.writing.begin() as connection:
                connection.exec_driver_sql("ANALYZE")
        measure_posts(database)
        measure_outbox(database)
        measure_audience(database)
        database.dispose()


def grow_further(connection: Connection, destinations: int, posts: int) -> None:
    """Add what commands ask for: changes, links, pauses, and one destination that gets it all."""
    empty = {"verb": "follow", "before": "{}", "after": '{"selector": "region:CA"}'}
    rows = [
        empty | {"destination_id": n + 1, "at": NOON - timedelta(days=k), "actor": f"person-{n}"}
        for n in range(destinations)
        for k in range(10)
    ]
    connection.execute(insert(tables.changes), rows)
    tx = SqlTransaction(connection)
    for number in range(20, min(destinations, 2_000), 2):
        tx.destinations.link(number, number + 1)
        tx.destinations.set_status(number, DestinationStatus.PAUSED, None, NOON)
        tx.destinations.set_paused_until(number, NOON + timedelta(days=number - 30))
    half = posts // 2
    connection.execute(tables.deliveries.delete().where(tables.deliveries.c.destination_id == BUSY))
    connection.execute(insert(tables.deliveries), [_to_the_busy_one(n) for n in range(1, half)])
    for post in range(half, half + 500):
        tx.outbox.owe(post, [BUSY], NOON)


def measure_posts(database: Database) -> None:
    """Print one line a question about posts."""
    alias, ask = a_post(777).aliases[0], report
    ask("by alias", database, lambda tx: tx.posts.by_alias(alias))
    ask("14 feeds' stories, 28 days", database, lambda tx: _stories(tx, 14, FOUR_WEEKS_AGO))
    ask("200 feeds' stories, 28 days", database, lambda tx: _stories(tx, 200, FOUR_WEEKS_AGO))
    ask("200 feeds' stories, all", database, lambda tx: _stories(tx, 200, EVER))
    ask("last seen, 200 feeds", database, lambda tx: tx.posts.last_seen(FEEDS))


def measure_outbox(database: Database) -> None:
    """Print one line a question about deliveries."""
    ask = report
    ask("delivery of a story", database, lambda tx: tx.outbox.of_story(777, BUSY))
    ask("last sent, of 50,000", database, lambda tx: tx.outbox.last_sent(BUSY))
    ask("last sent, of 30", database, lambda tx: tx.outbox.last_sent(BUSY + 1))
    ask("waiting, 500", database, lambda tx: tx.outbox.waiting(BUSY))
    dead = change(database, _one_dead)
    ask("send now", database, lambda tx: tx.outbox.send_now(dead, NOON))
    ask(
        "drop all but 3 of 500", database, lambda tx: tx.outbox.drop_waiting(BUSY, 3, "no", NOON), 1
    )


def measure_audience(database: Database) -> None:
    """Print one line a question about destinations, their history and people."""
    ask = report
    ask("history of one", database, lambda tx: tx.history.of(BUSY, 50))
    ask("change added, committed", database, lambda tx: tx.history.add(_a_change()), 20)
    ask(
        "a person forgotten",
        database,
        lambda tx: tx.history.forget(PlatformName.DISCORD, "person-9"),
    )
    ask("old changes' people, 1 in 10", database, _forget_the_oldest, 1)
    ask("old changes' people, none", database, _forget_the_oldest)
    ask("linked", database, lambda tx: tx.destinations.linked(20))
    ask("link and unlink", database, _link)
    ask("due to resume", database, lambda tx: tx.destinations.due_to_resume(NOON))
    ask("all destinations", database, lambda tx: tx.destinations.all())
    ask("code offered and taken", database, _offer_and_take)
    ask("channel chosen and read", database, _choose)


def _stories(tx: SqlTransaction, feeds: int, since: datetime) -> int:
    return tx.posts.seen_since(FEEDS[:feeds], since)


def _forget_the_oldest(tx: SqlTransaction) -> int:
    return tx.history.forget_people(NOON - timedelta(days=8))


def _one_dead(tx: SqlTransaction) -> int:
    tx.outbox.owe(1, [BUSY + 50], NOON)
    tx.outbox.drop_waiting(BUSY + 50, 0, "no", NOON)
    return tx.outbox.in_state(DeliveryState.DEAD, 1)[0].id


def _link(tx: SqlTransaction) -> None:
    tx.destinations.link(3, 4)
    tx.destinations.unlink(3)


def _offer_and_take(tx: SqlTransaction) -> None:
    tx.destinations.offer_code("K7QX", 3, NOON + timedelta(minutes=10))
    assert tx.destinations.take_code("K7QX", NOON) == 3


def _choose(tx: SqlTransaction) -> None:
    tx.destinations.choose(PlatformName.TELEGRAM, "7001", an_address("-5", "telegram"))
    assert tx.destinations.chosen_by(PlatformName.TELEGRAM, "7001") is not None


def _a_change() -> Change:
    return Change(destination=BUSY, at=NOON, actor="person-8", verb="pause")


def _to_the_busy_one(post: int) -> dict[str, Any]:
    return {
        "post_id": post,
        "destination_id": BUSY,
        "story": post,
        "state": DeliveryState.SENT,
        "nonce": f"nonce-{post}",
        "attempts": 1,
        "created_at": NOON,
        "first_attempt_at": NOON,
        "settled_at": NOON,
        "message_id": "1",
    }


if __name__ == "__main__":
    main()
