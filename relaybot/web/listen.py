"""Where a server listens, as people write it: "127.0.0.1:8080", ":8080", "[::1]:8080"."""

from dataclasses import dataclass

from relaybot.errors import RelaybotError

# An empty host means every IPv4 address. Not "::": a container without IPv6 cannot bind it.
EVERYWHERE = "0.0.0.0"  # noqa: S104 the operator asked for it by leaving the host out


@dataclass(frozen=True, slots=True)
class Listen:
    """A host and a port; port 0 lets the system choose one."""

    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """An address a browser on this machine can open."""
        local = {EVERYWHERE: "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{Listen(local, self.port)}/"


def parse_listen(text: str) -> Listen:
    """Read a listen address. Raises `RelaybotError` that says what was wanted."""
    host, colon, port = text.strip().rpartition(":")
    bracketed = host.startswith("[") and host.endswith("]")
    if not colon or not _is_port(port) or (":" in host and not bracketed):
        raise RelaybotError(
            f"{text!r} is not an address to listen on: "
            'write host:port, for example "127.0.0.1:8080", ":8080" or "[::1]:8080".'
        )
    return Listen(host.strip("[]") or EVERYWHERE, int(port))


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= 65535
