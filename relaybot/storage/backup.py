"""A copy of the database while the bot runs."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from relaybot.errors import StoreError
from relaybot.storage.database import is_sqlite, parse_url, sqlite_path


def backup(url: str, target: Path) -> None:
    """Copy an SQLite database, as it is at one moment, to a new file.

    Uses https://www.sqlite.org/backup.html, so nobody has to stop. `target` appears only when the
    copy is whole. Raises `StoreError` when it exists already or cannot, and for PostgreSQL.
    """
    parsed = parse_url(url)
    if not is_sqlite(parsed):
        raise StoreError("A PostgreSQL database is copied with its own tool: pg_dump.")
    source = sqlite_path(parsed)
    if not source.is_file():
        raise StoreError(f"There is no database at {source}.")
    if target.exists():
        raise StoreError(f"{target} exists already; a backup never overwrites: name a new file.")
    if not target.absolute().parent.is_dir():
        raise StoreError(
            f"The backup to {target} failed: there is no folder {target.absolute().parent}."
        )
    partial = target.with_name(f"{target.name}.partial")
    try:
        _copy(source, partial)
        partial.rename(target)
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise StoreError(f"The backup to {target} failed: {reason}.") from error


def _copy(source: Path, partial: Path) -> None:
    # Follows and chat ids are nobody else's business: made readable for the owner only.
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    # In one step (no `pages`): a writer in between would make the copy begin again.
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(partial)) as there:
        here.backup(there)
        # One file, without a -wal beside it that could be forgotten when it is moved.
        there.execute("PRAGMA journal_mode = DELETE")
    with partial.open("rb") as copied:
        os.fsync(copied.fileno())
