"""Run by Alembic: applies revisions on the connection that `storage.migrate` hands over."""

from alembic import context

from relaybot.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
