"""`relaybot run` when things are missing, wrong, taken or away: it says so, and does the rest."""

import re
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.emulators.origin import Answer
from tests.end_to_end.organization import SITES
from tests.end_to_end.process_tree import Memory, memory_of
from tests.end_to_end.program import Finished, Running, ask
from tests.end_to_end.waiting import until
from tests.end_to_end.world import World, a_world

DIRECTORY = Path(__file__).parents[2] / "config/chapters/dsa.toml"
MOST_MEGABYTES = 170
WRONG = {"discord": "not.the.token", "telegram": "1234:not-the-token"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Three feeds, and everything that is to be followed of them."""
    sites = [site for site in SITES if site.slug in ("elmford", "el-faro", "young-tenants")]
    async with a_world(tmp_path, "sqlite", sites) as given:
        yield given


async def follow_everything(world: World) -> None:
    for place in world.places.all:
        await world.program.done("follow", place.platform, place.address, "everything")


async def polled(world: World, times: int = 1) -> None:
    await until(lambda: world.organization.times_asked() >= times, "feeds to be polled")


async def test_without_any_token_it_says_so_and_polls(world: World) -> None:
    running = await world.program.start_afresh("run", discord_token="", telegram_token="")
    page = await running.ready()
    await polled(world)

    assert "No token is set" in running.out
    assert "RELAYBOT_DISCORD_TOKEN" in running.out
    assert await ask(page + "healthz") == (200, {"status": "ok"})
    code, told = await ask(page + "status.json")
    assert code == 200
    assert all("is not set" in words for words in told["platforms"].values())
    check_end(await running.stop())


async def test_wrong_tokens_are_told_in_words_and_polling_goes_on(world: World) -> None:
    running = await world.program.start(
        "run", discord_token=WRONG["discord"], telegram_token=WRONG["telegram"]
    )
    page = await running.ready()
    await polled(world)

    platforms = (await ask(page + "status.json"))[1]["platforms"]
    assert "Discord refuses the bot's token" in platforms["discord"]
    assert "Telegram refuses the bot's token" in platforms["telegram"]
    for words in platforms.values():
        assert words in running.out
    assert (await ask(page + "healthz"))[0] == 200
    finished = await running.stop()
    check_end(finished)
    for token in WRONG.values():
        assert token not in finished.out + finished.err


async def test_a_second_run_on_the_same_database_refuses(world: World) -> None:
    first = await world.program.start("run")
    page = await first.ready()

    second = await world.program.run("run")

    assert second.code == 1
    assert "Another relaybot already works on this database" in second.err
    assert "Traceback" not in second.err
    assert (await ask(page + "healthz"))[0] == 200
    check_end(await first.stop())


@pytest.mark.parametrize("away", ["discord", "telegram"])
async def test_a_platform_that_is_away_does_not_stop_the_other(world: World, away: str) -> None:
    await follow_everything(world)
    there = {"discord": "telegram", "telegram": "discord"}[away]
    with a_closed_port() as closed:
        running = await world.program.start("run", **{f"{away}_api_base": f"http://{closed}"})
        page = await running.ready()
        await polled(world)
        notices = world.organization.publish_everywhere()
        links = sorted(notice.link for notice in notices)

        places = [place for place in world.places.all if place.platform == there]
        await until(
            lambda: all(sorted(place.arrived()) == links for place in places), "all to arrive"
        )
        told = (await ask(page + "status.json"))[1]
        finished = await running.stop()

    assert "not connected" in told["platforms"][away]
    assert "connected as" in told["platforms"][there]
    assert told["outbox"]["pending"] == 3 * len(notices)
    check_end(finished)


async def test_a_taken_port_is_named(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        finished = await world.program.run("run", web_listen=address)

    assert finished.code == 1
    assert f"Cannot listen on {address}" in finished.err
    assert "RELAYBOT_WEB_LISTEN" in finished.err
    assert "Traceback" not in finished.err


async def test_ctrl_c_ends_it(world: World) -> None:
    running = await world.program.start_afresh("run")
    await running.ready()
    began = time.monotonic()

    finished = await running.stop(signal.SIGINT)

    print(f"\nstopped within {time.monotonic() - began:.2f} s")  # noqa: T201 - shown with -s
    check_end(finished)


async def test_memory_with_a_hundred_feeds(world: World) -> None:
    """The directory that comes with relaybot, its feeds on loopback instead of the internet."""
    for path in (world.program.folder / "chapters").iterdir():
        path.unlink()
    feeds = take_home(world, world.program.folder / "chapters")
    await follow_everything(world)

    began = time.monotonic()
    running = await world.program.start_afresh("run")
    page = await running.ready()
    ready = time.monotonic() - began
    most = await most_memory(world, running)
    told = (await ask(page + "status.json"))[1]

    print(f"\nready after {ready:.2f} s; {len(feeds)} feeds, megabytes: {most}")  # noqa: T201 - -s
    assert len(feeds) == len(told["feeds"]) > 100
    assert all("connected as" in words for words in told["platforms"].values())
    assert most.summed < MOST_MEGABYTES
    check_end(await running.stop())


def take_home(world: World, folder: Path) -> list[str]:
    """Write the directory with every feed's address on loopback, and let all of them be there."""
    feeds: list[str] = []

    def local(found: re.Match[str]) -> str:
        path = f"/feed-{len(feeds)}"
        feeds.append(path)
        world.origin.says(path, Answer(body=document, etag='"one"'))
        return f'{found[1]}"{world.origin.url(path)}"'

    document = world.organization.document(world.organization.sites[0])
    text = re.sub(r'(?m)^(\s*(?:url|feed) = )"[^"]+"', local, DIRECTORY.read_text("utf-8"))
    (folder / DIRECTORY.name).write_text(text, encoding="utf-8")
    return feeds


async def most_memory(world: World, running: Running) -> Memory:
    """Return the most memory it and its children held in the first rounds of polling."""
    seen: list[Memory] = []

    def several_rounds() -> bool:
        seen.append(memory_of(running.pid))
        return len(world.origin.asked) >= 30

    await until(several_rounds, "thirty feeds to be polled", every=0.1)
    return max(seen)


@contextmanager
def a_closed_port() -> Iterator[str]:
    """Give an address where nobody listens, and that nobody else gets meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # bound, not listening: connections are refused
        yield f"127.0.0.1:{bound.getsockname()[1]}"


def check_end(finished: Finished) -> None:
    """It ended as asked, in peace."""
    assert finished.code == 0, finished
    assert "Traceback" not in finished.err, finished
