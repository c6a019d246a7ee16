"""What a platform says about a channel and the bot's rights in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MissingRight:
    """A right the bot has not got there."""

    name: str  # as the platform's own settings call it, in English: "Embed Links"
    needed_for: str  # "posts with cards": an English template, looked up where it is shown
    essential: bool  # without it nothing can be sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """The permission doctor's findings."""

    name: str  # how people call the channel; "" = it cannot be seen
    reachable: bool  # False: it does not exist, or the bot is not there
    problem: str | None = None  # another obstacle: archived, closed topic; an English template
    missing: tuple[MissingRight, ...] = ()
    # What only a setting needs: under "discuss", or the id of a role that may not be mentioned.
    missing_for: Mapping[str, MissingRight] = field(default_factory=dict)
    where_to_click: str = ""  # the way through the platform's settings; an English template
    announcement: bool = False
    forum: bool = False

    @property
    def can_send(self) -> bool:
        """Whether a post would arrive."""
        return (
            self.reachable
            and self.problem is None
            and not any(right.essential for right in self.missing)
        )
