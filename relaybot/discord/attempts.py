"""How far the requests of one delivery got, as seen where they leave: nothing else knows.

aiohttp appears here because it is discord.py's transport: only its traces tell whether a request
had left when it failed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp


class SecondAttempt(Exception):  # noqa: N818 - not an error: a brake on the library
    """discord.py was about to repeat a request that may have taken effect and has no nonce."""


@dataclass(slots=True)
class Attempt:
    """How far the sending requests of one delivery got.

    `open` counts those that left and were not clearly refused: any of them may have taken effect.
    """

    once: bool = False  # nothing protects against a second message: never repeat an open request
    open: int = 0


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


@contextmanager
def watched(attempt: Attempt) -> Iterator[None]:
    """Let the traces of `request_traces` write into this attempt."""
    token = _attempt.set(attempt)
    try:
        yield
    finally:
        _attempt.reset(token)


def request_traces() -> aiohttp.TraceConfig:
    """Return the traces a `discord.Client` must be made with (`http_trace=`)."""

    async def started(_session: Any, _context: Any, request: Any) -> None:
        attempt = _attempt.get()
        if attempt and attempt.once and attempt.open and request.method == "POST":
            raise SecondAttempt

    async def written(_session: Any, _context: Any, request: Any) -> None:
        attempt = _attempt.get()
        if attempt and request.method == "POST":
            attempt.open += 1

    async def answered(_session: Any, _context: Any, request: Any) -> None:
        attempt = _attempt.get()
        if attempt and request.method == "POST" and 400 <= request.response.status < 500:
            attempt.open -= 1

    traces = aiohttp.TraceConfig()
    traces.on_request_start.append(started)
    traces.on_request_headers_sent.append(written)
    traces.on_request_end.append(answered)
    return traces
