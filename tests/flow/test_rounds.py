"""Polling many feeds: side by side, each once, and none stops the others."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from relaybot.errors import FetchError, StoreError
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.raw import RawFeed
from relaybot.model.source import Feed
from relaybot.relay.poll import PollEnd, Poller
from relaybot.relay.rounds import PAUSE_AFTER_BUG, PollRounds
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, a_chapter
from tests.fakes.clock import FakeClock
from tests.fakes.parser import InlineParser
from tests.fakes.store import FakeStore
from tests.flow.relaying import QuarterHour, numbered
from tests.flow.waiting import until

SLUGS = [f"league-{number:02}" for number in range(30)]


@dataclass
class GatedFetcher:
    """Answers only when the gate is open; counts who is inside."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)
    failures: dict[str, Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    inside: int = 0
    most: int = 0

    async def fetch(self, feed: Feed, state: FeedState | None) -> Fetched | NotModified:
        del state
        self.asked.append(feed.slug)
        self.inside += 1
        self.most = max(self.most, self.inside)
        try:
            await self.gate.wait()
        finally:
            self.inside -= 1
        if failure := self.failures.get(feed.slug):
            raise failure
        return Fetched(url=feed.url, body=numbered(1, host=feed.slug), body_hash=feed.slug)


@dataclass
class BrokenParser:
    """Has a bug that one feed brings to light."""

    victim: str

    async def parse(self, fetched: Fetched) -> RawFeed:
        if self.victim in fetched.url:
            raise ZeroDivisionError
        return await InlineParser().parse(fetched)


@dataclass
class Rounds:
    """Thirty feeds, four at a time."""

    fetcher: GatedFetcher = field(default_factory=GatedFetcher)
    store: FakeStore = field(default_factory=FakeStore)
    clock: FakeClock = field(default_factory=FakeClock)
    victim: str = "nobody"

    def polls(self) -> PollRounds:
        poller = Poller(
            catalogue=Catalogue(a_chapter(slug) for slug in SLUGS),
            fetcher=self.fetcher,
            parser=BrokenParser(self.victim),
            store=self.store,
            rhythm=QuarterHour(),
            clock=self.clock,
            jitter=lambda: 0.0,
            wake=lambda: None,
        )
        return PollRounds(poller=poller, concurrency=4)

    async def state(self, slug: str) -> FeedState:
        state = await self.store.read(lambda tx: tx.feed_states.get(slug))
        assert state is not None
        return state


async def until_busy(rounds: Rounds) -> None:
    await until(lambda: rounds.fetcher.inside == 4)


async def test_a_round_polls_every_due_feed_once_a_few_at_a_time() -> None:
    rounds = Rounds()
    rounds.fetcher.gate.set()
    polls = rounds.polls()
    results = await polls.round()
    assert [result.feed for result in results] == SLUGS
    assert sorted(rounds.fetcher.asked) == SLUGS
    assert rounds.fetcher.most <= 4
    assert await polls.round() == []
    assert len(await polls.round(everything=True)) == len(SLUGS)


async def test_progress_is_told_from_nothing_to_all() -> None:
    rounds, told = Rounds(), []
    rounds.fetcher.gate.set()
    await rounds.polls().round(on_polled=lambda done, of: told.append((done, of)))
    assert told == [(done, 30) for done in range(31)]


async def test_a_feed_that_fails_or_brings_a_bug_to_light_stops_no_other() -> None:
    rounds = Rounds(victim="league-07")
    rounds.fetcher.gate.set()
    rounds.fetcher.failures = {
        "league-03": FetchError("league-03.example answers 500", status=500),
        "league-04": RuntimeError("a bug in fetching"),
    }
    results = await rounds.polls().round()
    failed = [result.feed for result in results if result.end is PollEnd.FAILED]
    assert failed == ["league-03", "league-04", "league-07"]
    state = await rounds.state("league-07")
    assert state.next_check_at == NOON + PAUSE_AFTER_BUG
    assert "unexpected error in relaybot (ZeroDivisionError)" in (state.error or "")
    assert (state.failures, state.failing_since) == (1, NOON)


async def test_a_feed_set_aside_after_a_bug_has_its_turn_again() -> None:
    rounds = Rounds(victim="league-07")
    rounds.fetcher.gate.set()
    await rounds.polls().round()
    rounds.victim = "nobody"
    rounds.clock.move(minutes=59)
    assert "league-07" not in [result.feed for result in await rounds.polls().round()]
    rounds.clock.move(minutes=2)
    (result,) = [one for one in await rounds.polls().round() if one.feed == "league-07"]
    assert result.end is PollEnd.READ
    assert (await rounds.state("league-07")).error is None


async def test_a_database_that_refuses_is_a_failed_poll_not_a_crash() -> None:
    rounds = Rounds()
    rounds.fetcher.gate.set()
    rounds.fetcher.failures = {"league-00": StoreError("The disk is full.")}
    results = await rounds.polls().round()
    assert results[0].end is PollEnd.FAILED


async def test_a_feed_whose_poll_cannot_be_written_is_not_asked_at_every_tick() -> None:
    rounds = Rounds()
    rounds.fetcher.gate.set()
    rounds.fetcher.failures = {"league-00": StoreError("The disk is full.")}
    polls = rounds.polls()
    await polls.round()
    assert polls.trouble is None  # others were written since
    await polls.round()
    assert rounds.fetcher.asked.count("league-00") == 1
    rounds.clock.move(minutes=6)
    rounds.fetcher.failures.clear()
    await polls.round()
    assert rounds.fetcher.asked.count("league-00") == 2


async def test_a_tick_starts_some_and_returns_at_once() -> None:
    rounds = Rounds()
    polls = rounds.polls()
    await polls.tick()
    await until_busy(rounds)
    assert rounds.fetcher.asked == SLUGS[:4]
    await polls.tick()  # those under way are not started again
    rounds.fetcher.gate.set()
    await until(lambda: len(rounds.fetcher.asked) == 20 and not rounds.fetcher.inside)
    assert rounds.fetcher.asked == SLUGS[:20]
    await polls.stop()


async def test_a_round_waits_for_what_a_tick_has_begun_instead_of_asking_twice() -> None:
    rounds = Rounds()
    polls = rounds.polls()
    await polls.tick()
    await until_busy(rounds)
    everything = asyncio.create_task(polls.round(everything=True))
    await asyncio.sleep(0)
    rounds.fetcher.gate.set()
    assert len(await everything) == len(SLUGS)
    assert sorted(rounds.fetcher.asked) == SLUGS


async def test_stopping_abandons_polls_and_nothing_is_written() -> None:
    rounds = Rounds()
    polls = rounds.polls()
    await polls.tick()
    await until_busy(rounds)
    await polls.stop()
    assert rounds.fetcher.inside == 0
    assert await rounds.store.read(lambda tx: tx.feed_states.all()) == {}


async def test_a_feed_failing_for_long_keeps_its_turn() -> None:
    rounds = Rounds()
    rounds.fetcher.gate.set()
    rounds.fetcher.failures = {"league-00": FetchError("no answer")}
    for _ in range(60):
        rounds.clock.move(days=2)
        await rounds.polls().round()
    state = await rounds.state("league-00")
    assert state.failures == 60
    assert state.next_check_at is not None
    assert state.next_check_at - rounds.clock() <= timedelta(days=1)
