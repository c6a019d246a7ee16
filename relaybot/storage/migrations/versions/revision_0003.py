"""What edits need: how a message was sent, what is still to be done with it, posts taken back.

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
    UniqueConstraint,
    text,
)

revision = "0003"
down_revision = "0002"

ROW_ID = BigInteger().with_variant(Integer(), "sqlite")
MOMENT = DateTime(timezone=True)
NAME = String(32)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _needs(name: str, kind: Any, comment: str, *more: Any) -> Column[Any]:
    return Column(name, kind, *more, nullable=False, comment=comment)


def _may(name: str, kind: Any, comment: str) -> Column[Any]:
    return Column(name, kind, nullable=True, comment=comment)


Table("deliveries", metadata, Column("id", ROW_ID, primary_key=True))  # what errands point to

errands = Table(
    "errands",
    metadata,
    Column("id", ROW_ID, primary_key=True, autoincrement=True),
    _needs("delivery_id", ROW_ID, "of the message it is about", ForeignKey("deliveries.id")),
    _needs("kind", NAME, "amend, publish or discuss"),
    _needs("wanted", Integer, "how often it was asked for"),
    _needs("wanted_since", MOMENT, "when it was first asked for"),
    _needs("due_at", MOMENT, "when it is to be tried"),
    _needs("attempts", Integer, "how often it was claimed"),
    _may("reason", Text, "why it could not be done last time; NULL = not tried yet"),
    UniqueConstraint("delivery_id", "kind"),
    sqlite_autoincrement=True,
)
Index("ix_errands_due_at", errands.c.due_at, errands.c.id)


def upgrade() -> None:
    """Add columns, a table and indexes; nothing that is there changes."""
    missing = "when its feed first came without it; NULL = it is there"
    op.add_column("posts", _may("missing_since", MOMENT, missing))
    op.add_column(
        "posts", _may("withdrawn_at", MOMENT, "when its chapter took it back; NULL = it stands")
    )
    op.add_column(
        "deliveries",
        _may("receipt", Text, "the platform's note of how it was sent; NULL = it left none"),
    )
    where = text("missing_since IS NOT NULL")
    op.create_index(
        "ix_posts_missing", "posts", ["feed"], sqlite_where=where, postgresql_where=where
    )
    op.create_index("ix_deliveries_post_id", "deliveries", ["post_id"])
    metadata.create_all(op.get_bind(), tables=[errands])
