"""What was changed for a destination, when and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Written in the transaction that makes the change. `before` and `after` are enough to undo it.

    Both are JSON values by name: {"selector": "region:CA"}, {"style": "card"}.
    """

    id: int = 0  # drawn by the store
    destination: int  # Destination.id
    at: datetime
    actor: str | None  # platform user id; None = the command line, or forgotten after 90 days
    verb: str  # of the menu
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    undone_at: datetime | None = None
