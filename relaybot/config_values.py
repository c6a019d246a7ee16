"""What a setting may hold: how text becomes a value, and what is said when it cannot."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr

from relaybot.sources.cron import check_cron

Network = IPv4Network | IPv6Network

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
HIGHEST_PORT = 65535
# A host that has colons of its own stands in brackets.
_LISTEN = re.compile(r"(?:[^:]*|\[.*\]):(?P<port>[0-9]+)", re.DOTALL)
_DURATION = re.compile(r"\s*([0-9]{1,6})\s*([smhd])\s*")


def parse_duration(value: object) -> timedelta:
    """Turn "90s", "15m", "6h" or "7d" into a timedelta. Raises `ValueError`."""
    if isinstance(value, timedelta):
        return value
    if isinstance(value, str) and (found := _DURATION.fullmatch(value)):
        return timedelta(**{_UNITS[found[2]]: int(found[1])})
    raise ValueError('a time in quotes like "90s", "15m", "6h" or "7d" is wanted')


def between(shortest: str, longest: str) -> Callable[[timedelta], timedelta]:
    """Return a check that a duration is neither so short nor so long that something breaks."""
    low, high = parse_duration(shortest), parse_duration(longest)

    def check(value: timedelta) -> timedelta:
        if not low <= value <= high:
            raise ValueError(f"a time from {shortest} to {longest} is wanted")
        return value

    return check


def parse_networks(value: object) -> tuple[Network, ...]:
    """Read a list of networks; an environment variable holds it as "a, b". Raises `ValueError`."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, Iterable):
        raise ValueError('a list of networks like ["10.1.0.0/16"] is wanted')
    return tuple(_network(part) for part in parts if str(part).strip())


def _network(part: object) -> Network:
    if isinstance(part, IPv4Network | IPv6Network):
        return part
    if not isinstance(part, str):  # ip_network would take a number for an address
        raise ValueError('a list of networks like ["10.1.0.0/16"] is wanted')
    try:
        return ip_network(part.strip())
    except ValueError as error:
        raise ValueError(f"{error}; a network like 10.1.0.0/16 is wanted") from error


def parse_address(*schemes: str) -> Callable[[str], str]:
    """Return a check that text is an address one can connect to."""
    examples = " or ".join(f"{scheme}://…" for scheme in schemes)

    def check(value: str) -> str:
        try:
            parts = urlsplit(value.strip())
            usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable or len(value.split()) != 1:
            raise ValueError(f"an address like {examples} is wanted")
        return value.strip()

    return check


def check_listen(value: str) -> str:
    """Check the form of an address to listen on. Raises `ValueError`.

    It takes exactly what `web.listen.parse_listen` can read, which may not be imported here.
    """
    found = _LISTEN.fullmatch(value.strip())
    if not found or int(found["port"]) > HIGHEST_PORT:
        raise ValueError('host:port is wanted, like "127.0.0.1:8080", ":8080" or "[::1]:8080"')
    return value


def parse_token(value: SecretStr) -> SecretStr:
    """Strip a token. Raises `ValueError`, which does not repeat it, for what no token is."""
    text = value.get_secret_value().strip()
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("a token is one word of plain letters, digits and signs; copy it anew")
    return SecretStr(text)


def _cron(value: str | None) -> str | None:
    return None if value is None else check_cron(value)


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Cron = Annotated[str | None, AfterValidator(_cron)]
Networks = Annotated[tuple[Network, ...], BeforeValidator(parse_networks)]
HttpAddress = Annotated[str, AfterValidator(parse_address("https", "http"))]
ListenAddress = Annotated[str, AfterValidator(check_listen)]
SocketAddress = Annotated[str, AfterValidator(parse_address("wss", "ws"))]
Token = Annotated[SecretStr, AfterValidator(parse_token)]
