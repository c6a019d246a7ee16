"""A database of any released version becomes one of this version, and a newer one is refused."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

import relaybot.storage.migrations.versions as versions
from relaybot.errors import StoreError
from relaybot.storage import migrate
from relaybot.storage.database import Database, connect, parse_url
from relaybot.storage.store import open_store
from relaybot.storage.tables import metadata
from tests.contract.storing import a_relayed
from tests.postgres import fresh_database

RELEASED = ["0001"]
KINDS = ["sqlite", "postgresql"]


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'relaybot.db'}" if sqlite else fresh_database()
    opened = connect(parse_url(url))
    yield opened
    opened.dispose()


def _schema(connection: Connection) -> object:
    """Everything the database knows about itself, partial indexes included."""
    if connection.dialect.name == "sqlite":
        rows = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'"
        return sorted(map(str, connection.exec_driver_sql(rows)))
    found = inspect(connection)
    return [
        (table, ask(table))
        for table in sorted(found.get_table_names())
        if table != "alembic_version"
        for ask in (
            found.get_columns,
            found.get_pk_constraint,
            found.get_foreign_keys,
            found.get_unique_constraints,
            found.get_indexes,
        )
    ]


def test_a_migrated_database_is_like_a_fresh_one(database: Database, tmp_path: Path) -> None:
    sqlite = database.url.get_backend_name() == "sqlite"
    other = connect(parse_url(f"sqlite:///{tmp_path / 'other.db'}" if sqlite else fresh_database()))
    with other.writing.begin() as connection:
        migrate.to_head(connection)
        fresh = _schema(connection)
    other.dispose()
    with database.writing.begin() as connection:
        migrate.upgrade(connection, migrate.HEAD)
        assert migrate.revision(connection) == migrate.HEAD
        assert str(_schema(connection)) == str(fresh)
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("released", RELEASED)
async def test_every_released_schema_is_brought_up_to_date(
    database: Database, released: str
) -> None:
    with database.writing.begin() as connection:
        migrate.upgrade(connection, released)
    database.dispose()
    store = open_store(database.url.render_as_string(hide_password=False), exclusive=True)
    await store.write(a_relayed)
    assert await store.read(lambda tx: tx.posts.count("elmford")) == 1
    store.close()


def test_a_newer_database_is_refused_and_left_alone(database: Database) -> None:
    with database.writing.begin() as connection:
        migrate.to_head(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9000'")
    with pytest.raises(StoreError, match=r"schema 9000.*newer"):
        open_store(database.url.render_as_string(hide_password=False), exclusive=True)
    with database.reading.connect() as connection:
        assert migrate.revision(connection) == "9000"


def test_a_database_of_another_program_is_refused(database: Database) -> None:
    with database.writing.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE posts (id INTEGER)")
    with pytest.raises(StoreError, match=r"another program.*posts"):
        open_store(database.url.render_as_string(hide_password=False), exclusive=False)


def test_opening_twice_migrates_once(database: Database) -> None:
    with database.writing.begin() as connection:
        assert migrate.to_head(connection) is None
    with database.writing.begin() as connection:
        assert migrate.to_head(connection) == migrate.HEAD


def test_the_newest_revision_is_the_one_the_code_expects() -> None:
    found = []
    for path in sorted(Path(next(iter(versions.__path__))).glob("revision_*.py")):
        tree = ast.parse(path.read_text())
        (name,) = [
            node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) == "revision"
            and isinstance(node.value, ast.Constant)
        ]
        assert path.stem == f"revision_{name!s}"
        found.append(name)
    assert found[-1] == migrate.HEAD
    assert found[: len(RELEASED)] == RELEASED
