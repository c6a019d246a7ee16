"""What a fetch brought."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A complete 200 answer, decompressed and within the size caps."""

    url: str  # after redirects
    body: bytes
    body_hash: str  # sha256 of `body`, hexadecimal
    etag: str | None = None
    last_modified: str | None = None
    content_type: str | None = None  # as sent; a hint at best
    max_age: float | None = None  # seconds the server asks to wait (Cache-Control, else Expires)
    moved_to: str | None = None  # where an unbroken chain of 301/308 led; None = not moved


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304, answered to a conditional request."""

    max_age: float | None = None
    moved_to: str | None = None
