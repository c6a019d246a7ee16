"""The fetcher against servers that are broken or mean: each gets a sentence, none gets further."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest

from relaybot.errors import FetchError
from relaybot.feeds.fetch import MAX_CONNECTIONS
from relaybot.model.fetched import Fetched
from tests.builders import a_feed
from tests.emulators.origin import Answer, Origin, raw_answer, redirect
from tests.integration.fetching import a_fetcher, fetch, names

FEED = b"<rss>" + b"<item>news</item>" * 200 + b"</rss>"
PACKED = gzip.compress(FEED)
GZIPPED = "Content-Encoding: gzip"


@pytest.fixture
async def origin() -> AsyncIterator[Origin]:
    async with Origin() as server:
        yield server


def zeros(megabytes: int) -> bytes:
    """Return gzip that unpacks to so many megabytes of zeros, made without ever holding them."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(raw_answer(b""), "empty", id="empty"),
        pytest.param(raw_answer(gzip.compress(b""), GZIPPED), "empty", id="empty, packed"),
        pytest.param(raw_answer(PACKED[:-20], GZIPPED), "cut-off", id="truncated gzip"),
        pytest.param(raw_answer(FEED, GZIPPED), "broken gzip", id="not gzip"),
        pytest.param(raw_answer(FEED, "Content-Length: 999999"), "broke off", id="short body"),
        pytest.param(
            raw_answer(b"5\r\n<rss>\r\n", "Transfer-Encoding: chunked"), "broke off", id="no end"
        ),
        pytest.param(raw_answer(FEED, f"X: {'x' * 200_000}"), "broke off", id="huge header"),
        pytest.param(b"", "broke off", id="no answer"),
        pytest.param(b"SSH-2.0-server\r\n", "broke off", id="not HTTP"),
        pytest.param(raw_answer(FEED, "Content-Encoding: br"), "not asked for", id="brotli"),
        pytest.param(
            raw_answer(gzip.compress(PACKED), "Content-Encoding: gzip, gzip"),
            "not asked for",
            id="stacked codings",
        ),
        pytest.param(
            raw_answer(gzip.compress(PACKED), GZIPPED, GZIPPED), "not asked for", id="two headers"
        ),
    ],
)
async def test_broken_answers(origin: Origin, raw: bytes, words: str) -> None:
    origin.says("/feed", Answer(raw=raw))
    with pytest.raises(FetchError, match=rf"127\.0\.0\.1.*{words}"):
        await fetch(origin.url())


async def test_the_same_bytes_unbroken_are_read(origin: Origin) -> None:
    origin.says("/feed", Answer(raw=raw_answer(PACKED, GZIPPED)))
    fetched = await fetch(origin.url())
    assert isinstance(fetched, Fetched)
    assert fetched.body == FEED


async def test_gzip_within_gzip_is_unpacked_once(origin: Origin) -> None:
    origin.says("/feed", Answer(raw=raw_answer(gzip.compress(zeros(200)), GZIPPED)))
    fetched = await fetch(origin.url())
    assert isinstance(fetched, Fetched)
    assert len(fetched.body) < 300_000


async def test_a_bomb_is_stopped_at_the_cap(origin: Origin) -> None:
    bomb = zeros(200)
    origin.says("/feed", Answer(raw=raw_answer(bomb, GZIPPED)))
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than 10 MB unpacked"):
            await fetch(origin.url())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 50_000_000


async def test_a_large_document_is_stopped_on_the_wire(origin: Origin) -> None:
    origin.says("/feed", Answer(body=bytes(2_000_000)))
    with pytest.raises(FetchError, match=r"larger than 0\.5 MB"):
        await fetch(origin.url(), max_wire=500_000)


SLOW = raw_answer(FEED, f"X: {'x' * 5000}")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(body=FEED, delay=20), id="silence"),
        pytest.param(Answer(raw=SLOW, pause=0.01), id="one byte of header at a time"),
        pytest.param(Answer(raw=raw_answer(FEED * 10), pause=0.01), id="one byte of body"),
    ],
)
async def test_slow_answers_end_at_the_deadline(origin: Origin, answer: Answer) -> None:
    origin.says("/feed", answer)
    with pytest.raises(FetchError, match="did not finish answering within 1 second"):
        await fetch(origin.url(), deadline=0.3)


async def test_redirects_share_one_deadline(origin: Origin) -> None:
    for hop in range(5):
        origin.says(f"/{hop}", Answer(status=302, headers={"Location": f"/{hop + 1}"}, delay=0.2))
    origin.says("/5", Answer(body=FEED))
    with pytest.raises(FetchError, match="did not finish"):
        await fetch(origin.url("/0"), deadline=0.5)
    assert origin.asked_for("/5") == []


