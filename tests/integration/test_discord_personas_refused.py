"""What Discord refuses a webhook, the bot says itself; webhooks that come and go."""

from typing import Any

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.model.outcome import (
    Delivered,
    RetryLater,
)
from tests.emulators.discord.emulator import DiscordEmulator
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import (
    BAD,
    EXECUTE,
    LOGO,
    LONG_AFTER,
    NAME,
    Presence,
    known_webhook,
    number_of,
    only,
    outgoing,
    refusal,
    told_of_all,
)

HOOKS = r"/channels/\d+/webhooks"


REFUSALS: dict[str, tuple[int, Any]] = {
    "the webhook is gone": (404, refusal(10015)),
    "its token is wrong": (401, refusal(50027)),
    "its thread is unknown": (404, refusal(10003)),
    "no permission": (403, refusal(50013)),
    "the name": (400, refusal(50035, username=BAD)),
    "something else": (400, refusal(77777)),
    "the filters": (400, refusal(200000)),
}


@pytest.mark.parametrize(("status", "body"), REFUSALS.values(), ids=REFUSALS)
async def test_what_a_webhook_is_refused_the_bot_says_itself(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot, status: int, body: Any
) -> None:
    discord.fail(path=EXECUTE, status=status, body=body)

    outcome = await speaking.platform.deliver(outgoing(channel))

    message = only(discord, channel)
    assert number_of(outcome) == str(message.id)
    assert message.webhook is None
    assert message.embeds[0]["author"]["name"] == NAME


async def test_a_name_that_was_refused_is_not_tried_again(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot
) -> None:
    discord.fail(path=EXECUTE, status=400, body=refusal(50035, username=BAD))

    for number in (1, 2):
        await speaking.platform.deliver(outgoing(channel, number))

    assert [message.webhook for message in discord.messages_in(channel)] == [None, None]
    assert discord.refused[400] == 1


async def test_a_picture_of_the_speaker_that_is_refused_costs_only_the_picture(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot
) -> None:
    discord.fail(path=EXECUTE, status=400, body=refusal(50035, avatar_url=BAD))

    await speaking.platform.deliver(outgoing(channel))

    message = only(discord, channel)
    assert message.name == NAME
    assert message.avatar != LOGO


@pytest.mark.parametrize(
    ("code", "status"), [(30007, 400), (30058, 400), (50013, 403), (50001, 403)]
)
async def test_a_webhook_that_cannot_be_had_is_not_asked_for_again_for_a_while(
    discord: DiscordEmulator,
    channel: str,
    speaking: DiscordBot,
    clock: FakeClock,
    code: int,
    status: int,
) -> None:
    discord.fail(path=HOOKS, status=status, body=refusal(code))

    for number in (1, 2):
        await speaking.platform.deliver(outgoing(channel, number))
    asked = discord.requests["GET /channels/{channel}/webhooks"]
    clock.now += LONG_AFTER * 4
    await speaking.platform.deliver(outgoing(channel, 3))

    assert asked == 1
    assert [bool(message.webhook) for message in discord.messages_in(channel)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"reset": True}], ids=str)
async def test_a_webhook_is_never_made_twice(
    discord: DiscordEmulator,
    channel: str,
    speaking: DiscordBot,
    clock: FakeClock,
    fault: dict[str, Any],
) -> None:
    discord.fail(path=HOOKS, after=True, **fault)

    await speaking.platform.deliver(outgoing(channel, 1))
    clock.now += LONG_AFTER
    await speaking.platform.deliver(outgoing(channel, 2))

    assert len(discord.webhooks_in(channel)) == 1
    first, second = discord.messages_in(channel)
    assert (first.webhook, bool(second.webhook)) == (None, True)


async def test_a_deleted_webhook_is_made_anew(
    discord: DiscordEmulator, guild: str, channel: str, presence: Presence, speaking: DiscordBot
) -> None:
    await speaking.platform.deliver(outgoing(channel, 1))
    discord.delete_webhook(str(discord.webhooks_in(channel)[0].id))
    await told_of_all(discord, guild, presence)

    await speaking.platform.deliver(outgoing(channel, 2))

    first, second = discord.messages_in(channel)
    assert second.webhook
    assert first.webhook != second.webhook


async def test_a_webhook_that_vanished_unnoticed_costs_nothing(
    discord: DiscordEmulator, guild: str, channel: str, presence: Presence, speaking: DiscordBot
) -> None:
    await known_webhook(discord, guild, channel, presence, speaking)
    discord.world.webhooks.clear()  # the gateway has not told yet

    for number in (3, 4):
        assert isinstance(await speaking.platform.deliver(outgoing(channel, number)), Delivered)

    spoken = [bool(message.webhook) for message in discord.messages_in(channel)]
    assert spoken == [True, True, False, True]


async def test_a_webhook_that_was_moved_says_nothing_elsewhere(
    discord: DiscordEmulator, guild: str, channel: str, presence: Presence, speaking: DiscordBot
) -> None:
    elsewhere = discord.add_channel(guild, name="elsewhere")
    await known_webhook(discord, guild, channel, presence, speaking)
    discord.webhooks_in(channel)[0].channel = int(elsewhere)  # the gateway has not told yet

    assert isinstance(await speaking.platform.deliver(outgoing(channel, 3)), Delivered)

    titles = [message.title for message in discord.messages_in(channel)]
    assert titles == ["Post number 1", "Post number 2", "Post number 3"]
    assert discord.messages_in(elsewhere) == []


async def test_a_short_rate_limit_is_waited_for(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot
) -> None:
    body = {"message": "slow", "retry_after": 0.05, "global": False}
    discord.fail(path=EXECUTE, status=429, body=body)

    await speaking.platform.deliver(outgoing(channel))

    assert only(discord, channel).webhook


async def test_a_ban_stops_the_whole_platform(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot
) -> None:
    discord.fail(path=EXECUTE, status=429, body="banned", via=False)

    outcome = await speaking.platform.deliver(outgoing(channel))

    assert isinstance(outcome, RetryLater)
    assert outcome.whole_platform
