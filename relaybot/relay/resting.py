"""Which platforms are left alone for a while, because they refused us as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from relaybot.model.destination import PlatformName
from relaybot.model.outcome import RetryLater
from relaybot.ports import Clock

log = structlog.get_logger(__name__)

_PAUSE = 60.0  # seconds, where the platform names none
_WORTH_TELLING = 5.0  # seconds: shorter pauses only keep the pace


@dataclass(slots=True, kw_only=True)
class Resting:
    """Shared by whatever sends: what one of them is told holds for all."""

    clock: Clock
    _until: dict[PlatformName, datetime] = field(default_factory=dict)

    def rest(self, platform: PlatformName, outcome: RetryLater) -> None:
        """Leave a platform alone as long as it asks for."""
        pause = outcome.after if outcome.after is not None else _PAUSE
        self._until[platform] = self.clock() + timedelta(seconds=pause)
        level = log.debug if pause < _WORTH_TELLING else log.error
        level("platform_resting", platform=platform, seconds=pause, reason=outcome.reason)

    def rests(self, platform: PlatformName) -> bool:
        """Say whether it is to be left alone now."""
        return platform in self._until and self._until[platform] > self.clock()

    def awake(self, platforms: Iterable[PlatformName]) -> list[PlatformName]:
        """Return those that may be asked for something now."""
        return [name for name in platforms if not self.rests(name)]
