"""Column types: moments in UTC, text of any origin, names from a closed set."""

import hashlib
import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)

# SQLite gives ascending, never reused ids only to a column whose type is exactly INTEGER.
ROW_ID = BigInteger().with_variant(Integer(), "sqlite")

_ESCAPED = "\\json:"


class Moment(TypeDecorator[datetime]):
    """An aware datetime: `timestamptz` on PostgreSQL, UTC text that sorts by time on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC; a datetime without a zone is a mistake of ours and refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return it aware, in UTC."""
        del dialect
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class AnyText(TypeDecorator[str]):
    r"""Text as hostile as feeds are, given back unchanged.

    PostgreSQL refuses NUL and both databases refuse half a surrogate pair; such a value is kept
    as `\json:"…"` instead, because one odd character must not cost a feed its posts.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Escape what no database takes."""
        del dialect  # the same everywhere, so that a dump can move between databases
        if value is None or _storable(value):
            return value
        return _ESCAPED + json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Give back what was stored."""
        del dialect
        text: str | None = value
        if text is not None and text.startswith(_ESCAPED):
            text = json.loads(text.removeprefix(_ESCAPED))
        return text


class Named(TypeDecorator[E], Generic[E]):
    """A member of an enumeration, stored by its value, so that a dump can be read."""

    impl = String
    cache_ok = True

    def __init__(self, members: type[E]) -> None:
        self.members = members
        super().__init__(32)

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Store the value (psycopg would store the name)."""
        del dialect
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> E | None:
        """Return the member."""
        del dialect
        return None if value is None else self.members(value)


def digest(text: str) -> bytes:
    """Return 16 bytes that stand for a text in an index, however long or odd it is.

    PostgreSQL indexes at most 2,704 bytes of a value; a feed may send a guid of a megabyte.
    """
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _storable(text: str) -> bool:
    if "\x00" in text or text.startswith(_ESCAPED):
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
