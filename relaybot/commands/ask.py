"""What somebody asks of the bot, the same for both platforms, typed or pressed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from relaybot.model.destination import Address, PlatformName


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks. Of a person nothing but `user` is ever stored."""

    platform: PlatformName
    user: str  # the platform's user id
    manages: bool  # may manage the target, as the platform says at this very moment
    language: str | None = None  # as the platform says, e.g. "es-ES"
    # Discord: ids of roles this person may mention, never that of @everyone; and their names.
    mentionable_roles: frozenset[str] = frozenset()
    role_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The channel, thread or topic an ask is about."""

    address: Address
    name: str  # as people know it: "#news", "All Tenant News"
    here: bool = True  # False: it was asked from somewhere else
    announcement: bool = False  # Discord: can be published to other servers
    server: str | None = None  # Discord: the server's id, for links to messages
    forum: bool = False  # Discord: a post there is a thread of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One command or button press. A button is an ask that was written down (see `action`)."""

    verb: str
    place: Place
    asker: Asker
    now: datetime
    arguments: Mapping[str, str] = field(default_factory=dict)  # as given; what was not is missing
    pressed: bool = False  # a button or select, not a typed command

    def get(self, name: str) -> str | None:
        """Return an argument, None when it is missing or empty."""
        return self.arguments.get(name, "").strip() or None
