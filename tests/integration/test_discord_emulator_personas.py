"""What webhooks say on the emulated Discord, and as whom."""

from collections.abc import AsyncIterator
from typing import Any

import discord as library
import pytest
from discord import ui

from tests.emulators.discord.components import texts
from tests.emulators.discord.world import Kind, Right
from tests.integration.emulated_discord import PICTURE, Bare, a_webhook, bare, problems, used

CHAPTER = "Riverbend Tenants' Union"
LOGO = "https://riverbend.example/logo.png"


@pytest.fixture
async def setting() -> AsyncIterator[Bare]:
    async with bare() as given:
        given.allow()
        yield given


def a_layout(content: str = "Rent strike") -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(content))
    return view


async def test_a_webhook_speaks_as_a_chapter(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)

    sent = await hook.send(
        embed=library.Embed(title="Rent strike"),
        username=CHAPTER,
        avatar_url=LOGO,
        allowed_mentions=library.AllowedMentions.none(),
        wait=True,
    )
    own = await setting.channel(channel).send("x")

    kept, other = setting.discord.messages_in(channel)
    assert (kept.author, kept.name, kept.avatar) == (hook.id, CHAPTER, LOGO)
    assert (kept.webhook, kept.application) == (hook.id, setting.discord.world.application)
    assert kept.payload["allowed_mentions"] == {"parse": []}
    assert (sent.webhook_id, sent.author.id, sent.author.name) == (hook.id, hook.id, CHAPTER)
    assert sent.author.avatar
    assert (other.name, other.webhook, own.webhook_id) == (None, None, None)


