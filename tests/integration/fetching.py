"""What the tests of fetching share: a fetcher that may reach loopback, and made-up host names."""

import ipaddress
import ssl
from collections.abc import Callable, Mapping, Sequence
from socket import EAI_NONAME, gaierror
from typing import Any

from relaybot.feeds.fetch import FetchSettings, HttpFetcher
from relaybot.feeds.guard import Resolver
from relaybot.model.fetched import Fetched, NotModified
from tests.builders import NOON, a_feed

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


class Stopwatch:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def names(table: Mapping[str, Sequence[str]]) -> Resolver:
    """Return a resolver that knows these names, and every IP address."""

    async def resolve(host: str) -> Sequence[str]:
        if host in table:
            return table[host]
        try:
            return [str(ipaddress.ip_address(host))]
        except ValueError:
            raise gaierror(EAI_NONAME, "unknown") from None

    return resolve


def a_fetcher(
    *,
    resolve: Resolver | None = None,
    tls: ssl.SSLContext | None = None,
    monotonic: Callable[[], float] | None = None,
    **settings: Any,
) -> HttpFetcher:
    """Return a fetcher whose settings suit a test: loopback allowed, ten seconds at most."""
    given: dict[str, Any] = {"deadline": 10.0, "allow": LOOPBACK}
    return HttpFetcher(
        FetchSettings(**(given | settings)),
        lambda: NOON,
        resolve=resolve,
        tls=tls,
        monotonic=monotonic or Stopwatch(),
    )


async def fetch(url: str, **options: Any) -> Fetched | NotModified:
    """Fetch an address once, with a fetcher of its own."""
    async with a_fetcher(**options) as fetcher:
        return await fetcher.fetch(a_feed(url=url), None)
