"""What platforms report of their chats: gone, back, moved; through to what is delivered."""

from collections.abc import Callable, Sequence

import pytest

from relaybot.connections import Bot, Connections, OnMoved, OnPresence
from relaybot.model.destination import Address, Destination, DestinationStatus, PlatformName
from tests.builders import an_address
from tests.flow.relaying import Relaying, numbered
from tests.flow.test_connections import FakeBot

GONE, ACTIVE, PAUSED = DestinationStatus.GONE, DestinationStatus.ACTIVE, DestinationStatus.PAUSED


class Reports:
    """The reports of bots, as `Connections` takes them."""

    def __init__(self, relaying: Relaying) -> None:
        self.presence: dict[PlatformName, OnPresence] = {}
        self.moved: dict[PlatformName, OnMoved] = {}
        builders = {name: self._builder(name) for name in PlatformName}
        self.returned: list[Destination] = []
        self.connections = Connections(
            builders,
            relaying.store,
            relaying.clock,
            try_again=False,
            on_return=self._on_return,
        )

    async def _on_return(self, destinations: Sequence[Destination]) -> None:
        self.returned += destinations

    def _builder(self, name: PlatformName) -> Callable[[OnPresence, OnMoved], Bot]:
        def build(presence: OnPresence, moved: OnMoved) -> Bot:
            self.presence[name], self.moved[name] = presence, moved
            return FakeBot(name)

        return build


@pytest.fixture
def relaying() -> Relaying:
    return Relaying()


@pytest.fixture
async def reports(relaying: Relaying) -> Reports:
    reports = Reports(relaying)
    await reports.connections.start()
    return reports


async def stored(relaying: Relaying) -> Sequence[Destination]:
    return await relaying.store.read(lambda tx: tx.destinations.all())


async def test_a_channel_that_is_gone_waits_and_gets_everything_once_it_is_back(
    relaying: Relaying, reports: Reports
) -> None:
    await relaying.follow("elmford", "4001")
    await relaying.poll(document=numbered(1))
    await reports.presence[PlatformName.DISCORD](["4001"], False, "the channel was deleted")
    await relaying.poll(document=numbered(2, 1))
    await relaying.deliver()
    assert relaying.discord.sent == {}
    (destination,) = await stored(relaying)
    assert (destination.status, destination.status_reason) == (GONE, "the channel was deleted")
    assert destination.status_since == relaying.clock()

    await reports.presence[PlatformName.DISCORD](["4001"], True, "the bot is back")
    await relaying.deliver()
    assert relaying.discord.sent == {"4001": ["Post 2"]}
    (destination,) = await stored(relaying)
    assert (destination.status, destination.status_reason) == (ACTIVE, None)


async def test_where_many_posts_waited_the_bot_asks_before_it_pours_them_out(
    relaying: Relaying, reports: Reports
) -> None:
    await relaying.follow("elmford", "-1001", "telegram")
    await relaying.poll(document=numbered(1))
    await reports.presence[PlatformName.TELEGRAM](["-1001"], False, "the bot was removed")
    for newest in range(2, 7):
        await relaying.poll(document=numbered(*range(newest, 0, -1)))
    await reports.presence[PlatformName.TELEGRAM](["-1001"], True, "the bot is back")
    await relaying.deliver()
    assert relaying.telegram.sent == {}
    (destination,) = await stored(relaying)
    assert destination.status is PAUSED
    assert [one.id for one in reports.returned] == [destination.id]
    waiting = await relaying.store.read(lambda tx: tx.outbox.waiting(destination.id))
    assert len(waiting) == 5


async def test_only_the_chats_named_and_only_on_that_platform(
    relaying: Relaying, reports: Reports
) -> None:
    for chat, platform in (("1", "discord"), ("2", "discord"), ("1", "telegram")):
        await relaying.follow("elmford", chat, platform)
    await reports.presence[PlatformName.DISCORD](["1", "99"], False, "left")
    gone = [str(d.address) for d in await stored(relaying) if d.status is GONE]
    assert gone == ["discord 1"]


async def test_what_a_person_paused_stays_paused(relaying: Relaying, reports: Reports) -> None:
    await relaying.follow("elmford", "1")
    (destination,) = await stored(relaying)
    now = relaying.clock()
    await relaying.store.write(
        lambda tx: tx.destinations.set_status(destination.id, PAUSED, "holidays", now)
    )
    for present in (True, False):
        await reports.presence[PlatformName.DISCORD](["1"], present, "a report")
        (found,) = await stored(relaying)
        assert (found.status, found.status_reason) == (PAUSED, "holidays")


async def add_topics(relaying: Relaying, *threads: str | None) -> None:
    addresses = [an_address("-100", "telegram", thread) for thread in threads]
    now = relaying.clock()
    await relaying.store.write(
        lambda tx: [tx.destinations.add(address, now) for address in addresses]
    )


@pytest.mark.parametrize("threads", [(None,), ("5",), (None, "5", "7"), ("5", "7")])
async def test_a_group_that_moved_takes_all_its_topics_along(
    relaying: Relaying, reports: Reports, threads: tuple[str | None, ...]
) -> None:
    await add_topics(relaying, *threads)
    await relaying.follow("elmford", "-100", "discord")  # the same number, elsewhere
    await reports.moved[PlatformName.TELEGRAM]("-100", "-1009")
    telegram = {d.address for d in await stored(relaying)} - {an_address("-100", "discord")}
    assert telegram == {Address(PlatformName.TELEGRAM, "-1009", thread) for thread in threads}


async def test_a_chat_nobody_posts_to_may_move(relaying: Relaying, reports: Reports) -> None:
    await reports.moved[PlatformName.TELEGRAM]("-1", "-2")
    assert await stored(relaying) == []