async def test_its_messages_stand_in_the_history(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    await hook.send("one", username=CHAPTER)
    await hook.send("two")

    read = [message async for message in setting.channel(channel).history()]

    assert [(message.content, message.author.name) for message in read] == [
        ("two", "relaybot"),
        ("one", CHAPTER),
    ]
    assert read[0].webhook_id == hook.id
    assert read[0].application_id == setting.discord.world.application


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a picture that is no address": ({"content": "x", "avatar_url": "logo.png"}, "avatar_url"),
    "long content": ({"content": "x" * 2001}, "content"),
    "a nonce": ({"content": "x", "nonce": "1"}, "nonce"),
    "a reply": ({"content": "x", "message_reference": {}}, "message_reference"),
    "content beside components": (
        {"content": "x", "flags": 1 << 15, "components": [{"type": 10, "content": "y"}]},
        "content",
    ),
    "a private answer": ({"content": "x", "flags": 1 << 6}, "flags"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_they_may_not_say(setting: Bare, case: str) -> None:
    payload, path = REFUSED[case]
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    status, body = await setting.ask("POST", used(hook) + "?wait=1", payload, bot=False)
    assert (status, len(problems(body, path))) == (400, 1)
    assert setting.discord.messages_in(channel) == []


async def test_the_same_twice_is_said_twice(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    first, second = await hook.send("x", wait=True), await hook.send("x", wait=True)
    assert first.id != second.id
    await hook.send("x", wait=False)
    assert len(setting.discord.messages_in(channel)) == 3


async def test_components_of_the_applications_own_webhook(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    sent = await hook.send(view=a_layout(), username=CHAPTER, wait=True)
    assert texts(setting.last(channel).components) == ["Rent strike"]
    await sent.edit(view=a_layout("Rent strike won"))
    assert texts(setting.last(channel).components) == ["Rent strike won"]


async def test_components_of_somebody_elses(setting: Bare) -> None:
    channel = setting.add_channel()
    number = setting.discord.add_webhook(channel)
    token = setting.discord.webhooks_in(channel)[0].token
    link = {"type": 2, "style": 5, "url": "https://riverbend.example/", "label": "Read"}
    press = {"type": 2, "style": 1, "custom_id": "x", "label": "Press"}
    path = f"/webhooks/{number}/{token}?wait=1"

    def payload(button: dict[str, Any]) -> dict[str, Any]:
        return {"content": "x", "components": [{"type": 1, "components": [button]}]}

    _, ignored = await setting.ask("POST", path, payload(link))
    _, respected = await setting.ask("POST", path + "&with_components=1", payload(link))
    status, _ = await setting.ask("POST", path + "&with_components=1", payload(press))
    assert (ignored["components"], len(respected["components"]), status) == ([], 1, 400)


async def test_a_message_is_edited_read_and_deleted(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    sent = await hook.send("one", username=CHAPTER, wait=True)

    edited = await hook.edit_message(sent.id, content="two")
    read = await hook.fetch_message(sent.id)
    kept = setting.last(channel)

    assert (edited.content, read.content, read.author.name) == ("two", "two", CHAPTER)
    assert [earlier["content"] for earlier in kept.earlier] == ["one"]
    await hook.delete_message(sent.id)
    assert kept.deleted
    for again in (hook.edit_message(sent.id, content="x"), hook.fetch_message(sent.id)):
        with pytest.raises(library.NotFound) as caught:
            await again
        assert caught.value.code == 10008


async def test_only_its_own_messages(setting: Bare) -> None:
    channel = setting.add_channel()
    first, second = await a_webhook(setting, channel), await a_webhook(setting, channel)
    sent = await first.send("x", wait=True)
    own = await setting.channel(channel).send("y")
    for number in (sent.id, own.id):
        with pytest.raises(library.NotFound):
            await second.edit_message(number, content="z")


async def test_the_bot_edits_no_message_of_a_webhook(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    sent = await hook.send("x", wait=True)
    message = setting.channel(channel).get_partial_message(sent.id)

    with pytest.raises(library.Forbidden) as caught:
        await message.edit(content="y")
    assert caught.value.code == 50005
    setting.allow(without=Right.MANAGE_MESSAGES)
    with pytest.raises(library.Forbidden) as caught:
        await message.delete()
    assert caught.value.code == 50013
    setting.allow()
    await message.delete()
    assert setting.discord.messages_in(channel) == []


async def test_a_thread_of_the_channel(setting: Bare) -> None:
    channel = setting.add_channel()
    thread = setting.discord.add_thread(channel, archived=True)
    elsewhere = setting.discord.add_thread(setting.add_channel())
    hook = await a_webhook(setting, channel)
    place = library.Object(int(thread))

    sent = await hook.send("x", thread=place, wait=True)
    await hook.edit_message(sent.id, content="y", thread=place)

    assert setting.last(thread).content == "y"
    assert not setting.discord.world.channels[int(thread)].archived
    with pytest.raises(library.NotFound) as caught:
        await hook.edit_message(sent.id, content="z")  # without saying where
    assert caught.value.code == 10008
    with pytest.raises(library.NotFound) as caught:
        await hook.send("x", thread=library.Object(int(elsewhere)))
    assert caught.value.code == 10003


async def test_a_post_in_a_forum(setting: Bare) -> None:
    forum = setting.add_channel(Kind.FORUM, tags=["Rent"], tag_required=True)
    hook = await a_webhook(setting, forum)
    place = await setting.fetched(forum)

    sent = await hook.send(
        "x", username=CHAPTER, thread_name="Strike", applied_tags=place.available_tags, wait=True
    )

    thread = setting.discord.world.channels[sent.id]
    assert (thread.name, thread.parent, thread.owner) == ("Strike", int(forum), hook.id)
    assert thread.applied_tags == [place.available_tags[0].id]
    assert (sent.channel.id, setting.last(forum).name) == (sent.id, CHAPTER)


FORUM_FAULTS = {
    "nowhere": (Kind.FORUM, {}, 220001),
    "no forum": (Kind.TEXT, {"thread_name": "x"}, 220003),
    "no tag": (Kind.FORUM, {"thread_name": "x"}, 40067),
}


@pytest.mark.parametrize("case", FORUM_FAULTS)
async def test_places_for_a_post_that_are_refused(setting: Bare, case: str) -> None:
    kind, more, code = FORUM_FAULTS[case]
    hook = await a_webhook(setting, setting.add_channel(kind, tag_required=True))
    status, body = await setting.ask("POST", used(hook), {"content": "x"} | more)
    assert (status, body["code"]) == (400, code)


async def test_publishing_what_a_webhook_said(setting: Bare) -> None:
    channel = setting.add_channel(Kind.ANNOUNCEMENT)
    hook = await a_webhook(setting, channel)
    sent = await hook.send("x", wait=True)
    message = setting.channel(channel).get_partial_message(sent.id)

    setting.allow(without=Right.MANAGE_MESSAGES)
    with pytest.raises(library.Forbidden):
        await message.publish()
    setting.allow()
    await message.publish()
    assert setting.last(channel).published


async def test_a_discussion_under_what_a_webhook_said(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    sent = await hook.send(embed=library.Embed(title="x").set_image(url=PICTURE), wait=True)
    message = setting.channel(channel).get_partial_message(sent.id)
    thread = await message.create_thread(name="Talk")
    assert (thread.id, thread.parent_id) == (sent.id, int(channel))
