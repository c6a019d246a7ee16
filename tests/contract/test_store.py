"""What every store promises about transactions and feed states."""

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from relaybot.errors import StoreError
from relaybot.model.feed_state import FeedState
from relaybot.model.post import PostState
from relaybot.repositories import Store, Transaction
from relaybot.storage.store import SqlStore
from tests.builders import NOON, a_post, an_address, minutes
from tests.contract.storing import a_channel, a_relayed, claimed, owed

FULL = FeedState(
    feed="elmford",
    source_url="https://elmford.example/feed/",
    adopted_url="https://www.elmford.example/feed/",
    etag='W/"7"',
    last_modified="Sat, 14 Mar 2026 11:00:00 GMT",
    body_hash="0" * 64,
    full_fetch_at=NOON,
    first_polled_at=NOON - minutes(5),
    checked_at=NOON,
    succeeded_at=NOON,
    next_check_at=NOON + minutes(15),
    failures=2,
    failing_since=NOON,
    error="the server answered 503",
    newest_at=NOON,
    moved_to="https://elmford.example/rss",
    moved_since=NOON,
    moved_count=3,
)


class AbandonedError(Exception):
    """Raised by work that changes its mind."""


async def test_what_work_returns_is_handed_out(store: Store) -> None:
    assert await store.write(lambda tx: tx.posts.count("elmford")) == 0


async def test_work_that_raises_leaves_nothing(store: Store) -> None:
    def work(tx: Transaction) -> None:
        owed(tx, 1, a_channel(tx))
        tx.feed_states.put(FULL)
        raise AbandonedError

    with pytest.raises(AbandonedError):
        await store.write(work)

    def everything(tx: Transaction) -> tuple[object, ...]:
        return (
            tx.posts.get(1),
            tx.posts.known("elmford", a_post().aliases),
            tx.destinations.all(),
            tx.feed_states.all(),
            sum(tx.outbox.counts().values()),
        )

    assert await store.read(everything) == (None, {}, [], {}, 0)


async def test_work_after_failed_work_is_not_disturbed(store: Store) -> None:
    def work(tx: Transaction) -> None:
        a_relayed(tx)
        raise AbandonedError

    with pytest.raises(AbandonedError):
        await store.write(work)
    await store.write(a_relayed)
    assert await store.read(lambda tx: tx.posts.count("elmford")) == 1


async def test_a_read_changes_nothing(store: Store) -> None:
    with suppress(StoreError):  # a database refuses it, the fake forgets it
        await store.read(a_channel)
    assert await store.read(lambda tx: tx.destinations.all()) == []


async def test_writes_at_the_same_moment_take_turns(store: Store) -> None:
    await store.write(lambda tx: tx.feed_states.put(FULL))

    def count_up(tx: Transaction) -> None:
        state = tx.feed_states.get("elmford")
        assert state is not None
        tx.feed_states.put(
            FeedState(feed="elmford", source_url=state.source_url, failures=state.failures + 1)
        )

    await asyncio.gather(*(store.write(count_up) for _ in range(20)))
    state = await store.read(lambda tx: tx.feed_states.get("elmford"))
    assert state is not None
    assert state.failures == 22


async def test_a_contradiction_is_a_store_error(store: Store) -> None:
    await store.write(a_channel)
    with pytest.raises(StoreError):
        await store.write(a_channel)


async def test_feed_states_come_back_whole(store: Store) -> None:
    bare = FeedState(feed="oakham", source_url="https://oakham.example/rss")

    def work(tx: Transaction) -> None:
        tx.feed_states.put(FULL)
        tx.feed_states.put(bare)

    await store.write(work)
    assert await store.read(lambda tx: tx.feed_states.get("elmford")) == FULL
    assert await store.read(lambda tx: tx.feed_states.get("nowhere")) is None
    assert await store.read(lambda tx: tx.feed_states.all()) == {"elmford": FULL, "oakham": bare}


async def test_a_feed_state_replaces_the_one_before(store: Store) -> None:
    later = FeedState(feed="elmford", source_url="https://elmford.example/new/")
    await store.write(lambda tx: tx.feed_states.put(FULL))
    await store.write(lambda tx: tx.feed_states.put(later))
    assert await store.read(lambda tx: tx.feed_states.all()) == {"elmford": later}


async def test_a_renamed_feed_keeps_its_state_and_its_posts(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.feed_states.put(FULL)
        a_relayed(tx, 1)
        a_relayed(tx, 2, feed="oakham")
        tx.feed_states.rename("elmford", "new-elmford")

    def remembered(tx: Transaction) -> tuple[object, ...]:
        stored = tx.posts.get(1)
        return (
            tx.feed_states.all(),
            stored and stored.post,
            set(tx.posts.known("new-elmford", a_post(1).aliases)),
            dict(tx.posts.known("elmford", a_post(1).aliases)),
            tx.posts.count("oakham"),
        )

    await store.write(work)
    assert await store.read(remembered) == (
        {"new-elmford": replace(FULL, feed="new-elmford")},
        replace(a_post(1), feed="new-elmford"),
        set(a_post(1).aliases),
        {},
        1,
    )


async def test_a_rename_to_a_feed_that_is_known_already_changes_nothing(store: Store) -> None:
    bare = FeedState(feed="oakham", source_url="https://oakham.example/rss")

    def work(tx: Transaction) -> None:
        tx.feed_states.put(FULL)
        tx.feed_states.put(bare)
        tx.feed_states.rename("elmford", "oakham")
        tx.feed_states.rename("nowhere", "somewhere")

    await store.write(work)
    assert await store.read(lambda tx: tx.feed_states.all()) == {"elmford": FULL, "oakham": bare}


async def test_two_processes_never_claim_the_same(two_stores: tuple[SqlStore, SqlStore]) -> None:
    bot, other = two_stores

    def fill(tx: Transaction) -> None:
        owed(tx, 2, *(a_channel(tx, str(number)) for number in range(30)))

    await bot.write(fill)
    rounds = await asyncio.gather(
        *(store.write(lambda tx: claimed(tx, 3)) for store in (bot, other) * 8)
    )
    taken = [claim.delivery.id for claims in rounds for claim in claims]
    assert len(taken) == 30
    assert len(set(taken)) == 30


async def test_two_processes_decide_one_after_the_other(
    two_stores: tuple[SqlStore, SqlStore],
) -> None:
    def find_or_add(tx: Transaction) -> int:
        found = tx.destinations.find(an_address())
        return found.id if found else tx.destinations.add(an_address(), NOON).id

    ids = await asyncio.gather(*(store.write(find_or_add) for store in two_stores * 5))
    assert set(ids) == {1}


async def test_a_read_sees_one_moment(two_stores: tuple[SqlStore, SqlStore]) -> None:
    bot, other = two_stores
    loop = asyncio.get_running_loop()

    def look_twice(tx: Transaction) -> tuple[int, int]:
        before = tx.posts.count("elmford")
        # A write of another process lands in the middle of this read.
        asyncio.run_coroutine_threadsafe(other.write(a_relayed), loop).result(timeout=20)
        return before, tx.posts.count("elmford")

    assert await bot.read(look_twice) == (0, 0)
    assert await bot.read(lambda tx: tx.posts.count("elmford")) == 1


async def test_a_write_sees_what_another_process_committed(
    two_stores: tuple[SqlStore, SqlStore],
) -> None:
    bot, other = two_stores
    await other.write(a_relayed)
    found = await bot.write(lambda tx: tx.posts.in_state(PostState.RELAYED))
    assert [stored.post for stored in found] == [a_post()]
