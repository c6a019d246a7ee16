"""What tdlib takes for an address, and what it makes of one: `LinkManager`, `parse_url`."""

import ipaddress
import re
from dataclasses import dataclass

_OWN = ("tg", "ton", "tonsite")  # Telegram's own schemes
_HOST = re.compile(r"(?:[\w.\-!$,~*'();&+=]|%[0-9a-fA-F]{2}|[^\x00-\x7f])+", re.ASCII)
_OWN_HOST = re.compile(r"[A-Za-z0-9_-]*")
_USER = re.compile(r"tg:(?://)?user/?\?(?:[^#]*&)?id=(\d+)(?:[&#].*)?", re.IGNORECASE)


class LinkError(Exception):
    """It is no address; the text says why, as tdlib does."""


@dataclass(frozen=True, slots=True)
class _Url:
    protocol: str
    before: str  # user information with its @
    host: str
    port: str
    rest: str  # path, query, fragment


def user_of(link: str) -> int | None:
    """Return the user a tg://user?id=… link is about."""
    found = _USER.fullmatch(link)
    return int(found[1]) if found else None


def checked(link: str) -> str:
    """Return a link as Telegram keeps it; raises LinkError."""
    scheme, _, rest = link.partition(":")
    if scheme.lower() in _OWN:
        return _own(scheme.lower(), rest.removeprefix("//"))
    url = _parsed(link)
    if "." not in url.host and not url.host.startswith("["):
        raise LinkError("Wrong HTTP URL")
    return f"{url.protocol}://{url.before}{url.host}{url.port}{url.rest}"


def is_link(link: str) -> bool:
    """Tell whether it would be a link at all."""
    try:
        return bool(checked(link))
    except LinkError:
        return False


def _own(scheme: str, rest: str) -> str:
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if not host or not _OWN_HOST.fullmatch(host):
        raise LinkError("Unallowed characters in URL host")
    return f"{scheme}://{rest}"


def _parsed(link: str) -> _Url:
    """Without a scheme it is taken for http: the path begins at the first of / ? #."""
    scheme = re.split(r"[:/?#@\[\]]", link, maxsplit=1)[0]
    protocol = "http"
    if link[len(scheme) :].startswith("://"):
        protocol, link = scheme.lower(), link[len(scheme) + 3 :]
        if protocol not in ("http", "https"):
            raise LinkError("Unsupported URL protocol")
    authority = re.split(r"[/?#]", link, maxsplit=1)[0]
    before, host, port = _authority(authority)
    rest = link[len(authority) :].rstrip(" \t\r\n\v\0") or "/"
    rest = rest if rest.startswith("/") else f"/{rest}"
    rest = "".join(f"%{ord(c):02X}" if ord(c) <= 0x20 else c for c in rest)
    return _Url(protocol, before, host, port, rest)


def _authority(authority: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(.+):([^:\]@]*)", authority, re.DOTALL)
    user_and_host, port = (found[1], found[2]) if found else (authority, "")
    if found and not (port.isascii() and port.isdigit() and 0 < int(port) <= 65535):
        raise LinkError("Wrong port number specified in the URL")
    user, at, host = user_and_host.rpartition("@")
    _check_host(host)
    return user + at, host.lower(), f":{int(port)}" if port else ""


def _check_host(host: str) -> None:
    if not host:
        raise LinkError("URL host is empty")
    if host == ".":
        raise LinkError("Host is invalid")
    if host.startswith("[") and host.endswith("]"):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            raise LinkError("Wrong IPv6 address specified in the URL") from None
    elif not _HOST.fullmatch(host):
        raise LinkError("Wrong URL host")
