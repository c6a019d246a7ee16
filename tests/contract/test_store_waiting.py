"""What every store promises about looking at what is owed, dropping it and sending it now."""

from dataclasses import replace

import pytest

from relaybot.model.delivery import Claim, Delivery, DeliveryState, Settlement
from relaybot.model.destination import DestinationStatus
from relaybot.repositories import Store, Transaction
from tests.builders import NOON, minutes
from tests.contract.storing import BOTH, SENT, a_channel, a_relayed, claimed, owed

LATER = NOON + minutes(30)
DEAD = Settlement(state=DeliveryState.DEAD, reason="the text was refused")
RETRY = Settlement(state=DeliveryState.PENDING, next_attempt_at=LATER, reason="busy")
DOUBT = Settlement(
    state=DeliveryState.UNKNOWN, next_attempt_at=LATER, reason="no answer", unknown_since=NOON
)
ASSUMED = Settlement(
    state=DeliveryState.UNKNOWN, reason="assumed delivered: no answer", unknown_since=NOON
)


def settled(tx: Transaction, settlement: Settlement) -> Delivery:
    """Owe one post to one channel, claim it and settle it; return what is stored now."""
    owed(tx, 1, a_channel(tx))
    (claim,) = claimed(tx)
    tx.outbox.settle(claim.delivery.id, settlement, NOON)
    return the_only(tx)


def the_only(tx: Transaction) -> Delivery:
    (row,) = (row for state in DeliveryState for row in tx.outbox.in_state(state, 2))
    return row


def first_claim(tx: Transaction, at: int = 30) -> Claim:
    (claim,) = tx.outbox.claim(BOTH, NOON + minutes(at), 9)
    return claim


async def test_what_waits_is_open_and_oldest_first(store: Store) -> None:
    def work(tx: Transaction) -> list[tuple[int, DeliveryState]]:
        here, other = a_channel(tx, "a"), a_channel(tx, "b")
        owed(tx, 6, here, other)
        for settlement in (SENT, DEAD, ASSUMED):
            claim = next(one for one in claimed(tx) if one.destination.id == here)
            tx.outbox.settle(claim.delivery.id, settlement, NOON)
        claim = next(one for one in claimed(tx) if one.destination.id == here)
        tx.outbox.settle(claim.delivery.id, DOUBT, NOON)
        assert tx.outbox.waiting(99) == []
        return [(row.post, row.state) for row in tx.outbox.waiting(here)]

    assert await store.write(work) == [
        (4, DeliveryState.UNKNOWN),
        (5, DeliveryState.PENDING),
        (6, DeliveryState.PENDING),
    ]


async def test_what_is_being_sent_waits_too(store: Store) -> None:
    def work(tx: Transaction) -> list[DeliveryState]:
        owed(tx, 2, a_channel(tx))
        claimed(tx)
        return [row.state for row in tx.outbox.waiting(1)]

    assert await store.write(work) == [DeliveryState.SENDING, DeliveryState.PENDING]


@pytest.mark.parametrize(
    ("keep", "dropped", "left"), [(0, 4, []), (1, 3, [4]), (3, 1, [2, 3, 4]), (9, 0, [1, 2, 3, 4])]
)
async def test_all_but_the_newest_are_dropped(
    store: Store, keep: int, dropped: int, left: list[int]
) -> None:
    def work(tx: Transaction) -> tuple[int, list[int], int]:
        owed(tx, 4, a_channel(tx, "a"), a_channel(tx, "b"))
        count = tx.outbox.drop_waiting(1, keep, "nobody wanted it", LATER)
        return count, [row.post for row in tx.outbox.waiting(1)], len(tx.outbox.waiting(2))

    assert await store.write(work) == (dropped, left, 4)


async def test_what_is_dropped_says_why_and_when(store: Store) -> None:
    def work(tx: Transaction) -> Delivery:
        owed(tx, 1, a_channel(tx))
        tx.outbox.drop_waiting(1, 0, "nobody wanted it", LATER)
        return the_only(tx)

    row = await store.write(work)
    assert (row.state, row.reason) == (DeliveryState.DEAD, "nobody wanted it")
    assert (row.settled_at, row.next_attempt_at) == (LATER, None)


@pytest.mark.parametrize("state", [DeliveryState.SENDING, DeliveryState.UNKNOWN])
async def test_what_may_have_arrived_is_not_dropped(store: Store, state: DeliveryState) -> None:
    def work(tx: Transaction) -> tuple[int, list[DeliveryState]]:
        owed(tx, 3, a_channel(tx))
        (claim,) = claimed(tx)
        if state is DeliveryState.UNKNOWN:
            tx.outbox.settle(claim.delivery.id, DOUBT, NOON)
        count = tx.outbox.drop_waiting(1, 1, "nobody wanted it", LATER)
        return count, [row.state for row in tx.outbox.waiting(1)]

    assert await store.write(work) == (1, [state, DeliveryState.PENDING])


