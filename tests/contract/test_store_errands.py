"""What every store promises about errands: things to do with messages that were sent."""

from datetime import datetime

from relaybot.model.delivery import DeliveryState, Settlement
from relaybot.model.destination import DestinationStatus, PlatformName
from relaybot.model.errand import Errand, ErrandKind
from relaybot.model.post import PostState
from relaybot.repositories import Store, Transaction
from tests.builders import NOON, a_post, minutes
from tests.contract.storing import BOTH, SENT, a_channel, a_relayed, claimed, owed

AMEND, PUBLISH = ErrandKind.AMEND, ErrandKind.PUBLISH
UNTIL = NOON + minutes(5)


def sent_to(tx: Transaction, *destinations: int) -> int:
    """Send one post to these destinations; return its id."""
    [post] = owed(tx, 1, *destinations)
    for claim in claimed(tx):
        tx.outbox.settle(claim.delivery.id, SENT, NOON)
    return post


def taken(tx: Transaction, now: datetime = NOON, limit: int = 10) -> list[Errand]:
    return list(tx.errands.claim(BOTH, now, UNTIL, limit))


async def test_messages_that_were_sent_are_amended(store: Store) -> None:
    def work(tx: Transaction) -> list[tuple[ErrandKind, int, int, int]]:
        post = sent_to(tx, a_channel(tx, "1"), a_channel(tx, "2"))
        assert tx.errands.amend_post(post, NOON, NOON) == 2
        return [(e.kind, e.claim.destination.id, e.claim.post.id, e.attempts) for e in taken(tx)]

    assert await store.write(work) == [(AMEND, 1, 1, 1), (AMEND, 2, 1, 1)]


async def test_what_waits_needs_no_edit(store: Store) -> None:
    def work(tx: Transaction) -> int:
        [post] = owed(tx, 1, a_channel(tx))
        return tx.errands.amend_post(post, NOON, NOON)

    assert await store.write(work) == 0


