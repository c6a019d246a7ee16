"""Edits and deletions on the emulated Discord, and how often."""

from collections.abc import AsyncIterator
from typing import Any

import discord as library
import pytest
from discord import ui

from tests.emulators.discord.components import texts
from tests.emulators.discord.world import Kind, Right
from tests.integration.emulated_discord import PICTURE, Bare, bare, problems

V2 = 1 << 15
SUPPRESSED, SILENT = 1 << 2, 1 << 12
Json = dict[str, Any]
COMPONENTS: list[Json] = [{"type": 10, "content": "Rent strike"}]


@pytest.fixture
async def setting() -> AsyncIterator[Bare]:
    async with bare() as given:
        given.allow()
        yield given


def a_layout(content: str = "Rent strike") -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(content))
    return view


def path(channel: str, message: library.Message) -> str:
    return f"/channels/{channel}/messages/{message.id}"


async def test_what_stood_there_before_is_remembered(setting: Bare) -> None:
    channel = setting.add_channel()
    sent = await setting.channel(channel).send("one", embed=library.Embed(title="x"))
    edited = await sent.edit(content="two")
    await sent.edit(content="three", embed=None)

    kept = setting.last(channel)
    assert [earlier.get("content") for earlier in kept.earlier] == ["one", "two"]
    assert (kept.payload["content"], kept.edits, kept.embeds) == ("three", 2, [])
    assert edited.embeds[0].title == "x"
    assert edited.edited_at
    await setting.client.hear("MESSAGE_UPDATE", 2)


async def test_a_card_becomes_a_layout_for_good(setting: Bare) -> None:
    channel = setting.add_channel()
    sent = await setting.channel(channel).send("one", embed=library.Embed(title="x"), silent=True)

    await sent.edit(content=None, embed=None, view=a_layout())

    kept = setting.last(channel)
    assert (kept.content, kept.embeds, texts(kept.components)) == ("", [], ["Rent strike"])
    assert kept.flags == V2 | SILENT
    await sent.edit(view=a_layout("Rent strike won"))
    assert texts(kept.components) == ["Rent strike won"]


TO_COMPONENTS: dict[str, tuple[Json, list[str]]] = {
    "content left": ({"embeds": []}, ["content"]),
    "embeds left": ({"content": None}, ["embeds"]),
    # discord-api-docs #7787: null is enough for content, not for embeds.
    "embeds null": ({"content": None, "embeds": None}, ["embeds"]),
    "both left": ({}, ["content", "embeds"]),
}


@pytest.mark.parametrize("case", TO_COMPONENTS)
async def test_what_was_there_has_to_go(setting: Bare, case: str) -> None:
    payload, places = TO_COMPONENTS[case]
    channel = setting.add_channel()
    sent = await setting.channel(channel).send("one", embed=library.Embed(title="x"))
    given = payload | {"flags": V2, "components": COMPONENTS}

    status, body = await setting.ask("PATCH", path(channel, sent), given)

    assert status == 400
    assert sorted(body["errors"]) == places
    assert setting.last(channel).edits == 0


OF_COMPONENTS: dict[str, tuple[Json, str]] = {
    "the flag taken away": ({"flags": 0, "content": "x", "components": []}, "flags"),
    "another flag instead": ({"flags": SUPPRESSED}, "flags"),
    "content": ({"content": "x"}, "content"),
    "an embed": ({"embeds": [{"title": "x"}]}, "embeds"),
}


@pytest.mark.parametrize("case", OF_COMPONENTS)
async def test_a_layout_stays_a_layout(setting: Bare, case: str) -> None:
    payload, place = OF_COMPONENTS[case]
    channel = setting.add_channel()
    sent = await setting.channel(channel).send(view=a_layout())
    status, body = await setting.ask("PATCH", path(channel, sent), payload)
    assert (status, len(problems(body, place))) == (400, 1)


async def test_components_need_the_flag_in_an_edit_too(setting: Bare) -> None:
    channel = setting.add_channel()
    sent = await setting.channel(channel).send("one")
    status, body = await setting.ask("PATCH", path(channel, sent), {"components": COMPONENTS})
    assert (status, problems(body, "components.0.type")) == (400, ["UNION_TYPE_CHOICES"])


async def test_other_flags_cannot_be_changed(setting: Bare) -> None:
    channel = setting.add_channel(Kind.ANNOUNCEMENT)
    sent = await setting.channel(channel).send("one", silent=True)
    await sent.publish()
    await sent.edit(suppress=True)
    assert setting.last(channel).flags == SILENT | SUPPRESSED | 1
    await setting.ask("PATCH", path(channel, sent), {"flags": 0})
    assert setting.last(channel).flags == SILENT | 1


async def test_files_stay_unless_they_are_left_out(setting: Bare) -> None:
    channel = setting.add_channel()
    files = [library.File(__file__, "a.txt"), library.File(__file__, "b.txt")]
    sent = await setting.channel(channel).send("one", files=files)

    await sent.edit(content="two")
    assert setting.last(channel).files == ["a.txt", "b.txt"]
    edited = await sent.edit(attachments=[sent.attachments[1], library.File(__file__, "c.txt")])
    assert setting.last(channel).files == ["b.txt", "c.txt"]
    assert [attachment.filename for attachment in edited.attachments] == ["b.txt", "c.txt"]


