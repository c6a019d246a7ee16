"""Short texts the program leaves for its next start."""

from sqlalchemy import Connection, delete, insert, select

from relaybot.storage.tables import marks


class SqlMarks:
    """`repositories.Marks` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        """Return what was left under this name."""
        query = select(marks.c.text).where(marks.c.name == name)
        return self._connection.execute(query).scalar_one_or_none()

    def put(self, name: str, text: str) -> None:
        """Leave a text under this name, in place of the one before."""
        self._connection.execute(delete(marks).where(marks.c.name == name))
        self._connection.execute(insert(marks).values(name=name, text=text))
