"""What a database said, in words a person can act on; never with a password or a post in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from relaybot.errors import StoreError

# Looked for in order in the driver's message (SQLite names its failures only there); {file} is
# its path after a blank, where it is known.
_SQLITE = (
    ("database or disk is full", "The disk is full: the database{file} cannot grow."),
    (
        "database is locked",
        "Another program kept the database locked for too long; is a backup or a shell open on it?",
    ),
    (
        "unable to open database file",
        "The database file{file} cannot be opened: does its folder exist, and may it be written?",
    ),
    (
        "attempt to write a readonly database",
        "The database{file} may only be read here: nothing was written.",
    ),
    ("file is not a database", "The database file{file} is not an SQLite database."),
    ("database disk image is malformed", "The database file{file} is damaged: restore a backup."),
    ("disk i/o error", "The disk reported an error while the database{file} was used."),
    (
        "no such table",
        "The database{file} lacks a table: it belongs to something else, or is damaged.",
    ),
)

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES = {
    "53100": "The disk of the database server is full.",
    "53300": "The database server has no connection left for relaybot.",
    "55P03": "Another program kept the database locked for too long.",
    "57014": "The database server cancelled a statement that took too long.",
    "25006": "The database may only be read here: nothing was written.",
    "28P01": "The database server refused the password.",
    "28000": "The database server refused the user.",
    "3D000": "The database does not exist on the server: create it first.",
    "42501": "The database user lacks a right: it must own its tables.",
}
_UNREACHABLE = "The database server cannot be reached, or closed the connection"


@contextmanager
def wrapped(file: Path | None = None) -> Iterator[None]:
    """Turn whatever SQLAlchemy raises into `StoreError`, once, with the cause.

    `file` is the SQLite database's; it is named in what is wrong with it.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(describe(error, file)) from error


def describe(error: SQLAlchemyError, file: Path | None = None) -> str:
    """Return one sentence about a database error."""
    if isinstance(error, PoolTimeoutError):
        return "The database is too busy: no connection became free in time."
    if not isinstance(error, DBAPIError) or error.orig is None:
        return f"The database could not be used: {_first_line(error)}"
    said = _first_line(error.orig)
    if isinstance(error, IntegrityError):
        return f"The database refused something that contradicts what it holds: {said}"
    known = _POSTGRES.get(getattr(error.orig, "sqlstate", None) or "") or _from_sqlite(said, file)
    return known or _unforeseen(error, said)


def _from_sqlite(said: str, file: Path | None) -> str | None:
    found = next((sentence for needle, sentence in _SQLITE if needle in said.lower()), None)
    return found and found.format(file=f" {file}" if file else "")


def _unforeseen(error: DBAPIError, said: str) -> str:
    if "FATAL:" in said:  # the server's own words, at the end of the driver's
        return f"The database server refused the connection: {said.partition('FATAL:')[2].strip()}."
    if error.connection_invalidated or "connection" in said.lower():
        return f"{_UNREACHABLE}: {said}"
    return f"The database refused: {said}"


def _first_line(error: BaseException) -> str:
    # Only the first line: the next ones quote statements and values.
    lines = str(error).splitlines()
    return lines[0].strip() if lines else type(error).__name__
