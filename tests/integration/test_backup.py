"""Backups are whole, new files, made while the bot works."""

import asyncio
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from relaybot.errors import StoreError
from relaybot.repositories import Transaction
from relaybot.storage.backup import backup
from relaybot.storage.store import SqlStore, open_store
from tests.contract.storing import a_relayed


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


async def test_a_backup_can_be_opened_and_holds_everything(tmp_path: Path) -> None:
    here, there = tmp_path / "relaybot.db", tmp_path / "copy.db"
    store = open_store(_url(here), exclusive=True)
    await store.write(a_relayed)
    await asyncio.to_thread(backup, _url(here), there)
    await store.write(lambda tx: a_relayed(tx, 2))
    store.close()
    assert not (tmp_path / "copy.db-wal").exists()
    copy = open_store(_url(there), exclusive=True)
    assert await copy.read(lambda tx: tx.posts.count("elmford")) == 1
    copy.close()


async def test_a_backup_taken_between_writes_is_consistent(tmp_path: Path) -> None:
    store = open_store(_url(tmp_path / "relaybot.db"), exclusive=True)

    async def keep_writing() -> None:
        for number in range(1, 60):
            await store.write(partial(_two_posts, number))

    writing = asyncio.create_task(keep_writing())
    counts = []
    for number in range(3):
        counts.append(await _count_in_backup(tmp_path, f"copy-{number}.db"))
    await writing
    store.close()
    assert [count % 2 for count in counts] == [0, 0, 0]


def _two_posts(number: int, tx: Transaction) -> None:
    a_relayed(tx, 2 * number)
    a_relayed(tx, 2 * number + 1)


async def _count_in_backup(folder: Path, name: str) -> int:
    await asyncio.to_thread(backup, _url(folder / "relaybot.db"), folder / name)
    copy = open_store(_url(folder / name), exclusive=False)
    count = await copy.read(lambda tx: tx.posts.count("elmford"))
    copy.close()
    return count


def test_a_backup_never_overwrites(tmp_path: Path, empty: SqlStore) -> None:
    target = tmp_path / "precious"
    target.write_text("mine")
    with pytest.raises(StoreError, match="never overwrites"):
        backup(_url(tmp_path / "relaybot.db"), target)
    assert target.read_text() == "mine"
    del empty


@pytest.fixture
def empty(tmp_path: Path) -> SqlStore:
    store = open_store(_url(tmp_path / "relaybot.db"), exclusive=False)
    store.close()
    return store


@pytest.mark.parametrize(
    ("url", "target", "words"),
    [
        ("sqlite:///{folder}/nothing.db", "copy.db", "no database"),
        ("postgresql://bot:secret@127.0.0.1/relaybot", "copy.db", "pg_dump"),
        ("sqlite:///{folder}/relaybot.db", "no/such/folder/copy.db", "failed"),
    ],
)
@pytest.mark.usefixtures("empty")
def test_what_cannot_be_backed_up_is_said(
    tmp_path: Path, url: str, target: str, words: str
) -> None:
    with pytest.raises(StoreError, match=words) as refusal:
        backup(url.format(folder=tmp_path), tmp_path / target)
    assert "secret" not in str(refusal.value)
    assert not (tmp_path / target).exists()


def test_a_damaged_database_leaves_no_backup(tmp_path: Path) -> None:
    (tmp_path / "relaybot.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError, match="failed"):
        backup(_url(tmp_path / "relaybot.db"), tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["relaybot.db"]


def test_a_backup_is_for_its_owner_only(tmp_path: Path, empty: SqlStore) -> None:
    del empty
    backup(_url(tmp_path / "relaybot.db"), tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_mode & 0o077 == 0
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()
