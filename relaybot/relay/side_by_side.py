"""Starts what is due, some of it side by side, and sleeps until more is."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import structlog

from relaybot.errors import StoreError
from relaybot.ports import Clock
from relaybot.repositories import Store, Transaction

log = structlog.get_logger(__name__)

T = TypeVar("T")
Result = TypeVar("Result")

# A command line tool may add rows behind our back: look this often without being woken.
LOOK_AGAIN = timedelta(seconds=5)
# Between two tries, while the database refuses.
TRY_AGAIN = timedelta(seconds=2)
LEAVE_IN_FLIGHT = timedelta(seconds=10)


@dataclass(slots=True, kw_only=True)
class SideBySide(Generic[T]):
    """Works on what `claim` gives, at most `most` at a time.

    `claim(places)` takes up to so many; `due` says when there will be something, None when nobody
    knows. `work` catches what may go wrong: an exception out of it is a bug, and logged as one.
    """

    name: str
    claim: Callable[[int], Awaitable[Sequence[T]]]
    work: Callable[[T], Awaitable[None]]
    due: Callable[[], Awaitable[datetime | None]]
    clock: Clock
    most: int
    _finishing: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _in_flight: set["asyncio.Task[None]"] = field(default_factory=set)

    def wake(self) -> None:
        """Say that there may be something to do."""
        self._woken.set()

    async def run(self) -> None:
        """Work until `finish` is called.

        Not to be cancelled: a claim cut short would be carried out all the same, in its thread.
        """
        while not self._finishing:
            self._woken.clear()
            try:
                await self._start_due()
                await self._wait()
            except StoreError as failure:
                log.error(f"{self.name}_unreadable", reason=str(failure))
                await asyncio.sleep(TRY_AGAIN.total_seconds())

    def finish(self) -> None:
        """Claim nothing more; `run` then returns."""
        self._finishing = True
        self.wake()

    async def drain(self) -> None:
        """Work on everything that is due, and return when nothing more is."""
        while await self._start_due() or self._in_flight:
            await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)

    async def stop(self) -> None:
        """Let what is in flight land; what does not in time is cut off."""
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=LEAVE_IN_FLIGHT.total_seconds())
        for task in self._in_flight:
            task.cancel()
        await asyncio.gather(*self._in_flight, return_exceptions=True)

    async def _start_due(self) -> bool:
        """Claim what is due, as far as there are places, and start on it."""
        places = self.most - len(self._in_flight)
        claimed = await self.claim(places) if places > 0 else ()
        for one in claimed:
            task = asyncio.create_task(self._work(one), name=self.name)
            self._in_flight.add(task)
            task.add_done_callback(self._landed)
        return bool(claimed)

    async def _work(self, one: T) -> None:
        await self.work(one)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._in_flight.discard(task)
        if not task.cancelled() and (bug := task.exception()):
            log.error(f"{self.name}_bug", exc_info=bug)
        self.wake()

    async def _wait(self) -> None:
        """Sleep until woken, or until the next row is due."""
        due = await self.due()
        pause = min(LOOK_AGAIN, due - self.clock()) if due else LOOK_AGAIN
        # A due row that was not claimed waits for a place or for its destination: both wake us.
        seconds = pause.total_seconds() if pause > timedelta(0) else LOOK_AGAIN.total_seconds()
        # Not wait_for: before Python 3.12 it can swallow a cancellation that comes with a wake-up.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()


async def write_at_last(store: Store, work: Callable[[Transaction], Result], name: str) -> Result:
    """Write down what only we know, however long the database refuses."""
    while True:
        try:
            return await store.write(work)
        except StoreError as failure:
            log.error(f"{name}_not_written", reason=str(failure))
            await asyncio.sleep(TRY_AGAIN.total_seconds())
