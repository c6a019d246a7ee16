"""A feed server on loopback that does what a test tells it to, badly if need be.

::

    async with Origin() as origin:
        origin.says("/feed", Answer(b"<rss/>", etag='"1"'))
        …
        assert origin.asked_for("/feed")[0].headers["User-Agent"].startswith("relaybot/")

Every `Origin` is a host of its own: 127.0.0.1 at a port of its own.
"""

import asyncio
import gzip
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from aiohttp import web

# No answer is kept open longer than this, so that a broken test ends by itself.
LONGEST_STALL = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said at a path.

    `etag` and `last_modified` are sent, and a request that repeats one gets 304.
    `delay` and `pause` are seconds: before anything is sent, and between the bytes of `raw`.
    `raw` is written to the socket as it is, instead of everything else, and the connection closed.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    last_modified: str | None = None
    gzipped: bool = False
    delay: float = 0.0
    raw: bytes | None = None
    pause: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request, as it came in."""

    method: str
    path: str  # with the query
    headers: Mapping[str, str]  # case-insensitive


def redirect(location: str | None, status: int = 301) -> Answer:
    """Send elsewhere; None leaves Location out."""
    return Answer(status=status, headers={} if location is None else {"Location": location})


def raw_answer(body: bytes, *headers: str) -> bytes:
    """Return the bytes of a 200 answer that ends when the connection does."""
    return "\r\n".join(["HTTP/1.1 200 OK", "Connection: close", *headers, "", ""]).encode() + body


class Origin:
    """The server; an async context manager."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._tls = tls
        self._answers: dict[str, list[Answer]] = {}
        self._busy = 0
        self._stopping = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        self.port: int = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_exc_info: object) -> None:
        self._stopping.set()
        await self._runner.cleanup()

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"{'https' if self._tls else 'http'}://{host}:{self.port}{path}"

    def says(self, path: str, *answers: Answer) -> None:
        """Give these answers at this path, one after the other; the last one stays."""
        self._answers[path] = list(answers)

    def asked_for(self, path: str) -> list[Asked]:
        """Return the requests for this path (without its query), in order."""
        return [asked for asked in self.asked if asked.path.split("?")[0] == path]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(
            Asked(method=request.method, path=request.path_qs, headers=request.headers)
        )
        self._busy += 1
        self.most_at_once = max(self.most_at_once, self._busy)
        try:
            answer = self._next_answer(request.path)
            await self._stall(answer.delay)
            if answer.raw is not None:
                return await self._write_raw(request, answer)
            return _respond(request, answer)
        finally:
            self._busy -= 1

    def _next_answer(self, path: str) -> Answer:
        answers = self._answers.get(path)
        if not answers:
            return Answer(status=404)
        return answers.pop(0) if len(answers) > 1 else answers[0]

    async def _write_raw(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        raw, transport = answer.raw or b"", request.transport
        step = 1 if answer.pause else max(len(raw), 1)
        for start in range(0, len(raw), step):
            if transport is None or transport.is_closing() or self._stopping.is_set():
                break
            transport.write(raw[start : start + step])
            await self._stall(answer.pause)
        if transport is not None:
            transport.close()
        return web.Response()  # goes nowhere: the connection is closed

    async def _stall(self, seconds: float) -> None:
        """Wait, unless the server is being stopped."""
        if not seconds:
            return
        try:
            async with asyncio.timeout(min(seconds, LONGEST_STALL)):
                await self._stopping.wait()
        except TimeoutError:
            return


def _respond(request: web.Request, answer: Answer) -> web.Response:
    headers = dict(answer.headers)
    if answer.etag:
        headers["ETag"] = answer.etag
    if answer.last_modified:
        headers["Last-Modified"] = answer.last_modified
    if _is_unchanged(request, answer):
        return web.Response(status=304, headers=headers)
    body = answer.body
    if answer.gzipped:
        body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
    return web.Response(status=answer.status, body=body, headers=headers)


def _is_unchanged(request: web.Request, answer: Answer) -> bool:
    """As RFC 9110 section 13.2.2 wants it: with an ETag the date is not looked at."""
    if answer.etag and "If-None-Match" in request.headers:
        return request.headers["If-None-Match"] == answer.etag
    since = request.headers.get("If-Modified-Since")
    return since is not None and since == answer.last_modified


CERTIFICATE = Path(__file__).with_name("origin_self_signed.pem")
"""Valid for elmford.example and brackwater.example, 2020 to 2120; nobody has signed it."""


def self_signed() -> ssl.SSLContext:
    """Return what an `Origin` needs to speak https."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def trusting() -> ssl.SSLContext:
    """Return what a client needs to believe a self-signed `Origin`."""
    return ssl.create_default_context(cafile=CERTIFICATE)
