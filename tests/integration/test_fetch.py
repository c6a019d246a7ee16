"""The fetcher against a real server on loopback: what servers ordinarily say."""

import asyncio
import hashlib
import ipaddress
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from relaybot import __version__
from relaybot.errors import FetchError
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from tests.builders import NOON, a_feed
from tests.emulators.origin import Answer, Origin, redirect, self_signed, trusting
from tests.integration.fetching import LOOPBACK, Stopwatch, a_fetcher, fetch, names

FEED = b"<rss><channel><title>Elmford</title></channel></rss>"
HERE = names({"elmford.example": ["127.0.0.1"], "brackwater.example": ["127.0.0.1"]})


@pytest.fixture
async def origin() -> AsyncIterator[Origin]:
    async with Origin() as server:
        yield server


def a_state(origin: Origin, **changes: Any) -> FeedState:
    given: dict[str, Any] = {
        "feed": "elmford",
        "source_url": origin.url(),
        "etag": '"1"',
        "full_fetch_at": NOON - timedelta(hours=1),
    }
    return FeedState(**(given | changes))


async def fetch_again(origin: Origin, state: FeedState) -> Fetched | NotModified:
    async with a_fetcher() as fetcher:
        return await fetcher.fetch(a_feed(url=origin.url()), state)


@pytest.mark.parametrize("gzipped", [False, True])
async def test_a_document_and_what_is_said_about_it(origin: Origin, gzipped: bool) -> None:
    headers = {"Cache-Control": "max-age=900", "Content-Type": "text/xml"}
    date = "Sat, 14 Mar 2026 10:00:00 GMT"
    answer = Answer(body=FEED, headers=headers, etag='"1"', last_modified=date, gzipped=gzipped)
    origin.says("/feed", answer)
    assert await fetch(origin.url()) == Fetched(
        url=origin.url(),
        body=FEED,
        body_hash=hashlib.sha256(FEED).hexdigest(),
        etag='"1"',
        last_modified=date,
        content_type="text/xml",
        max_age=900.0,
    )


async def test_what_the_server_learns_about_us(origin: Origin) -> None:
    origin.says("/feed", Answer(body=FEED))
    await fetch(f"{origin.url()}?format=rss#top", contact="https://league.example/bot")
    [asked] = origin.asked
    assert asked.path == "/feed?format=rss"
    assert asked.headers["User-Agent"] == f"relaybot/{__version__} (+https://league.example/bot)"
    assert asked.headers["Accept-Encoding"] == "gzip"
    assert asked.headers["Host"] == f"127.0.0.1:{origin.port}"
    assert "Cookie" not in asked.headers


async def test_not_modified(origin: Origin) -> None:
    headers = {"Cache-Control": "max-age=60"}
    origin.says("/feed", Answer(body=FEED, etag='"1"', headers=headers))
    assert await fetch_again(origin, a_state(origin)) == NotModified(max_age=60.0)


async def test_not_modified_since(origin: Origin) -> None:
    date = "Sat, 14 Mar 2026 10:00:00 GMT"
    origin.says("/feed", Answer(body=FEED, last_modified=date))
    state = a_state(origin, etag=None, last_modified=date)
    assert await fetch_again(origin, state) == NotModified()


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"full_fetch_at": NOON - timedelta(hours=73)}, id="last read long ago"),
        pytest.param({"source_url": "http://elsewhere.example/"}, id="the directory changed"),
    ],
)
async def test_the_whole_document_is_asked_for(origin: Origin, changes: dict[str, Any]) -> None:
    origin.says("/feed", Answer(body=FEED, etag='"1"'))
    assert isinstance(await fetch_again(origin, a_state(origin, **changes)), Fetched)


async def test_not_modified_to_a_plain_question_is_an_error(origin: Origin) -> None:
    origin.says("/feed", Answer(status=304))
    with pytest.raises(FetchError, match="plain question") as caught:
        await fetch(origin.url())
    assert caught.value.status == 304


