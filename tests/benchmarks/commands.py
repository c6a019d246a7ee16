"""How long a person waits for an answer, platform and network left out.

`python -m tests.benchmarks.commands [URL] [--small]` prints, for each command, the median and the
95th of a hundred answers of the whole desk in milliseconds, on the data of `outbox` and
`asked_in_chat` (a hundredth if small): each of them asked in another channel, and in one that
follows everything, with 50,000 deliveries behind it. It must stay under 100 ms.
"""

import asyncio
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert

from relaybot.commands.ask import Ask, Asker, Place
from relaybot.commands.desk import Desk
from relaybot.locale.load import load_languages
from relaybot.model.destination import PlatformName
from relaybot.model.feed_state import FeedState
from relaybot.model.source import Chapter
from relaybot.sources.catalogue import Catalogue
from relaybot.storage import migrate, tables
from relaybot.storage.database import connect, parse_url
from relaybot.storage.store import SqlTransaction, open_store
from tests.benchmarks.asked_in_chat import BUSY, grow_further
from tests.benchmarks.outbox import grow
from tests.builders import NOON, a_chapter, a_feed, a_post, an_address
from tests.fakes.places import FakePlaces

ASKS = 100
LIMIT = 100.0  # milliseconds
STATES = ("OR", "CA", "NY", "TX", "WA", "NM", "IL", "MN", "PA", "OH")

_PEOPLE = count(1)

Asked = tuple[str, Mapping[str, str]]
SAME: Sequence[Asked] = (
    ("following", {}),
    ("following", {"page": "2"}),
    ("chapters", {}),
    ("chapters", {"search": "chaptr 17"}),
    ("chapters", {"region": "CA"}),
    ("latest", {"what": "everything", "count": "5"}),
    ("latest", {"what": "region CA", "count": "5"}),
    ("preview", {"what": "chapter-17"}),
    ("settings", {}),
    ("settings", {"name": "timezone", "value": "New Yrok"}),
    ("check", {}),
    ("why", {"link": a_post(777, feed="feed-177").link or ""}),
    ("why", {"link": "https://feed-17.example/never/seen"}),
    ("status", {}),
    ("history", {}),
    ("help", {}),
    ("privacy", {}),
    ("follow", {"what": "nothing is called so"}),
    ("pause", {"until": "3d"}),
    ("resume", {}),
    ("resume", {"keep": "3"}),
    ("unfollow", {"what": "region CA"}),
)


def main() -> None:
    arguments = [one for one in sys.argv[1:] if one != "--small"]
    shrink = 100 if "--small" in sys.argv else 1
    with tempfile.TemporaryDirectory() as folder:
        url = arguments[0] if arguments else f"sqlite:///{Path(folder) / 'grown.db'}"
        fill(url, 10_000 // shrink, 100_000 // shrink)
        asyncio.run(measure(url, 10_000 // shrink))


def fill(url: str, destinations: int, posts: int) -> None:
    database = connect(parse_url(url))
    with database.writing.begin() as connection:
        migrate.to_head(connection)
        grow(connection, destinations, posts)
        grow_further(connection, destinations, posts)
        everything = {"destination_id": BUSY, "selector": "everything", "created_at": NOON}
        connection.execute(insert(tables.subscriptions), [everything])
        tx = SqlTransaction(connection)
        for number in range(200):
            tx.feed_states.put(_state(number))
    if url.startswith("postgres"):
        with database.writing.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    database.dispose()


async def measure(url: str, destinations: int) -> None:
    """Print a line for each command, elsewhere and in the busy channel."""
    store = open_store(url, exclusive=False)
    try:
        desk = Desk(
            store=store,
            catalogue=Catalogue([_chapter(number) for number in range(200)]),
            languages=load_languages(),
            places={PlatformName.DISCORD: FakePlaces()},
            wake=lambda: None,
        )
        sys.stdout.write(f"{'':44}{'median':>9}{'95th':>9}   in the busy one\n")
        for verb, given in SAME:
            await _report(desk, verb, [given] * ASKS, destinations)
        each = [{"what": f"chapter-{number}", "latest": "5"} for number in range(ASKS)]
        await _report(desk, "follow", each, destinations)
        each = [{"what": f"feed:feed-{number}"} for number in range(ASKS)]
        await _report(desk, "follow", each, destinations)
    finally:
        store.close()


async def _report(
    desk: Desk, verb: str, each: Sequence[Mapping[str, str]], destinations: int
) -> None:
    shown = " ".join([verb, *each[0].values()])[:42]
    everywhere = [await _time(desk, _ask(n % destinations, verb, g)) for n, g in enumerate(each)]
    busy = [await _time(desk, _ask(BUSY - 1, verb, given)) for given in each]
    slow = " !" if max(_p95(everywhere), _p95(busy)) > LIMIT else ""
    sys.stdout.write(
        f"{shown:44}{_median(everywhere):9.1f}{_p95(everywhere):9.1f}"
        f"{_median(busy):9.1f}{_p95(busy):9.1f}{slow}\n"
    )


async def _time(desk: Desk, ask: Ask) -> float:
    begun = perf_counter()
    reply = await desk.answer(ask)
    taken = (perf_counter() - begun) * 1_000
    assert not reply.denied, reply
    return taken


def _ask(number: int, verb: str, given: Mapping[str, str]) -> Ask:
    """Somebody else asks each time: nobody asks as often as this."""
    return Ask(
        verb=verb,
        place=Place(address=an_address(str(number)), name=f"#channel-{number}"),
        asker=Asker(
            platform=PlatformName.DISCORD,
            user=str(next(_PEOPLE)),
            manages=True,
        ),
        now=NOON + timedelta(seconds=1),
        arguments=given,
    )


def _median(taken: Sequence[float]) -> float:
    return sorted(taken)[len(taken) // 2]


def _p95(taken: Sequence[float]) -> float:
    return sorted(taken)[len(taken) * 95 // 100]


def _chapter(number: int) -> Chapter:
    region = STATES[number % len(STATES)]
    slug = f"chapter-{number}"
    feed = a_feed(f"feed-{number}", chapter=slug, name=f"Chapter {number}", region=region)
    return replace(a_chapter(slug, name=feed.name, region=region), feeds=(feed,))


def _state(number: int) -> FeedState:
    failing = number % 10 == 0
    return FeedState(
        feed=f"feed-{number}",
        source_url=f"https://feed-{number}.example/feed/",
        checked_at=NOON,
        next_check_at=NOON + timedelta(minutes=15),
        error="The server answers 500." if failing else None,
        failing_since=NOON - timedelta(days=1) if failing else None,
    )


if __name__ == "__main__":
    main()