async def test_what_was_sent_or_is_being_sent_is_not_sent_now(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        owed(tx, 1, a_channel(tx))
        (claim,) = claimed(tx)
        sending = the_only(tx)
        answers: list[object] = [tx.outbox.send_now(claim.delivery.id, LATER)]
        answers.append(the_only(tx) == sending)
        tx.outbox.settle(claim.delivery.id, SENT, NOON)
        sent = the_only(tx)
        answers += [tx.outbox.send_now(claim.delivery.id, LATER), tx.outbox.send_now(99, LATER)]
        return [*answers, the_only(tx) == sent]

    assert await store.write(work) == [False, True, False, False, True]


@pytest.mark.parametrize("settlement", [DEAD, ASSUMED], ids=["dead", "assumed"])
async def test_what_was_given_up_is_sent_as_if_new(store: Store, settlement: Settlement) -> None:
    def work(tx: Transaction) -> tuple[Delivery, bool, Delivery, Claim]:
        before = settled(tx, settlement)
        answer = tx.outbox.send_now(before.id, LATER)
        return before, answer, the_only(tx), first_claim(tx)

    before, answer, row, claim = await store.write(work)
    assert answer
    assert row.nonce != before.nonce
    assert 1 <= len(row.nonce) <= 25
    assert row == replace(
        before,
        nonce=row.nonce,
        state=DeliveryState.PENDING,
        reason=None,
        settled_at=None,
        first_attempt_at=None,
        next_attempt_at=LATER,
        created_at=LATER,
    )
    assert claim.delivery == replace(row, attempts=2, first_attempt_at=LATER)


async def test_what_waits_for_a_retry_is_sent_now(store: Store) -> None:
    soon = NOON + minutes(1)

    def work(tx: Transaction) -> tuple[Delivery, bool, Delivery]:
        before = settled(tx, RETRY)
        return before, tx.outbox.send_now(before.id, soon), the_only(tx)

    before, answer, row = await store.write(work)
    assert answer
    assert row == replace(before, next_attempt_at=soon, created_at=soon)


async def test_an_open_doubt_is_cleared_up_now_and_not_sent_unlooked(store: Store) -> None:
    soon = NOON + minutes(1)

    def work(tx: Transaction) -> tuple[Delivery, bool, Delivery, Claim]:
        before = settled(tx, DOUBT)
        return before, tx.outbox.send_now(before.id, soon), the_only(tx), first_claim(tx, 1)

    before, answer, row, claim = await store.write(work)
    assert answer
    assert row == replace(before, next_attempt_at=soon, created_at=soon)
    assert claim.delivery.state is DeliveryState.UNKNOWN


async def test_what_is_sent_now_comes_before_what_is_younger(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        owed(tx, 2, a_channel(tx))
        (claim,) = claimed(tx)
        tx.outbox.settle(claim.delivery.id, DEAD, NOON)
        tx.outbox.send_now(claim.delivery.id, NOON)
        posts = []
        while claims := claimed(tx):
            posts.append(claims[0].post.id)
            tx.outbox.settle(claims[0].delivery.id, SENT, NOON)
        return posts

    assert await store.write(work) == [1, 2]


async def test_sending_now_does_not_end_a_pause(store: Store) -> None:
    def work(tx: Transaction) -> tuple[bool, int]:
        row = settled(tx, DEAD)
        tx.destinations.set_status(1, DestinationStatus.PAUSED, None, NOON)
        return tx.outbox.send_now(row.id, NOON), len(claimed(tx))

    assert await store.write(work) == (True, 0)


async def test_a_storys_delivery_is_found_by_destination(store: Store) -> None:
    def work(tx: Transaction) -> list[tuple[int, int] | None]:
        here, there = a_channel(tx, "a"), a_channel(tx, "b")
        first = a_relayed(tx, 1)
        second = a_relayed(tx, 2, feed="oakham", story=first)
        third = a_relayed(tx, 3)
        tx.outbox.owe(second, [here], NOON)
        tx.outbox.owe(third, [here, there], NOON)
        asked = ((first, here), (first, there), (second, here), (third, there), (third, 99))
        found = [tx.outbox.of_story(*one) for one in asked]
        return [None if row is None else (row.post, row.destination) for row in found]

    assert await store.write(work) == [(2, 1), None, None, (3, 2), None]


async def test_the_last_sent_is_the_last_that_arrived(store: Store) -> None:
    def work(tx: Transaction) -> list[int | None]:
        here, other = a_channel(tx, "a"), a_channel(tx, "b")
        owed(tx, 3, here)
        tx.outbox.owe(a_relayed(tx, 9), [other], LATER)
        seen = [_last(tx, here)]
        for minute, settlement in enumerate((DEAD, SENT, SENT)):
            (claim,) = claimed(tx)
            tx.outbox.settle(claim.delivery.id, settlement, NOON + minutes(minute))
            seen.append(_last(tx, here))
        tx.outbox.send_now(1, LATER)
        tx.outbox.settle(first_claim_at(tx, here), SENT, LATER)
        return [*seen, _last(tx, here), _last(tx, other)]

    assert await store.write(work) == [None, None, 2, 3, 1, None]


async def test_of_two_that_arrived_at_once_the_later_row_is_last(store: Store) -> None:
    def work(tx: Transaction) -> int | None:
        owed(tx, 2, a_channel(tx))
        for _ in range(2):
            tx.outbox.settle(claimed(tx)[0].delivery.id, SENT, NOON)
        return _last(tx, 1)

    assert await store.write(work) == 2


def first_claim_at(tx: Transaction, destination: int) -> int:
    claims = tx.outbox.claim(BOTH, LATER, 9)
    return next(claim.delivery.id for claim in claims if claim.destination.id == destination)


def _last(tx: Transaction, destination: int) -> int | None:
    found = tx.outbox.last_sent(destination)
    return None if found is None else found.post
