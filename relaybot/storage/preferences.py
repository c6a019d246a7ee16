"""What a destination's moderators chose, as JSON text in one column.

A row may have been written by an older relaybot or a newer one: what it does not say, or says in a
way this one does not know, is as if nobody had chosen it.
"""

import json
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from relaybot.model.destination import PicturePlace, Preferences, Style, WithdrawnPolicy

_DEFAULT = asdict(Preferences())
_NAMED = {"style": Style, "picture_place": PicturePlace, "withdrawn": WithdrawnPolicy}


def encode(preferences: Preferences) -> str:
    """Return the column, with every choice: a default that changes later must not change these."""
    return json.dumps(asdict(preferences))


@lru_cache(maxsize=1_024)  # most destinations chose the same few things, or nothing
def decode(text: str) -> Preferences:
    """Return what the column says."""
    stored: dict[str, Any] = json.loads(text)
    known = {name: value for name, value in stored.items() if _understood(name, value)}
    named = {name: kind(known[name]) for name, kind in _NAMED.items() if name in known}
    return Preferences(**known | named)


def combined(new: Preferences, old: Preferences) -> Preferences:
    """Return `new`, with what only `old` chose: where `new` still has the default."""
    names = [field.name for field in fields(Preferences)]
    chosen = {name: getattr(new, name) for name in names if getattr(new, name) != _DEFAULT[name]}
    return Preferences(**{name: getattr(old, name) for name in names} | chosen)


def _understood(name: str, value: object) -> bool:
    if name not in _DEFAULT:
        return False
    if name in _NAMED:
        return value in list(_NAMED[name])  # a list, since anything may be asked
    if isinstance(_DEFAULT[name], bool):
        return isinstance(value, bool)
    return value is None or isinstance(value, str)