async def test_the_adopted_address_is_asked_with_its_validators(origin: Origin) -> None:
    origin.says("/new", Answer(body=FEED, etag='"1"'))
    state = a_state(origin, adopted_url=origin.url("/new"))
    assert await fetch_again(origin, state) == NotModified()
    assert [asked.path for asked in origin.asked] == ["/new"]


async def test_permanent_moves_are_reported(origin: Origin) -> None:
    origin.says("/feed", redirect("/a", 301))
    origin.says("/a", redirect(origin.url("/b"), 308))
    origin.says("/b", Answer(body=FEED, etag='"1"'))
    fetched = await fetch(origin.url())
    assert isinstance(fetched, Fetched)
    assert fetched.url == fetched.moved_to == origin.url("/b")
    again = await fetch_again(origin, a_state(origin))
    assert again == NotModified(moved_to=origin.url("/b"))


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_only_the_unbroken_permanent_part_counts(origin: Origin, status: int) -> None:
    origin.says("/feed", redirect("/a", 301))
    origin.says("/a", redirect("/b", status))
    origin.says("/b", redirect("/c", 301))
    origin.says("/c", Answer(body=FEED))
    fetched = await fetch(origin.url())
    assert isinstance(fetched, Fetched)
    assert (fetched.url, fetched.moved_to) == (origin.url("/c"), origin.url("/a"))


async def test_a_temporary_move_is_not_reported(origin: Origin) -> None:
    origin.says("/feed", redirect("/a", 302))
    origin.says("/a", Answer(body=FEED))
    fetched = await fetch(origin.url())
    assert (fetched.moved_to, len(origin.asked)) == (None, 2)


async def test_five_redirects_are_followed_and_no_more(origin: Origin) -> None:
    for hop in range(6):
        origin.says(f"/{hop}", redirect(f"/{hop + 1}", 302))
    origin.says("/6", Answer(body=FEED))
    assert isinstance(await fetch(origin.url("/1")), Fetched)
    with pytest.raises(FetchError, match="too many redirects"):
        await fetch(origin.url("/0"))


async def test_gone(origin: Origin) -> None:
    origin.says("/feed", Answer(status=410))
    with pytest.raises(FetchError, match="gone for good") as caught:
        await fetch(origin.url())
    assert (caught.value.gone, caught.value.status) == (True, 410)


@pytest.mark.parametrize("status", [204, 206, 300, 400, 401, 403, 404, 451, 500, 502, 599])
async def test_refusals_name_host_and_status(origin: Origin, status: int) -> None:
    origin.says("/feed", Answer(status=status, headers={"Retry-After": "600"}))
    with pytest.raises(FetchError, match=rf"^127\.0\.0\.1 .*HTTP {status}") as caught:
        await fetch(f"{origin.url()}?token=secret")
    assert "secret" not in str(caught.value)
    assert (caught.value.status, caught.value.retry_after) == (status, None)


@pytest.mark.parametrize("gzipped", [False, True])
async def test_a_bot_check_is_named(origin: Origin, gzipped: bool) -> None:
    page = b"<html><title>Just a moment...</title></html>"
    origin.says("/feed", Answer(status=403, body=page, gzipped=gzipped))
    with pytest.raises(FetchError, match="proof that a person is reading"):
        await fetch(origin.url())


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_asks_for_it_is_left_alone(origin: Origin, status: int) -> None:
    origin.says("/feed", Answer(status=status, headers={"Retry-After": "600"}))
    origin.says("/other", Answer(body=FEED))
    watch = Stopwatch()
    async with Origin() as elsewhere, a_fetcher(monotonic=watch) as fetcher:
        elsewhere.says("/feed", Answer(body=FEED))
        with pytest.raises(FetchError, match="left alone for 10 minutes") as caught:
            await fetcher.fetch(a_feed(url=origin.url()), None)
        assert (caught.value.status, caught.value.retry_after) == (status, 600.0)
        watch.seconds += 60
        with pytest.raises(FetchError, match="asked again in 9 minutes") as caught:
            await fetcher.fetch(a_feed(url=origin.url("/other")), None)
        assert caught.value.retry_after == 540.0
        assert len(origin.asked) == 1
        assert await fetcher.fetch(a_feed(url=elsewhere.url()), None)
        watch.seconds += 540
        assert await fetcher.fetch(a_feed(url=origin.url("/other")), None)


