"""What every store promises about destinations and what they follow."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from relaybot.errors import StoreError
from relaybot.model.delivery import DeliveryState, Settlement
from relaybot.model.destination import (
    Destination,
    DestinationStatus,
    PlatformName,
    Preferences,
    Style,
    UnknownPolicy,
)
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Store, Transaction
from tests.builders import NOON, an_address, minutes
from tests.contract.storing import BOTH, SENT, a_channel, a_relayed, claimed

LATER = NOON + minutes(90)
CHOSEN = Preferences(style=Style.COMPACT, images=False, language="es", mention_role="9001")
ODD_NAME = "news \x00 \ud83d \u202e"
CA = Selector(Scope.REGION, "CA")
OR = Selector(Scope.REGION, "OR")
ALL = Selector(Scope.EVERYTHING)


async def test_a_destination_is_found_again(store: Store) -> None:
    topic = an_address("-100200", "telegram", "42")
    new = await store.write(lambda tx: tx.destinations.add(topic, NOON))
    assert new == Destination(id=new.id, address=topic, created_at=NOON)
    assert await store.read(lambda tx: tx.destinations.get(new.id)) == new
    assert await store.read(lambda tx: tx.destinations.find(topic)) == new


async def test_an_address_is_its_platform_chat_and_topic(store: Store) -> None:
    await store.write(lambda tx: a_channel(tx, "7", "telegram", "42"))
    near = [an_address("7", "telegram"), an_address("7", "telegram", "43")]
    near += [an_address("7", "discord", "42"), an_address("8", "telegram", "42")]
    found = await store.read(lambda tx: [tx.destinations.find(address) for address in near])
    assert found == [None] * 4
    assert await store.read(lambda tx: tx.destinations.get(99)) is None


async def test_all_are_given_by_address(store: Store) -> None:
    addresses = [
        an_address("20", "discord"),
        an_address("3", "discord"),
        an_address("3", "telegram"),
        an_address("3", "telegram", "1"),
        an_address("@Zebra", "telegram"),
        an_address("@apple", "telegram"),
    ]

    def work(tx: Transaction) -> None:
        for address in reversed(addresses):
            tx.destinations.add(address, NOON)

    await store.write(work)
    found = await store.read(lambda tx: tx.destinations.all())
    assert [one.address for one in found] == addresses


async def test_options_change_one_by_one(store: Store) -> None:
    def work(tx: Transaction) -> list[tuple[bool, UnknownPolicy]]:
        here, change = a_channel(tx), tx.destinations.set_options
        seen = []
        for options in ({}, {"silent": True}, {"on_unknown": UnknownPolicy.RESEND}):
            change(here, **options)
            now = tx.destinations.get(here)
            assert now is not None
            seen.append((now.silent, now.on_unknown))
        return seen

    assert await store.write(work) == [
        (False, UnknownPolicy.ASSUME_DELIVERED),
        (True, UnknownPolicy.ASSUME_DELIVERED),
        (True, UnknownPolicy.RESEND),
    ]


async def test_a_status_says_why_and_since_when(store: Store) -> None:
    def work(tx: Transaction) -> Destination | None:
        here = a_channel(tx)
        gone = DestinationStatus.GONE
        tx.destinations.set_status(here, gone, "the channel was deleted", NOON + minutes(1))
        return tx.destinations.get(here)

    found = await store.write(work)
    assert found is not None
    assert found.status is DestinationStatus.GONE
    assert found.status_reason == "the channel was deleted"
    assert found.status_since == NOON + minutes(1)


async def test_what_was_chosen_is_given_with_a_destination(store: Store) -> None:
    def work(tx: Transaction) -> None:
        here, other = a_channel(tx), a_channel(tx, "4002")
        tx.destinations.set_preferences(here, Preferences(images=False))
        tx.destinations.set_preferences(here, CHOSEN)
        tx.destinations.set_name(here, ODD_NAME)
        tx.destinations.set_paused_until(here, LATER)
        tx.outbox.owe(a_relayed(tx), [here, other], NOON)

    await store.write(work)
    here, other = await store.read(lambda tx: tx.destinations.all())
    assert (here.preferences, here.name, here.paused_until) == (CHOSEN, ODD_NAME, LATER)
    assert (other.preferences, other.name, other.paused_until) == (Preferences(), "", None)
    assert await store.read(lambda tx: tx.destinations.find(an_address())) == here
    assert await store.read(lambda tx: tx.destinations.get(1)) == here
    assert [claim.destination for claim in await store.write(claimed)] == [here, other]


async def test_a_pause_ends_when_its_time_has_come(store: Store) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        waits = (LATER, NOON, None, NOON - minutes(1), NOON, NOON)
        for until in waits:
            here = a_channel(tx, f"c{until}{len(tx.destinations.all())}")
            tx.destinations.set_status(here, DestinationStatus.PAUSED, None, NOON)
            tx.destinations.set_paused_until(here, until)
        tx.destinations.set_status(5, DestinationStatus.ACTIVE, None, NOON)
        tx.destinations.set_status(6, DestinationStatus.PAUSED, "still", NOON)
        due = tx.destinations.due_to_resume
        moments = (NOON - minutes(2), NOON, LATER)
        return [[one.id for one in due(moment)] for moment in moments]

    assert await store.write(work) == [[], [4, 2, 6], [4, 2, 6, 1]]


@pytest.mark.parametrize("status", DestinationStatus)
async def test_only_a_pause_knows_when_it_ends(store: Store, status: DestinationStatus) -> None:
    def work(tx: Transaction) -> Destination | None:
        here = a_channel(tx)
        tx.destinations.set_status(here, DestinationStatus.PAUSED, None, NOON)
        tx.destinations.set_paused_until(here, LATER)
        tx.destinations.set_status(here, status, None, NOON)
        return tx.destinations.get(here)

    found = await store.write(work)
    assert found is not None
    assert found.paused_until == (LATER if status is DestinationStatus.PAUSED else None)


async def test_a_destination_that_is_not_there_cannot_change(store: Store) -> None:
    paused = DestinationStatus.PAUSED
    attempts: list[Callable[[Transaction], object]] = [
        lambda tx: tx.destinations.set_status(5, paused, None, NOON),
        lambda tx: tx.destinations.set_options(5, silent=True),
        lambda tx: tx.destinations.set_preferences(5, CHOSEN),
        lambda tx: tx.destinations.set_name(5, "news"),
        lambda tx: tx.destinations.set_paused_until(5, NOON),
        lambda tx: tx.destinations.move(5, "8"),
        lambda tx: tx.subscriptions.add(5, CA, NOON),
    ]
    for work in attempts:
        with pytest.raises(StoreError):
            await store.write(work)


async def test_follows_are_made_once_and_ended_once(store: Store) -> None:
    def work(tx: Transaction) -> list[bool]:
        here, follows = a_channel(tx), tx.subscriptions
        return [
            follows.add(here, CA, NOON),
            follows.add(here, CA, NOON),
            follows.remove(here, CA),
            follows.remove(here, CA),
        ]

    assert await store.write(work) == [True, False, True, False]


async def test_follows_are_listed_by_age(store: Store) -> None:
    def work(tx: Transaction) -> None:
        first, second = a_channel(tx, "1"), a_channel(tx, "2")
        for selector in (OR, ALL):
            tx.subscriptions.add(second, selector, NOON)
        tx.subscriptions.add(first, CA, NOON + minutes(1))
        tx.subscriptions.add(second, CA, NOON)

    await store.write(work)
    of_second = await store.read(lambda tx: tx.subscriptions.of(2))
    assert [one.selector for one in of_second] == [OR, ALL, CA]
    everyone = await store.read(lambda tx: tx.subscriptions.all())
    assert [(one.destination, one.selector) for one in everyone] == [
        (1, CA),
        (2, OR),
        (2, ALL),
        (2, CA),
    ]
    assert everyone[0].created_at == NOON + minutes(1)


async def test_followers_come_once_and_ascending(store: Store) -> None:
    def work(tx: Transaction) -> list[Sequence[int]]:
        for chat in "cab":
            here = a_channel(tx, chat)
            tx.subscriptions.add(here, CA, NOON)
            tx.subscriptions.add(here, OR, NOON)
        tx.subscriptions.remove(2, OR)
        find = tx.subscriptions.followers
        many = [Selector(Scope.CHAPTER, f"chapter-{n}") for n in range(1_100)]
        region_feed = [Selector(Scope.FEED, "CA")]
        return [
            find([CA, OR]),
            find([OR]),
            find([ALL]),
            find([]),
            find([*many, OR]),
            find(region_feed),
        ]

    assert await store.write(work) == [[1, 2, 3], [1, 3], [], [], [1, 3], []]


async def test_a_move_takes_every_topic_of_the_chat(store: Store) -> None:
    def work(tx: Transaction) -> list[str]:
        general = a_channel(tx, "-5", "telegram")
        a_channel(tx, "-5", "telegram", "9")
        a_channel(tx, "-5", "discord")
        assert tx.destinations.move(general, "-1005") == general
        return [str(one.address) for one in tx.destinations.all()]

    assert await store.write(work) == ["discord -5", "telegram -1005", "telegram -1005/9"]


async def test_a_move_to_where_it_is_changes_nothing(store: Store) -> None:
    def work(tx: Transaction) -> int:
        return tx.destinations.move(a_channel(tx), "4001")

    assert await store.write(work) == 1


async def test_a_move_to_a_destination_joins_their_follows(store: Store) -> None:
    def work(tx: Transaction) -> list[Selector]:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        for here, selector in ((old, CA), (old, ALL), (new, CA), (new, OR)):
            tx.subscriptions.add(here, selector, NOON)
        assert tx.destinations.move(old, "-1005") == new
        assert tx.destinations.get(old) is None
        assert [one.destination for one in tx.subscriptions.all()] == [new] * 3
        return sorted(one.selector for one in tx.subscriptions.of(new))

    assert await store.write(work) == sorted([CA, ALL, OR])


KEPT = {
    "owed at both": (None, None, [DeliveryState.PENDING]),
    "sent from the old one": (SENT, None, [DeliveryState.SENT]),
    "sent from the new one": (None, SENT, [DeliveryState.SENT]),
    "given up at the new one": (
        None,
        Settlement(state=DeliveryState.DEAD, reason="no"),
        [DeliveryState.PENDING],
    ),
}


@pytest.mark.parametrize("case", KEPT)
async def test_a_move_to_a_destination_keeps_a_story_once(store: Store, case: str) -> None:
    old_ended, new_ended, kept = KEPT[case]

    def work(tx: Transaction) -> list[DeliveryState]:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        tx.outbox.owe(a_relayed(tx), [old, new], NOON)
        for here, settlement in ((old, old_ended), (new, new_ended)):
            _settle(tx, here, settlement)
        tx.destinations.move(old, "-1005")
        return [state for state, count in tx.outbox.counts().items() for _ in range(count)]

    assert await store.write(work) == kept


async def test_a_move_loses_nothing_that_is_owed(store: Store) -> None:
    def work(tx: Transaction) -> list[int]:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        posts = [a_relayed(tx, number) for number in (1, 2, 3)]
        tx.outbox.owe(posts[0], [old], NOON)
        tx.outbox.owe(posts[1], [old, new], NOON)
        tx.outbox.owe(posts[2], [new], NOON)
        tx.destinations.move(old, "-1005")
        sent = []
        while claims := claimed(tx):
            assert [claim.destination.id for claim in claims] == [new]
            sent.append(claims[0].post.id)
            tx.outbox.settle(claims[0].delivery.id, SENT, NOON)
        return [post - posts[0] for post in sent]

    assert await store.write(work) == [0, 1, 2]


async def test_a_move_while_sending_keeps_one_in_flight(store: Store) -> None:
    def work(tx: Transaction) -> tuple[int, int]:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        tx.outbox.owe(a_relayed(tx, 1), [new], NOON)
        tx.outbox.owe(a_relayed(tx, 2), [old], NOON)
        sending = tx.outbox.claim([PlatformName.TELEGRAM], NOON, 5)
        moved = next(claim.delivery for claim in sending if claim.destination.id == old)
        tx.destinations.move(old, "-1005")
        again = Settlement(state=DeliveryState.PENDING, next_attempt_at=NOON)
        tx.outbox.settle(moved.id, again, NOON)
        return len(claimed(tx)), tx.outbox.counts()[DeliveryState.PENDING]

    assert await store.write(work) == (0, 1)


async def test_a_move_wakes_a_destination_that_was_gone(store: Store) -> None:
    def work(tx: Transaction) -> DestinationStatus | None:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        tx.destinations.set_status(new, DestinationStatus.GONE, "the bot was removed", NOON)
        found = tx.destinations.get(tx.destinations.move(old, "-1005"))
        return found.status if found else None

    assert await store.write(work) is DestinationStatus.ACTIVE


async def test_a_move_takes_over_a_pause_when_the_new_one_was_gone(store: Store) -> None:
    def work(tx: Transaction) -> Destination | None:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        tx.destinations.set_status(new, DestinationStatus.GONE, "the bot was removed", NOON)
        tx.destinations.set_status(old, DestinationStatus.PAUSED, "holidays", NOON)
        tx.destinations.set_paused_until(old, LATER)
        return tx.destinations.get(tx.destinations.move(old, "-1005"))

    found = await store.write(work)
    assert found is not None
    assert found.status is DestinationStatus.PAUSED
    assert (found.status_reason, found.paused_until) == ("holidays", LATER)


async def test_a_move_keeps_what_was_chosen_at_either(store: Store) -> None:
    def work(tx: Transaction) -> Destination | None:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        tx.destinations.set_preferences(old, CHOSEN)
        tx.destinations.set_preferences(new, Preferences(style=Style.FULL))
        tx.destinations.set_name(old, "News")
        tx.destinations.set_options(old, silent=True, on_unknown=UnknownPolicy.RESEND)
        return tx.destinations.get(tx.destinations.move(old, "-1005"))

    found = await store.write(work)
    assert found is not None
    assert found.preferences == replace(CHOSEN, style=Style.FULL)
    assert (found.name, found.silent) == ("News", True)
    assert found.on_unknown is UnknownPolicy.RESEND


async def test_a_move_to_a_free_address_keeps_everything(store: Store) -> None:
    def work(tx: Transaction) -> tuple[Destination | None, Destination | None]:
        here = a_channel(tx, "-5", "telegram")
        tx.destinations.set_preferences(here, CHOSEN)
        tx.destinations.set_name(here, "News")
        tx.destinations.link(here, a_channel(tx))
        before = tx.destinations.get(here)
        return before, tx.destinations.get(tx.destinations.move(here, "-1005"))

    before, after = await store.write(work)
    assert before is not None
    assert after == replace(before, address=an_address("-1005", "telegram"))


def _settle(tx: Transaction, destination: int, settlement: Settlement | None) -> None:
    """End what this destination was sent; leave the others as they were."""
    if settlement is None:
        return
    for claim in tx.outbox.claim(BOTH, NOON, 9):
        mine = claim.destination.id == destination
        pending = Settlement(state=DeliveryState.PENDING, next_attempt_at=NOON)
        tx.outbox.settle(claim.delivery.id, settlement if mine else pending, NOON)
