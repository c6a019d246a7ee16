"""The program is killed in the middle of a conversation; chats that go, come back and move."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end.conversing import Conversing, conversing, together
from tests.end_to_end.talking import Room
from tests.end_to_end.waiting import until


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Conversing]:
    async with conversing(tmp_path) as given:
        yield given


async def test_conversations_go_on_after_a_kill(talk: Conversing) -> None:
    rooms: list[Room] = [talk.channel(), talk.group()]
    site, people = await talk.site(), [room.moderator() for room in rooms]
    answers = [await mona.asks("follow", what=site.slug) for mona in people]
    panels = [await mona.asks("settings") for mona in people]
    codes = [await mona.asks("link") for mona in people]
    await until(lambda: told(talk) == (1, 6), lambda: f"the commands to be told: {told(talk)}")

    await talk.start_again()

    for room, mona, answer, panel in zip(rooms, people, answers, panels, strict=True):
        sent = await mona.presses(answer, "Send the newest 3")
        assert "The newest 3 posts are on their way." in sent.text
        await talk.has_arrived(room, talk.world.organization.newest(site, 3))
        changed = await mona.presses(panel, "Full: a long excerpt with pictures")
        assert "Done. Style: full" in changed.text
    linked = await people[1].asks("link", code=codes[0].text.split()[1].strip("`"))
    assert f"Linked with {rooms[0].name}" in linked.text
    assert told(talk) == (1, 6)  # not once more


def told(talk: Conversing) -> tuple[int, int]:
    """How often Discord and Telegram were told the commands."""
    telegram = talk.world.telegram.requests
    return talk.world.discord.interactions.syncs, telegram["setMyCommands"]


async def test_groups_that_throw_the_bot_out_or_get_another_id(talk: Conversing) -> None:
    await together(
        is_removed_and_returns(talk), is_upgraded(talk, told=True), is_upgraded(talk, told=False)
    )


async def is_removed_and_returns(talk: Conversing) -> None:
    """What is followed and set is kept; what came meanwhile has waited."""
    telegram, room, control = talk.world.telegram, talk.group(), talk.group()
    site, mona = await talk.site(), room.moderator()
    for each in (mona, control.moderator()):
        await each.asks("follow", what=site.slug)
    await mona.asks("settings", name="style", value="compact")
    telegram.inject_membership(room.number, "administrator", "kicked")
    missed = talk.publish(site)
    await talk.has_arrived(control, missed)

    telegram.inject_membership(room.number, "kicked", "administrator")
    following = await mona.asks("following")
    assert "follows 1 thing" in following.text
    assert "Style: compact" in (await mona.asks("settings")).text
    await talk.has_arrived(room, missed)


async def is_upgraded(talk: Conversing, *, told: bool) -> None:
    """What waits while a group becomes a supergroup arrives in the new chat, once.

    Not `told`: Telegram says so only when the bot tries to send to the old one.
    """
    telegram, room, control = talk.world.telegram, talk.group("group"), talk.group()
    site, mona = await talk.site(), room.moderator()
    for each in (mona, control.moderator()):
        await each.asks("follow", what=site.slug)
    if told:
        await mona.asks("pause")
        posts = talk.publish(site)
        await talk.has_arrived(control, posts)
    people = telegram.ledger.chats[room.number].administrators
    telegram.migrate(room.number, room.number - 500, announce=told).administrators |= people
    room.number -= 500
    mona = replace(mona, chat=room.number)
    if told:
        question = await mona.asks("resume")
        await mona.presses(question, "Send it")
    else:
        posts = talk.publish(site)
    await talk.has_arrived(room, posts)
    assert "follows 1 thing" in (await mona.asks("following")).text
