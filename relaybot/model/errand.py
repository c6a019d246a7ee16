"""Something more to do to a message that was sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from relaybot.model.delivery import Claim


class ErrandKind(StrEnum):
    """What is to be done."""

    AMEND = "amend"  # the post was edited, told by another chapter too, or taken back
    PUBLISH = "publish"  # Discord: to the servers that follow an announcement channel
    DISCUSS = "discuss"  # Discord: open a thread under it


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing to do to one message; kept until it is done, so that a restart forgets nothing.

    There is one errand of a kind for a message: whatever is wanted meanwhile is done with it.
    """

    kind: ErrandKind
    claim: Claim  # of the delivery, which was sent
    wanted: int  # how often it was asked for: more than when it was claimed = do it again
    wanted_since: datetime
    attempts: int = 0
