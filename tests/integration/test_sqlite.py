"""What only SQLite does: its file, its settings, its failures in words."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from relaybot.errors import StoreError
from relaybot.model.delivery import DeliveryState
from relaybot.repositories import Transaction
from relaybot.storage.database import connect, parse_url
from relaybot.storage.store import open_store
from tests.builders import NOON
from tests.contract.storing import a_relayed

# Stores two posts and owes one in each transaction, and tells how many posts there are.
WRITE_FOR_EVER = """
import asyncio, sys
from relaybot.storage.store import open_store
from tests.builders import NOON, an_address
from tests.contract.storing import a_relayed

def work(tx):
    here = tx.destinations.find(an_address()) or tx.destinations.add(an_address(), NOON)
    count = tx.posts.count("elmford")
    tx.outbox.owe(a_relayed(tx, count + 1), [here.id], NOON)
    a_relayed(tx, count + 2)
    return count + 2

async def main():
    store = open_store(sys.argv[1], exclusive=True)
    while True:
        print(await store.write(work), flush=True)

asyncio.run(main())
"""


async def test_the_folder_is_made_and_the_file_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'not' / 'there' / 'relaybot.db'}"
    for expected in (0, 1):
        store = open_store(url, exclusive=True)
        assert await store.read(lambda tx: tx.posts.count("elmford")) == expected
        await store.write(a_relayed)
        store.close()


def test_every_connection_is_durable_and_strict(tmp_path: Path) -> None:
    database = connect(parse_url(f"sqlite:///{tmp_path / 'relaybot.db'}"))

    def ask(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    full = 2  # https://www.sqlite.org/pragma.html#pragma_synchronous
    with database.writing.connect() as connection:
        assert ask(connection) == ["wal", full, 1, 30_000, 0]
    with database.reading.connect() as connection:
        assert ask(connection) == ["wal", full, 1, 30_000, 1]
    database.dispose()


async def test_a_read_goes_on_while_another_program_writes(tmp_path: Path) -> None:
    path = tmp_path / "relaybot.db"
    store = open_store(f"sqlite:///{path}", exclusive=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await store.read(lambda tx: tx.posts.count("elmford")) == 0
        waiting = asyncio.create_task(store.write(a_relayed))
        assert await store.read(lambda tx: tx.posts.count("elmford")) == 0
        assert not waiting.done()
        other.execute("ROLLBACK")
    await waiting
    assert await store.read(lambda tx: tx.posts.count("elmford")) == 1
    store.close()


async def test_what_is_written_in_a_read_is_refused_in_words(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'relaybot.db'}", exclusive=True)
    with pytest.raises(StoreError, match="may only be read"):
        await store.read(a_relayed)
    store.close()


async def test_a_full_disk_is_said_and_nothing_is_half_written(tmp_path: Path) -> None:
    database = connect(parse_url(f"sqlite:///{tmp_path / 'relaybot.db'}"))
    store = open_store(f"sqlite:///{tmp_path / 'relaybot.db'}", exclusive=True)
    database.dispose()

    def fill(tx: Transaction) -> None:
        limit_pages(tx, 60)
        for number in range(1, 400):
            a_relayed(tx, number, html="x" * 5_000)

    def limit_pages(tx: Transaction, pages: int) -> None:
        connection: Connection = tx.posts._connection  # type: ignore[attr-defined]  # no port for it
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreError, match="disk is full"):
        await store.write(fill)
    assert await store.read(lambda tx: tx.posts.count("elmford")) == 0
    await store.write(lambda tx: limit_pages(tx, 100_000))
    await store.write(a_relayed)
    store.close()


async def test_a_cancelled_write_is_done_or_not_begun(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'relaybot.db'}"
    store = open_store(url, exclusive=True)
    tasks = [asyncio.create_task(store.write(a_relayed)) for _ in range(20)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    store.close()
    again = open_store(url, exclusive=True)
    stored = await again.read(lambda tx: tx.posts.count("elmford"))
    assert 0 <= stored <= 20
    await again.write(a_relayed)
    again.close()


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'relaybot.db'}", exclusive=True)
    store.close()
    with pytest.raises(StoreError, match="closed already"):
        await store.write(a_relayed)


async def test_a_killed_process_leaves_whole_transactions(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'relaybot.db'}"
    told = 0
    for lines in (1, 7, 20):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITE_FOR_EVER, url, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        for _ in range(lines):
            told = int(await process.stdout.readline())
        process.kill()
        await process.communicate()
        store = open_store(url, exclusive=True)
        posts, owed = await store.read(_count)
        store.close()
        assert posts == 2 * owed
        assert posts >= told


def _count(tx: Transaction) -> tuple[int, int]:
    return tx.posts.count("elmford"), tx.outbox.counts()[DeliveryState.PENDING]


async def test_opening_a_database_does_without_alembic(tmp_path: Path) -> None:
    code = "import sys; from relaybot.storage.store import open_store; \
open_store(sys.argv[1], exclusive=True).close(); print('alembic' in sys.modules)"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        code,
        f"sqlite:///{tmp_path / 'relaybot.db'}",
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert said == b"False\n"


async def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'relaybot.db'}", exclusive=True)
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StoreError, match="no time zone"):
        await store.write(lambda tx: a_relayed(tx, published=naive))
    store.close()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite://", "plain file"),
        ("sqlite:///:memory:", "plain file"),
        ("mysql://bot:secret@host/name", "not supported"),
        ("relaybot.db", "cannot be read"),
        ("postgresql://bot:secret@127.0.0.1:1/name?connect_timeout=2", "cannot be reached"),
        ("postgres://bot:secret@127.0.0.1:1/name", "cannot be reached"),
        ("sqlite:////proc/none/relaybot.db", "cannot be created"),
    ],
)
def test_a_url_that_cannot_be_used_is_explained(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as refusal:
        open_store(url, exclusive=True)
    assert "secret" not in str(refusal.value)


def test_a_file_that_is_something_else_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "relaybot.db"
    path.write_bytes(b"a letter to the members " * 400)
    with pytest.raises(StoreError, match="not an SQLite database"):
        open_store(f"sqlite:///{path}", exclusive=True)
    assert path.read_bytes().startswith(b"a letter")
