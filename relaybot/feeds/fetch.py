"""Asks a feed's server for its document: conditionally, politely, and within every limit.

::

    address = effective_url(feed, state)
    headers = conditions(feed, state)
    up to five redirects, all within one deadline:
        turn    = two at a time per host, none while it wants to be left alone
        answer  = ask (the socket is guarded; the body is capped and unpacked by us)
        address = next hop
    200 → Fetched    304 → NotModified    anything else → FetchError, in words
"""

import asyncio
import hashlib
import ssl
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Self, cast

import httpcore
import httpx

from relaybot import __version__
from relaybot.errors import FetchError
from relaybot.feeds.caching import conditions, max_age, validator
from relaybot.feeds.decompress import Body
from relaybot.feeds.guard import (
    GuardedNetwork,
    Network,
    Resolver,
    SystemResolver,
    connection_pool,
)
from relaybot.feeds.hosts import Hosts
from relaybot.feeds.redirects import PERMANENT, REDIRECTS, effective_url, next_hop
from relaybot.feeds.refusals import (
    MAY_HIDE_CHALLENGE,
    broken_connection,
    in_words,
    patience,
    refusal,
)
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.source import Feed
from relaybot.ports import Clock

MAX_REDIRECTS = 5
# In all, whatever the number of feeds: bounds sockets and the memory of bodies under way.
MAX_CONNECTIONS = 20
# Enough of a refusal's page to recognise a bot check.
MAX_PAGE = 256_000
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """What the operator may choose about fetching."""

    contact: str = ""  # address or page of whoever runs this bot, sent with every request
    deadline: float = 30.0  # seconds for a whole fetch, redirects included
    max_wire: int = 5_000_000  # bytes
    max_decoded: int = 10_000_000  # bytes
    per_host: int = 2  # requests at a time
    allow: tuple[Network, ...] = ()  # reachable although private, at any port
    full_fetch_every: timedelta = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """One server's answer to one request."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes  # whole on 200, the beginning of the page on some refusals, else empty
    seconds: float  # from the moment it was this request's turn


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over our own pool, since httpx has no public way to hand one in.

    The parent's `__init__` is left out on purpose: should httpx rename the attribute, the first
    request fails instead of going around the guard.
    """

    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._pool = pool


