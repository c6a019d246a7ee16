"""What Discord refuses, and what is left out so that the post still arrives."""

from typing import Any

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.discord.sender import DiscordPlatform
from relaybot.model.destination import Preferences
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    Outcome,
    Refused,
    RetryLater,
    Unknown,
)
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS
from tests.integration.discord_sending import BAD, PICTURE, arrived, outgoing, refusal

BAD_IMAGE = refusal(
    50035,
    embeds={"0": {"image": {"url": {"_errors": [{"code": "X", "message": "no such picture"}]}}}},
)


REFUSALS: dict[str, tuple[int, Any, type[Outcome]]] = {
    "too large without its image too": (413, refusal(40005), Refused),
    "AutoMod": (400, refusal(200000), Refused),
    "harmful link": (400, refusal(240000), Refused),
    "an unknown 400": (400, refusal(77777), Refused),
    "an unknown 403": (403, refusal(77777), Blocked),
    "a tag is wanted": (400, refusal(40067), Blocked),
    "unknown server": (404, refusal(10004), DestinationGone),
    "Cloudflare's block": (403, refusal(40333), RetryLater),
    "a page instead of JSON": (403, "<html>no</html>", RetryLater),
    "token withdrawn": (401, refusal(0), RetryLater),
    "overloaded": (503, refusal(130000), Unknown),
}


@pytest.mark.parametrize(("status", "body", "expected"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_what_each_refusal_means(
    discord: DiscordEmulator,
    channel: str,
    sending: DiscordBot,
    status: int,
    body: Any,
    expected: type[Outcome],
) -> None:
    discord.fail(status=status, body=body, times=3)

    assert isinstance(await sending.platform.deliver(outgoing(channel, image=PICTURE)), expected)
    assert discord.messages_in(channel) == []


WHOLE_PLATFORM: dict[str, dict[str, Any]] = {
    "Cloudflare ban": {
        "status": 429,
        "body": "banned",
        "headers": {"Retry-After": "77"},
        "via": False,
    },
    "token withdrawn": {"status": 401},
}


@pytest.mark.parametrize("fault", WHOLE_PLATFORM.values(), ids=WHOLE_PLATFORM.keys())
async def test_some_refusals_stop_the_whole_platform(
    discord: DiscordEmulator, channel: str, sending: DiscordBot, fault: dict[str, Any]
) -> None:
    discord.fail(**fault)

    outcome = await sending.platform.deliver(outgoing(channel))

    assert isinstance(outcome, RetryLater)
    assert outcome.whole_platform
    assert (outcome.after or 0) >= 60


REMEDIES = {
    "without its image": ([BAD_IMAGE], False, True),
    "as plain text": ([refusal(50035)], False, False),
    "first one, then the other": ([BAD_IMAGE, refusal(50035)], False, False),
}


@pytest.mark.parametrize(
    ("bodies", "has_image", "has_embed"), REMEDIES.values(), ids=REMEDIES.keys()
)
async def test_a_message_with_a_fault_is_sent_in_a_simpler_form(
    discord: DiscordEmulator,
    channel: str,
    sending: DiscordBot,
    bodies: list[Any],
    has_image: bool,
    has_embed: bool,
) -> None:
    for body in bodies:
        discord.fail(status=400, body=body)

    assert isinstance(await sending.platform.deliver(outgoing(channel, image=PICTURE)), Delivered)

    (message,) = discord.messages_in(channel)
    assert bool(message.embeds) is has_embed
    assert any("image" in embed for embed in message.embeds) is has_image
    assert has_embed or "https://elmford.example/posts/1" in message.content


REFUSED: dict[str, tuple[list[dict[str, Any]], tuple[bool, bool, bool]]] = {
    # the refusals; then: has buttons, mentions, has a card
    "the buttons": ([refusal(50035, components={"0": BAD})], (False, True, True)),
    "an unknown role": ([refusal(10011)], (True, False, True)),
    "the mention": ([refusal(50035, allowed_mentions=BAD)], (True, False, True)),
    "one after the other": (
        [refusal(10011), refusal(50035, components={"0": BAD})],
        (False, False, True),
    ),
    "the buttons, twice": ([refusal(50035, components={"0": BAD})] * 2, (False, True, False)),
    "everything": ([refusal(50035)], (False, True, False)),
}


@pytest.mark.parametrize(("bodies", "expected"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_is_refused_is_left_out(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    platform: DiscordPlatform,
    bodies: list[dict[str, Any]],
    expected: tuple[bool, bool, bool],
) -> None:
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    for body in bodies:
        discord.fail(status=400, body=body)

    message = await arrived(discord, platform, outgoing(channel, 1, Preferences(mention_role=role)))

    has = bool(message.components), f"<@&{role}>" in message.content, bool(message.embeds)
    assert has == expected
