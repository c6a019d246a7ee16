"""A store in memory, held to the same contract as the real ones (tests/contract/test_store.py)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from relaybot.model.feed_state import FeedState
from relaybot.repositories import Transaction
from tests.fakes.store_destinations import FakeDestinations
from tests.fakes.store_errands import FakeErrands
from tests.fakes.store_history import FakeHistory
from tests.fakes.store_marks import FakeMarks
from tests.fakes.store_outbox import FakeOutbox
from tests.fakes.store_posts import FakePosts
from tests.fakes.store_subscriptions import FakeSubscriptions
from tests.fakes.store_tables import Tables

T = TypeVar("T")


class FakeStore:
    """`repositories.Store` in memory."""

    def __init__(self) -> None:
        self._tables = Tables()

    async def write(self, work: Callable[[Transaction], T]) -> T:
        await asyncio.sleep(0)  # a real store can be cancelled before the transaction
        tables = self._tables.copied()
        result = work(FakeTransaction(tables))
        self._tables = tables
        await asyncio.sleep(0)  # and after it was committed
        return result

    async def read(self, work: Callable[[Transaction], T]) -> T:
        await asyncio.sleep(0)
        return work(FakeTransaction(self._tables.copied()))

    def close(self) -> None:
        """Nothing to close."""


class FakeTransaction:
    def __init__(self, tables: Tables) -> None:
        self.feed_states = FakeFeedStates(tables)
        self.posts = FakePosts(tables)
        self.destinations = FakeDestinations(tables)
        self.subscriptions = FakeSubscriptions(tables)
        self.outbox = FakeOutbox(tables)
        self.errands = FakeErrands(tables)
        self.history = FakeHistory(tables)
        self.marks = FakeMarks(tables)


class FakeFeedStates:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._states = tables.feed_states

    def get(self, feed: str) -> FeedState | None:
        return self._states.get(feed)

    def all(self) -> Mapping[str, FeedState]:
        return dict(self._states)

    def put(self, state: FeedState) -> None:
        self._states[state.feed] = state

    def rename(self, old: str, new: str) -> None:
        if new in self._states:
            return
        if old in self._states:
            self._states[new] = replace(self._states.pop(old), feed=new)
        for number, stored in self._tables.posts.items():
            if stored.post.feed == old:
                self._tables.posts[number] = replace(stored, post=replace(stored.post, feed=new))
        for feed, alias in list(self._tables.aliases):
            if feed == old:
                self._tables.aliases[new, alias] = self._tables.aliases.pop((old, alias))
