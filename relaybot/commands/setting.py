"""One thing that can be set for a place: its name, its values, and where it means something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from relaybot.commands.ask import Place
from relaybot.model.destination import Destination, PlatformName


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a setting, in English templates."""

    called: str  # within the setting's title
    label: str = ""  # in the select that chooses it; a switch has its own
    also: tuple[str, ...] = ()  # what people type for it too, lower case


def everywhere(_place: Place) -> bool:
    """Say yes: the setting means something in every place."""
    return True


def on_discord(place: Place) -> bool:
    """Say whether a place is on Discord."""
    return place.address.platform is PlatformName.DISCORD


def on_telegram(place: Place) -> bool:
    """Say whether a place is on Telegram."""
    return place.address.platform is PlatformName.TELEGRAM


def to_publish(place: Place) -> bool:
    """Say whether what stands in a place can be published to other servers."""
    return on_discord(place) and place.announcement


def outside_forums(place: Place) -> bool:
    """Say whether a place is on Discord and no forum: there each post is a thread."""
    return on_discord(place) and not place.forum


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting. Its values are short texts: as typed, on buttons and in the history."""

    name: str
    also: tuple[str, ...] = ()  # what people type for the name too, lower case
    title: str  # an English template; {value} is the present value
    switch: str = ""  # the same on a button; pressed, it changes to the next value
    get: Callable[[Destination], str]
    put: Callable[[Destination, str], Destination]
    values: Mapping[str, Value] = field(default_factory=dict)  # none: whatever `typed` can read
    offered: Callable[[Place], bool] = everywhere
    elsewhere: str = ""  # an English template: why it is not offered there
