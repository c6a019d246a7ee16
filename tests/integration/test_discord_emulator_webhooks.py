"""Webhooks on the emulated Discord: who may make them, and how they may be called."""

from collections.abc import AsyncIterator

import discord as library
import pytest

from tests.emulators.discord.world import Right
from tests.integration.emulated_discord import Bare, a_webhook, bare, problems, used


@pytest.fixture
async def setting() -> AsyncIterator[Bare]:
    async with bare() as given:
        given.allow()
        yield given


async def test_they_are_listed_with_their_tokens(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    foreign = setting.discord.add_webhook(channel, "Alerts")
    place = await setting.fetched(channel)

    listed = await place.webhooks()

    assert [(each.id, each.name) for each in listed] == [
        (hook.id, "relaybot"),
        (int(foreign), "Alerts"),
    ]
    assert listed[0].token == hook.token
    assert listed[0].user == setting.client.user
    assert [each.id for each in setting.discord.webhooks_in(channel)] == [hook.id, int(foreign)]


async def test_one_is_looked_up_by_its_token(setting: Bare) -> None:
    hook = await a_webhook(setting, setting.add_channel())
    status, body = await setting.ask("GET", used(hook), bot=False)
    assert (status, body["name"], "user" in body) == (200, "relaybot", False)
    status, body = await setting.ask("GET", f"/webhooks/{hook.id}", bot=False)
    assert status == 401
    fetched = await setting.client.fetch_webhook(hook.id)
    assert fetched.token == hook.token


async def test_without_the_right_there_are_none(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    place = await setting.fetched(channel)
    setting.allow(without=Right.MANAGE_WEBHOOKS)

    for ask in (place.webhooks(), place.create_webhook(name="x"), hook.delete()):
        with pytest.raises(library.Forbidden) as caught:
            await ask
        assert caught.value.code == 50013
    await hook.send("a webhook that is known still speaks")
    assert len(setting.discord.messages_in(channel)) == 1


async def test_a_channel_has_fifteen(setting: Bare) -> None:
    channel = setting.add_channel()
    for number in range(15):
        setting.discord.add_webhook(channel, f"Alerts {number}")
    place = await setting.fetched(channel)
    with pytest.raises(library.HTTPException) as caught:
        await place.create_webhook(name="x")
    assert (caught.value.status, caught.value.code) == (400, 30007)


async def test_a_thread_has_none_of_its_own(setting: Bare) -> None:
    thread = setting.discord.add_thread(setting.add_channel())
    path = f"/channels/{thread}/webhooks"
    status, body = await setting.ask("POST", path, {"name": "x"})
    assert (status, body["code"]) == (403, 50024)


NAMES = {
    "empty": (" ", "BASE_TYPE_BAD_LENGTH"),
    "too long": ("x" * 81, "BASE_TYPE_BAD_LENGTH"),
    "a word of Discord's": ("Friends of DISCORD", "USERNAME_INVALID_CONTAINS"),
    "its bot": ("Clydeside tenants", "USERNAME_INVALID_CONTAINS"),
    "a mention": ("Everyone", "USERNAME_INVALID"),
}


@pytest.mark.parametrize("case", NAMES)
async def test_names_that_are_refused(setting: Bare, case: str) -> None:
    name, code = NAMES[case]
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)

    status, body = await setting.ask("POST", f"/channels/{channel}/webhooks", {"name": name})
    assert (status, problems(body, "name")) == (400, [code])
    status, body = await setting.ask("POST", used(hook), {"content": "x", "username": name})
    assert (status, problems(body, "username")) == (400, [code])
    assert setting.discord.messages_in(channel) == []


@pytest.mark.parametrize("name", ["x" * 80, "Here & there", "Everyone's union", "@home #1"])
async def test_names_that_are_allowed(setting: Bare, name: str) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    await hook.send("x", username=name)
    assert setting.last(channel).name == name


async def test_a_deleted_webhook_is_unknown(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    sent = await hook.send("stays", wait=True)
    setting.discord.delete_webhook(str(hook.id))

    for ask in (hook.send("x"), hook.edit_message(sent.id, content="x"), hook.delete()):
        with pytest.raises(library.NotFound) as caught:
            await ask
        assert caught.value.code == 10015
    assert [message.content for message in setting.discord.messages_in(channel)] == ["stays"]
    await setting.client.hear("WEBHOOKS_UPDATE", 2)


async def test_it_goes_with_its_channel(setting: Bare) -> None:
    channel = setting.add_channel()
    hook = await a_webhook(setting, channel)
    setting.discord.delete_channel(channel)
    with pytest.raises(library.NotFound) as caught:
        await hook.send("x")
    assert caught.value.code == 10015


async def test_a_wrong_token(setting: Bare) -> None:
    hook = await a_webhook(setting, setting.add_channel())
    path = f"/webhooks/{hook.id}/wrong"
    status, body = await setting.ask("POST", path, {"content": "x"}, bot=False)
    assert (status, body["code"]) == (401, 50027)


async def test_answers_to_people_are_no_webhooks(setting: Bare) -> None:
    used_command = setting.discord.command("follow", setting.add_channel())
    status, _ = await setting.ask(
        "POST",
        f"/interactions/{used_command.id}/{used_command.token}/callback?with_response=1",
        {"type": 5, "data": {"flags": 64}},
        bot=False,
    )
    application = setting.discord.world.application
    path = f"/webhooks/{application}/{used_command.token}?wait=1"
    _, body = await setting.ask("POST", path, {"content": "following"}, bot=False)
    assert (status, body["content"]) == (200, "following")
    assert body["webhook_id"] == body["application_id"] == str(application)
    assert setting.discord.requests["POST /webhooks/{application}/{token}"] == 1
