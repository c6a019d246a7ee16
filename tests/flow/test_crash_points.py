"""The process dies at every border between relaybot and the world, before and after the effect."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest

from relaybot.model.delivery import Outgoing
from relaybot.model.errand import ErrandKind
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.outcome import Outcome, Recovery
from relaybot.model.source import Feed
from relaybot.repositories import Transaction
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.platform import FakePlatform
from tests.fakes.store import FakeStore
from tests.flow.relaying import Relaying, numbered

T = TypeVar("T")

BORDERS = 30  # more than one run crosses; the last test below makes sure of it
EXPECTED = ["Post 2", "Post 3", "Post 4"]


class Killed(BaseException):
    """SIGKILL: no handler of the program may see it."""


class Borders:
    """Counts crossings, and kills at the one it was told; a dead process crosses no more."""

    def __init__(self, kill_at: int, *, after_effect: bool) -> None:
        self.kill_at = kill_at
        self.after_effect = after_effect
        self.crossed = 0

    async def cross(self, effect: Coroutine[Any, Any, T]) -> T:
        self.crossed += 1
        here = self.crossed == self.kill_at
        if self.crossed > self.kill_at or (here and not self.after_effect):
            effect.close()
            raise Killed
        result = await effect
        if here:
            raise Killed
        return result


class MortalStore(FakeStore):
    def __init__(self, store: FakeStore, borders: Borders) -> None:
        self._real = store
        self._borders = borders

    async def write(self, work: Callable[[Transaction], T]) -> T:
        return await self._borders.cross(self._real.write(work))

    async def read(self, work: Callable[[Transaction], T]) -> T:
        return await self._borders.cross(self._real.read(work))


class MortalPlatform(FakePlatform):
    def __init__(self, platform: FakePlatform, borders: Borders) -> None:
        self._real = platform
        self._borders = borders
        self.name = platform.name

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        return await self._borders.cross(self._real.deliver(outgoing))

    async def reachable(self) -> bool:
        return await self._borders.cross(self._real.reachable())

    async def recover(self, outgoing: Outgoing) -> Recovery:
        return await self._borders.cross(self._real.recover(outgoing))

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        return await self._borders.cross(self._real.attend(outgoing, kind))


class MortalFetcher(FakeFetcher):
    def __init__(self, fetcher: FakeFetcher, borders: Borders) -> None:
        self._real = fetcher
        self._borders = borders
        self.documents = fetcher.documents

    async def fetch(self, feed: Feed, state: FeedState | None) -> Fetched | NotModified:
        return await self._borders.cross(self._real.fetch(feed, state))


async def a_started_relay() -> Relaying:
    relaying = Relaying()
    await relaying.follow("elmford")
    await relaying.follow("elmford", chat="-1001", platform="telegram")
    await relaying.poll(document=numbered(1))
    relaying.fetcher.documents["elmford"] = numbered(4, 3, 2, 1)
    return relaying


async def a_life(relaying: Relaying, borders: Borders) -> bool:
    """Start as the program does, poll and deliver; returns whether it was killed."""
    mortal = Relaying(
        clock=relaying.clock,
        store=MortalStore(relaying.store, borders),
        fetcher=MortalFetcher(relaying.fetcher, borders),
        discord=MortalPlatform(relaying.discord, borders),
        telegram=MortalPlatform(relaying.telegram, borders),
    )
    try:
        await mortal.store.write(lambda tx: tx.outbox.interrupted(mortal.clock()))
        await mortal.poll()
        await mortal.deliver()
    except Killed:
        return True
    return borders.crossed >= borders.kill_at


def unknown_titles(tx: Transaction) -> set[str]:
    posts = (tx.posts.get(row.post) for row in tx.outbox.unknowns(50))
    return {stored.post.title for stored in posts if stored}


async def accounted(relaying: Relaying) -> None:
    """Every post is where it belongs: the acceptance of a crash."""
    assert relaying.discord.sent["4001"] == EXPECTED
    telegram = relaying.telegram.sent["-1001"]
    assert len(telegram) == len(set(telegram)), "Telegram got one twice"
    assert telegram == sorted(telegram), "out of order"
    listed = await relaying.store.read(unknown_titles)
    missing = set(EXPECTED) - set(telegram)
    assert missing <= listed, "lost without a word"


@pytest.mark.parametrize("after_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kill_at", range(1, BORDERS + 1))
async def test_a_kill_at_any_border_loses_nothing_and_repeats_nothing(
    kill_at: int, after_effect: bool
) -> None:
    relaying = await a_started_relay()
    await a_life(relaying, Borders(kill_at, after_effect=after_effect))
    assert not await a_life(relaying, Borders(10_000, after_effect=False))
    await accounted(relaying)


async def test_two_kills_in_a_row_are_no_worse_than_one() -> None:
    for first in range(1, BORDERS, 2):
        for second in range(1, BORDERS, 2):
            relaying = await a_started_relay()
            await a_life(relaying, Borders(first, after_effect=True))
            await a_life(relaying, Borders(second, after_effect=True))
            await a_life(relaying, Borders(10_000, after_effect=False))
            await accounted(relaying)


async def test_the_borders_above_are_all_there_are() -> None:
    borders = Borders(10_000, after_effect=False)
    await a_life(await a_started_relay(), borders)
    assert 15 < borders.crossed <= BORDERS


async def test_a_cancelled_poll_is_a_poll_that_never_was() -> None:
    relaying = await a_started_relay()
    poll = asyncio.create_task(relaying.poll())
    await asyncio.sleep(0)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await a_life(relaying, Borders(10_000, after_effect=False))
    await accounted(relaying)
