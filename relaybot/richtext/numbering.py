"""How the items of a list are numbered: from where, up or down, in numbers, letters or Roman."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Attributes = Mapping[str, str | None]

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MOST_ROMAN = 3999
_NUMBER = re.compile(r"\s*(-?\d{1,6})\s*", re.ASCII)


@dataclass(slots=True)
class Numbering:
    """The numbers of one list, as its element and its items give them."""

    start: int | None = 1  # None = from the number of items, downwards
    step: int = 1
    kind: str = "1"  # as HTML's attribute `type`
    given: dict[int, int] = field(default_factory=dict)  # by place: items that name their number

    def numbers(self, count: int) -> list[int]:
        """The number of each of `count` items."""
        number = count if self.start is None else self.start
        out: list[int] = []
        for place in range(count):
            number = self.given.get(place, number)
            out.append(number)
            number += self.step
        return out

    def mark(self, number: int) -> str:
        """What stands before the item with this number."""
        return f"{_written(number, self.kind)}."


def numbering_of(attributes: Attributes) -> Numbering:
    """How an `<ol>` with these attributes is numbered."""
    start = number_in(attributes.get("start"))
    kind = (attributes.get("type") or "1").strip()
    if "reversed" in attributes:
        return Numbering(start, -1, kind)
    return Numbering(1 if start is None else start, 1, kind)


def number_in(value: str | None) -> int | None:
    """The whole number an attribute gives; None when it gives none."""
    match = _NUMBER.fullmatch(value or "")
    return int(match[1]) if match else None


def _written(number: int, kind: str) -> str:
    if kind in ("a", "A") and number > 0:
        return _letters(number, ord(kind))
    if kind in ("i", "I") and 0 < number <= _MOST_ROMAN:
        roman = _roman(number)
        return roman.lower() if kind == "i" else roman
    return str(number)


def _letters(number: int, first: int) -> str:
    """A, B, … Z, AA, AB …"""
    out = ""
    while number:
        number, letter = divmod(number - 1, 26)
        out = chr(first + letter) + out
    return out


def _roman(number: int) -> str:
    out = ""
    for value, signs in _ROMAN:
        out += signs * (number // value)
        number %= value
    return out
