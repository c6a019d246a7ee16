"""The schema. Each comment says what the column holds and what NULL means.

A change here needs a new file in `migrations/versions/` (begin with a copy of the newest) and its
number in `migrate.HEAD`; a test compares a fresh database with a migrated one.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import DestinationStatus, PlatformName, UnknownPolicy
from relaybot.model.errand import ErrandKind
from relaybot.model.post import PostState
from relaybot.storage.columns import ROW_ID, AnyText, Moment, Named

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", ROW_ID, primary_key=True, autoincrement=True)


def _needs(name: str, kind: Any, comment: str, *more: Any) -> Column[Any]:
    return Column(name, kind, *more, nullable=False, comment=comment)


def _may(name: str, kind: Any, comment: str) -> Column[Any]:
    return Column(name, kind, nullable=True, comment=comment)


def _later(name: str, kind: Any, comment: str, default: str) -> Column[Any]:
    """A column that rows of an earlier schema got by its default; stands after the older ones."""
    return Column(name, kind, nullable=False, server_default=default, comment=comment)


feed_states = Table(
    "feed_states",
    metadata,
    Column("feed", AnyText, primary_key=True, comment="slug of the feed"),
    _needs("source_url", AnyText, "the directory's address when this was written"),
    _may("adopted_url", AnyText, "fetched instead of source_url; NULL = source_url is right"),
    _may("etag", AnyText, "validator of the last body; NULL = none was sent"),
    _may("last_modified", AnyText, "validator of the last body, as sent; NULL = none was sent"),
    _may("body_hash", String(64), "sha256 of the last body parsed; NULL = none yet"),
    _may("full_fetch_at", Moment, "last answer with a body; NULL = never"),
    _may("first_polled_at", Moment, "first success; NULL = the next poll absorbs"),
    _may("checked_at", Moment, "last attempt; NULL = never"),
    _may("succeeded_at", Moment, "last success; NULL = never"),
    _may("next_check_at", Moment, "when to ask again; NULL = as soon as possible"),
    _needs("failures", Integer, "failed attempts in a row"),
    _may("failing_since", Moment, "first of these failures; NULL = the last check succeeded"),
    _may("error", AnyText, "the last failure in words; NULL = the last check succeeded"),
    _may("newest_at", Moment, "when something new was last seen; NULL = never"),
    _may("moved_to", AnyText, "a permanent redirect under observation; NULL = none"),
    _may("moved_since", Moment, "since when it is observed; NULL = none is"),
    _needs("moved_count", Integer, "how often it was seen"),
)

posts = Table(
    "posts",
    metadata,
    _id(),
    _needs("feed", AnyText, "slug of the feed"),
    _needs("story", ROW_ID, "id of the first post that told it; its own id when it is the first"),
    _needs("state", Named(PostState), "absorbed, relayed, held or dismissed"),
    _needs("seen_at", Moment, "when relaybot stored it"),
    _needs("shown_at", Moment, "published, else seen_at: the order in which posts are shown"),
    _needs("key", AnyText, "its identity within the feed"),
    _needs("title", AnyText, "plain text; empty = none"),
    _may("link", AnyText, "absolute address; NULL = none"),
    _may("published", Moment, "as the feed says; NULL = it says nothing sensible"),
    _needs("fingerprint", AnyText, "changes when the entry's words change"),
    _needs("content", Text, "the parts nobody searches, as JSON (storage/content.py)"),
    _may("missing_since", Moment, "when its feed first came without it; NULL = it is there"),
    _may("withdrawn_at", Moment, "when its chapter took it back; NULL = it stands"),
    sqlite_autoincrement=True,
)
# Story and state stand in it so that posts can be counted without reading them.
Index(
    "ix_posts_feed_shown_at",
    posts.c.feed,
    posts.c.shown_at,
    posts.c.id,
    posts.c.story,
    posts.c.state,
)
Index("ix_posts_story", posts.c.story, posts.c.feed, posts.c.shown_at)
Index("ix_posts_state", posts.c.state, posts.c.id)
_missed = text("missing_since IS NOT NULL")
Index("ix_posts_missing", posts.c.feed, sqlite_where=_missed, postgresql_where=_missed)

aliases = Table(
    "aliases",
    metadata,
    Column("feed", AnyText, primary_key=True, comment="slug of the feed"),
    Column("digest", LargeBinary(16), primary_key=True, comment="columns.digest of an alias"),
    _needs("post_id", ROW_ID, "the post it was first used by", ForeignKey("posts.id")),
    sqlite_with_rowid=False,
)
Index("ix_aliases_digest", aliases.c.digest, aliases.c.post_id)

story_keys = Table(
    "story_keys",
    metadata,
    Column("digest", LargeBinary(16), primary_key=True, comment="columns.digest of a story key"),
    Column(
        "post_id",
        ROW_ID,
        ForeignKey("posts.id"),
        primary_key=True,
        autoincrement=False,
        comment="a post with this key",
    ),
    sqlite_with_rowid=False,
)

destinations = Table(
    "destinations",
    metadata,
    _id(),
    _needs("platform", Named(PlatformName), "discord or telegram"),
    _needs("chat", AnyText, "channel or chat id on the platform"),
    _needs("thread", AnyText, "topic within the chat; empty = none (NULL would not be unique)"),
    _needs("silent", Boolean, "deliver without a sound"),
    _needs("on_unknown", Named(UnknownPolicy), "what to do with a send nobody can tell about"),
    _needs("status", Named(DestinationStatus), "active, paused or gone"),
    _may("status_reason", AnyText, "why, in words; NULL = no reason was given"),
    _may("status_since", Moment, "when it changed; NULL = never changed"),
    _needs("created_at", Moment, "when it was first heard of"),
    _may("paused_until", Moment, "when it resumes by itself; NULL = when somebody says so"),
    _later("name", AnyText, "how people last called it; empty = never heard", ""),
    _later("preferences", Text, "what was chosen, as JSON (storage/preferences.py)", "{}"),
    _may("link_group", ROW_ID, "smallest id of those it is linked with; NULL = not linked"),
    # The chat first: an index that began with the platform would tempt SQLite to start there when
    # it looks for what is due.
    UniqueConstraint("chat", "thread", "platform"),
    sqlite_autoincrement=True,
)

_grouped = text("link_group IS NOT NULL")
Index(
    "ix_destinations_link_group",
    destinations.c.link_group,
    sqlite_where=_grouped,
    postgresql_where=_grouped,
)
_resuming = text("paused_until IS NOT NULL")
Index(
    "ix_destinations_paused_until",
    destinations.c.paused_until,
    sqlite_where=_resuming,
    postgresql_where=_resuming,
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("code", AnyText, primary_key=True, comment="what a person types, once"),
    _needs("destination_id", ROW_ID, "whom to link with", ForeignKey("destinations.id")),
    _needs("expires_at", Moment, "from when on it is worth nothing"),
)

choices = Table(
    "choices",
    metadata,
    Column("platform", Named(PlatformName), primary_key=True, comment="where the person writes"),
    Column("person", AnyText, primary_key=True, comment="the platform's id of who chose"),
    _needs("chosen_platform", Named(PlatformName), "of the channel they manage"),
    _needs("chat", AnyText, "of the channel they manage"),
    _needs("thread", AnyText, "topic within the chat; empty = none"),
)

marks = Table(
    "marks",
    metadata,
    Column("name", AnyText, primary_key=True, comment="what it is about: discord.commands"),
    _needs("text", AnyText, "what the program left for its next start"),
)

changes = Table(
    "changes",
    metadata,
    _id(),
    _needs("destination_id", ROW_ID, "what was changed", ForeignKey("destinations.id")),
    _needs("at", Moment, "when"),
    _may("actor", AnyText, "the platform's id of who did; NULL = command line, or forgotten"),
    _needs("verb", AnyText, "the command that did"),
    _needs("before", Text, "what was, as JSON by name"),
    _needs("after", Text, "what is since, as JSON by name"),
    _may("undone_at", Moment, "when it was undone; NULL = it was not"),
    sqlite_autoincrement=True,
)
Index("ix_changes_destination_id", changes.c.destination_id, changes.c.id)
_personal = text("actor IS NOT NULL")
Index("ix_changes_at", changes.c.at, sqlite_where=_personal, postgresql_where=_personal)
Index("ix_changes_actor", changes.c.actor, sqlite_where=_personal, postgresql_where=_personal)

subscriptions = Table(
    "subscriptions",
    metadata,
    _id(),
    _needs("destination_id", ROW_ID, "who follows", ForeignKey("destinations.id")),
    _needs("selector", AnyText, "what is followed, as text: region:CA, everything"),
    _needs("created_at", Moment, "since when"),
    UniqueConstraint("destination_id", "selector"),
    sqlite_autoincrement=True,
)
Index("ix_subscriptions_selector", subscriptions.c.selector, subscriptions.c.destination_id)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _needs("post_id", ROW_ID, "what is sent", ForeignKey("posts.id")),
    _needs("destination_id", ROW_ID, "where to", ForeignKey("destinations.id")),
    _needs("story", ROW_ID, "posts.story of the post: a destination gets a story once"),
    _needs("state", Named(DeliveryState), "pending, sending, sent, unknown or dead"),
    _needs("nonce", String(25), "the same at every attempt"),
    _needs("attempts", Integer, "how often it was claimed"),
    _needs("created_at", Moment, "when it was owed"),
    _may("first_attempt_at", Moment, "first claim; NULL = never claimed"),
    _may("next_attempt_at", Moment, "when it is due; NULL = nothing more to do"),
    _may("unknown_since", Moment, "when an outcome was first unknown; NULL = never"),
    _may("settled_at", Moment, "when its fate was sealed; NULL = open, still to be sent"),
    _may("message_id", AnyText, "the platform's id; NULL = not sent, or not known"),
    _may("reason", AnyText, "last failure, or how an unknown was settled; NULL = none"),
    _may("receipt", AnyText, "the platform's note of how it was sent; NULL = it left none"),
    UniqueConstraint("destination_id", "story"),
    sqlite_autoincrement=True,
)
_open = text("settled_at IS NULL")
Index(
    "ix_deliveries_open",
    deliveries.c.destination_id,
    deliveries.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index(
    "ix_deliveries_due",
    deliveries.c.next_attempt_at,
    deliveries.c.id,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index("ix_deliveries_state", deliveries.c.state, deliveries.c.id)
_doubtful = text("unknown_since IS NOT NULL")
Index(
    "ix_deliveries_doubtful",
    deliveries.c.id,
    sqlite_where=_doubtful,
    postgresql_where=_doubtful,
)
Index("ix_deliveries_post_id", deliveries.c.post_id)
SENT = text("state = 'sent'")  # in words: an index of some rows is used for the same words only
Index(
    "ix_deliveries_sent",
    deliveries.c.destination_id,
    deliveries.c.settled_at,
    deliveries.c.id,
    sqlite_where=SENT,
    postgresql_where=SENT,
)

errands = Table(
    "errands",
    metadata,
    _id(),
    _needs("delivery_id", ROW_ID, "of the message it is about", ForeignKey("deliveries.id")),
    _needs("kind", Named(ErrandKind), "amend, publish or discuss"),
    _needs("wanted", Integer, "how often it was asked for"),
    _needs("wanted_since", Moment, "when it was first asked for"),
    _needs("due_at", Moment, "when it is to be tried"),
    _needs("attempts", Integer, "how often it was claimed"),
    _may("reason", AnyText, "why it could not be done last time; NULL = not tried yet"),
    UniqueConstraint("delivery_id", "kind"),
    sqlite_autoincrement=True,
)
Index("ix_errands_due_at", errands.c.due_at, errands.c.id)
