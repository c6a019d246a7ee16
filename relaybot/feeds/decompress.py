"""The bytes of an answer, put together without ever growing beyond what was allowed.

httpx 0.28 is never asked to decompress: 3,477 bytes of gzip inside gzip made it take 2 GB,
although streaming with a cap (measured). Here zlib is told how much it may give.
"""

import zlib

from relaybot.errors import FetchError

GZIP = ("gzip", "x-gzip")
GZIP_MAGIC = b"\x1f\x8b"
GZIP_WINDOW = zlib.MAX_WBITS | 16  # zlib's way of saying "expect a gzip header and trailer"
# Several gzip members in a row are legal; thousands of tiny ones are an attack on the CPU.
MOST_MEMBERS = 64


class Body:
    """Collects an answer's chunks; every complaint is a `FetchError` that names the host.

    `coding` is the Content-Encoding as sent; `max_wire` and `max_decoded` are bytes.
    """

    def __init__(self, host: str, coding: str, *, max_wire: int, max_decoded: int) -> None:
        self._host = host
        self._max_wire, self._max_decoded = max_wire, max_decoded
        self._wire = 0
        self._decoded = bytearray()
        self._members = 0
        self._gzip = zlib.decompressobj(GZIP_WINDOW) if self._is_gzip(coding) else None
        self._over = False  # the last gzip member ended and no other follows

    def add(self, chunk: bytes) -> None:
        """Take the next bytes from the wire."""
        self._wire += len(chunk)
        if self._wire > self._max_wire:
            raise self._too_large(self._max_wire, "")
        if self._gzip is None:
            self._keep(chunk)
            return
        try:
            self._inflate(chunk)
        except zlib.error as error:
            raise FetchError(f"{self._host} sent a damaged document (broken gzip)") from error

    def finish(self) -> bytes:
        """Return the whole document; raises when it is empty or its gzip was cut short."""
        if self._wire and self._gzip is not None and not (self._over or self._gzip.eof):
            raise FetchError(f"{self._host} sent only the beginning of the document (cut-off gzip)")
        if not self._decoded.strip():
            raise FetchError(f"{self._host} sent an empty document")
        return bytes(self._decoded)

    def _is_gzip(self, coding: str) -> bool:
        """Only what was asked for: stacked codings are how bombs are built."""
        name = coding.strip().lower()
        if name in ("", "identity"):
            return False
        if name in GZIP:
            return True
        raise FetchError(
            f"{self._host} packed the document in a way that was not asked for"
            f" (Content-Encoding: {name[:40]!r})"
        )

    def _inflate(self, chunk: bytes) -> None:
        while chunk and not self._over:
            chunk = self._next_member(chunk)
            if chunk and self._gzip is not None:
                room = self._max_decoded - len(self._decoded)
                self._keep(self._gzip.decompress(chunk, room + 1))
                # Not yet decoded, or (one of the two is empty) what follows the member.
                chunk = self._gzip.unconsumed_tail or self._gzip.unused_data

    def _next_member(self, chunk: bytes) -> bytes:
        """Start another member if the last one has ended; what is no gzip after it is padding."""
        if self._gzip is None or not self._gzip.eof:
            return chunk
        if not GZIP_MAGIC.startswith(chunk[:2]):
            self._over = True
            return b""
        self._members += 1
        if self._members >= MOST_MEMBERS:
            raise FetchError(f"{self._host} sent a document packed in too many pieces")
        self._gzip = zlib.decompressobj(GZIP_WINDOW)
        return chunk

    def _keep(self, decoded: bytes) -> None:
        self._decoded += decoded
        if len(self._decoded) > self._max_decoded:
            raise self._too_large(self._max_decoded, " unpacked")

    def _too_large(self, limit: int, state: str) -> FetchError:
        return FetchError(
            f"{self._host} sent a document larger than {limit / 1_000_000:g} MB{state}"
        )