async def test_what_is_just_being_sent_is_amended_once_it_was_sent(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        [post] = owed(tx, 1, a_channel(tx))
        [claim] = claimed(tx)
        tx.errands.amend_post(post, NOON, NOON)
        assert tx.errands.next_due(BOTH) is None
        assert taken(tx) == []
        tx.outbox.settle(claim.delivery.id, SENT, NOON)
        return [errand.claim.delivery.id for errand in taken(tx)]

    assert await store.write(work) == [1]


async def test_edits_before_their_time_are_one(store: Store) -> None:
    def work(tx: Transaction) -> list[tuple[int, datetime]]:
        post = sent_to(tx, a_channel(tx))
        tx.errands.amend_post(post, NOON + minutes(2), NOON)
        tx.errands.amend_post(post, NOON + minutes(3), NOON + minutes(1))
        assert taken(tx, NOON + minutes(1)) == []
        assert tx.errands.next_due(BOTH) == NOON + minutes(2)
        return [(e.wanted, e.wanted_since) for e in taken(tx, NOON + minutes(2))]

    assert await store.write(work) == [(2, NOON)]


async def test_done_is_forgotten_and_leaves_its_receipt(store: Store) -> None:
    def work(tx: Transaction) -> object:
        post = sent_to(tx, a_channel(tx))
        tx.errands.amend_post(post, NOON, NOON)
        assert tx.errands.counts() == {AMEND: 1, PUBLISH: 0, ErrandKind.DISCUSS: 0}
        [errand] = taken(tx)
        tx.errands.done(errand, "receipt", NOON)
        [sent] = tx.outbox.in_state(DeliveryState.SENT, 5)
        return sent.receipt, tx.errands.next_due(BOTH)

    assert await store.write(work) == ("receipt", None)


async def test_what_is_asked_for_meanwhile_is_done_again(store: Store) -> None:
    def work(tx: Transaction) -> object:
        post = sent_to(tx, a_channel(tx))
        tx.errands.amend_post(post, NOON, NOON)
        [errand] = taken(tx)
        tx.errands.amend_post(post, NOON, NOON)
        tx.errands.done(errand, None, NOON + minutes(2))
        return [(e.wanted, e.attempts) for e in taken(tx, NOON + minutes(2))]

    assert await store.write(work) == [(2, 1)]


async def test_an_errand_under_way_is_put_off(store: Store) -> None:
    def work(tx: Transaction) -> object:
        post = sent_to(tx, a_channel(tx))
        tx.errands.amend_post(post, NOON, NOON)
        taken(tx)
        return taken(tx), [errand.attempts for errand in taken(tx, UNTIL)]

    assert await store.write(work) == ([], [2])


async def test_what_an_earlier_process_was_busy_with_is_due_now(store: Store) -> None:
    def work(tx: Transaction) -> object:
        one, other = a_channel(tx, "1"), a_channel(tx, "2")
        post = sent_to(tx, one, other)
        tx.errands.amend_post(post, NOON, NOON)
        taken(tx, limit=1)
        [untried] = tx.outbox.in_state(DeliveryState.SENT, 1)
        tx.errands.want(untried.id, PUBLISH, NOON + minutes(9))
        return tx.errands.resume(NOON + minutes(1)), len(taken(tx, NOON + minutes(1)))

    assert await store.write(work) == (1, 2)


async def test_later_and_dropped(store: Store) -> None:
    def work(tx: Transaction) -> object:
        post = sent_to(tx, a_channel(tx))
        tx.errands.amend_post(post, NOON, NOON)
        [errand] = taken(tx)
        tx.errands.later(errand, NOON + minutes(9), "not yet")
        due = tx.errands.next_due(BOTH)
        tx.errands.drop(errand)
        return due, tx.errands.next_due(BOTH)

    assert await store.write(work) == (NOON + minutes(9), None)


async def test_of_what_is_to_be_published_the_oldest_comes_first(store: Store) -> None:
    def work(tx: Transaction) -> object:
        place, other = a_channel(tx, "1"), a_channel(tx, "2")
        owed(tx, 2, place, other)
        for _ in range(2):
            for claim in claimed(tx):
                tx.outbox.settle(claim.delivery.id, SENT, NOON)
                tx.errands.want(claim.delivery.id, PUBLISH, NOON)
        first = taken(tx)
        tx.errands.later(first[0], NOON + minutes(60), "ten an hour")
        tx.errands.done(first[1], None, NOON)
        return [
            [(e.claim.destination.id, e.claim.post.id) for e in some]
            for some in (
                first,
                taken(tx, NOON + minutes(6)),
            )
        ]

    assert await store.write(work) == [[(1, 1), (2, 1)], [(2, 2)]]


async def test_only_active_destinations_of_the_platforms_asked_for(store: Store) -> None:
    def work(tx: Transaction) -> object:
        paused, telegram = a_channel(tx, "1"), a_channel(tx, "-100", "telegram")
        post = sent_to(tx, paused, telegram)
        tx.destinations.set_status(paused, DestinationStatus.PAUSED, None, NOON)
        tx.errands.amend_post(post, NOON, NOON)
        return taken(tx)[0].claim.destination.id, tx.errands.next_due([PlatformName.DISCORD])

    assert await store.write(work) == (2, None)


async def test_a_story_is_amended_where_it_is_asked_for(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        one, other = a_channel(tx, "1"), a_channel(tx, "2")
        post = sent_to(tx, one, other)
        tx.errands.amend_story(post, [other], NOON, NOON)
        return [errand.claim.destination.id for errand in taken(tx)]

    assert await store.write(work) == [2]


async def test_two_chats_that_become_one_keep_what_is_wanted(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        old, new = a_channel(tx, "-1", "telegram"), a_channel(tx, "-2", "telegram")
        post = sent_to(tx, old, new)
        tx.errands.amend_post(post, NOON, NOON)
        tx.destinations.move(old, "-2")
        return [errand.claim.destination.id for errand in taken(tx)]

    assert await store.write(work) == [2]


async def test_tellers_of_a_story(store: Store) -> None:
    def work(tx: Transaction) -> object:
        first = a_relayed(tx, 1)
        a_relayed(tx, 2, first, feed="millbrook")
        a_relayed(tx, 3, first, feed="elmford")
        taken_back = a_relayed(tx, 4, first, feed="oakdale")
        tx.posts.set_withdrawn([taken_back], NOON)
        tx.posts.add(a_post(5, feed="harbor"), PostState.HELD, NOON, first)
        alone = a_relayed(tx, 6)
        return tx.posts.tellers([first, alone])

    assert await store.write(work) == {1: ["elmford", "millbrook"], 6: ["elmford"]}


async def test_posts_that_are_missing_and_taken_back(store: Store) -> None:
    def work(tx: Transaction) -> object:
        old = tx.posts.add(a_post(1), PostState.RELAYED, NOON - minutes(3000), None)
        tx.posts.add(a_post(2), PostState.ABSORBED, NOON, None)
        new = a_relayed(tx, 3)
        a_relayed(tx, 4, feed="millbrook")
        tx.posts.set_missing([new], NOON)
        tx.posts.set_withdrawn([new], NOON + minutes(10))
        recent = tx.posts.recent("elmford", NOON - minutes(1440))
        missed = tx.posts.missed("elmford")
        stored = tx.posts.get(new)
        tx.posts.set_missing([new, old], None)
        tx.posts.set_withdrawn([new], None)
        return (
            [(one.id, one.missing_since, one.withdrawn_at) for one in recent],
            [one.id for one in missed],
            stored.withdrawn_at if stored else None,
            tx.posts.missed("elmford"),
        )

    assert await store.write(work) == (
        [(3, NOON, NOON + minutes(10))],
        [3],
        NOON + minutes(10),
        [],
    )


async def test_what_died_for_a_reason_waits_again(store: Store) -> None:
    def work(tx: Transaction) -> object:
        [post] = owed(tx, 1, a_channel(tx, "1"), a_channel(tx, "2"))
        for claim, reason in zip(claimed(tx), ("taken back", "refused"), strict=True):
            dead = Settlement(state=DeliveryState.DEAD, reason=reason)
            tx.outbox.settle(claim.delivery.id, dead, NOON)
        assert (tx.outbox.died_of("taken back"), tx.outbox.died_of("burnt")) == (1, 0)
        return tx.outbox.reopen(post, "taken back", NOON), [
            claim.destination.id for claim in claimed(tx)
        ]

    assert await store.write(work) == (1, [1])


async def test_what_is_owed_may_wait_before_it_is_due(store: Store) -> None:
    def work(tx: Transaction) -> object:
        post = a_relayed(tx)
        tx.outbox.owe(post, [a_channel(tx)], NOON, NOON + minutes(2))
        return claimed(tx), tx.outbox.next_due(BOTH)

    assert await store.write(work) == ([], NOON + minutes(2))


async def test_what_was_taken_back_is_not_among_the_newest(store: Store) -> None:
    def work(tx: Transaction) -> object:
        a_relayed(tx, 1)
        gone = a_relayed(tx, 2)
        tx.posts.set_withdrawn([gone], NOON)
        return [stored.id for stored in tx.posts.newest(["elmford"], 5)]

    assert await store.write(work) == [1]
