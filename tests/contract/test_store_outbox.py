"""What every store promises about the outbox: in order, one in flight, once."""

from collections.abc import Collection

import pytest

from relaybot.errors import StoreError
from relaybot.model.delivery import Delivery, DeliveryState, Settlement
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.model.post import PostState
from relaybot.repositories import Store, Transaction
from tests.builders import NOON, a_post, minutes
from tests.contract.storing import BOTH, SENT, a_channel, a_relayed, claimed, owed

LATER = NOON + minutes(5)
DEAD = Settlement(state=DeliveryState.DEAD, reason="the text was refused")
RETRY = Settlement(
    state=DeliveryState.PENDING, next_attempt_at=LATER, reason="the platform was busy"
)
DOUBT = Settlement(
    state=DeliveryState.UNKNOWN, next_attempt_at=LATER, reason="no answer", unknown_since=NOON
)
GIVEN_UP = Settlement(state=DeliveryState.UNKNOWN, reason="assumed to be there")


async def test_a_post_is_owed_once_to_each(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        here = [a_channel(tx, chat) for chat in "abc"]
        post = a_relayed(tx)
        owe = tx.outbox.owe
        return [
            owe(post, here[:2], NOON),
            owe(post, here, LATER),
            owe(post, [*here, *here], LATER),
            owe(post, [], LATER),
        ]

    assert await store.write(work) == [2, 1, 0, 0]


async def test_a_story_is_owed_once_whichever_post_tells_it(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        here, there = a_channel(tx, "a"), a_channel(tx, "b")
        first = a_relayed(tx, 1)
        second = a_relayed(tx, 2, feed="oakham", story=first)
        return [
            tx.outbox.owe(first, [here], NOON),
            tx.outbox.owe(second, [here, there], NOON),
            tx.outbox.owe(first, [there], NOON),
        ]

    assert await store.write(work) == [1, 1, 0]


@pytest.mark.parametrize("settlement", [SENT, DEAD, GIVEN_UP], ids=["sent", "dead", "unknown"])
async def test_what_was_settled_is_not_owed_again(store: Store, settlement: Settlement) -> None:
    def work(tx: Transaction) -> int:
        here = a_channel(tx)
        (post,) = owed(tx, 1, here)
        tx.outbox.settle(claimed(tx)[0].delivery.id, settlement, NOON)
        return tx.outbox.owe(post, [here], LATER)

    assert await store.write(work) == 0


async def test_only_what_is_stored_can_be_owed(store: Store) -> None:
    for work in (
        lambda tx: tx.outbox.owe(9, [a_channel(tx)], NOON),
        lambda tx: tx.outbox.owe(a_relayed(tx), [9], NOON),
    ):
        with pytest.raises(StoreError):
            await store.write(work)


async def test_a_claim_brings_all_that_sending_needs(store: Store) -> None:
    await store.write(lambda tx: owed(tx, 1, a_channel(tx)))
    (claim,) = await store.write(claimed)
    assert claim.destination == await store.read(lambda tx: tx.destinations.get(1))
    assert claim.post == await store.read(lambda tx: tx.posts.get(1))
    assert claim.delivery == Delivery(
        id=1,
        post=1,
        destination=1,
        state=DeliveryState.PENDING,
        nonce=claim.delivery.nonce,
        attempts=1,
        created_at=NOON,
        first_attempt_at=NOON,
        next_attempt_at=NOON,
    )
    (row,) = await store.read(lambda tx: tx.outbox.in_state(DeliveryState.SENDING, 9))
    assert (row.attempts, row.first_attempt_at, row.nonce) == (1, NOON, claim.delivery.nonce)


async def test_every_delivery_has_its_own_short_nonce(store: Store) -> None:
    def work(tx: Transaction) -> list[str]:
        owed(tx, 2, *(a_channel(tx, chat) for chat in "abcde"))
        return [row.nonce for row in tx.outbox.in_state(DeliveryState.PENDING, 99)]

    nonces = await store.write(work)
    assert len(set(nonces)) == 10
    assert all(1 <= len(nonce) <= 25 and nonce.isascii() for nonce in nonces)


async def test_order_is_kept_with_one_in_flight(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        posts = owed(tx, 3, a_channel(tx))
        sent = []
        for _ in posts:
            (claim,) = claimed(tx)
            assert claimed(tx) == []
            sent.append(claim.post.id)
            tx.outbox.settle(claim.delivery.id, SENT, NOON)
        return [post - posts[0] for post in sent]

    assert await store.write(work) == [0, 1, 2]


async def test_a_claim_takes_one_a_destination_and_at_most_the_limit(store: Store) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        owed(tx, 2, *(a_channel(tx, chat) for chat in "abc"))
        return [[claim.destination.id for claim in claimed(tx, n)] for n in (0, 2, 2, 2)]

    assert await store.write(work) == [[], [1, 2], [3], []]


async def test_a_claim_takes_what_is_due_longest_first(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        post = a_relayed(tx)
        for chat, at in (("a", 3), ("b", 1), ("c", 2)):
            tx.outbox.owe(post, [a_channel(tx, chat)], NOON + minutes(at))
        return [claim.destination.id for claim in tx.outbox.claim(BOTH, LATER, 2)]

    assert await store.write(work) == [2, 3]


async def test_what_is_not_due_waits_and_keeps_the_rest_behind_it(store: Store) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        owed(tx, 2, a_channel(tx))
        tx.outbox.settle(claimed(tx)[0].delivery.id, RETRY, NOON)
        return [
            [claim.delivery.id for claim in tx.outbox.claim(BOTH, at, 9)]
            for at in (LATER - minutes(1), LATER)
        ]

    assert await store.write(work) == [[], [1]]


async def test_only_the_platforms_asked_for_are_given(store: Store) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        owed(tx, 1, a_channel(tx, "1", "discord"), a_channel(tx, "2", "telegram"))
        asked: list[Collection[PlatformName]] = [
            [],
            [PlatformName.TELEGRAM],
            [PlatformName.TELEGRAM],
            BOTH,
        ]
        return [
            [claim.destination.id for claim in tx.outbox.claim(some, NOON, 9)] for some in asked
        ]

    assert await store.write(work) == [[], [2], [], [1]]


@pytest.mark.parametrize("status", [DestinationStatus.PAUSED, DestinationStatus.GONE])
async def test_a_destination_that_is_not_active_waits(
    store: Store, status: DestinationStatus
) -> None:
    def work(tx: Transaction) -> tuple[object, ...]:
        here = a_channel(tx)
        owed(tx, 1, here)
        tx.destinations.set_status(here, status, None, NOON)
        quiet = (list(claimed(tx)), tx.outbox.next_due(BOTH))
        tx.destinations.set_status(here, DestinationStatus.ACTIVE, None, NOON)
        return (*quiet, tx.outbox.next_due(BOTH), len(claimed(tx)))

    assert await store.write(work) == ([], None, NOON, 1)


SETTLED = {
    "sent": (SENT, DeliveryState.SENT, None, LATER, "700", None, None),
    "dead": (DEAD, DeliveryState.DEAD, None, LATER, None, DEAD.reason, None),
    "retried": (RETRY, DeliveryState.PENDING, LATER, None, None, RETRY.reason, None),
    "in doubt": (DOUBT, DeliveryState.UNKNOWN, LATER, None, None, DOUBT.reason, NOON),
    "given up": (GIVEN_UP, DeliveryState.UNKNOWN, None, LATER, None, GIVEN_UP.reason, None),
    "retried without a time": (
        Settlement(state=DeliveryState.PENDING),
        DeliveryState.PENDING,
        LATER,
        None,
        None,
        None,
        None,
    ),
}


@pytest.mark.parametrize("case", SETTLED)
async def test_settling_writes_what_became_of_it(store: Store, case: str) -> None:
    settlement, *wanted = SETTLED[case]

    def work(tx: Transaction) -> list[object]:
        owed(tx, 1, a_channel(tx))
        tx.outbox.settle(claimed(tx)[0].delivery.id, settlement, LATER)
        (row,) = (row for state in DeliveryState for row in tx.outbox.in_state(state, 9))
        assert (row.attempts, row.first_attempt_at, row.created_at) == (1, NOON, NOON)
        return [
            row.state,
            row.next_attempt_at,
            row.settled_at,
            row.message_id,
            row.reason,
            row.unknown_since,
        ]

    assert await store.write(work) == wanted


async def test_an_unknown_is_given_again_as_such_with_the_same_nonce(store: Store) -> None:
    def work(tx: Transaction) -> list[tuple[object, ...]]:
        owed(tx, 1, a_channel(tx))
        seen: list[tuple[object, ...]] = []
        for at in (NOON, LATER):
            (claim,) = tx.outbox.claim(BOTH, at, 9)
            row = claim.delivery
            seen.append((row.state, row.attempts, row.first_attempt_at, row.unknown_since))
            assert row.nonce == claimed_nonces.setdefault(row.id, row.nonce)
            tx.outbox.settle(row.id, DOUBT, at)
        return seen

    claimed_nonces: dict[int, str] = {}
    assert await store.write(work) == [
        (DeliveryState.PENDING, 1, NOON, None),
        (DeliveryState.UNKNOWN, 2, NOON, NOON),
    ]


async def test_doubt_stays_on_record_when_it_was_cleared_up(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        owed(tx, 1, *(a_channel(tx, chat) for chat in "abc"))
        for claim in claimed(tx)[:2]:
            tx.outbox.settle(claim.delivery.id, DOUBT, NOON)
        for claim in tx.outbox.claim(BOTH, LATER, 1):
            tx.outbox.settle(claim.delivery.id, SENT, LATER)
        return [row.id for row in tx.outbox.unknowns(9)] + [len(tx.outbox.unknowns(1))]

    assert await store.write(work) == [2, 1, 1]


async def test_an_unknown_given_up_does_not_hold_up_the_next(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        owed(tx, 2, a_channel(tx))
        tx.outbox.settle(claimed(tx)[0].delivery.id, GIVEN_UP, NOON)
        return [claim.delivery.id for claim in claimed(tx)]

    assert await store.write(work) == [2]


async def test_only_what_is_being_sent_can_be_settled(store: Store) -> None:
    def work(tx: Transaction) -> list[DeliveryState]:
        owed(tx, 1, a_channel(tx))
        tx.outbox.settle(1, SENT, NOON)
        before = tx.outbox.in_state(DeliveryState.PENDING, 9)[0].state
        claimed(tx)
        tx.outbox.settle(1, DEAD, NOON)
        tx.outbox.settle(1, SENT, NOON)
        tx.outbox.settle(55, SENT, NOON)
        return [before, tx.outbox.in_state(DeliveryState.DEAD, 9)[0].state]

    assert await store.write(work) == [DeliveryState.PENDING, DeliveryState.DEAD]


async def test_next_due_is_when_a_claim_may_give_something(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        ask = tx.outbox.next_due
        seen: list[object] = [ask(BOTH)]
        owed(tx, 2, a_channel(tx))
        seen.append(ask(BOTH))
        (claim,) = claimed(tx)
        seen.append(ask(BOTH))  # one is in flight: nothing before it is settled
        tx.outbox.settle(claim.delivery.id, RETRY, NOON)
        seen.extend([ask(BOTH), ask([PlatformName.TELEGRAM]), ask([])])
        return seen

    assert await store.write(work) == [None, NOON, None, LATER, None, None]


async def test_what_was_interrupted_becomes_unknown_and_due(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        owed(tx, 1, a_channel(tx, "a"), a_channel(tx, "b"), a_channel(tx, "c"))
        tx.outbox.settle(claimed(tx, 1)[0].delivery.id, DOUBT, NOON)
        tx.outbox.claim(BOTH, LATER, 2)
        found = [tx.outbox.interrupted(LATER + minutes(1)), tx.outbox.interrupted(LATER)]
        rows = tx.outbox.in_state(DeliveryState.UNKNOWN, 9)
        assert all(row.next_attempt_at == LATER + minutes(1) for row in rows[:1])
        return [*found, tx.outbox.counts()[DeliveryState.UNKNOWN], len(tx.outbox.unknowns(9))]

    assert await store.write(work) == [2, 0, 3, 3]


async def test_interrupted_keeps_the_first_moment_of_doubt(store: Store) -> None:
    def work(tx: Transaction) -> object:
        owed(tx, 1, a_channel(tx))
        tx.outbox.settle(claimed(tx)[0].delivery.id, DOUBT, NOON)
        tx.outbox.claim(BOTH, LATER, 1)
        tx.outbox.interrupted(LATER)
        (claim,) = tx.outbox.claim(BOTH, LATER, 1)
        return claim.delivery.state, claim.delivery.unknown_since, claim.delivery.attempts

    assert await store.write(work) == (DeliveryState.UNKNOWN, NOON, 3)


async def test_counts_name_every_state(store: Store) -> None:
    def work(tx: Transaction) -> object:
        before = dict(tx.outbox.counts())
        owed(tx, 1, *(a_channel(tx, chat) for chat in "abcd"))
        tx.outbox.settle(claimed(tx, 2)[0].delivery.id, SENT, NOON)
        return before, dict(tx.outbox.counts())

    none = dict.fromkeys(DeliveryState, 0)
    some = {DeliveryState.PENDING: 2, DeliveryState.SENDING: 1, DeliveryState.SENT: 1}
    assert await store.write(work) == (none, none | some)


async def test_deliveries_in_a_state_come_newest_first(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        owed(tx, 4, a_channel(tx))
        return [row.id for row in tx.outbox.in_state(DeliveryState.PENDING, 3)]

    assert await store.write(work) == [4, 3, 2]


async def test_an_edit_before_sending_is_what_is_sent(store: Store) -> None:
    def work(tx: Transaction) -> str:
        owed(tx, 1, a_channel(tx))
        tx.posts.update(1, a_post(1, title="Corrected"))
        tx.posts.set_state([1], PostState.RELAYED)
        return claimed(tx)[0].post.post.title

    assert await store.write(work) == "Corrected"
