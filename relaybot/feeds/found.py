"""Members of what feedparser found: text where text is wanted, and nothing it warns about.

Its dictionaries answer `["updated"]` with `published`: `dict.get` asks plainly.
"""

from typing import Any


def text_of(value: Any, name: str) -> str:
    """Return a member when it is text; feedparser puts dictionaries where it knows no better."""
    found = dict.get(value, name) if isinstance(value, dict) else None
    if not isinstance(found, str):
        return ""
    return found.encode("utf-8", "replace").decode("utf-8").strip()


def dict_of(value: Any, name: str) -> Any:
    """Return a member that has members."""
    found = dict.get(value, name)
    return found if isinstance(found, dict) else {}


def dicts_of(value: Any, name: str) -> list[Any]:
    """Return a member that is a list, those of its parts that have members."""
    found = dict.get(value, name)
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def integer_of(text: str) -> int | None:
    """Return a number that makes sense; None for anything else."""
    digits = text.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 15 else None
