"""Parsing in real child processes: what a hostile document can and cannot do."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from relaybot.errors import ParseError
from relaybot.feeds.parse_pool import ParseSettings, PooledParser
from relaybot.model.fetched import Fetched

GOOD = b"<rss><channel><item><title>Rent board listens</title></item></channel></rss>"
# feedparser looks for an address in it: sixty kilobytes keep it busy for half a minute.
STALLING = b"<rss><channel><item><author>%b@</author></item></channel></rss>" % (b"a" * 60_000)


def a_document(body: bytes) -> Fetched:
    return Fetched(url="https://elmford.example/feed/", body=body, body_hash="0")


async def titles(parser: PooledParser, body: bytes = GOOD) -> list[str]:
    return [entry.title for entry in (await parser.parse(a_document(body))).entries]


def family(parent: int) -> set[int]:
    """Return the children of a process, whichever of its threads started them."""
    lists = Path(f"/proc/{parent}/task").glob("*/children")
    return {int(pid) for path in lists for pid in path.read_text().split()}


def children(parent: int | None = None) -> set[int]:
    """Return the parsing processes: Python's own resource tracker is none."""
    return {pid for pid in family(parent or os.getpid()) if "spawn_main" in about(pid, "cmdline")}


def about(pid: int, what: str) -> str:
    """Return what the kernel says about a process, "" when it is gone or waits to be buried."""
    try:
        return Path(f"/proc/{pid}/{what}").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def is_alive(pid: int) -> bool:
    return "spawn_main" in about(pid, "cmdline") or "resource_tracker" in about(pid, "cmdline")


def cpu_ticks(pid: int) -> int:
    return int((about(pid, "stat") or "0 " * 14).rsplit(")")[-1].split()[11])


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110  other processes set no events
            await asyncio.sleep(0.02)


@pytest.fixture
async def parser() -> AsyncIterator[PooledParser]:
    """A pool whose limit no test reaches, however busy the machine is."""
    async with PooledParser(ParseSettings(seconds=120)) as parser:
        yield parser
    assert children() == set()


async def test_reads_a_document(parser: PooledParser) -> None:
    assert await titles(parser) == ["Rent board listens"]


async def test_children_start_with_the_first_document(parser: PooledParser) -> None:
    assert children() == set()
    await titles(parser)
    assert len(children()) == 2


async def test_what_is_no_feed_is_said_as_in_the_same_process(parser: PooledParser) -> None:
    with pytest.raises(ParseError, match="that is a web page, not a feed"):
        await titles(parser, b"<!doctype html><html></html>")


async def test_a_document_that_takes_too_long_is_stopped() -> None:
    async with PooledParser(ParseSettings(seconds=2)) as parser:
        with pytest.raises(ParseError, match="took longer than 2 seconds"):
            await titles(parser, STALLING)
        assert await titles(parser) == ["Rent board listens"]


async def test_the_loop_and_other_documents_go_on_meanwhile(parser: PooledParser) -> None:
    stalled = asyncio.create_task(titles(parser, STALLING))
    for _ in range(20):
        assert await titles(parser) == ["Rent board listens"]
    assert not stalled.done()
    stalled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stalled


async def test_many_at_a_time(parser: PooledParser) -> None:
    found = await asyncio.gather(*(titles(parser) for _ in range(50)))
    assert found == [["Rent board listens"]] * 50
    assert len(children()) == 2


async def test_memory_is_limited() -> None:
    hungry = b"<rss><channel><item><title>%b</title></item></channel></rss>" % (b"a" * 6_000_000)
    async with PooledParser(ParseSettings(memory=80 * 1024 * 1024)) as parser:
        with pytest.raises(ParseError, match="needs more memory"):
            await titles(parser, hungry)
        assert await titles(parser) == ["Rent board listens"]


async def test_a_crash_costs_one_document(parser: PooledParser) -> None:
    await titles(parser)
    before = {pid: cpu_ticks(pid) for pid in children()}
    stalled = asyncio.create_task(titles(parser, STALLING))
    await until(lambda: any(cpu_ticks(pid) > ticks + 20 for pid, ticks in before.items()))
    for pid in before:
        os.kill(pid, signal.SIGSEGV)
    with pytest.raises(ParseError, match=r"crash|stopped working"):
        await stalled
    assert await titles(parser) == ["Rent board listens"]


async def test_children_killed_while_idle_are_replaced(parser: PooledParser) -> None:
    await titles(parser)
    killed = children()
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    await until(lambda: not killed & children())
    assert await titles(parser) == ["Rent board listens"]


async def test_a_cancelled_parse_gives_its_place_back() -> None:
    async with PooledParser(ParseSettings(seconds=20)) as parser:
        for _ in range(3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(titles(parser, STALLING), 0.2)
        assert await titles(parser) == ["Rent board listens"]


async def test_children_end_when_idle_and_come_back() -> None:
    async with PooledParser(ParseSettings(idle_seconds=0.1)) as parser:
        await titles(parser)
        await until(lambda: children() == set())
        assert await titles(parser) == ["Rent board listens"]


PROGRAM = """
import asyncio, sys
if __name__ != "__main__":
    raise SystemExit("a child ran the main module again")
from relaybot.feeds.parse_pool import ParseSettings, PooledParser
from relaybot.model.fetched import Fetched

async def main():
    async with PooledParser(ParseSettings(seconds=2)) as parser:
        good = Fetched(url="", body=b"<rss><channel/></rss>", body_hash="")
        await asyncio.gather(parser.parse(good), parser.parse(good))
        if sys.argv[1] == "busy":
            stalling = b"<rss><item><author>" + b"a" * 60000 + b"@</author></item></rss>"
            busy = asyncio.create_task(parser.parse(Fetched(url="", body=stalling, body_hash="")))
            await asyncio.sleep(0.5)
        print("ready", flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


@contextmanager
def a_running_program(folder: Path, state: str) -> Iterator[int]:
    """Run a main program as a console script is one, a file and no module; kill it at the end."""
    path = folder / "program"
    path.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(path), state]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:  # noqa: S603  our own program
        assert parent.stdout is not None
        try:
            assert parent.stdout.readline() == b"ready\n"
            yield parent.pid
        finally:
            parent.kill()


@pytest.mark.parametrize("state", ["idle", "busy"])
async def test_no_child_outlives_a_killed_parent(tmp_path: Path, state: str) -> None:
    with a_running_program(tmp_path, state) as parent:
        orphans = family(parent)
    assert len(orphans) == 3  # the two and Python's resource tracker
    await until(lambda: not any(map(is_alive, orphans)))


def test_a_child_is_small_and_knows_nothing_of_the_platforms(tmp_path: Path) -> None:
    with a_running_program(tmp_path, "idle") as parent:
        status = [about(pid, "status") for pid in children(parent)]
        loaded = [about(pid, "maps") for pid in children(parent)]
    sizes = [int(text.split("VmRSS:")[1].split()[0]) for text in status]
    assert len(sizes) == 2
    assert max(sizes) < 50_000  # kB
    assert not any("aiohttp" in libraries for libraries in loaded)  # discord.py brings it
