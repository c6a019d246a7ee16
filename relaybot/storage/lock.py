"""One relaybot at a time on a database, for as long as it lives."""

import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from relaybot.errors import StoreError, StoreLockedError
from relaybot.storage.database import LOCK_KEY, Database, is_sqlite, sqlite_path

PATIENCE = 2.0  # seconds
_TAKEN = "Another relaybot already works on this database"


class Lock(Protocol):
    """Held from `open_store` to `close`."""

    def check(self, connection: Connection) -> None:
        """Raise `StoreLockedError` when it is no longer ours; called in every write transaction."""
        ...

    def release(self) -> None:
        """Let the next relaybot in."""
        ...


def take(database: Database, patience: float = PATIENCE) -> Lock:
    """Take the lock of this database. Raises `StoreLockedError` when another process has it.

    A process that was killed may hold it for a moment longer: a child it was just starting has
    not let go yet, or the server has not seen the connection end. That is waited for.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _take(database)
        except StoreLockedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _take(database: Database) -> Lock:
    if is_sqlite(database.url):
        return FileLock(sqlite_path(database.url))
    return SessionLock(database.reading)


class FileLock:
    """`flock` on a file beside the database: the system frees it however the process ends.

    Somebody may delete the file, thinking it a leftover; the next write then makes it anew, or is
    refused when another relaybot was quicker.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.resolve().with_name(f"{database.name}.lock")
        self._file: int | None = None
        self._take()
        # A forked child shares the lock and would keep it after our death.
        os.register_at_fork(after_in_child=self.release)

    def check(self, connection: Connection) -> None:
        """Look whether the file we hold is still the one others would find."""
        del connection
        if not self._in_place():
            self.release()
            self._take()

    def release(self) -> None:
        """Close the file, and with it the lock."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _take(self) -> None:
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(
                f"The lock {self._path} cannot be opened: {error.strerror}."
            ) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(file, 20).decode("ascii", "replace").strip()
            os.close(file)
            process = f" (process {holder})" if holder else ""
            raise StoreLockedError(f"{_TAKEN}{process}: {self._path} is locked.") from error
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        self._file = file

    def _in_place(self) -> bool:
        try:
            return self._file is not None and os.path.samestat(
                os.fstat(self._file), self._path.stat()
            )
        except FileNotFoundError:
            return False


class SessionLock:
    """A PostgreSQL advisory lock on a connection of its own, gone when the server drops it.

    When it was lost (the server restarted), the next write takes it again, or is refused when
    another relaybot was quicker: rows are claimed by their state, so nothing depends on memory.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._session = 0
        self._take()

    def check(self, connection: Connection) -> None:
        """Look, within the write transaction, whether our session still has the lock."""
        if connection.execute(_HELD, {"session": self._session}).scalar_one():
            return
        self.release()
        self._take()

    def release(self) -> None:
        """Close the session, and with it the lock."""
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.invalidate()
                self._connection.close()
            self._connection = None

    def _take(self) -> None:
        # AUTOCOMMIT: an open transaction would hold back the server's cleaning for ever. On the
        # engine for reading: this happens within a write, and a second one would wait for it.
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        taken, self._session = connection.execute(_TAKE).one()
        self._connection = connection
        if not taken:
            self.release()
            raise StoreLockedError(f"{_TAKEN}; stop it first.")


_TAKE = text("SELECT pg_try_advisory_lock(:key), pg_backend_pid()").bindparams(key=LOCK_KEY)
# https://www.postgresql.org/docs/current/view-pg-locks.html: a 64-bit key is shown in two halves.
_HELD = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = :session"
    " AND classid = :high AND objid = :low AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
).bindparams(high=LOCK_KEY >> 32, low=LOCK_KEY & 0xFFFFFFFF)
