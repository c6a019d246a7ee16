"""Whether a database can be used, found out without changing it."""

import os
from pathlib import Path

from relaybot.errors import StoreError
from relaybot.storage import migrate
from relaybot.storage.database import connect, is_sqlite, parse_url, sqlite_path
from relaybot.storage.failures import wrapped


def look_at(url: str) -> str:
    """Say in words how the database is. Raises `StoreError` when it cannot be used."""
    parsed = parse_url(url)
    if is_sqlite(parsed) and not sqlite_path(parsed).exists():
        return _to_be_created(sqlite_path(parsed))
    database = connect(parsed)
    try:
        with wrapped(database.file), database.reading.connect() as connection:
            found = migrate.revision(connection)
    finally:
        database.dispose()
    return _in_words(found)


def _in_words(revision: str | None) -> str:
    if revision is None:
        return "it is empty, and will be set up at the first start"
    if revision > migrate.HEAD:
        raise StoreError(
            f"The database has schema {revision}, which this relaybot ({migrate.HEAD}) does not"
            " know: it was written by a newer one. Install that one, or restore a backup."
        )
    if revision < migrate.HEAD:
        return f"it has schema {revision}, and will be upgraded at the next start"
    return "it is up to date"


def _to_be_created(file: Path) -> str:
    folder = next(parent for parent in file.absolute().parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"The database {file} cannot be created: {folder} may not be written.")
    return f"{file} will be created at the first start"
