"""What every store promises about linked destinations, one-time codes and chosen channels."""

import asyncio
from collections.abc import Callable

import pytest

from relaybot.errors import StoreError
from relaybot.model.destination import PlatformName
from relaybot.repositories import Store, Transaction
from relaybot.storage.store import SqlStore
from tests.builders import NOON, an_address, minutes
from tests.contract.storing import a_channel

DISCORD, TELEGRAM = PlatformName.DISCORD, PlatformName.TELEGRAM
LATER = NOON + minutes(10)
CHOSEN = an_address("-100200", "telegram", "42")

# What happens to five destinations, and the groups that are left.
GROUPS: dict[str, tuple[list[tuple[int, ...]], list[int | None]]] = {
    "two": ([(3, 2)], [None, 2, 2, None, None]),
    "twice": ([(2, 3), (3, 2)], [None, 2, 2, None, None]),
    "with itself": ([(2, 2)], [None] * 5),
    "a third joins": ([(2, 3), (3, 1)], [1, 1, 1, None, None]),
    "two groups become one": ([(1, 2), (3, 4), (4, 2)], [1, 1, 1, 1, None]),
    "one of two leaves": ([(1, 2), (1,)], [None] * 5),
    "the smallest of three leaves": ([(1, 2), (2, 3), (1,)], [None, 2, 2, None, None]),
    "another of three leaves": ([(1, 2), (2, 3), (2,)], [1, None, 1, None, None]),
    "nobody leaves nothing": ([(1, 2), (5,)], [1, 1, None, None, None]),
}


@pytest.mark.parametrize("case", GROUPS)
async def test_a_group_goes_by_its_smallest_member(store: Store, case: str) -> None:
    steps, expected = GROUPS[case]

    def work(tx: Transaction) -> None:
        for chat in "edcba":
            a_channel(tx, chat)
        for step in steps:
            if len(step) == 2:
                tx.destinations.link(*step)
            else:
                tx.destinations.unlink(*step)

    def groups(tx: Transaction) -> list[int | None]:
        found = (tx.destinations.get(number) for number in range(1, 6))
        return [one.group for one in found if one is not None]

    await store.write(work)
    assert await store.read(groups) == expected


async def test_linked_gives_the_others(store: Store) -> None:
    def work(tx: Transaction) -> list[list[int]]:
        for chat in "abcd":
            a_channel(tx, chat)
        tx.destinations.link(3, 1)
        tx.destinations.link(3, 2)
        return [[one.id for one in tx.destinations.linked(number)] for number in (1, 2, 4, 99)]

    assert await store.write(work) == [[2, 3], [1, 3], [], []]


async def test_only_what_is_stored_is_linked(store: Store) -> None:
    attempts: list[Callable[[Transaction], object]] = [
        lambda tx: tx.destinations.link(a_channel(tx), 9),
        lambda tx: tx.destinations.link(9, a_channel(tx)),
        lambda tx: tx.destinations.unlink(9),
        lambda tx: tx.destinations.offer_code("K7QX", 9, LATER),
    ]
    for work in attempts:
        with pytest.raises(StoreError):
            await store.write(work)


# The groups of six destinations, which moves to the address of which, and with whom that leaves it.
MOVES: dict[str, tuple[list[tuple[int, int]], int, int, list[int]]] = {
    "linked with each other": ([(1, 2)], 1, 2, []),
    "two of three": ([(1, 2), (2, 3)], 1, 2, [3]),
    "a linked one to a lone one": ([(1, 3)], 1, 4, [3]),
    "a lone one to a linked one": ([(1, 3)], 4, 1, [3]),
    "from one group to another": ([(1, 3), (5, 6)], 1, 5, [3, 6]),
    "two lone ones": ([(5, 6)], 1, 2, []),
}


@pytest.mark.parametrize("case", MOVES)
async def test_a_move_keeps_links(store: Store, case: str) -> None:
    pairs, source, target, expected = MOVES[case]

    def work(tx: Transaction) -> tuple[list[int], set[int | None]]:
        for chat in "abcdef":
            a_channel(tx, chat, "telegram")
        for pair in pairs:
            tx.destinations.link(*pair)
        assert tx.destinations.move(source, "abcdef"[target - 1]) == target
        others = tx.destinations.linked(target)
        here = tx.destinations.get(target)
        assert here is not None
        return [one.id for one in others], {here.group, *(one.group for one in others)}

    others, groups = await store.write(work)
    assert others == expected
    assert groups == {min([target, *expected]) if expected else None}


