"""Manners toward hosts: a few requests at a time, and silence for as long as they ask for it.

A host here is what stands between `//` and the path: the name, with the port when it is unusual.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from relaybot.errors import FetchError
from relaybot.feeds.refusals import in_words


@dataclass(slots=True)
class _Gate:
    """How many may pass at once, and how many are at it: one with nobody at it is forgotten."""

    slots: asyncio.Semaphore
    users: int = 0


class Hosts:
    """Who may be asked now. `monotonic` gives seconds that never jump."""

    def __init__(self, *, per_host: int, in_all: int, monotonic: Callable[[], float]) -> None:
        self._per_host = per_host
        self._in_all = asyncio.Semaphore(in_all)
        self._monotonic = monotonic
        self._gates: dict[str, _Gate] = {}
        self._silent_until: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn to ask this host; raises `FetchError` while it wants to be left alone."""
        self._refuse_while_silent(host)
        gate = self._gates.setdefault(host, _Gate(asyncio.Semaphore(self._per_host)))
        gate.users += 1
        try:
            # The host first: waiting for a busy host must not keep others from theirs.
            async with gate.slots, self._in_all:
                self._refuse_while_silent(host)
                yield
        finally:
            gate.users -= 1
            if not gate.users:
                del self._gates[host]

    def silence(self, host: str, seconds: float) -> None:
        """Leave this host alone for so long, all its feeds."""
        now = self._monotonic()
        current = {name: end for name, end in self._silent_until.items() if end > now}
        current[host] = max(now + seconds, current.get(host, 0.0))
        self._silent_until = current

    def _refuse_while_silent(self, host: str) -> None:
        left = self._silent_until.get(host, 0.0) - self._monotonic()
        if left > 0:
            raise FetchError(
                f"{host} asked to be left alone; it is asked again in {in_words(left)}",
                retry_after=left,
                postponed=True,
            )