async def test_nothing_may_be_left_empty(setting: Bare) -> None:
    channel = setting.add_channel()
    sent = await setting.channel(channel).send("one")
    status, body = await setting.ask("PATCH", path(channel, sent), {"content": None})
    assert (status, body["code"]) == (400, 50006)


async def test_a_picture_refused_in_an_edit(setting: Bare) -> None:
    channel = setting.add_channel()
    sent = await setting.channel(channel).send(view=a_layout())
    setting.discord.world.broken_pictures.add(PICTURE)
    gallery = {"type": 12, "items": [{"media": {"url": PICTURE}}]}

    payload = {"components": [*COMPONENTS, gallery]}
    status, body = await setting.ask("PATCH", path(channel, sent), payload)

    assert (status, len(problems(body, "components.1.items.0.media.url"))) == (400, 1)
    assert setting.last(channel).edits == 0


async def test_who_may_edit_and_delete(setting: Bare) -> None:
    channel = setting.add_channel()
    own = await setting.channel(channel).send("mine")
    setting.discord.say(channel, "theirs")
    theirs = setting.channel(channel).get_partial_message(setting.last(channel).id)
    setting.allow(without=Right.MANAGE_MESSAGES)

    with pytest.raises(library.Forbidden) as caught:
        await theirs.edit(content="x")
    assert caught.value.code == 50005
    with pytest.raises(library.Forbidden) as caught:
        await theirs.delete()
    assert caught.value.code == 50013
    await own.delete()
    setting.allow()
    await theirs.delete()
    assert [message.deleted for message in setting.discord.world.messages] == [True, True]
    await setting.client.hear("MESSAGE_DELETE", 2)


async def test_a_deleted_message_is_unknown(setting: Bare) -> None:
    channel = setting.add_channel()
    sent = await setting.channel(channel).send("one")
    await sent.delete()
    for again in (sent.edit(content="two"), sent.delete(), sent.publish()):
        with pytest.raises(library.NotFound) as caught:
            await again
        assert caught.value.code == 10008


async def test_an_archived_thread_is_not_touched(setting: Bare) -> None:
    thread = setting.discord.add_thread(setting.add_channel())
    sent = await setting.channel(thread).send("one")
    setting.discord.world.channels[int(thread)].archived = True
    with pytest.raises(library.HTTPException) as caught:
        await sent.edit(content="two")
    assert (caught.value.status, caught.value.code) == (400, 50083)


@pytest.mark.parametrize("status", [429, 400])
async def test_old_messages_are_edited_a_few_times_an_hour(setting: Bare, status: int) -> None:
    channel = setting.add_channel()
    old, fresh = [await setting.channel(channel).send("x") for _ in range(2)]
    setting.discord.grow_old(setting.discord.messages_in(channel)[0], hours=1.1)
    setting.discord.rest.edit_limits.old.limit = 2
    setting.discord.rest.edit_limits.old_status = status

    for number in range(2):
        await old.edit(content=str(number))
    answered, body = await setting.ask("PATCH", path(channel, old), {"content": "too much"})
    for number in range(4):
        await fresh.edit(content=str(number))

    assert (answered, body["code"], body["retry_after"] > 3000) == (status, 30046, True)
    assert [message.edits for message in setting.discord.messages_in(channel)] == [2, 4]


async def test_the_library_gives_up_where_the_wait_is_long(setting: Bare) -> None:
    channel = setting.add_channel()
    sent = await setting.channel(channel).send("x")
    setting.discord.grow_old(setting.last(channel), hours=2)
    setting.discord.rest.edit_limits.old.limit = 0
    with pytest.raises(library.RateLimited):
        await sent.edit(content="y")


async def test_published_messages_are_edited_three_times_an_hour(setting: Bare) -> None:
    channel = setting.add_channel(Kind.ANNOUNCEMENT)
    first, second = [await setting.channel(channel).send("x") for _ in range(2)]
    for _ in range(4):
        await first.edit(content="before it was published")
    await first.publish()
    await second.publish()

    for number in range(3):
        await first.edit(content=str(number))
    answered, body = await setting.ask("PATCH", path(channel, first), {"content": "too much"})
    await second.edit(content="each message for itself")

    assert (answered, body["code"], body["retry_after"] > 3000) == (429, 20022, True)
    assert setting.discord.messages_in(channel)[0].content == "2"


async def test_a_refused_edit_counts_for_nothing(setting: Bare) -> None:
    channel = setting.add_channel()
    sent = await setting.channel(channel).send("x")
    setting.discord.grow_old(setting.last(channel), hours=2)
    setting.discord.rest.edit_limits.old.limit = 1
    await setting.ask("PATCH", path(channel, sent), {"content": "x" * 2001})
    await sent.edit(content="y")
    assert setting.last(channel).content == "y"
