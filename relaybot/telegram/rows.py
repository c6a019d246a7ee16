"""Buttons in rows that a phone can show."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_CHARACTERS = 36  # of all labels of a row together: a phone cuts off what is longer


def in_rows(buttons: Iterable[T], label: Callable[[T], str], most: int = 8) -> list[list[T]]:
    """Put as many buttons beside each other as can be read, in their order."""
    rows: list[list[T]] = []
    for button in buttons:
        longer = [*(rows[-1] if rows else ()), button]
        if rows and len(longer) <= most and sum(len(label(one)) for one in longer) <= _CHARACTERS:
            rows[-1] = longer
        else:
            rows.append([button])
    return rows
