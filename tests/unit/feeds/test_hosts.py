import asyncio

import pytest

from relaybot.errors import FetchError
from relaybot.feeds.hosts import Hosts


class Stopwatch:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


async def enter(hosts: Hosts, host: str, inside: list[str], leave: asyncio.Event) -> None:
    async with hosts.turn(host):
        inside.append(host)
        await leave.wait()
        inside.remove(host)


async def settle() -> None:
    """Let every task go as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_two_at_a_time_at_each_host_and_all_in_the_end() -> None:
    hosts = Hosts(per_host=2, in_all=20, monotonic=Stopwatch())
    inside: list[str] = []
    leave = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for host in ["a"] * 5 + ["b"] * 3 + ["c"]:
            tasks.create_task(enter(hosts, host, inside, leave))
        await settle()
        assert sorted(inside) == ["a", "a", "b", "b", "c"]
        leave.set()
    assert inside == []


async def test_a_busy_host_does_not_take_the_places_of_others() -> None:
    hosts = Hosts(per_host=2, in_all=3, monotonic=Stopwatch())
    inside: list[str] = []
    leave = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for host in ["a"] * 9 + ["b"]:
            tasks.create_task(enter(hosts, host, inside, leave))
        await settle()
        assert sorted(inside) == ["a", "a", "b"]
        leave.set()


async def test_a_host_that_asked_for_it_is_left_alone_until_then() -> None:
    watch = Stopwatch()
    hosts = Hosts(per_host=2, in_all=20, monotonic=watch)
    hosts.silence("a", 90)
    watch.seconds += 30
    with pytest.raises(FetchError, match="asked again in 60 seconds") as refused:
        async with hosts.turn("a"):
            pass
    assert refused.value.retry_after == 60
    async with hosts.turn("b"):
        pass
    watch.seconds += 60
    async with hosts.turn("a"):
        pass


async def test_a_shorter_wish_does_not_undo_a_longer_one() -> None:
    hosts = Hosts(per_host=2, in_all=20, monotonic=Stopwatch())
    hosts.silence("a", 90)
    hosts.silence("a", 5)
    with pytest.raises(FetchError, match="90 seconds"):
        async with hosts.turn("a"):
            pass


async def test_who_waited_while_silence_was_asked_for_does_not_go_on() -> None:
    hosts = Hosts(per_host=1, in_all=20, monotonic=Stopwatch())
    inside: list[str] = []
    leave = asyncio.Event()
    first = asyncio.create_task(enter(hosts, "a", inside, leave))
    second = asyncio.create_task(enter(hosts, "a", inside, leave))
    await settle()
    hosts.silence("a", 10)
    leave.set()
    await first
    with pytest.raises(FetchError, match="left alone"):
        await second
