"""Messages stay true after they were sent: by the real program, killed and started again."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.emulators.discord.world import Kind, Message
from tests.emulators.telegram.chats import SentMessage
from tests.end_to_end.organization import SITES, Site
from tests.end_to_end.program import Running, ask
from tests.end_to_end.waiting import until
from tests.end_to_end.world import World, a_world

CHANNEL = -1001000000077
PATIENCE = 40.0


@dataclass(slots=True)
class Kept:
    """A world in which one channel and one chat follow everything."""

    world: World
    channel: str
    running: Running
    page: str = ""

    def on_discord(self) -> list[Message]:
        return self.world.discord.messages_in(self.channel)

    def on_telegram(self) -> list[SentMessage]:
        return self.world.telegram.messages_in(CHANNEL)

    async def both_say(self, words: str) -> None:
        def said() -> bool:
            return words in self.said_on_discord() and words in self.said_on_telegram()

        await until(said, lambda: f"{words!r}: {self.told()}", PATIENCE)

    def said_on_discord(self) -> str:
        return "\n".join(shown(message) for message in self.on_discord()).replace("\\", "")

    def said_on_telegram(self) -> str:
        return "\n".join(message.text for message in self.on_telegram())

    def told(self) -> str:
        said = self.said_on_discord(), self.said_on_telegram()
        return f"{said} {self.running.err[-2000:]}"

    async def once_each(self, count: int = 1) -> None:
        assert (len(self.on_discord()), len(self.on_telegram())) == (count, count)

    async def begin(self) -> None:
        self.running = await self.world.program.start("run", polling_concurrency=str(len(SITES)))
        self.page = await self.running.ready()

    async def has_read(self, site: Site) -> None:
        await until(lambda: self.world.organization.has_read(site), "the feed to be read", PATIENCE)


def shown(message: Message) -> str:
    """Return the words of a message: its text and its card."""
    card: dict[str, Any] = message.embeds[0] if message.embeds else {}
    footer = card.get("footer") or {}
    parts = (message.content, card.get("title"), card.get("description"), footer.get("text"))
    return "\n".join(filter(None, parts))


@pytest.fixture
async def kept(tmp_path: Path) -> AsyncIterator[Kept]:
    async with a_world(tmp_path, "sqlite") as world:
        guild = world.discord.add_guild("Readers")
        channel = world.discord.add_channel(guild, Kind.TEXT, "news")
        world.telegram.add_chat(CHANNEL, "channel")
        for place in (("discord", channel), ("telegram", str(CHANNEL))):
            await world.program.done("follow", *place, "everything")
        await world.program.done("once")
        running = await world.program.start("run", polling_concurrency=str(len(SITES)))
        yield Kept(world, channel, running, await running.ready())


async def test_a_correction_edits_the_message(kept: Kept) -> None:
    notice = kept.world.organization.publish(SITES[0])
    await kept.both_say(notice.title)
    kept.world.organization.correct(notice, ", corrected")
    await kept.both_say("rent & repairs, corrected")
    await kept.once_each()


async def test_a_correction_survives_a_kill(kept: Kept) -> None:
    notice = kept.world.organization.publish(SITES[0])
    await kept.both_say(notice.title)
    await kept.running.kill()
    kept.world.organization.correct(notice, ", corrected")
    finished = await kept.world.program.run("once", delivery_settle="0s")
    assert "Traceback" not in finished.err
    await kept.both_say("rent & repairs, corrected")
    await kept.begin()
    await kept.has_read(SITES[0])
    await kept.once_each()


async def test_what_is_owed_after_an_edit_is_kept_while_the_platform_is_away(kept: Kept) -> None:
    notice = kept.world.organization.publish(SITES[0])
    await kept.both_say(notice.title)
    kept.world.telegram.fail(method="editMessageText", status=500, times=2)
    kept.world.organization.correct(notice, ", corrected")
    await until(lambda: "corrected" in kept.said_on_discord(), kept.told, PATIENCE)
    await kept.running.kill()
    await kept.begin()
    await kept.both_say("rent & repairs, corrected")
    await kept.once_each()


async def test_a_statement_of_several_chapters_is_one_message(kept: Kept) -> None:
    elmford, riverbend, saltmarsh = SITES[0], SITES[3], SITES[5]
    for site in (elmford, riverbend, saltmarsh):
        kept.world.organization.state(site, 1)
        await kept.both_say("Statement 1 of the whole federation")
        await kept.has_read(site)
    await kept.both_say("also from Riverbend Tenants, Saltmarsh Tenants")
    await kept.once_each()


async def test_a_post_that_is_taken_back_is_struck_through(kept: Kept) -> None:
    notice = kept.world.organization.publish(SITES[0])
    await kept.both_say(notice.title)
    await kept.has_read(SITES[0])
    kept.world.organization.take_back(notice)
    await kept.both_say("Elmford Tenants has taken this post back.")
    struck = [entity.type for entity in kept.on_telegram()[0].content.entities]
    assert "strikethrough" in struck
    assert "~~Notice" in shown(kept.on_discord()[0])
    await kept.once_each()
    status, told = await ask(kept.page + "status.json")
    assert (status, told["outbox"]["sent"]) == (200, 2)


async def test_a_new_post_waits_until_it_has_settled(tmp_path: Path) -> None:
    async with a_world(tmp_path, "sqlite", SITES[:2]) as world:
        guild = world.discord.add_guild("Readers")
        channel = world.discord.add_channel(guild, Kind.TEXT, "news")
        await world.program.done("follow", "discord", channel, "everything")
        await world.program.done("once")
        running = await world.program.start("run", delivery_settle="10s")
        await running.ready()
        notice = world.organization.publish(SITES[0])
        await until(lambda: world.organization.has_read(SITES[0]), "the feed to be read")
        world.organization.correct(notice, ", corrected")
        await until(lambda: world.discord.messages_in(channel), lambda: running.err, PATIENCE)
        [message] = world.discord.messages_in(channel)
        assert message.edits == 0
        assert "corrected" in shown(message)
