"""What runs by itself: pauses that end, people who are forgotten, warnings before a post fails."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from relaybot.commands.caretaker import Caretaker
from relaybot.errors import PlatformError, StoreError
from relaybot.model.change import Change
from relaybot.model.destination import Address, DestinationStatus, PlatformName
from relaybot.model.examination import Examination, MissingRight
from relaybot.model.outcome import Blocked, Refused
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from tests.builders import NOON, an_address
from tests.fakes.clock import FakeClock
from tests.fakes.places import FakePlaces
from tests.fakes.store import FakeStore
from tests.flow.asking import LANGUAGES, Front, text

T = TypeVar("T")
HERE, THERE = an_address("4001"), an_address("4002")
SENDING = MissingRight("Send Messages", "every post", essential=True)
CARDS = MissingRight("Embed Links", "posts with cards", essential=False)


@dataclass
class House:
    """A caretaker with fakes at its edges."""

    store: FakeStore = field(default_factory=FakeStore)
    clock: FakeClock = field(default_factory=FakeClock)
    discord: FakePlaces = field(default_factory=FakePlaces)
    woken: int = 0

    def __post_init__(self) -> None:
        self.caretaker = Caretaker(
            store=self.store,
            places={PlatformName.DISCORD: self.discord},
            languages=LANGUAGES,
            clock=self.clock,
            wake=self._wake,
        )

    def _wake(self) -> None:
        self.woken += 1

    async def place(self, address: Address = HERE, until: datetime | None = None) -> int:
        """A place that follows something; `until`: paused."""

        def work(tx: Transaction) -> int:
            there = tx.destinations.add(address, self.clock())
            tx.subscriptions.add(there.id, Selector(Scope.EVERYTHING), self.clock())
            if until:
                paused = DestinationStatus.PAUSED
                tx.destinations.set_status(there.id, paused, None, self.clock())
                tx.destinations.set_paused_until(there.id, until)
            return there.id

        return await self.store.write(work)

    async def changed(self, number: int, actor: str | None = "801") -> None:
        change = Change(destination=number, at=self.clock(), actor=actor, verb="follow")
        await self.store.write(lambda tx: tx.history.add(change))

    async def status(self, number: int) -> DestinationStatus | None:
        there = await self.store.read(lambda tx: tx.destinations.get(number))
        return there.status if there else None

    async def actors(self, number: int) -> list[str | None]:
        changes = await self.store.read(lambda tx: tx.history.of(number, 10))
        return [change.actor for change in changes]

    def finds(self, *missing: MissingRight, address: Address = HERE, name: str = "#news") -> None:
        reachable = bool(name)
        self.discord.found[address] = Examination(name=name, reachable=reachable, missing=missing)

    async def rights_changed(self, *chats: str) -> None:
        await self.caretaker.rights_changed(PlatformName.DISCORD, chats or ("4001",))


class TestPauses:
    async def test_a_pause_ends_when_its_time_has_come(self) -> None:
        house = House()
        number = await house.place(until=NOON + timedelta(hours=12))
        house.clock.move(hours=11)
        await house.caretaker.tick()
        assert await house.status(number) is DestinationStatus.PAUSED
        assert house.woken == 0
        house.clock.move(hours=1)
        await house.caretaker.tick()
        assert await house.status(number) is DestinationStatus.ACTIVE
        assert house.woken == 1

    async def test_it_is_told_in_the_history_that_nobody_did_it(self) -> None:
        front = Front()
        await front.ask("follow", what="elmford")
        await front.ask("pause", until="3d")
        house = House(store=front.store, clock=front.clock)
        front.clock.move(days=4)
        await house.caretaker.tick()
        assert "The pause ended as planned · Mar 18" in text(await front.ask("history"))

    async def test_a_pause_without_an_end_does_not_end(self) -> None:
        house = House()
        number = await house.place()
        paused = DestinationStatus.PAUSED
        await house.store.write(lambda tx: tx.destinations.set_status(number, paused, None, NOON))
        house.clock.move(days=400)
        await house.caretaker.tick()
        assert await house.status(number) is DestinationStatus.PAUSED


class TestPeople:
    async def test_who_changed_what_is_forgotten_after_90_days(self) -> None:
        house = House()
        number = await house.place()
        await house.changed(number, "801")
        house.clock.move(days=1)
        await house.changed(number, "802")
        house.clock.move(days=89, minutes=1)
        await house.caretaker.tick()
        assert await house.actors(number) == ["802", None]

    async def test_it_is_looked_after_every_hour(self) -> None:
        house = House()
        number = await house.place()
        await house.changed(number)
        house.clock.move(days=89, hours=23, minutes=30)
        await house.caretaker.tick()
        house.clock.move(minutes=40)
        await house.caretaker.tick()
        assert await house.actors(number) == ["801"]  # looked 40 minutes ago
        house.clock.move(minutes=30)
        await house.caretaker.tick()
        assert await house.actors(number) == [None]


class TestWarnings:
    async def test_what_is_missing_is_told_in_the_channel_while_that_works(self) -> None:
        house = House()
        await house.place()
        house.finds(CARDS)
        await house.rights_changed()
        ((address, said),) = house.discord.said
        assert address == HERE
        assert "Embed Links, for posts with cards" in said
        assert "/check" in said
        assert house.discord.whispered == []

    async def test_else_whoever_managed_it_last_is_told(self) -> None:
        house = House()
        number = await house.place()
        await house.changed(number, "801")
        await house.changed(number, "802")
        await house.changed(number, None)
        house.finds(SENDING)
        await house.rights_changed()
        assert house.discord.said == []
        ((user, said),) = house.discord.whispered
        assert user == "802"
        assert "I cannot send to #news yet. I need:" in said

    async def test_also_when_the_channel_refuses_after_all(self) -> None:
        house = House()
        await house.changed(await house.place())
        house.finds(CARDS)
        house.discord.says = Blocked("no right")
        await house.rights_changed()
        assert len(house.discord.whispered) == 1

    async def test_else_nobody_and_nothing_breaks(self) -> None:
        house = House()
        await house.changed(await house.place())
        house.discord.whispers = Refused("They do not let us.")
        house.finds(SENDING)
        await house.rights_changed()
        assert (house.discord.said, house.discord.whispered) == ([], [])

    async def test_a_place_that_cannot_be_seen_is_told_by_its_name(self) -> None:
        house = House()
        number = await house.place()
        await house.store.write(lambda tx: tx.destinations.set_name(number, "#news"))
        await house.changed(number)
        house.finds(name="")
        await house.rights_changed()
        assert "I cannot see #news" in house.discord.whispered[0][1]

    async def test_each_finding_is_told_once_until_it_changes(self) -> None:
        house = House()
        await house.place()
        house.finds(CARDS)
        await house.rights_changed()
        await house.rights_changed()
        assert len(house.discord.said) == 1
        house.finds(CARDS, MissingRight("Attach Files", "pictures", essential=False))
        await house.rights_changed()
        assert len(house.discord.said) == 2

    async def test_what_was_repaired_and_breaks_again_is_told_again(self) -> None:
        house = House()
        await house.place()
        for missing in ((CARDS,), (), (CARDS,)):
            house.finds(*missing)
            await house.rights_changed()
        assert len(house.discord.said) == 2

    async def test_only_places_to_which_posts_are_still_to_come(self) -> None:
        house = House()
        await house.place(HERE)
        gone = await house.place(THERE)
        status = DestinationStatus.GONE
        await house.store.write(lambda tx: tx.destinations.set_status(gone, status, "kicked", NOON))
        await house.store.write(lambda tx: tx.destinations.add(an_address("4003"), NOON))
        await house.place(an_address("4001", "telegram"))
        for chat in ("4001", "4002", "4003"):
            house.finds(CARDS, address=an_address(chat), name=f"#{chat}")
        await house.rights_changed("4001", "4002", "4003", "4004")
        assert [address for address, _ in house.discord.said] == [HERE]

    async def test_it_speaks_the_language_of_the_place(self) -> None:
        front = Front()
        await front.ask("follow", what="elmford")
        await front.ask("settings", name="language", value="es")
        house = House(store=front.store)
        house.finds(CARDS)
        await house.rights_changed()
        assert house.discord.said[0][1].startswith("¡")

    async def test_a_platform_that_cannot_be_asked_is_asked_at_the_next_change(self) -> None:
        house = House()
        await house.place()
        house.finds(CARDS)
        house.discord.trouble = PlatformError("Discord does not answer.")
        await house.rights_changed()
        assert house.discord.said == []
        house.discord.trouble = None
        await house.rights_changed()
        assert len(house.discord.said) == 1

    async def test_a_platform_that_is_not_connected_is_left_alone(self) -> None:
        house = House()
        await house.place(an_address("-1007", "telegram"))
        await house.caretaker.rights_changed(PlatformName.TELEGRAM, ["-1007"])


class Broken(FakeStore):
    """Neither reads nor writes."""

    async def read(self, work: Callable[[Transaction], T]) -> T:
        raise StoreError(f"The disk is gone: {work}")

    write = read


@pytest.mark.parametrize("twice", [1, 2])
async def test_a_database_that_refuses_does_not_stop_it(twice: int) -> None:
    house = House(store=Broken())
    for _ in range(twice):
        await house.caretaker.tick()
        await house.rights_changed()


async def test_a_place_the_bot_is_back_in_is_asked_which_posts_are_wanted() -> None:
    house = House()
    destination = await house.store.write(lambda tx: tx.destinations.add(HERE, NOON))
    await house.caretaker.returned([destination])
    ((address, said),) = house.discord.said
    assert address == HERE
    assert "posts have been waiting" in said
    assert "/resume" in said.replace("\u2060", "")
