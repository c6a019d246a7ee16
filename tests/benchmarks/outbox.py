"""How long the questions take that the bot asks all day, on a database that has grown.

`python -m tests.benchmarks.outbox [URL] [--small]` prints microseconds per call: 10,000
destinations, 50,000 follows, 100,000 posts and 300,000 settled deliveries (a hundredth if small).
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, insert

from relaybot.model.delivery import DeliveryState, Settlement
from relaybot.model.destination import DestinationStatus, PlatformName, UnknownPolicy
from relaybot.model.post import PostState
from relaybot.model.selector import Scope, Selector
from relaybot.storage import content, migrate, tables
from relaybot.storage.columns import digest
from relaybot.storage.database import Database, connect, parse_url
from relaybot.storage.store import SqlTransaction
from tests.builders import NOON, a_post

BOTH = tuple(PlatformName)
FEEDS = [f"feed-{number}" for number in range(200)]
SELECTORS = [Selector(Scope.CHAPTER, f"chapter-{number}") for number in range(200)]


def main() -> None:
    arguments = [one for one in sys.argv[1:] if one != "--small"]
    shrink = 100 if "--small" in sys.argv else 1
    with tempfile.TemporaryDirectory() as folder:
        url = arguments[0] if arguments else f"sqlite:///{Path(folder) / 'grown.db'}"
        database = connect(parse_url(url))
        with database.writing.begin() as connection:
            migrate.to_head(connection)
            grow(connection, 10_000 // shrink, 100_000 // shrink)
        if url.startswith("postgres"):
            with database.writing.begin() as connection:
                connection.exec_driver_sql("ANALYZE")
        measure(database)
        database.dispose()


def grow(connection: Connection, destinations: int, posts: int) -> None:
    """Fill the tables as years of work would: three deliveries a post, five follows each."""
    rows = connection.execute
    place = {"platform": PlatformName.DISCORD, "thread": "", "silent": False, "created_at": NOON}
    place |= {"on_unknown": UnknownPolicy.RESEND, "status": DestinationStatus.ACTIVE}
    rows(
        insert(tables.destinations),
        [place | {"chat": str(number)} for number in range(destinations)],
    )
    follows = [
        {
            "destination_id": n + 1,
            "selector": str(SELECTORS[(n + 37 * k) % 200]),
            "created_at": NOON,
        }
        for n in range(destinations)
        for k in range(5)
    ]
    rows(insert(tables.subscriptions), follows)
    rows(insert(tables.posts), [_post(number) for number in range(1, posts + 1)])
    names = [
        {"feed": FEEDS[number % 200], "digest": digest(alias), "post_id": number}
        for number in range(1, posts + 1)
        for alias in a_post(number).aliases
    ]
    rows(insert(tables.aliases), names)
    sent = [_sent(n, post) for post in range(1, posts + 1) for n in _receivers(post, destinations)]
    rows(insert(tables.deliveries), sent)


def measure(database: Database) -> None:
    """Print one line a question."""
    report(
        "followers of 40 selectors", database, lambda tx: tx.subscriptions.followers(SELECTORS[:40])
    )
    report("known, 40 aliases", database, lambda tx: tx.posts.known("feed-1", _aliases(40)))
    report("known, 4,000 aliases", database, lambda tx: tx.posts.known("feed-1", _aliases(4_000)))
    report("newest 20 of one feed", database, lambda tx: tx.posts.newest(FEEDS[:1], 20))
    report("newest 50 of 200 feeds", database, lambda tx: tx.posts.newest(FEEDS, 50))
    report("counts", database, lambda tx: tx.outbox.counts())
    report("next due, nothing owed", database, lambda tx: tx.outbox.next_due(BOTH))
    report("claim 50, nothing owed", database, lambda tx: tx.outbox.claim(BOTH, NOON, 50))
    everyone = [one.id for one in change(database, lambda tx: tx.destinations.all())]
    report("owe one post to all", database, lambda tx: tx.outbox.owe(1, everyone, NOON), 1)
    report("owe a second one", database, lambda tx: tx.outbox.owe(2, everyone, NOON), 1)
    report("next due, all owed", database, lambda tx: tx.outbox.next_due(BOTH))
    report("claim 50 of all", database, lambda tx: tx.outbox.claim(BOTH, NOON, 50), 20)
    report("settle one, committed", database, settle_one, 20)
    _pause_most(database)
    report("claim, all but 9 paused", database, lambda tx: tx.outbox.claim(BOTH, NOON, 50))
    report("next due, all but 9 paused", database, lambda tx: tx.outbox.next_due(BOTH))


def settle_one(tx: SqlTransaction) -> None:
    sending = tx.outbox.in_state(DeliveryState.SENDING, 1)
    tx.outbox.settle(sending[0].id, Settlement(state=DeliveryState.SENT, message_id="1"), NOON)


def report(
    name: str, database: Database, work: Callable[[SqlTransaction], Any], times: int = 5
) -> None:
    """Time `work`, each call in a write transaction of its own."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        change(database, work)
        taken.append(perf_counter() - begun)
    median = sorted(taken)[len(taken) // 2]
    sys.stdout.write(f"{name:30} {median * 1e6:12,.0f} µs\n")


def change(database: Database, work: Callable[[SqlTransaction], Any]) -> Any:
    with database.writing.begin() as connection:
        return work(SqlTransaction(connection))


def _aliases(count: int) -> list[str]:
    return [alias for number in range(1, count // 2 + 1) for alias in a_post(number).aliases]


def _receivers(post: int, destinations: int) -> list[int]:
    return [(post * 3 + k) % destinations for k in range(3)]


def _pause_most(database: Database) -> None:
    def pause(tx: SqlTransaction) -> None:
        for one in tx.destinations.all()[9:]:
            tx.destinations.set_status(one.id, DestinationStatus.PAUSED, None, NOON)

    change(database, pause)


def _post(number: int) -> dict[str, Any]:
    post = a_post(number, feed=FEEDS[number % 200], html="<p>Some words of a post.</p>" * 100)
    at = NOON - timedelta(minutes=number)
    return {
        "feed": post.feed,
        "story": number,
        "state": PostState.RELAYED,
        "seen_at": at,
        "shown_at": at,
        "key": post.key,
        "title": post.title,
        "link": post.link,
        "published": at,
        "fingerprint": post.fingerprint,
        "content": content.encode(post),
    }


def _sent(destination: int, post: int) -> dict[str, Any]:
    return {
        "post_id": post,
        "destination_id": destination + 1,
        "story": post,
        "state": DeliveryState.SENT,
        "nonce": f"nonce-{post}-{destination}",
        "attempts": 1,
        "created_at": NOON,
        "first_attempt_at": NOON,
        "settled_at": NOON,
        "message_id": "1",
    }


if __name__ == "__main__":
    main()
