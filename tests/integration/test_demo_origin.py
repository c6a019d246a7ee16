"""The demo's web server over real HTTP."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from relaybot.demo.origin import DemoOrigin
from tests.builders import NOON


@pytest.fixture
async def origin() -> AsyncIterator[DemoOrigin]:
    origin = DemoOrigin(lambda: NOON)
    await origin.start()
    yield origin
    await origin.stop()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        yield session


def url_of(origin: DemoOrigin, slug: str) -> str:
    feed = origin.catalogue().feed(slug)
    assert feed is not None
    return feed.url


async def test_every_feed_of_the_catalogue_is_there(
    origin: DemoOrigin, client: aiohttp.ClientSession
) -> None:
    answers = [await client.get(feed.url) for feed in origin.catalogue().feeds]

    assert {answer.status for answer in answers} == {200}
    assert {answer.content_type for answer in answers} == {
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
    }


async def test_an_unchanged_feed_is_answered_304_and_a_changed_one_is_not(
    origin: DemoOrigin, client: aiohttp.ClientSession
) -> None:
    url = url_of(origin, "federation")
    headers = {"If-None-Match": (await client.get(url)).headers["ETag"]}

    unchanged = await client.get(url, headers=headers)
    told = origin.publish_next()
    changed = await client.get(url, headers=headers)

    assert told.startswith("Federation of Tenant Unions: ")
    assert (unchanged.status, await unchanged.read()) == (304, b"")
    assert changed.status == 200


async def test_one_feed_is_gzipped_and_one_knows_no_validators(
    origin: DemoOrigin, client: aiohttp.ClientSession
) -> None:
    zipped = await client.get(url_of(origin, "federation"))
    plain = await client.get(url_of(origin, "riverbend-dates"))

    assert zipped.headers["Content-Encoding"] == "gzip"
    assert (await zipped.read()).startswith(b"\x1f\x8b")
    assert "ETag" not in plain.headers


async def test_one_feed_fails_for_a_while(
    origin: DemoOrigin, client: aiohttp.ClientSession
) -> None:
    url = url_of(origin, "high-fell")
    answers = [await client.get(url) for _ in range(15)]

    assert [answer.status for answer in answers] == [200] * 13 + [503, 200]
    assert answers[13].headers["Retry-After"] == "5"


async def test_every_link_and_picture_leads_somewhere(
    origin: DemoOrigin, client: aiohttp.ClientSession
) -> None:
    for _ in range(origin.publisher.fresh_count):
        origin.publish_next()
    catalogue = origin.catalogue()
    paths = [feed.logo or "" for feed in catalogue.feeds]
    paths += [feed.site or "" for feed in catalogue.feeds]
    for feed in catalogue.feeds:
        for post in origin.publisher.posts(feed.slug):
            paths.append(origin.placement(post.link))
            if post.picture:
                paths.append(f"{origin.base_url}/pictures/{post.picture}")

    broken = [path for path in paths if (await client.get(path)).status != 200]

    assert broken == []


@pytest.mark.parametrize("path", ["audio/episode-41.mp3", "pledge/pumps/"])
async def test_what_is_beside_the_sites_says_that_it_is_invented(
    origin: DemoOrigin, client: aiohttp.ClientSession, path: str
) -> None:
    answer = await client.get(f"{origin.base_url}/{path}")

    assert answer.status == 200
    assert "The sample organization" in (await answer.text()).replace("the sample", "The sample")


@pytest.mark.parametrize(
    "path", ["", "nobody/", "pictures/../origin.py", "pictures/..%2forigin.py", "pictures/no.png"]
)
async def test_nothing_else_is_served(
    origin: DemoOrigin, client: aiohttp.ClientSession, path: str
) -> None:
    answer = await client.get(f"{origin.base_url}/{path}")

    assert answer.status == 404


async def test_a_sample_page_runs_no_script(
    origin: DemoOrigin, client: aiohttp.ClientSession
) -> None:
    answer = await client.get(f"{origin.base_url}/riverbend/")

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_there_is_no_address_before_it_started() -> None:
    with pytest.raises(RuntimeError, match="not been started"):
        _ = DemoOrigin(lambda: NOON).base_url


async def test_sites_are_hosts_of_their_own(origin: DemoOrigin) -> None:
    hosts = {feed.url.split("/")[2] for feed in origin.catalogue().feeds}

    assert len(hosts) == len(origin.catalogue().feeds)