async def test_a_code_works_once(store: Store) -> None:
    def work(tx: Transaction) -> list[int | None]:
        here, there = a_channel(tx, "a"), a_channel(tx, "b")
        tx.destinations.offer_code("K7QX", here, LATER)
        tx.destinations.offer_code("M2RT", there, LATER)
        take = tx.destinations.take_code
        wrong = [take(code, NOON) for code in ("k7qx", "K7QX ", "K7Q", "", "%", "x" * 10_000)]
        return [*wrong, take("K7QX", NOON), take("K7QX", NOON), take("M2RT", NOON)]

    assert await store.write(work) == [*[None] * 6, 1, None, 2]


async def test_a_code_expires(store: Store) -> None:
    def work(tx: Transaction) -> list[int | None]:
        here, take = a_channel(tx), tx.destinations.take_code
        for code, minute in (("FIVE", 5), ("TEN", 10), ("TWENTY", 20)):
            tx.destinations.offer_code(code, here, NOON + minutes(minute))
        found = [take("FIVE", NOON + minutes(5)), take("TEN", LATER), take("TWENTY", LATER)]
        tx.destinations.offer_code("TEN", here, NOON + minutes(30))  # forgotten, so free again
        return [*found, take("TEN", NOON + minutes(29))]

    assert await store.write(work) == [None, None, 1, 1]


async def test_a_code_is_offered_once(store: Store) -> None:
    def work(tx: Transaction) -> None:
        tx.destinations.offer_code("K7QX", a_channel(tx, "a"), LATER)
        tx.destinations.offer_code("K7QX", a_channel(tx, "b"), LATER)

    with pytest.raises(StoreError):
        await store.write(work)


async def test_a_code_survives_a_move(store: Store) -> None:
    def work(tx: Transaction) -> int | None:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        tx.destinations.offer_code("K7QX", old, LATER)
        assert tx.destinations.move(old, "-1005") == new
        return tx.destinations.take_code("K7QX", NOON)

    assert await store.write(work) == 2


async def test_a_person_chooses_one_channel_on_each_platform(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        choose, chosen_by = tx.destinations.choose, tx.destinations.chosen_by
        seen: list[object] = [chosen_by(TELEGRAM, "7")]
        choose(TELEGRAM, "7", an_address("1", "telegram"))
        choose(TELEGRAM, "7", CHOSEN)
        choose(DISCORD, "7", an_address("4001"))
        seen += [chosen_by(TELEGRAM, "7"), chosen_by(DISCORD, "7"), chosen_by(TELEGRAM, "8")]
        choose(TELEGRAM, "7", None)
        choose(TELEGRAM, "8", None)
        return [*seen, chosen_by(TELEGRAM, "7"), chosen_by(DISCORD, "7")]

    discord = an_address("4001")
    assert await store.write(work) == [None, CHOSEN, discord, None, None, discord]


async def test_what_was_chosen_moves_with_the_chat(store: Store) -> None:
    def work(tx: Transaction) -> list[str]:
        chosen = {"7": "-5", "8": "-6", "9": "-5"}
        for person, chat in chosen.items():
            topic = "42" if person == "9" else None
            tx.destinations.choose(TELEGRAM, person, an_address(chat, "telegram", topic))
        tx.destinations.choose(DISCORD, "7", an_address("-5"))
        tx.destinations.move(a_channel(tx, "-5", "telegram"), "-1005")
        found = [tx.destinations.chosen_by(TELEGRAM, person) for person in chosen]
        return [str(one) for one in (*found, tx.destinations.chosen_by(DISCORD, "7"))]

    assert await store.write(work) == [
        "telegram -1005",
        "telegram -6",
        "telegram -1005/42",
        "discord -5",
    ]


async def test_two_processes_take_a_code_once(two_stores: tuple[SqlStore, SqlStore]) -> None:
    bot, command = two_stores
    await bot.write(lambda tx: tx.destinations.offer_code("K7QX", a_channel(tx), LATER))
    taken = await asyncio.gather(
        *(
            store.write(lambda tx: tx.destinations.take_code("K7QX", NOON))
            for store in (bot, command) * 3
        )
    )
    assert sorted(taken, key=str) == [1, *[None] * 5]
