"""The web server over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from relaybot.errors import RelaybotError, StoreError
from relaybot.relay.health import StatusReport
from relaybot.web.server import WebServer, redirect, status_routes
from tests.unit.web.reports import a_feed_health, a_report

Get = Callable[..., Awaitable[aiohttp.ClientResponse]]


async def well() -> Sequence[str]:
    return []


async def status() -> StatusReport:
    return a_report(feeds=(a_feed_health(),))


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def server() -> AsyncIterator[WebServer]:
    server = WebServer("127.0.0.1:0", [*status_routes(well, status), redirect("/", "/status")])
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def get(server: WebServer, client: aiohttp.ClientSession) -> Get:
    async def ask(path: str, **options: object) -> aiohttp.ClientResponse:
        answer = await client.get(server.url.rstrip("/") + path, **options)  # type: ignore[arg-type]  # passed through
        await answer.read()
        return answer

    return ask


async def test_tells_its_real_address(server: WebServer) -> None:
    assert server.address.startswith("127.0.0.1:")
    assert not server.address.endswith(":0")


async def test_all_is_well(get: Get) -> None:
    answer = await get("/healthz")

    assert (answer.status, await answer.json()) == (200, {"status": "ok"})


async def ill() -> Sequence[str]:
    return ["The database cannot be reached."]


async def locked() -> Sequence[str]:
    raise StoreError("The database refused.")


async def broken() -> Sequence[str]:
    raise KeyError("a bug")


SICK = {
    "reasons": (ill, ["The database cannot be reached."]),
    "our own error": (locked, ["The database refused."]),
    "a bug": (broken, ["The health check itself failed; see the log."]),
}


@pytest.mark.parametrize(("health", "reasons"), SICK.values(), ids=SICK)
async def test_not_well(
    health: Callable[[], Awaitable[Sequence[str]]],
    reasons: list[str],
    client: aiohttp.ClientSession,
) -> None:
    server = WebServer("127.0.0.1:0", status_routes(health, status))
    await server.start()

    answer = await client.get(server.url + "healthz")

    assert answer.status == 503
    assert await answer.json() == {"status": "failing", "reasons": reasons}
    await server.stop()


STATUS = {
    "a browser": ("/status", "text/html,application/json;q=0.9,*/*;q=0.8", "text/html"),
    "a program": ("/status", "application/json", "application/json"),
    "curl": ("/status", "*/*", "text/html"),
    "by name": ("/status.json", "text/html", "application/json"),
}


@pytest.mark.parametrize(("path", "accept", "wanted"), STATUS.values(), ids=STATUS)
async def test_status_speaks_to_people_and_programs(
    get: Get, path: str, accept: str, wanted: str
) -> None:
    answer = await get(path, headers={"Accept": accept})

    assert (answer.status, answer.content_type) == (200, wanted)
    assert "elmford" in await answer.text()


async def test_home_is_the_status_page(get: Get) -> None:
    answer = await get("/")

    assert answer.url.path == "/status"


@pytest.mark.parametrize("path", ["/status", "/status.json", "/healthz", "/static/site.css", "/no"])
async def test_every_answer_is_guarded(get: Get, path: str) -> None:
    answer = await get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/no", "/static", "/static/", "/static/..%2fserver.py"])
async def test_nothing_else_is_served(get: Get, path: str) -> None:
    answer = await get(path)

    assert answer.status == 404
    assert "There is no such page" in await answer.text()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
async def test_only_shows(server: WebServer, client: aiohttp.ClientSession, method: str) -> None:
    answer = await client.request(method, server.url + "status")

    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


async def test_head(server: WebServer, client: aiohttp.ClientSession) -> None:
    answer = await client.head(server.url + "status")

    assert (answer.status, await answer.read()) == (200, b"")


async def test_a_known_file_is_not_sent_again(get: Get) -> None:
    first = await get("/static/site.css")
    again = await get("/static/site.css", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status, first.content_type) == (200, "text/css")
    assert (again.status, await again.read()) == (304, b"")


async def test_more_folders_can_be_served(tmp_path: Path, client: aiohttp.ClientSession) -> None:
    (tmp_path / "a.js").write_text("1")
    server = WebServer("127.0.0.1:0", [], {"/more": tmp_path})
    await server.start()

    answer = await client.get(server.url + "more/a.js")

    assert await answer.text() == "1"
    await server.stop()


async def test_a_page_that_cannot_be_made(client: aiohttp.ClientSession) -> None:
    async def fails(_: web.Request) -> web.Response:
        raise StoreError("The database is locked.")

    async def bug(_: web.Request) -> web.Response:
        raise KeyError("secret")

    server = WebServer("127.0.0.1:0", [web.get("/fails", fails), web.get("/bug", bug)])
    await server.start()

    told = await client.get(server.url + "fails")
    hidden = await client.get(server.url + "bug")

    assert (told.status, "The database is locked." in await told.text()) == (503, True)
    assert (hidden.status, "secret" in await hidden.text()) == (500, False)
    await server.stop()


async def test_a_taken_port_is_said_in_words(server: WebServer) -> None:
    second = WebServer(server.address, [])

    with pytest.raises(RelaybotError, match=r"another program .* already does"):
        await second.start()
    await second.stop()


async def test_a_host_that_is_not_here() -> None:
    server = WebServer("203.0.113.1:0", [])

    with pytest.raises(RelaybotError, match=r"Cannot listen on 203\.0\.113\.1:0"):
        await server.start()


async def test_stops_although_somebody_is_still_listening(client: aiohttp.ClientSession) -> None:
    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"first")
        await asyncio.sleep(3600)
        return response

    server = WebServer("127.0.0.1:0", [web.get("/stream", stream)])
    await server.start()
    answer = await client.get(server.url + "stream")
    assert await answer.content.read(5) == b"first"

    async with asyncio.timeout(30):  # an hour without the server's own deadline
        await server.stop()


async def test_can_listen_on_ipv6(client: aiohttp.ClientSession) -> None:
    server = WebServer("[::1]:0", status_routes(well, status))
    await server.start()

    answer = await client.get(server.url + "healthz")

    assert answer.status == 200
    await server.stop()


async def test_stopping_what_never_started() -> None:
    await WebServer("127.0.0.1:0", []).stop()
