"""Trouble by rule: which requests, what happens to them, how often."""

import asyncio
import re
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.emulators.discord.answers import answer


@dataclass
class Fault:
    """What happens to the next `times` requests whose method and path match.

    `after` False: before the effect (nothing happens); True: the effect is there, the answer is
    lost. `reset` cuts the connection instead of answering `status` and `body`. A fault with neither
    only waits `delay` seconds. `via` False leaves out the header that tells Discord from its CDN.
    """

    method: str = "POST"
    path: str = r"/channels/\d+/messages"
    status: int | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    after: bool = False
    reset: bool = False
    times: int = 1
    via: bool = True
    struck: asyncio.Event = field(default_factory=asyncio.Event)

    def matches(self, method: str, path: str) -> bool:
        return self.times > 0 and method == self.method and bool(re.fullmatch(self.path, path))

    async def strike(self, request: web.Request) -> web.Response | None:
        """Return the answer to give instead, None when there is only the delay."""
        self.struck.set()
        await asyncio.sleep(self.delay)
        if self.reset:
            reset(request)
            return web.Response()
        if self.status is None:
            return None
        body = self.body if self.body is not None else {"code": 0, "message": "emulated"}
        response = answer(body, self.status, self.headers)
        if isinstance(self.body, str):
            response = web.Response(status=self.status, text=self.body, headers=self.headers)
        if not self.via:
            response.headers.popall("Via", None)
        return response


class Faults:
    """The rules in force, first match wins."""

    def __init__(self) -> None:
        self._rules: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._rules.append(fault)
        return fault

    def clear(self) -> None:
        self._rules.clear()

    def take(self, method: str, path: str) -> Fault | None:
        fault = next((rule for rule in self._rules if rule.matches(method, path)), None)
        if fault:
            fault.times -= 1
        return fault


def reset(request: web.Request) -> None:
    """Cut the connection as a crash would: RST, no farewell."""
    transport = request.transport
    if transport is None:
        return
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
