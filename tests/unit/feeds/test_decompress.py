import gzip
import zlib

import pytest

from relaybot.errors import FetchError
from relaybot.feeds.decompress import Body

LIMIT = 100_000


def read(data: bytes, coding: str = "", *, step: int = 7, limit: int = LIMIT) -> bytes:
    """Hand `data` over in small pieces."""
    body = Body("elmford.example", coding, max_wire=LIMIT, max_decoded=limit)
    for start in range(0, len(data), step):
        body.add(data[start : start + step])
    return body.finish()


FEED = b"<rss>" + b"news " * 300 + b"</rss>"
PACKED = gzip.compress(FEED)


@pytest.mark.parametrize("step", [1, 7, 100_000])
@pytest.mark.parametrize(
    ("data", "coding"),
    [
        pytest.param(FEED, "", id="plain"),
        pytest.param(FEED, "identity", id="identity"),
        pytest.param(PACKED, "gzip", id="gzip"),
        pytest.param(PACKED, " GZIP ", id="gzip, sloppily named"),
        pytest.param(PACKED, "x-gzip", id="gzip, old name"),
        pytest.param(gzip.compress(FEED[:50]) + gzip.compress(FEED[50:]), "gzip", id="two members"),
        pytest.param(PACKED + b"\0" * 20, "gzip", id="padding behind"),
        pytest.param(PACKED + b"<!-- cached -->", "gzip", id="garbage behind"),
    ],
)
def test_documents(data: bytes, coding: str, step: int) -> None:
    assert read(data, coding, step=step) == FEED


@pytest.mark.parametrize("step", [1, 100_000])
@pytest.mark.parametrize(
    ("data", "coding", "words"),
    [
        pytest.param(b"", "", "empty", id="empty"),
        pytest.param(b" \r\n", "", "empty", id="only white space"),
        pytest.param(b"", "gzip", "empty", id="empty and said to be packed"),
        pytest.param(gzip.compress(b""), "gzip", "empty", id="packed nothing"),
        pytest.param(PACKED[:-1], "gzip", "cut-off", id="cut in the trailer"),
        pytest.param(PACKED[: len(PACKED) // 2], "gzip", "cut-off", id="cut in the middle"),
        pytest.param(PACKED[:3], "gzip", "cut-off", id="cut in the header"),
        pytest.param(PACKED + b"\x1f", "gzip", "cut-off", id="cut in the second member"),
        pytest.param(FEED, "gzip", "broken gzip", id="not packed at all"),
        pytest.param(PACKED[:-8] + b"\0" * 8, "gzip", "broken gzip", id="wrong checksum"),
        pytest.param(zlib.compress(FEED), "gzip", "broken gzip", id="deflate called gzip"),
        pytest.param(b"x" * (LIMIT + 1), "", r"larger than 0\.1 MB", id="large on the wire"),
        pytest.param(
            gzip.compress(bytes(LIMIT + 1)), "gzip", r"larger than 0\.1 MB unpacked", id="bomb"
        ),
        pytest.param(gzip.compress(b"") * 100, "gzip", "too many pieces", id="many members"),
    ],
)
def test_complaints(data: bytes, coding: str, words: str, step: int) -> None:
    with pytest.raises(FetchError, match=f"^elmford.example .*{words}"):
        read(data, coding, step=step)


@pytest.mark.parametrize("coding", ["br", "deflate", "zstd", "gzip, gzip", "gzip, identity", "x"])
def test_codings_that_were_not_asked_for(coding: str) -> None:
    with pytest.raises(FetchError, match="not asked for"):
        read(PACKED, coding)


def test_a_body_exactly_as_large_as_allowed() -> None:
    body = b"x" * LIMIT
    assert read(gzip.compress(body), "gzip") == read(body) == body
