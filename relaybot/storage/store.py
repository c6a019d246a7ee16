"""The store: opens a database and runs transactions on it in threads of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection

from relaybot.errors import StoreError
from relaybot.repositories import Transaction
from relaybot.storage import lock, migrate
from relaybot.storage.database import READERS, Database, connect, parse_url
from relaybot.storage.destinations import SqlDestinations
from relaybot.storage.errands import SqlErrands
from relaybot.storage.failures import wrapped
from relaybot.storage.feed_states import SqlFeedStates
from relaybot.storage.history import SqlHistory
from relaybot.storage.marks import SqlMarks
from relaybot.storage.outbox import SqlOutbox
from relaybot.storage.posts import SqlPosts
from relaybot.storage.subscriptions import SqlSubscriptions

T = TypeVar("T")


class SqlTransaction:
    """`repositories.Transaction` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self.feed_states = SqlFeedStates(connection)
        self.posts = SqlPosts(connection)
        self.destinations = SqlDestinations(connection)
        self.subscriptions = SqlSubscriptions(connection)
        self.outbox = SqlOutbox(connection)
        self.errands = SqlErrands(connection)
        self.history = SqlHistory(connection)
        self.marks = SqlMarks(connection)


class SqlStore:
    """`repositories.Store` on SQLite or PostgreSQL.

    One thread writes and a few read, so that waiting for the disk never stops the event loop and
    writers never wait for each other inside the database. A cancelled `write` that had begun is
    still carried out whole.
    """

    def __init__(self, database: Database, held: lock.Lock | None) -> None:
        self._database = database
        self._lock = held
        # The bot's errors stand on its page too, where paths of this machine are nobody's business.
        self._named = None if held else database.file
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-read")

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` in one write transaction. Raises `StoreError`, or what `work` raised."""
        return await self._run(self._writer, self._write, work)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        """Run `work` on one consistent view; what it writes is refused with `StoreError`."""
        return await self._run(self._readers, self._read, work)

    async def _run(
        self,
        threads: ThreadPoolExecutor,
        transact: Callable[[Callable[[Transaction], T]], T],
        work: Callable[[Transaction], T],
    ) -> T:
        try:
            done = asyncio.get_running_loop().run_in_executor(threads, transact, work)
        except RuntimeError as error:  # how an executor says that it was shut down
            raise StoreError("The database was closed already.") from error
        return await done

    def close(self) -> None:
        """Finish what has begun, close the connections, and let the next relaybot in."""
        self._writer.shutdown()
        self._readers.shutdown()
        if self._lock is not None:
            self._lock.release()
        self._database.dispose()

    def _write(self, work: Callable[[Transaction], T]) -> T:
        with wrapped(self._named), self._database.writing.begin() as connection:
            if self._lock is not None:
                self._lock.check(connection)
            return work(SqlTransaction(connection))

    def _read(self, work: Callable[[Transaction], T]) -> T:
        with wrapped(self._named), self._database.reading.connect() as connection:
            return work(SqlTransaction(connection))


def open_store(url: str, *, exclusive: bool) -> SqlStore:
    """Open the database at `url`, creating and migrating it as needed.

    `exclusive` is for the bot itself: it takes the lock that keeps a second one away, and keeps it
    until `close`. Commands that only look or change a follow go without. Raises `StoreLockedError`
    when another bot has the lock, `StoreError` for anything else, in words and without secrets.
    """
    database = connect(parse_url(url))
    held = None
    try:
        with wrapped(database.file):
            held = lock.take(database) if exclusive else None
            with database.reading.connect() as connection:
                current = migrate.revision(connection) == migrate.HEAD
            if not current:
                with database.writing.begin() as connection:
                    migrate.to_head(connection)
    except BaseException:
        if held is not None:
            held.release()
        database.dispose()
        raise
    return SqlStore(database, held)
