"""What the store in memory remembers."""

from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from relaybot.model.change import Change
from relaybot.model.delivery import Delivery
from relaybot.model.destination import Address, Destination, PlatformName
from relaybot.model.errand import ErrandKind
from relaybot.model.feed_state import FeedState
from relaybot.model.post import StoredPost
from relaybot.model.subscription import Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedErrand:
    """An errand as it is stored."""

    id: int
    wanted: int
    wanted_since: datetime
    due: datetime
    attempts: int = 0


@dataclass(slots=True)
class Tables:
    """Everything that is remembered; all values are frozen, so a copy of the dicts is a copy."""

    feed_states: dict[str, FeedState] = field(default_factory=dict)
    posts: dict[int, StoredPost] = field(default_factory=dict)
    aliases: dict[tuple[str, str], int] = field(default_factory=dict)
    story_keys: dict[tuple[str, int], None] = field(default_factory=dict)
    destinations: dict[int, Destination] = field(default_factory=dict)
    subscriptions: dict[int, Subscription] = field(default_factory=dict)
    deliveries: dict[int, Delivery] = field(default_factory=dict)
    errands: dict[tuple[int, ErrandKind], OwedErrand] = field(default_factory=dict)
    missing: dict[int, datetime] = field(default_factory=dict)  # posts, since when
    changes: dict[int, Change] = field(default_factory=dict)
    codes: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    choices: dict[tuple[PlatformName, str], Address] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    last_id: dict[str, int] = field(default_factory=dict)

    def group_of(self, destination: int) -> set[int]:
        """The destination and those it is linked with."""
        all_ = self.destinations
        group = all_[destination].group if destination in all_ else None
        members = {one.id for one in all_.values() if one.group == group and group is not None}
        return {destination} | members

    def regroup(self, members: set[int]) -> None:
        """Make these one group; a group of one is none."""
        group = min(members) if len(members) > 1 else None
        for one in members:
            self.destinations[one] = replace(self.destinations[one], group=group)

    def next_id(self, table: str) -> int:
        self.last_id[table] = self.last_id.get(table, 0) + 1
        return self.last_id[table]

    def copied(self) -> "Tables":
        return Tables(**{one.name: copy(getattr(self, one.name)) for one in fields(self)})