async def test_too_often_without_a_time_silences_nobody(origin: Origin) -> None:
    origin.says("/feed", Answer(status=429), Answer(body=FEED))
    async with a_fetcher() as fetcher:
        with pytest.raises(FetchError, match="too often") as caught:
            await fetcher.fetch(a_feed(url=origin.url()), None)
        assert caught.value.retry_after is None
        assert await fetcher.fetch(a_feed(url=origin.url()), None)


async def test_two_at_a_time_per_host(origin: Origin) -> None:
    async with Origin() as elsewhere, a_fetcher() as fetcher, asyncio.TaskGroup() as tasks:
        for server in (origin, elsewhere):
            server.says("/feed", Answer(body=FEED, delay=0.02))
            for _ in range(6):
                tasks.create_task(fetcher.fetch(a_feed(url=server.url()), None))
    assert (origin.most_at_once, len(origin.asked)) == (2, 6)
    assert (elsewhere.most_at_once, len(elsewhere.asked)) == (2, 6)


async def test_waiting_for_a_turn_does_not_count_against_the_deadline(origin: Origin) -> None:
    origin.says("/feed", Answer(body=FEED, delay=0.25))
    async with a_fetcher(deadline=1.0, per_host=1) as fetcher, asyncio.TaskGroup() as tasks:
        results = [
            tasks.create_task(fetcher.fetch(a_feed(url=origin.url()), None)) for _ in range(6)
        ]
    assert all(isinstance(task.result(), Fetched) for task in results)


async def test_https_with_the_name_of_the_host() -> None:
    async with Origin(self_signed()) as origin:
        origin.says("/feed", Answer(body=FEED))
        url = origin.url(host="elmford.example")
        assert isinstance(await fetch(url, resolve=HERE, tls=trusting()), Fetched)
        assert origin.asked[0].headers["Host"] == f"elmford.example:{origin.port}"


async def test_a_certificate_nobody_signed_is_named_and_http_is_not_tried() -> None:
    async with Origin(self_signed()) as origin:
        with pytest.raises(FetchError, match=r"^elmford\.example .*not trusted: self-signed"):
            await fetch(origin.url(host="elmford.example"), resolve=HERE)
        assert origin.asked == []


async def test_a_certificate_for_another_name_is_named() -> None:
    there = names({"imposter.example": ["127.0.0.1"]})
    async with Origin(self_signed()) as origin:
        with pytest.raises(FetchError, match="not trusted: Hostname mismatch"):
            await fetch(origin.url(host="imposter.example"), resolve=there, tls=trusting())


async def test_https_asked_of_a_plain_server(origin: Origin) -> None:
    with pytest.raises(FetchError, match="TLS error"):
        await fetch(origin.url().replace("http:", "https:"))
    assert origin.asked == []


async def test_an_https_feed_is_never_asked_over_http(origin: Origin) -> None:
    origin.says("/feed", Answer(body=FEED))
    async with Origin(self_signed()) as secure:
        secure.says("/feed", redirect(origin.url(host="brackwater.example")))
        with pytest.raises(FetchError, match=r"^elmford\.example redirects .*unencrypted"):
            await fetch(secure.url(host="elmford.example"), resolve=HERE, tls=trusting())
    assert origin.asked == []


async def test_an_http_feed_may_move_to_https(origin: Origin) -> None:
    async with Origin(self_signed()) as secure:
        secure.says("/feed", Answer(body=FEED))
        target = secure.url(host="elmford.example")
        origin.says("/feed", redirect(target))
        fetched = await fetch(origin.url(), resolve=HERE, tls=trusting())
        assert fetched.moved_to == target


async def test_the_next_address_is_tried_when_the_first_does_not_answer(origin: Origin) -> None:
    origin.says("/feed", Answer(body=FEED))
    both = names({"elmford.example": ["::1", "127.0.0.1"]})  # the server is not at ::1
    allow = (*LOOPBACK, ipaddress.ip_network("::1/128"))
    assert await fetch(origin.url(host="elmford.example"), resolve=both, allow=allow)
