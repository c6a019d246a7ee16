"""Every implementation of a port, as a parameter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from relaybot.repositories import Store
from relaybot.storage.store import SqlStore, open_store
from tests.fakes.store import FakeStore
from tests.postgres import emptied_database


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of every kind."""
    if request.param == "fake":
        yield FakeStore()
        return
    opened = open_store(_url(request.param, tmp_path), exclusive=True)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def two_stores(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[SqlStore, SqlStore]]:
    """Two processes' worth of stores on one database, as a bot and a command beside it."""
    url = _url(request.param, tmp_path)
    bot = open_store(url, exclusive=True)
    command = open_store(url, exclusive=False)
    yield bot, command
    command.close()
    bot.close()


def _url(kind: str, folder: Path) -> str:
    return f"sqlite:///{folder / 'contract.db'}" if kind == "sqlite" else emptied_database()
