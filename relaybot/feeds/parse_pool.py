"""Parsing where it can be stopped: in child processes, with a wall clock and limits of their own.

A thread is no help: one regular expression of feedparser holds the interpreter's lock for as long
as it runs, and a few kilobytes make it run for minutes (RELIABILITY 0.2). Children are spawned, not
forked (the parent has threads and open connections), start with the first document and end after a
quiet minute. The only home of pebble.
"""

import asyncio
import signal
import sys
import threading
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType, TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from relaybot.errors import ParseError
from relaybot.feeds.parse_child import prepare, read
from relaybot.model.fetched import Fetched
from relaybot.model.raw import RawFeed

# The pool measures from the moment a child takes the document; starting a child, and handing the
# document over, come on top. Past this the pool itself is stuck and is replaced.
_GRACE = 15.0
# BrokenProcessPool when it breaks while a document waits, RuntimeError when it was broken before.
_BROKEN = (BrokenProcessPool, RuntimeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseSettings:
    """What one document may cost."""

    seconds: float = 10.0  # wall clock, and CPU
    # Bytes of address space of one child: 30 MB to begin with, 150 MB for a 12 MB document.
    memory: int = 512 * 1024 * 1024
    at_once: int = 2
    idle_seconds: float = 60.0  # then the children end and give their memory back
    documents_per_child: int = 100  # memory that a large document took comes back with a new child


class PooledParser:
    """Parses in child processes; implements `ports.Parser`. Use as an async context manager."""

    def __init__(self, settings: ParseSettings | None = None) -> None:
        self._settings = settings or ParseSettings()
        self._slots = asyncio.Semaphore(self._settings.at_once)
        self._changing = asyncio.Lock()  # held while the pool starts or stops
        self._pool: ProcessPool | None = None
        self._busy = 0
        self._idle_timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._forget_timer()
        async with self._changing:
            await self._stop_pool()

    async def parse(self, fetched: Fetched) -> RawFeed:
        """Return what the document says. Raises ParseError only."""
        async with self._slots:
            self._forget_timer()
            self._busy += 1
            try:
                return await self._in_child(fetched)
            finally:
                self._busy -= 1
                self._start_timer()

    async def _in_child(self, fetched: Fetched) -> RawFeed:
        """Parse, once more with new children when the pool broke: the document is not to blame."""
        try:
            return await self._once(await self._ready_pool(), fetched)
        except _BROKEN:
            pool = await self._ready_pool()
        try:
            return await self._once(pool, fetched)
        except _BROKEN as error:
            raise ParseError("the processes that read documents stopped working") from error

    async def _once(self, pool: ProcessPool, fetched: Fetched) -> RawFeed:
        allowed = self._settings.seconds
        try:
            job = pool.schedule(
                read, args=(fetched.body, fetched.content_type, allowed), timeout=allowed
            )
            async with asyncio.timeout(allowed + _GRACE) as patience:
                return await asyncio.wrap_future(job)  # cancelling it ends the child
        except TimeoutError as error:
            if patience.expired():
                await self._discard(pool)
            raise ParseError(_too_long(allowed)) from error
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGXCPU:
                raise ParseError(_too_long(allowed)) from error
            raise ParseError("the document made the process that read it crash") from error
        except _BROKEN:
            await self._discard(pool)
            raise

    async def _ready_pool(self) -> ProcessPool:
        """Return a pool that works; starting processes happens in a thread."""
        async with self._changing:
            if self._pool is not None and not self._pool.active:
                await self._stop_pool()  # a child was killed from outside, say
            if self._pool is None:
                self._pool = _new_pool(self._settings)
                try:
                    await asyncio.to_thread(_start, self._pool)
                except (BrokenProcessPool, OSError) as error:
                    await self._stop_pool()
                    raise ParseError("no process to read documents could be started") from error
            return self._pool

    async def _discard(self, pool: ProcessPool) -> None:
        async with self._changing:
            if self._pool is pool:
                await self._stop_pool()

    async def _stop_pool(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.shield(asyncio.to_thread(_stop, pool))

    def _start_timer(self) -> None:
        if self._busy == 0 and self._pool is not None:
            loop = asyncio.get_running_loop()
            self._idle_timer = loop.call_later(self._settings.idle_seconds, self._on_idle)

    def _forget_timer(self) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
            self._idle_timer = None

    def _on_idle(self) -> None:
        self._closing = asyncio.get_running_loop().create_task(self._close_if_idle())

    async def _close_if_idle(self) -> None:
        async with self._changing:
            if self._busy == 0:
                await self._stop_pool()


def _too_long(seconds: float) -> str:
    return f"reading the document took longer than {seconds:g} seconds"


class _Child(SpawnProcess):
    """A child that does not run the parent's main module again: that would import the program."""

    _one_at_a_time = threading.Lock()

    def start(self) -> None:
        """Start, with an empty `__main__` for as long as the start data are put together."""
        with self._one_at_a_time:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = main


class _Spawning(SpawnContext):
    """The standard way to spawn, but for the kind of child."""

    Process = _Child


def _new_pool(settings: ParseSettings) -> ProcessPool:
    return ProcessPool(
        max_workers=settings.at_once,
        max_tasks=settings.documents_per_child,
        initializer=prepare,
        initargs=(settings.memory,),
        context=_Spawning(),
    )


def _start(pool: ProcessPool) -> None:
    """Start threads and processes: pebble does so when it is asked whether it is active."""
    if not pool.active:
        raise BrokenProcessPool("the children could not be started")


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # pebble types all its methods but this one
    pool.join()