class HttpFetcher:
    """The `Fetcher` port over HTTP; an async context manager, used by one event loop.

    `resolve`, `tls` and `monotonic` are for a private certificate authority and for tests.
    """

    def __init__(
        self,
        settings: FetchSettings,
        clock: Clock,
        *,
        resolve: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._resolve = resolve
        self._tls = tls
        self._hosts = Hosts(per_host=settings.per_host, in_all=MAX_CONNECTIONS, monotonic=monotonic)
        self._headers = {
            "user-agent": _user_agent(settings.contact),
            "accept": ACCEPT,
            "accept-encoding": "gzip",
        }
        self._exits = AsyncExitStack()

    async def __aenter__(self) -> Self:
        resolve = self._resolve
        if resolve is None:
            resolve = SystemResolver()
            self._exits.callback(resolve.close)
        network = GuardedNetwork(self._settings.allow, resolve)
        tls = self._tls or _authorities()
        # The client layer is left out: its cookies, redirects and proxies are unwanted, and it
        # takes three quarters of the CPU time of a 304 (measured).
        transport = _GuardedTransport(connection_pool(network, tls, MAX_CONNECTIONS))
        self._transport = await self._exits.enter_async_context(transport)
        return self

    async def __aexit__(self, *_exc_info: object) -> None:
        await self._exits.aclose()

    async def fetch(self, feed: Feed, state: FeedState | None) -> Fetched | NotModified:
        """Fetch once, conditionally when `state` allows it. Raises `FetchError` only."""
        conditional = conditions(feed, state, self._clock(), self._settings.full_fetch_every)
        answer, moved_to = await self._follow(effective_url(feed, state), conditional)
        now = self._clock()
        age = max_age(answer.headers, now)
        if answer.status == 304:
            if not conditional:
                host = answer.url.host
                raise FetchError(f"{host} says “not modified” to a plain question", status=304)
            return NotModified(max_age=age, moved_to=moved_to)
        if answer.status != 200:
            raise refusal(answer.url.host, answer.status, answer.headers, answer.body, now)
        return Fetched(
            url=str(answer.url),
            body=answer.body,
            body_hash=hashlib.sha256(answer.body).hexdigest(),
            etag=validator(answer.headers.get("etag")),
            last_modified=validator(answer.headers.get("last-modified")),
            content_type=answer.headers.get("content-type"),
            max_age=age,
            moved_to=moved_to,
        )

    async def _follow(self, start: str, conditional: dict[str, str]) -> tuple[_Answer, str | None]:
        """Follow redirects by hand; return the last answer and where permanent ones led."""
        url, moved_to, permanent = _checked(start), None, True
        seen, left = {url}, self._settings.deadline
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._ask(url, self._headers | conditional, left)
            if answer.status not in REDIRECTS:
                return answer, moved_to
            left -= answer.seconds
            previous = url.host
            url = _checked(next_hop(start, str(url), answer.headers.get("location")))
            if url in seen:
                raise FetchError(f"{previous} redirects in a circle")
            seen.add(url)
            permanent = permanent and answer.status in PERMANENT
            moved_to = str(url) if permanent else moved_to
        raise FetchError(f"{url.host} is the end of too many redirects (more than {MAX_REDIRECTS})")

    async def _ask(self, url: httpx.URL, headers: dict[str, str], left: float) -> _Answer:
        """Ask once, when it is our turn; waiting for it does not count against the deadline."""
        host = url.netloc.decode("ascii")
        async with self._hosts.turn(host):
            try:
                async with asyncio.timeout(left):
                    answer = await self._exchange(url, headers)
            except TimeoutError as error:
                limit = in_words(self._settings.deadline)
                raise FetchError(f"{url.host} did not finish answering within {limit}") from error
            except (httpx.HTTPError, OSError, ValueError) as error:
                raise broken_connection(url.host, error) from error
            # Before the turn ends, so that whoever waits for the next one is told.
            if asked := patience(answer.status, answer.headers, self._clock()):
                self._hosts.silence(host, asked)
            return answer

    async def _exchange(self, url: httpx.URL, headers: dict[str, str]) -> _Answer:
        began = time.monotonic()
        response = await self._transport.handle_async_request(
            httpx.Request("GET", url, headers=headers)
        )
        try:
            body = await self._body(url.host, response)
        finally:
            await response.aclose()
        return _Answer(
            url=url,
            status=response.status_code,
            headers=response.headers,
            body=body,
            seconds=time.monotonic() - began,
        )

    async def _body(self, host: str, response: httpx.Response) -> bytes:
        """Read what is needed: a document whole, a refusal's page if it may be a bot check."""
        if response.status_code == 200:
            return await _read(host, response, self._settings.max_wire, self._settings.max_decoded)
        if response.status_code not in MAY_HIDE_CHALLENGE:
            return b""
        try:
            return await _read(host, response, MAX_PAGE, MAX_PAGE)
        except FetchError:  # the refusal itself is the news, not the state of its page
            return b""


async def _read(host: str, response: httpx.Response, max_wire: int, max_decoded: int) -> bytes:
    coding = response.headers.get("content-encoding", "")
    body = Body(host, coding, max_wire=max_wire, max_decoded=max_decoded)
    # Raw: httpx must not decompress, and its generator must be closed before the connection is.
    # httpx promises an iterator only; it is a generator.
    async with aclosing(cast(AsyncGenerator[bytes], response.aiter_raw())) as chunks:
        async for chunk in chunks:
            body.add(chunk)
    return body.finish()


@cache
def _authorities() -> ssl.SSLContext:
    """Return whom to trust: read once, it takes 20 ms.

    Proxies and certificate files of the environment are not ours to follow.
    """
    return httpx.create_ssl_context(trust_env=False)


def _checked(text: str) -> httpx.URL:
    """Return a web address that may be asked; where its host leads is checked when connecting."""
    try:
        url = httpx.URL(text).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("the feed's address is no valid web address") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise FetchError("the feed's address is no web address (http:// or https://)")
    if url.userinfo:
        raise FetchError(f"the feed's address holds a user name or password for {url.host}")
    if url.port is not None and not 0 < url.port < 65536:
        raise FetchError(f"the feed's address has an impossible port for {url.host}")
    return url


def _user_agent(contact: str) -> str:
    visible = "".join(sign for sign in contact if sign.isascii() and sign.isprintable())
    return f"relaybot/{__version__} (+{visible})" if visible else f"relaybot/{__version__}"