async def test_slow_answers_leave_no_connection_behind(origin: Origin) -> None:
    """As many time-outs as the pool has connections: a leak would make the last fetch wait."""
    origin.says("/slow", Answer(body=FEED, delay=20))
    origin.says("/feed", Answer(body=FEED))
    async with a_fetcher(deadline=1.0, per_host=MAX_CONNECTIONS) as fetcher:
        slow = a_feed(url=origin.url("/slow"))
        ends = await asyncio.gather(
            *(fetcher.fetch(slow, None) for _ in range(MAX_CONNECTIONS)), return_exceptions=True
        )
        assert all(isinstance(end, FetchError) for end in ends)
        assert await fetcher.fetch(a_feed(url=origin.url()), None)


@pytest.mark.parametrize(
    ("location", "words"),
    [
        pytest.param("/feed", "in a circle", id="to itself"),
        pytest.param("/back", "in a circle", id="there and back"),
        pytest.param(None, "not where to", id="nowhere"),
        pytest.param("file:///etc/passwd", "no web address", id="a file"),
        pytest.param("http://169.254.169.254/latest/meta-data/", "public internet", id="metadata"),
        pytest.param("http://[fd00:ec2::254]/", "public internet", id="metadata, v6"),
        pytest.param("http://inside.example/", "leads to 10.0.0.7", id="name that leads inside"),
        pytest.param("http://user:hush@elmford.example/", "user name", id="password"),
        pytest.param("http://127.0.0.1:99999/", "impossible port", id="port"),
        pytest.param("http://[::1", "no web address", id="broken"),
        pytest.param("http://a b/", "no host called", id="space in the name"),
        pytest.param("http://" + "a" * 300 + ".example/", "no host called", id="long name"),
    ],
)
async def test_redirects_that_lead_astray(origin: Origin, location: str | None, words: str) -> None:
    origin.says("/feed", redirect(location))
    origin.says("/back", redirect("/feed"))
    resolve = names({"inside.example": ["10.0.0.7"]})
    with pytest.raises(FetchError, match=words) as caught:
        await fetch(origin.url(), resolve=resolve)
    assert "hush" not in str(caught.value)


SPELLINGS = [
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "0",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
]


@pytest.mark.parametrize("host", SPELLINGS)
async def test_loopback_is_not_reached_in_any_spelling(origin: Origin, host: str) -> None:
    """With the system's own resolver: it knows all of these."""
    with pytest.raises(FetchError, match=r"public internet|no valid web address"):
        await fetch(origin.url(host=host), allow=())
    assert origin.asked == []


async def test_one_answer_that_leads_inside_is_enough() -> None:
    mixed = names({"elmford.example": ["93.184.215.14", "127.0.0.1"]})
    with pytest.raises(FetchError, match=r"leads to 127\.0\.0\.1"):
        await fetch("http://elmford.example/", resolve=mixed, allow=())


async def test_a_name_that_changes_its_answer_is_checked_at_every_connection(
    origin: Origin,
) -> None:
    """DNS rebinding: what is checked is what is connected to."""
    answers = [["127.0.0.1"], ["10.0.0.7"]]

    async def rebinding(_host: str) -> list[str]:
        return answers.pop(0)

    origin.says("/feed", Answer(body=FEED, headers={"Connection": "close"}))
    async with a_fetcher(resolve=rebinding) as fetcher:
        feed = a_feed(url=origin.url(host="elmford.example"))
        assert await fetcher.fetch(feed, None)
        with pytest.raises(FetchError, match=r"leads to 10\.0\.0\.7"):
            await fetcher.fetch(feed, None)
    assert len(origin.asked) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("ftp://elmford.example/feed", "no web address", id="ftp"),
        pytest.param("file:///etc/passwd", "no web address", id="file"),
        pytest.param("elmford.example/feed", "no web address", id="no scheme"),
        pytest.param("http:///feed", "no web address", id="no host"),
        pytest.param("http://me:hush@elmford.example/", "user name or password", id="userinfo"),
        pytest.param("http://me\\@elmford.example/", "user name or password", id="backslash"),
        pytest.param("http://93.184.215.14:22/", "only 80 and 443", id="port"),
        pytest.param("http://elm\nford.example/", "no valid web address", id="line break"),
        pytest.param("http://nowhere.example/", "no host called nowhere.example", id="unknown"),
        pytest.param("http://mute.example/", "no address", id="no address"),
        pytest.param("http://127.0.0.1:9/", r"^127\.0\.0\.1 refused", id="nobody listens"),
    ],
)
async def test_addresses_that_cannot_be_asked(url: str, words: str) -> None:
    with pytest.raises(FetchError, match=words) as caught:
        await fetch(url, resolve=names({"mute.example": []}))
    assert "hush" not in str(caught.value)


async def test_a_label_that_python_cannot_encode_is_no_host() -> None:
    with pytest.raises(FetchError, match=r"cannot be the name of a host|no host called"):
        await fetch(f"http://{'a' * 80}.example/")


async def test_the_environment_is_not_asked(
    origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy of the environment would go around the guard."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    origin.says("/feed", Answer(body=FEED))
    assert await fetch(origin.url())
