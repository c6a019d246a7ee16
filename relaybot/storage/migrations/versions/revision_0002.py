"""What chat commands need: preferences, pauses that end, links, choices and a history.

Frozen as it was released: what changes later goes into later revisions.
"""

from typing import Any

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)

revision = "0002"
down_revision = "0001"

ROW_ID = BigInteger().with_variant(Integer(), "sqlite")
MOMENT = DateTime(timezone=True)
NAME = String(32)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def _needs(name: str, kind: Any, comment: str, *more: Any) -> Column[Any]:
    return Column(name, kind, *more, nullable=False, comment=comment)


def _may(name: str, kind: Any, comment: str) -> Column[Any]:
    return Column(name, kind, nullable=True, comment=comment)


def _later(name: str, kind: Any, comment: str, default: str) -> Column[Any]:
    return Column(name, kind, nullable=False, server_default=default, comment=comment)


def _new_in_destinations() -> tuple[Column[Any], ...]:
    return (
        _may("paused_until", MOMENT, "when it resumes by itself; NULL = when somebody says so"),
        _later("name", Text, "how people last called it; empty = never heard", ""),
        _later("preferences", Text, "what was chosen, as JSON (storage/preferences.py)", "{}"),
        _may("link_group", ROW_ID, "smallest id of those it is linked with; NULL = not linked"),
    )


Table("destinations", metadata, Column("id", ROW_ID, primary_key=True))  # what the others point to

link_codes = Table(
    "link_codes",
    metadata,
    Column("code", Text, primary_key=True, comment="what a person types, once"),
    _needs("destination_id", ROW_ID, "whom to link with", ForeignKey("destinations.id")),
    _needs("expires_at", MOMENT, "from when on it is worth nothing"),
)

choices = Table(
    "choices",
    metadata,
    Column("platform", NAME, primary_key=True, comment="where the person writes"),
    Column("person", Text, primary_key=True, comment="the platform's id of who chose"),
    _needs("chosen_platform", NAME, "of the channel they manage"),
    _needs("chat", Text, "of the channel they manage"),
    _needs("thread", Text, "topic within the chat; empty = none"),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True, comment="what it is about: discord.commands"),
    _needs("text", Text, "what the program left for its next start"),
)

changes = Table(
    "changes",
    metadata,
    Column("id", ROW_ID, primary_key=True, autoincrement=True),
    _needs("destination_id", ROW_ID, "what was changed", ForeignKey("destinations.id")),
    _needs("at", MOMENT, "when"),
    _may("actor", Text, "the platform's id of who did; NULL = command line, or forgotten"),
    _needs("verb", Text, "the command that did"),
    _needs("before", Text, "what was, as JSON by name"),
    _needs("after", Text, "what is since, as JSON by name"),
    _may("undone_at", MOMENT, "when it was undone; NULL = it was not"),
    sqlite_autoincrement=True,
)
Index("ix_changes_destination_id", changes.c.destination_id, changes.c.id)
_personal = text("actor IS NOT NULL")
Index("ix_changes_at", changes.c.at, sqlite_where=_personal, postgresql_where=_personal)
Index("ix_changes_actor", changes.c.actor, sqlite_where=_personal, postgresql_where=_personal)


def upgrade() -> None:
    """Add columns, tables and indexes; nothing that is there changes."""
    for column in _new_in_destinations():
        op.add_column("destinations", column)
    _some("ix_destinations_link_group", "destinations", ["link_group"], "link_group IS NOT NULL")
    _some(
        "ix_destinations_paused_until",
        "destinations",
        ["paused_until"],
        "paused_until IS NOT NULL",
    )
    metadata.create_all(op.get_bind(), tables=[link_codes, choices, marks, changes])
    op.create_index("ix_aliases_digest", "aliases", ["digest", "post_id"])
    op.drop_index("ix_posts_feed_shown_at", "posts")
    shown = ["feed", "shown_at", "id", "story", "state"]
    op.create_index("ix_posts_feed_shown_at", "posts", shown)
    sent = ["destination_id", "settled_at", "id"]
    _some("ix_deliveries_sent", "deliveries", sent, "state = 'sent'")


def _some(name: str, table: str, columns: list[str], condition: str) -> None:
    """Create an index over some of the rows."""
    where = text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
