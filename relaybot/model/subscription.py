"""Who follows what."""

from dataclasses import dataclass
from datetime import datetime

from relaybot.model.selector import Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A destination follows a selector."""

    id: int
    destination: int  # Destination.id
    selector: Selector
    created_at: datetime
