"""Engines, and how a transaction begins on SQLite and on PostgreSQL.

On both, one write transaction runs at a time over all processes, so a decision made inside one is
made on what is true; a read sees one consistent view and cannot write.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from relaybot.errors import StoreError

BUSY_SECONDS = 30  # how long a writer waits for another process before it gives up
READERS = 2
# Any number will do that no other program takes on the same database: "relaybot" in ASCII.
LOCK_KEY = 0x72656C6179626F74
WRITE_LOCK_KEY = LOCK_KEY + 1

_ACCEPTED = "sqlite:///relaybot.db or postgresql://user:password@host/name"


@dataclass(frozen=True, slots=True)
class Database:
    """An engine for writing and one for reading the same database."""

    url: URL
    writing: Engine
    reading: Engine

    @property
    def file(self) -> Path | None:
        """SQLite's file; None on a server."""
        return sqlite_path(self.url) if is_sqlite(self.url) else None

    def dispose(self) -> None:
        """Close every connection."""
        self.writing.dispose()
        self.reading.dispose()


def parse_url(text: str) -> URL:
    """Return the URL with the driver filled in. Raises `StoreError` without repeating secrets."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise StoreError(f"The database URL cannot be read; write {_ACCEPTED}.") from None
    if url.drivername in ("postgres", "postgresql", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise StoreError(f"The database {url.drivername!r} is not supported; write {_ACCEPTED}.")
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise StoreError("An SQLite database must be a plain file: sqlite:///path/to/relaybot.db.")
    return url


def connect(url: URL) -> Database:
    """Build the engines; nothing is opened yet, only SQLite's folder is created."""
    if is_sqlite(url):
        return _sqlite(url)
    return _postgres(url)


def is_sqlite(url: URL) -> bool:
    """Tell the two apart."""
    return url.get_backend_name() == "sqlite"


def sqlite_path(url: URL) -> Path:
    """Return the file of an SQLite database."""
    return Path(url.database or "")


def _sqlite(url: URL) -> Database:
    folder = sqlite_path(url).absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be created: {error.strerror}.") from error
    writing = _sqlite_engine(url, size=1)
    reading = _sqlite_engine(url, size=READERS)

    @event.listens_for(writing, "begin")
    def _begin_write(connection: Connection) -> None:
        # A deferred transaction that turns into a write fails at once and never waits.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(reading, "connect")
    def _refuse_writes(connection: Any, record: ConnectionPoolEntry) -> None:
        del record
        connection.execute("PRAGMA query_only = ON")

    @event.listens_for(reading, "begin")
    def _begin_read(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN DEFERRED")

    return Database(url, writing, reading)


def _sqlite_engine(url: URL, size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        # isolation_level None: the driver begins nothing by itself, the events here do.
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: ConnectionPoolEntry) -> None:
        del record
        connection.execute("PRAGMA journal_mode = WAL")
        # WAL with NORMAL may forget the last commits on power loss: they would be sent again.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


def _postgres(url: URL) -> Database:
    engine = create_engine(
        url,
        pool_size=2 + READERS,  # the writer, and the session that holds the lock
        max_overflow=0,
        pool_pre_ping=True,  # a server that restarted is noticed before work begins
        hide_parameters=True,
        connect_args={
            "connect_timeout": 10,
            "application_name": "relaybot",
            "options": f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS}s",
            "keepalives_idle": 30,
            "keepalives_interval": 10,
            "keepalives_count": 3,
        },
    )
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    writing = engine.execution_options(isolation_level="READ COMMITTED")

    @event.listens_for(writing, "begin")
    def _begin_write(connection: Connection) -> None:
        # What BEGIN IMMEDIATE is to SQLite: writers of all processes take turns.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK_KEY})")

    return Database(url, writing, reading)
