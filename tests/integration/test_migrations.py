"""A database of any released version becomes one of this version, and a newer one is refused."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, insert, inspect

import relaybot.storage.migrations.versions as versions
from relaybot.errors import StoreError
from relaybot.model.destination import Destination, DestinationStatus, UnknownPolicy
from relaybot.model.feed_state import FeedState
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from relaybot.storage import content, migrate
from relaybot.storage.columns import digest
from relaybot.storage.database import Database, connect, parse_url
from relaybot.storage.store import open_store
from relaybot.storage.tables import metadata
from tests.builders import NOON, a_post, a_stored_post, an_address
from tests.contract.storing import a_relayed
from tests.postgres import fresh_database

RELEASED = ["0001", "0002", "0003"]
# What a bot with revision 0001 had written, as it wrote it.
WRITTEN_BY_0001 = (
    "INSERT INTO feed_states (feed, source_url, failures, moved_count)"
    " VALUES ('elmford', 'https://elmford.example/feed/', 0, 0)",
    "INSERT INTO posts (feed, story, state, seen_at, shown_at, key, title, link, published,"
    " fingerprint, content) VALUES ('elmford', 1, 'relayed', '2026-03-14 12:00:00.000000',"
    " '2026-03-13 12:01:00.000000', 'guid:elmford-1', 'Post number 1',"
    " 'https://elmford.example/posts/1', '2026-03-13 12:01:00.000000', 'fingerprint-1',"
    " '{content}')",
    "INSERT INTO destinations (platform, chat, thread, silent, on_unknown, status, status_reason,"
    " created_at) VALUES ('telegram', '-100200', '42', {true}, 'resend', 'paused', 'moving house',"
    " '2026-03-14 12:00:00.000000')",
    "INSERT INTO subscriptions (destination_id, selector, created_at)"
    " VALUES (1, 'region:OR', '2026-03-14 12:00:00.000000')",
    "INSERT INTO deliveries (post_id, destination_id, story, state, nonce, attempts, created_at,"
    " next_attempt_at)"
    " VALUES (1, 1, 1, 'pending', 'abc', 0, '2026-03-14 12:00:00.000000',"
    " '2026-03-14 12:00:00.000000')",
)
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
        # SQLite keeps what was written, and a column that came later is written into the line.
        return sorted(
            (kind, name, "".join((sql or "").split()))
            for kind, name, sql in connection.exec_driver_sql(rows)
        )
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


async def test_an_upgrade_keeps_what_was_written(database: Database) -> None:
    sqlite = database.url.get_backend_name() == "sqlite"
    with database.writing.begin() as connection:
        migrate.upgrade(connection, "0001")
        for statement in WRITTEN_BY_0001:
            written = statement.replace("{true}", "1" if sqlite else "true")
            written = written.replace("{content}", content.encode(a_post()))
            connection.exec_driver_sql(written)
        alias = {"feed": "elmford", "digest": digest("guid:elmford-1"), "post_id": 1}
        connection.execute(insert(metadata.tables["aliases"]).values(alias))
    database.dispose()
    store = open_store(database.url.render_as_string(hide_password=False), exclusive=True)
    kept = await store.read(_everything)
    assert kept == (
        FeedState(feed="elmford", source_url="https://elmford.example/feed/"),
        [a_stored_post()],
        Destination(
            id=1,
            address=an_address("-100200", "telegram", "42"),
            silent=True,
            on_unknown=UnknownPolicy.RESEND,
            status=DestinationStatus.PAUSED,
            status_reason="moving house",
            created_at=NOON,
        ),
        [Selector(Scope.REGION, "OR")],
        ["abc"],
        [],
    )
    store.close()


def _everything(tx: Transaction) -> tuple[object, ...]:
    return (
        tx.feed_states.get("elmford"),
        tx.posts.by_alias("guid:elmford-1"),
        tx.destinations.get(1),
        [one.selector for one in tx.subscriptions.of(1)],
        [one.nonce for one in tx.outbox.waiting(1)],
        tx.history.of(1, 9),
    )


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
