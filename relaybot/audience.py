"""The repositories of who is told, and of what: destinations and what they follow."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from relaybot.model.destination import (
    Address,
    Destination,
    DestinationStatus,
    PlatformName,
    Preferences,
    UnknownPolicy,
)
from relaybot.model.selector import Selector
from relaybot.model.subscription import Subscription


class Destinations(Protocol):
    """Where posts go."""

    def find(self, address: Address) -> Destination | None:
        """Return the destination at this address."""
        ...

    def get(self, destination_id: int) -> Destination | None:
        """Return one destination."""
        ...

    def all(self) -> Sequence[Destination]:
        """Return every destination, by address."""
        ...

    def add(self, address: Address, now: datetime) -> Destination:
        """Store a new destination with default settings."""
        ...

    def set_options(
        self,
        destination_id: int,
        *,
        silent: bool | None = None,
        on_unknown: UnknownPolicy | None = None,
    ) -> None:
        """Change settings; None leaves one as it is."""
        ...

    def set_status(
        self, destination_id: int, status: DestinationStatus, reason: str | None, now: datetime
    ) -> None:
        """Pause, resume or mark as gone; anything but a pause forgets `paused_until`."""
        ...

    def set_preferences(self, destination_id: int, preferences: Preferences) -> None:
        """Replace what its moderators chose."""
        ...

    def set_name(self, destination_id: int, name: str) -> None:
        """Remember how people call it."""
        ...

    def set_paused_until(self, destination_id: int, until: datetime | None) -> None:
        """Say when a paused destination resumes by itself; None = when somebody says so."""
        ...

    def due_to_resume(self, now: datetime) -> Sequence[Destination]:
        """Return the paused destinations whose `paused_until` has come, longest due first."""
        ...

    def linked(self, destination_id: int) -> Sequence[Destination]:
        """Return the destinations linked with this one, itself left out."""
        ...

    def link(self, destination_id: int, other_id: int) -> None:
        """Put two destinations, and whatever each is linked with, into one group."""
        ...

    def unlink(self, destination_id: int) -> None:
        """Take a destination out of its group; a group of one is none."""
        ...

    def offer_code(self, code: str, destination_id: int, expires_at: datetime) -> None:
        """Remember a one-time code for linking with this destination; a code is offered once."""
        ...

    def take_code(self, code: str, now: datetime) -> int | None:
        """Return the destination a code stands for and forget the code; None = wrong or expired."""
        ...

    def chosen_by(self, platform: PlatformName, user: str) -> Address | None:
        """Return the channel a person manages from a private chat, None when none was chosen."""
        ...

    def choose(self, platform: PlatformName, user: str, address: Address | None) -> None:
        """Remember (or with None forget) which channel a person manages from a private chat."""
        ...

    def move(self, destination_id: int, chat: str) -> int:
        """Give it (and every topic of the same chat) another chat id; returns the id it now has.

        Where the new address already is a destination the two become one: follows, deliveries,
        history, codes and links are moved over, a story both had is kept once, and what was chosen
        at the old address counts where the new one still has the default. Who had chosen the old
        address manages the new one.
        """
        ...


class Subscriptions(Protocol):
    """Who follows what."""

    def add(self, destination_id: int, selector: Selector, now: datetime) -> bool:
        """Follow; False when it was followed already."""
        ...

    def remove(self, destination_id: int, selector: Selector) -> bool:
        """Unfollow; False when it was not followed."""
        ...

    def of(self, destination_id: int) -> Sequence[Subscription]:
        """Return what a destination follows, oldest first."""
        ...

    def all(self) -> Sequence[Subscription]:
        """Return every subscription, by destination and age."""
        ...

    def followers(self, selectors: Collection[Selector]) -> Sequence[int]:
        """Return ids of destinations that follow at least one of these, ascending, each once."""
        ...
