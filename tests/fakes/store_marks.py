"""What the program left, of the store in memory."""

from tests.fakes.store_tables import Tables


class FakeMarks:
    def __init__(self, tables: Tables) -> None:
        self._marks = tables.marks

    def get(self, name: str) -> str | None:
        return self._marks.get(name)

    def put(self, name: str, text: str) -> None:
        self._marks[name] = text
