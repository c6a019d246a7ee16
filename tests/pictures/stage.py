"""The real bot with the demo's organization between the emulated platforms, and a photographer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from relaybot.app import utc_now
from relaybot.demo.organization import CHAPTERS
from relaybot.demo.origin import DemoOrigin
from tests.end_to_end.conversing import Conversing
from tests.end_to_end.program import ask
from tests.end_to_end.waiting import until
from tests.end_to_end.world import a_world
from tests.pictures.camera import Camera
from tests.pictures.sheet import Drawn, Place, sheet

_WIDTH = 460


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the bot is asked."""

    origin: DemoOrigin
    bot: Conversing
    camera: Camera

    def publish(self, posts: int) -> None:
        """Let the organization publish, before the bot can look."""
        for _ in range(posts):
            self.origin.publish_next()

    async def photograph(self, picture: str, place: Place, *messages: Drawn) -> None:
        """Take a picture of messages, the oldest first."""
        page = await self.camera.page(_WIDTH, 800, scale=2)
        await page.set_content(sheet(place, messages, self.bot.page))
        await self.camera.take(picture, page, ".chat")

    async def everything_is_read(self) -> bool:
        """Tell whether the bot knows each feed; one of them is away for a while at first."""
        told = (await ask(self.bot.page + "status.json"))[1]
        return all(feed["condition"] == "ok" for feed in told["feeds"])


@asynccontextmanager
async def staged(camera: Camera, folder: Path, published: int) -> AsyncIterator[Stage]:
    """Let the organization publish some posts, start the bot and let it read all there is."""
    origin = DemoOrigin(utc_now)
    await origin.start()
    try:
        for _ in range(published):
            origin.publish_next()
        directory = folder / "organization.toml"
        directory.write_text(origin.placement(CHAPTERS.read_text("utf-8")), "utf-8")
        async with a_world(folder, "sqlite", sites=()) as world:
            guild = world.discord.add_guild("Riverbend")
            running = await world.program.start("run", chapters=str(directory))
            stage = Stage(origin=origin, bot=Conversing(world, guild, running), camera=camera)
            await stage.bot.is_ready()
            await until(stage.everything_is_read, "every feed to be read")
            yield stage
    finally:
        await origin.stop()
