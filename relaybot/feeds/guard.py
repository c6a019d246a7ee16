"""Which addresses may be reached, checked where the socket is opened: no spelling gets around it.

A feed's address comes from strangers. Checking the *name* is not enough: `2130706433`, `0x7f.1`, a
redirect, or a name that answers differently the second time, all lead inside. So a name is resolved
once, every answer is checked, and the connection is made to a checked answer; Host and SNI stay.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpcore

from relaybot.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str], Awaitable[Sequence[str]]]
"""Turns a host name into IP addresses, best first; raises `OSError` when it has none."""

PORTS = (80, 443)
# Of several addresses a first one that does not answer must not use up the whole deadline.
SECONDS_PER_ADDRESS = 5.0
MOST_ATTEMPTS = 4
# Idle connections cost memory (TLS above all), and polls of one host are minutes apart.
KEPT_CONNECTIONS = 8
KEPT_SECONDS = 10.0

# `is_global` says True for these although they reach inside, go through a relay or lead nowhere
# (measured on Python 3.11.7; the registries are iana.org's "special-purpose address" pages).
V4_NEVER = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))
V6_ONLY = ipaddress.IPv6Network("2000::/3")
V6_NEVER = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)


def is_public(address: Address) -> bool:
    """Say whether this is an ordinary address of the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        if mapped is not None:
            return is_public(mapped)
        return address in V6_ONLY and not any(address in network for network in V6_NEVER)
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return not any(address in network for network in V4_NEVER)


def is_allowed(address: Address, allow: Iterable[Network]) -> bool:
    """Say whether the operator has opened this address although it may be private."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return any((mapped or address) in network for network in allow)


def check(host: str, port: int, addresses: Sequence[str], allow: Iterable[Network]) -> None:
    """Raise `FetchError` unless every one of these addresses may be reached at this port."""
    for text in addresses:
        address = ipaddress.ip_address(text)
        if is_allowed(address, allow):
            continue
        if not is_public(address):
            place = host if host == text else f"{host} leads to {text}, which"
            raise FetchError(
                f"{place} is not an address of the public internet; such addresses are only"
                " reached if RELAYBOT_FETCH_ALLOW names their network"
            )
        if port not in PORTS:
            raise FetchError(f"{host} is to be asked at port {port}; only 80 and 443 are allowed")


class SystemResolver:
    """Asks the operating system, in threads of its own: slow DNS must not hold up the database."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="resolve")

    async def __call__(self, host: str) -> Sequence[str]:
        """Return the addresses of a name or literal."""
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self._threads, _look_up, host)
        return tuple(dict.fromkeys(found))

    def close(self) -> None:
        """Let the threads go; a look-up under way is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Opens sockets for httpcore, only to addresses that may be reached."""

    def __init__(self, allow: Sequence[Network], resolve: Resolver) -> None:
        self._allow = allow
        self._resolve = resolve
        self._sockets = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's signature)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address that answers."""
        addresses = await self._addresses(host, port)
        patience = min(timeout or SECONDS_PER_ADDRESS, SECONDS_PER_ADDRESS)
        *others, last = addresses[:MOST_ATTEMPTS]
        for address in others:
            try:
                return await self._sockets.connect_tcp(
                    address, port, patience, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._sockets.connect_tcp(last, port, timeout, local_address, socket_options)

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            addresses = await self._resolve(host)
        except socket.gaierror as error:
            raise FetchError(_unresolved(host, error)) from error
        except UnicodeError as error:  # what Python makes of a label above 63 characters
            raise FetchError(f"{host[:80]} cannot be the name of a host") from error
        if not addresses:
            raise FetchError(f"{host} has no address on the internet")
        check(host, port, addresses, self._allow)
        return addresses


def connection_pool(
    network: GuardedNetwork, tls: ssl.SSLContext, max_connections: int
) -> httpcore.AsyncConnectionPool:
    """Return the pool whose every socket is opened by `network`."""
    return httpcore.AsyncConnectionPool(
        ssl_context=tls,
        max_connections=max_connections,
        max_keepalive_connections=KEPT_CONNECTIONS,
        keepalive_expiry=KEPT_SECONDS,
        network_backend=network,
    )


def _look_up(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(where[0]) for *_, where in found]


def _unresolved(host: str, error: socket.gaierror) -> str:
    if error.errno == socket.EAI_AGAIN:
        return f"the name {host} could not be looked up just now (DNS does not answer)"
    return f"there is no host called {host[:80]} (DNS does not know it)"
