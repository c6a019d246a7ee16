"""What is remembered of each feed."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import Connection, insert, select, update

from relaybot.model.feed_state import FeedState
from relaybot.storage.tables import aliases, feed_states, posts


class SqlFeedStates:
    """`repositories.FeedStates` on a connection; columns are named like the fields."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, feed: str) -> FeedState | None:
        """Return the state of the feed with this slug, None when it was never polled."""
        query = select(feed_states).where(feed_states.c.feed == feed)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else FeedState(**row)

    def all(self) -> Mapping[str, FeedState]:
        """Return every state by feed slug."""
        rows = self._connection.execute(select(feed_states)).mappings()
        return {row["feed"]: FeedState(**row) for row in rows}

    def put(self, state: FeedState) -> None:
        """Insert or replace."""
        values = asdict(state)
        changed = update(feed_states).where(feed_states.c.feed == state.feed).values(values)
        if self._connection.execute(changed).rowcount == 0:
            self._connection.execute(insert(feed_states).values(values))

    def rename(self, old: str, new: str) -> None:
        """Let state, posts and aliases of `old` belong to `new`, unless that has a state."""
        if self.get(new) is not None:
            return
        for table in (feed_states, posts, aliases):
            moved = update(table).where(table.c.feed == old).values(feed=new)
            self._connection.execute(moved)
