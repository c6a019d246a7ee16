"""One bot at a time on a database; commands beside it are welcome."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import psycopg
import pytest

from relaybot.errors import StoreLockedError
from relaybot.storage.store import SqlStore, open_store
from tests.contract.storing import a_relayed
from tests.postgres import fresh_database

HOLD = "import sys; from relaybot.storage.store import open_store; \
store = open_store(sys.argv[1], exclusive=True); print('held', flush=True); sys.stdin.read()"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return _sqlite(tmp_path) if request.param == "sqlite" else fresh_database()


def _sqlite(folder: Path) -> str:
    return f"sqlite:///{folder / 'relaybot.db'}"


async def test_a_second_bot_is_turned_away_in_words(url: str) -> None:
    first = open_store(url, exclusive=True)
    with pytest.raises(StoreLockedError, match="Another relaybot already works on this database"):
        open_store(url, exclusive=True)
    await first.write(a_relayed)
    first.close()


async def test_a_command_works_beside_the_bot(url: str) -> None:
    bot = open_store(url, exclusive=True)
    command = open_store(url, exclusive=False)
    await command.write(a_relayed)
    assert await bot.read(lambda tx: tx.posts.count("elmford")) == 1
    command.close()
    with pytest.raises(StoreLockedError):
        open_store(url, exclusive=True)
    bot.close()


def test_the_next_bot_may_come_when_the_first_has_gone(url: str) -> None:
    for _ in range(2):
        open_store(url, exclusive=True).close()


async def test_a_killed_bot_holds_nothing_up(url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        HOLD,
        url,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"held\n"
    with pytest.raises(StoreLockedError):
        open_store(url, exclusive=True)
    process.send_signal(signal.SIGKILL)
    await process.communicate()
    (await _opened_soon(url)).close()


async def _opened_soon(url: str) -> SqlStore:
    for _ in range(100):  # PostgreSQL notices a dead client a moment later
        try:
            return open_store(url, exclusive=True)
        except StoreLockedError:
            await asyncio.sleep(0.05)
    return open_store(url, exclusive=True)


async def test_sqlite_names_the_process_that_holds_the_lock(tmp_path: Path) -> None:
    url = _sqlite(tmp_path)
    bot = open_store(url, exclusive=True)
    with pytest.raises(StoreLockedError, match=f"process {os.getpid()}"):
        open_store(url, exclusive=True)
    bot.close()


async def test_a_deleted_lock_file_lets_no_two_bots_write(tmp_path: Path) -> None:
    url = _sqlite(tmp_path)
    first = open_store(url, exclusive=True)
    (tmp_path / "relaybot.db.lock").unlink()
    await first.write(a_relayed)
    with pytest.raises(StoreLockedError):
        open_store(url, exclusive=True)
    (tmp_path / "relaybot.db.lock").unlink()
    second = open_store(url, exclusive=True)
    with pytest.raises(StoreLockedError):
        await first.write(a_relayed)
    second.close()
    first.close()


def test_a_forked_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    url = _sqlite(tmp_path)
    bot = open_store(url, exclusive=True)
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # lives on until the test closes the pipe
        os.close(write)
        os.read(read, 1)
        os._exit(0)
    bot.close()
    open_store(url, exclusive=True).close()
    os.close(write)
    os.close(read)
    os.waitpid(child, 0)


async def test_a_lock_lost_to_another_bot_stops_the_first_one_writing() -> None:
    url = fresh_database()
    first = open_store(url, exclusive=True)
    await first.write(a_relayed)
    _end_sessions(url)
    second = open_store(url, exclusive=True)
    with pytest.raises(StoreLockedError):
        await first.write(lambda tx: a_relayed(tx, 2))
    assert await second.read(lambda tx: tx.posts.count("elmford")) == 1
    second.close()
    first.close()


async def test_a_lock_nobody_took_meanwhile_is_taken_again() -> None:
    url = fresh_database()
    bot = open_store(url, exclusive=True)
    _end_sessions(url)
    await bot.write(a_relayed)
    with pytest.raises(StoreLockedError):
        open_store(url, exclusive=True)
    bot.close()


def _end_sessions(url: str) -> None:
    """Do what a restart of the server does to those who are connected."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
