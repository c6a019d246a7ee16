"""The running program with both platforms around it, for tests that talk with it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.emulators.discord.world import Kind
from tests.end_to_end.organization import SITES, Notice, Site
from tests.end_to_end.program import Running, ask
from tests.end_to_end.talking import Room
from tests.end_to_end.talking_discord import DiscordRoom, a_channel
from tests.end_to_end.talking_telegram import TelegramRoom, a_chat
from tests.end_to_end.waiting import until
from tests.end_to_end.world import World, a_world

PATIENCE = 40.0  # seconds
SHARED = ("harbour", "riverbend", "federation")  # chapters of more than one feed

Scenario = Callable[["Conversing", Room], Coroutine[Any, Any, None]]


def _of_their_own() -> list[Site]:
    return [one for one in SITES if one.chapter not in SHARED]


@dataclass(slots=True)
class Conversing:
    """Gives every test rooms and a site of its own: they share the program."""

    world: World
    guild: str
    running: Running
    page: str = ""  # the address of the program's web page
    _unused: list[Site] = field(default_factory=_of_their_own)

    async def on_both(self, scenario: Scenario) -> None:
        """Let the same happen on both platforms, at the same time."""
        await together(scenario(self, self.channel()), scenario(self, self.group()))

    def channel(self, kind: Kind = Kind.TEXT) -> DiscordRoom:
        """Add a channel on Discord."""
        return a_channel(self.world.discord, self.guild, self.log, kind)

    def group(self, kind: str = "supergroup", topic: int | None = None) -> TelegramRoom:
        """Add a group, one topic of it, or a channel on Telegram."""
        return a_chat(self.world.telegram, self.log, kind, topic)

    async def site(self) -> Site:
        """Return a site that no other test has to do with, a chapter's only one, once it is read.

        Some are read as soon as the program starts, the others a few seconds later.
        """
        found: list[Site] = []

        async def is_read() -> bool:
            told = (await ask(self.page + "status.json"))[1]
            read = {feed["slug"] for feed in told["feeds"] if feed["condition"] == "ok"}
            found.extend([one for one in self._unused if one.slug in read][:1])
            return bool(found)

        await until(is_read, "one more feed to be read")
        self._unused.remove(found[0])
        return found[0]

    def publish(self, site: Site, count: int = 1) -> list[Notice]:
        """Let a site publish."""
        return [self.world.organization.publish(site) for _ in range(count)]

    async def has_arrived(self, room: Room, notices: Sequence[Notice]) -> None:
        """Wait until exactly these posts stand in a place, in this order."""
        links = [notice.link for notice in notices]
        await until(
            lambda: room.arrived() == links,
            lambda: f"{links}, but there is {room.arrived()}; {self.log()[-2000:]}",
            patience=PATIENCE,
        )

    async def arrive_in_any_order(self, room: Room, notices: Sequence[Notice]) -> None:
        """Wait until exactly these posts stand in a place: of several sites, none is the first."""
        links = sorted(notice.link for notice in notices)
        await until(
            lambda: sorted(room.arrived()) == links,
            lambda: f"{links}, but there is {room.arrived()}; {self.log()[-2000:]}",
            patience=PATIENCE,
        )

    async def start_again(self) -> None:
        """Kill the program in the middle of whatever it does, and start it again."""
        await self.running.kill()
        self.running = await begun(self.world)
        await self.is_ready()

    async def is_ready(self) -> None:
        """Wait until it listens to both platforms."""
        self.page = await self.running.ready()
        updates = self.world.telegram.ledger.updates
        await until(lambda: updates.polls, "Telegram to be listened to")

    def log(self) -> str:
        """Return what the program has logged."""
        return self.running.err


async def begun(world: World) -> Running:
    """Start the program; it reads every feed in each of its rounds."""
    return await world.program.start("run", polling_concurrency=str(len(SITES)))


async def together(*scenarios: Coroutine[Any, Any, None]) -> None:
    """Let things happen at the same time: most of it is waiting for the next round of polling."""
    async with asyncio.TaskGroup() as group:
        for each in scenarios:
            group.create_task(each)


@asynccontextmanager
async def conversing(folder: Path) -> AsyncIterator[Conversing]:
    """Run the program; it must end well, and have logged no fault of ours."""
    async with a_world(folder, "sqlite") as world:
        guild = world.discord.add_guild("River Tenants")
        given = Conversing(world, guild, await begun(world))
        await given.is_ready()
        yield given
        finished = await given.running.stop()
        assert finished.code == 0, finished.err[-3000:]
        assert "Traceback" not in finished.err, finished.err[-3000:]
        assert "_failed" not in finished.err, finished.err[-3000:]
        for message in world.discord.world.messages:  # posts, warnings, shared answers
            assert message.payload["allowed_mentions"]["parse"] == [], message
