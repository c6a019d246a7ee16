"""From any released schema to this one."""

from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, insert, inspect, select

from relaybot.errors import StoreError
from relaybot.storage.tables import metadata

HEAD = "0003"  # the newest file in migrations/versions; a test compares

# As Alembic makes it.
_version = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))


def revision(connection: Connection) -> str | None:
    """Return the revision of the schema, None for an empty database."""
    present = set(inspect(connection).get_table_names())
    if _version.name in present:
        found: str | None = connection.execute(select(_version.c.version_num)).scalar()
        return found
    strangers = sorted(present & set(metadata.tables))
    if strangers:
        raise StoreError(
            f"The database holds tables of another program ({', '.join(strangers)});"
            " give relaybot a database of its own."
        )
    return None


def to_head(connection: Connection) -> str | None:
    """Bring the schema up to date within the transaction; return the revision it had."""
    before = revision(connection)
    if before is None:
        metadata.create_all(connection)
        _version.create(connection, checkfirst=True)
        connection.execute(insert(_version).values(version_num=HEAD))
    elif before != HEAD:
        upgrade(connection, HEAD)
    return before


def upgrade(connection: Connection, target: str) -> None:
    """Run Alembic's revisions up to `target`. Raises `StoreError` for a schema it does not know."""
    # Imported late: 10 MB that only a migration needs.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, target)
    except CommandError as error:
        raise StoreError(
            f"The database has schema {revision(connection)}, which this relaybot ({HEAD}) does not"
            " know: it was written by a newer one. Install that one, or restore a backup."
        ) from error
