"""What every store promises about the history of changes and the people in it."""

from dataclasses import replace
from typing import Any

import pytest

from relaybot.errors import StoreError
from relaybot.model.change import Change
from relaybot.model.destination import PlatformName
from relaybot.repositories import Store, Transaction
from tests.builders import NOON, an_address, minutes
from tests.contract.storing import a_channel

DISCORD, TELEGRAM = PlatformName.DISCORD, PlatformName.TELEGRAM
HOSTILE = "\x00 \ud83d \u202e @everyone"


def a_change(destination: int = 1, **changes: Any) -> Change:
    given: dict[str, Any] = {"at": NOON, "actor": "7001", "verb": "settings"}
    return Change(destination=destination, **(given | changes))


async def test_a_change_comes_back_whole(store: Store) -> None:
    before = {"style": "card", "on": True, "count": 3, "until": None}
    after = {"selectors": ["region:CA", HOSTILE], "nested": {"a": [1.5]}}
    change = a_change(before=before, after=after, undone_at=NOON + minutes(1))

    def work(tx: Transaction) -> int:
        a_channel(tx)
        return tx.history.add(change)

    new = await store.write(work)
    found = await store.read(lambda tx: tx.history.of(1, 9))
    assert found == [replace(change, id=new)]


async def test_a_change_says_what_json_can_say(store: Store) -> None:
    def work(tx: Transaction) -> object:
        a_channel(tx)
        tx.history.add(a_change(before={"selectors": ("a", "b")}))
        return tx.history.of(1, 1)[0].before

    assert await store.write(work) == {"selectors": ["a", "b"]}
    with pytest.raises(TypeError):
        await store.write(lambda tx: tx.history.add(a_change(after={"at": NOON})))


async def test_history_is_a_destinations_own_and_newest_first(store: Store) -> None:
    def work(tx: Transaction) -> list[list[str]]:
        here, there = a_channel(tx, "a"), a_channel(tx, "b")
        for number in range(5):
            tx.history.add(a_change(here if number % 2 == 0 else there, verb=str(number)))
        of = tx.history.of
        found = (of(here, 9), of(here, 2), of(there, 9), of(99, 9))
        return [[change.verb for change in changes] for changes in found]

    assert await store.write(work) == [["4", "2", "0"], ["4", "2"], ["3", "1"], []]


async def test_a_change_needs_its_destination(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.write(lambda tx: tx.history.add(a_change(9)))


async def test_an_undone_change_says_when(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        a_channel(tx)
        first, _ = tx.history.add(a_change()), tx.history.add(a_change())
        tx.history.mark_undone(first, NOON + minutes(3))
        tx.history.mark_undone(99, NOON)
        return [change.undone_at for change in tx.history.of(1, 9)]

    assert await store.write(work) == [None, NOON + minutes(3)]


async def test_people_are_forgotten_with_time_and_the_facts_are_kept(store: Store) -> None:
    def work(tx: Transaction) -> list[object]:
        a_channel(tx)
        for actor, minute in (("7001", 0), (None, 0), ("7002", 4), ("7001", 5)):
            tx.history.add(a_change(at=NOON + minutes(minute), actor=actor))
        forget = tx.history.forget_people
        counts = [forget(NOON + minutes(5)), forget(NOON + minutes(5))]
        return [*counts, *(change.actor for change in tx.history.of(1, 9))]

    assert await store.write(work) == [2, 0, "7001", None, None, None]


async def test_a_person_is_forgotten_on_one_platform(store: Store) -> None:
    chosen = an_address("-5", "telegram")

    def work(tx: Transaction) -> list[object]:
        places = {DISCORD: a_channel(tx), TELEGRAM: a_channel(tx, "-5", "telegram")}
        for place in places.values():
            for actor in ("7001", "7002", None):
                tx.history.add(a_change(place, actor=actor))
        for platform, person in ((TELEGRAM, "7001"), (TELEGRAM, "7002"), (DISCORD, "7001")):
            tx.destinations.choose(platform, person, chosen)
        counts = [tx.history.forget(TELEGRAM, "7001"), tx.history.forget(TELEGRAM, "7001")]
        return [
            *counts,
            [change.actor for change in tx.history.of(places[TELEGRAM], 9)],
            [change.actor for change in tx.history.of(places[DISCORD], 9)],
            tx.destinations.chosen_by(TELEGRAM, "7001"),
            tx.destinations.chosen_by(TELEGRAM, "7002"),
            tx.destinations.chosen_by(DISCORD, "7001"),
        ]

    assert await store.write(work) == [
        1,
        0,
        [None, "7002", None],
        [None, "7002", "7001"],
        None,
        chosen,
        chosen,
    ]


async def test_forgetting_needs_no_change(store: Store) -> None:
    def work(tx: Transaction) -> tuple[int, object]:
        tx.destinations.choose(TELEGRAM, "7001", an_address("-5", "telegram"))
        return tx.history.forget(TELEGRAM, "7001"), tx.destinations.chosen_by(TELEGRAM, "7001")

    assert await store.write(work) == (0, None)


async def test_history_moves_with_its_destination(store: Store) -> None:
    def work(tx: Transaction) -> list[str]:
        old, new = a_channel(tx, "-5", "telegram"), a_channel(tx, "-1005", "telegram")
        for number, place in enumerate((old, new, old)):
            tx.history.add(a_change(place, verb=str(number)))
        tx.destinations.move(old, "-1005")
        assert tx.history.of(old, 9) == []
        return [change.verb for change in tx.history.of(new, 9)]

    assert await store.write(work) == ["2", "1", "0"]
