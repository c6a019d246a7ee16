"""Waiting for something to become true, never for time to pass."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable

PATIENCE = 90.0  # seconds: generous, a busy machine must not fail a test
LOOK_EVERY = 0.03


async def until(
    condition: Callable[[], object | Awaitable[object]],
    what: Callable[[], object] | str,
    patience: float = PATIENCE,
    every: float = LOOK_EVERY,
) -> None:
    """Return once the condition holds; `what` tells in the failure what was waited for."""
    deadline = time.monotonic() + patience
    while True:
        holds = condition()
        if await holds if isawaitable(holds) else holds:
            return
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for: {what if isinstance(what, str) else what()}")
        await asyncio.sleep(every)


async def within(seconds: float, condition: Callable[[], object]) -> bool:
    """Wait for the condition, but not for ever; tells whether it came to hold."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(LOOK_EVERY / 10)
    return True
