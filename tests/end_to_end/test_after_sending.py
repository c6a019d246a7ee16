"""Messages stay true after they were sent: by the real program, killed and started again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.emulators.discord.world import Kind, Message
from tests.emulators.telegram.chats import SentMessage
from tests.end_to_end.organization import SITES
from tests.end_to_end.program import Running, ask
from tests.end_to_end.waiting import until
from tests.end_to_end.world import World, a_world

CHANNEL = -1001000000077
PATIENCE = 40.0
WATCHED = SITES[:8]
ELMFORD, RIVERBEND, SALTMARSH = SITES[0], SITES[3], SITES[5]
HIGH_FELL, PUERTO_CLARO = SITES[6], SITES[7]


@dataclass(slots=True)
class Kept:
    """One channel and one chat that follow everything, and the running program."""

    world: World
    channel: str
    running: Running
    page: str

    def on_discord(self, words: str) -> list[Message]:
        """Return the messages that say so."""
        return [one for one in self.world.discord.messages_in(self.channel) if words in shown(one)]

    def on_telegram(self, words: str) -> list[SentMessage]:
        return [one for one in self.world.telegram.messages_in(CHANNEL) if words in one.text]

    async def both_say(self, *words: str) -> None:
        """Wait until one message on each platform says all of it."""

        def said() -> bool:
            discord = [one for one in map(shown, self.on_discord(words[0])) if has_all(one)]
            telegram = [one for one in self.on_telegram(words[0]) if has_all(one.text)]
            return len(discord) == len(telegram) == 1

        def has_all(text: str) -> bool:
            return all(part in text for part in words)

        await until(said, lambda: f"{words}: {self.told(words[0])}", PATIENCE)

    def told(self, words: str) -> str:
        said = [shown(one) for one in self.on_discord(words)]
        said += [one.text for one in self.on_telegram(words)]
        return f"{said} {self.running.err[-2000:]}"

    async def start_again(self) -> None:
        await self.running.kill()
        self.running = await self.world.program.start("run", polling_concurrency="8")
        self.page = await self.running.ready()


def shown(message: Message) -> str:
    """Return the words of a message: its text and its card."""
    card: dict[str, Any] = message.embeds[0] if message.embeds else {}
    footer = card.get("footer") or {}
    parts = (message.content, card.get("title"), card.get("description"), footer.get("text"))
    return "\n".join(filter(None, parts)).replace("\\", "")


@asynccontextmanager
async def kept(folder: Path, **settings: str) -> AsyncIterator[Kept]:
    async with a_world(folder, "sqlite", WATCHED) as world:
        guild = world.discord.add_guild("Readers")
        channel = world.discord.add_channel(guild, Kind.TEXT, "news")
        world.telegram.add_chat(CHANNEL, "channel")
        for place in (("discord", channel), ("telegram", str(CHANNEL))):
            await world.program.done("follow", *place, "everything")
        await world.program.done("once")
        running = await world.program.start("run", polling_concurrency="8", **settings)
        yield Kept(world, channel, running, await running.ready())


async def test_messages_stay_true(tmp_path: Path) -> None:
    async with kept(tmp_path) as given:
        await asyncio.gather(
            a_correction(given), a_statement_of_several(given), a_post_taken_back(given)
        )
        await an_edit_that_fails_survives_a_kill(given)
        told = await everything_done(given)
        assert told["problems"] == []
        assert told["outbox"]["sent"] == 2 * 4  # nothing was sent twice on the way
        assert len(given.world.discord.messages_in(given.channel)) == 4
        assert len(given.world.telegram.messages_in(CHANNEL)) == 4
        assert "Traceback" not in (await given.running.stop()).err


async def everything_done(given: Kept) -> dict[str, Any]:
    """Wait until nothing is left to do with what was sent; returns the status."""
    told: dict[str, Any] = {}

    async def is_done() -> bool:
        nonlocal told
        told = (await ask(given.page + "status.json"))[1]
        return not any(told["errands"].values())

    await until(is_done, lambda: f"{told['errands']} left", PATIENCE)
    return told


async def a_correction(given: Kept) -> None:
    notice = given.world.organization.publish(ELMFORD)
    await given.both_say(notice.title)
    given.world.organization.correct(notice, ", corrected")
    await given.both_say(notice.title + ", corrected")


async def a_statement_of_several(given: Kept) -> None:
    for site in (RIVERBEND, SALTMARSH, HIGH_FELL):
        given.world.organization.state(site, 1)
        await given.both_say("Statement 1 of the whole federation")
        await until(lambda site=site: given.world.organization.has_read(site), site.slug, PATIENCE)  # type: ignore[misc] # the round's
    said = "Also from Saltmarsh Tenants, High Fell Tenants"
    await given.both_say("Statement 1 of the whole federation", said)


async def a_post_taken_back(given: Kept) -> None:
    notice = given.world.organization.publish(PUERTO_CLARO)
    await given.both_say(notice.title)
    given.world.organization.take_back(notice)
    await given.both_say(notice.title, "Puerto Claro Tenants ha retirado esta publicación.")
    [telegram], [discord] = given.on_telegram(notice.title), given.on_discord(notice.title)
    assert "strikethrough" in [entity.type for entity in telegram.content.entities]
    assert f"~~{notice.title}~~" in shown(discord)


async def an_edit_that_fails_survives_a_kill(given: Kept) -> None:
    notice = given.world.organization.publish(ELMFORD)
    await given.both_say(notice.title)
    given.world.telegram.fail(method="editMessageText", status=500, times=1)
    given.world.organization.correct(notice, ", corrected")
    await until(lambda: given.on_discord(notice.title + ", corrected"), "Discord", PATIENCE)
    await given.start_again()
    await given.both_say(notice.title + ", corrected")


async def test_a_new_post_waits_until_it_has_settled(tmp_path: Path) -> None:
    async with kept(tmp_path, delivery_settle="20s") as given:
        notice = given.world.organization.publish(ELMFORD)
        await until(lambda: given.world.organization.has_read(ELMFORD), "the feed to be read")
        given.world.organization.correct(notice, ", corrected")
        await given.both_say(notice.title + ", corrected")
        [message] = given.on_discord(notice.title)
        assert message.edits == 0
