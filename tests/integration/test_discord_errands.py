"""What a place wants done with a message that was sent: publish it, discuss it."""

from datetime import timedelta
from typing import Any

import pytest

from relaybot.discord.after import NO_DISCUSSION, NOT_PUBLISHED
from relaybot.discord.sender import DiscordPlatform
from relaybot.model.delivery import Outgoing
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Blocked, Delivered, Outcome, Refused, RetryLater
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind, Right
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import Presence, a_bot, outgoing, refusal, sent, stored

CROSSPOST = r"/channels/\d+/messages/\d+/crosspost"
THREADS = r"/channels/\d+/messages/\d+/threads"
PUBLISH, DISCUSS = ErrandKind.PUBLISH, ErrandKind.DISCUSS
PATHS = {PUBLISH: CROSSPOST, DISCUSS: THREADS}


@pytest.fixture
def announcements(discord: DiscordEmulator, guild: str) -> str:
    return discord.add_channel(guild, Kind.ANNOUNCEMENT)


async def all_sent(platform: DiscordPlatform, chat: str, count: int) -> list[Outgoing]:
    return [await sent(platform, outgoing(chat, number)) for number in range(1, count + 1)]


def number_of(delivery: Outgoing) -> int:
    return int(delivery.claim.delivery.message_id or 0)


async def test_a_message_is_published_and_keeps_its_receipt(
    discord: DiscordEmulator, announcements: str, platform: DiscordPlatform
) -> None:
    (before,) = await all_sent(platform, announcements, 1)

    after = stored(before, await platform.attend(before, PUBLISH))

    assert discord.world.published == [number_of(before)]
    assert after == before


async def test_ten_an_hour_are_published_in_a_channel_and_the_next_is_told_when(
    discord: DiscordEmulator,
    guild: str,
    announcements: str,
    platform: DiscordPlatform,
    clock: FakeClock,
) -> None:
    posts = await all_sent(platform, announcements, 11)
    elsewhere = await sent(platform, outgoing(discord.add_channel(guild, Kind.ANNOUNCEMENT), 12))

    outcomes = [await platform.attend(post, PUBLISH) for post in (*posts, elsewhere)]
    clock.now += timedelta(hours=1)
    discord.rest.publishing.limit += 1  # its clock is not ours
    later = await platform.attend(posts[-1], PUBLISH)

    *first, eleventh, other = outcomes
    assert all(isinstance(outcome, Delivered) for outcome in (*first, other, later))
    assert eleventh == RetryLater("Discord's limit of ten an hour", 3600.0)
    assert discord.refused[429] == 0


NOWHERE: dict[str, tuple[Kind, ErrandKind, Outcome]] = {
    "publishing in a text channel": (Kind.TEXT, PUBLISH, NOT_PUBLISHED),
    "publishing in a forum": (Kind.FORUM, PUBLISH, NOT_PUBLISHED),
    "publishing in a thread": (Kind.THREAD, PUBLISH, NOT_PUBLISHED),
    "discussing in a forum": (Kind.FORUM, DISCUSS, NO_DISCUSSION),
    "discussing in a voice channel": (Kind.VOICE, DISCUSS, NO_DISCUSSION),
    "discussing in a thread": (Kind.THREAD, DISCUSS, NO_DISCUSSION),
}


@pytest.mark.parametrize("listen", [True, False], ids=["with a gateway", "without one"])
@pytest.mark.parametrize(("place", "kind", "expected"), NOWHERE.values(), ids=NOWHERE)
async def test_where_there_is_no_such_thing(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    clock: FakeClock,
    presence: Presence,
    listen: bool,
    place: Kind,
    kind: ErrandKind,
    expected: Outcome,
) -> None:
    in_thread = place is Kind.THREAD
    chat = discord.add_thread(channel) if in_thread else discord.add_channel(guild, place)
    bot = a_bot(discord, clock, presence, listen=listen)
    await bot.start()
    if listen:
        await presence.wait(channel, present=True)

    outcome = await bot.platform.attend(await sent(bot.platform, outgoing(chat)), kind)
    await bot.stop()

    assert outcome == expected
    assert discord.world.published == []


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ANNOUNCEMENT])
async def test_a_discussion_opens_under_a_post(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind
) -> None:
    chat = discord.add_channel(guild, kind)
    before = await sent(platform, outgoing(chat, 1, title="Tenants " * 40))

    after = stored(before, await platform.attend(before, DISCUSS))

    (thread,) = discord.world.children(int(chat))
    assert thread.id == number_of(before)
    assert thread.name.startswith("Tenants Tenants")
    assert 90 <= len(thread.name) <= 100
    assert after == before


@pytest.mark.parametrize("kind", [PUBLISH, DISCUSS])
async def test_what_was_done_already_is_done(
    announcements: str, platform: DiscordPlatform, kind: ErrandKind
) -> None:
    (post,) = await all_sent(platform, announcements, 1)

    outcomes = [await platform.attend(post, kind) for _ in range(2)]

    assert outcomes[0] == outcomes[1]
    assert isinstance(outcomes[1], Delivered)


FAULTS: dict[str, tuple[dict[str, Any], type[Outcome]]] = {
    "a rate limit": (
        {"status": 429, "body": {"message": "slow", "retry_after": 400.0, "global": False}},
        RetryLater,
    ),
    "Discord is down": ({"status": 503}, RetryLater),
    "lost before": ({"reset": True}, RetryLater),
    "lost after": ({"reset": True, "after": True}, RetryLater),
    "a missing right": ({"status": 403, "body": refusal(50013)}, Blocked),
    "somebody deleted the message": ({"status": 404, "body": refusal(10008)}, Refused),
    "something else": ({"status": 400, "body": refusal(77777)}, Refused),
    "a bad form": ({"status": 400, "body": refusal(50035)}, Refused),
}


@pytest.mark.parametrize("kind", [PUBLISH, DISCUSS])
@pytest.mark.parametrize(("fault", "expected"), FAULTS.values(), ids=FAULTS)
async def test_what_each_answer_means(
    discord: DiscordEmulator,
    announcements: str,
    platform: DiscordPlatform,
    fault: dict[str, Any],
    expected: type[Outcome],
    kind: ErrandKind,
) -> None:
    (post,) = await all_sent(platform, announcements, 1)
    discord.fail(path=PATHS[kind], **fault)

    assert isinstance(await platform.attend(post, kind), expected)
    if expected is RetryLater:
        assert isinstance(await platform.attend(post, kind), Delivered)


async def test_a_right_that_is_given_later(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    discord.deny(channel, Right.CREATE_PUBLIC_THREADS)
    (post,) = await all_sent(platform, channel, 1)

    before = await platform.attend(post, DISCUSS)
    discord.deny(channel, NO_RIGHTS)
    after = await platform.attend(post, DISCUSS)

    assert (type(before), type(after)) == (Blocked, Delivered)
    assert len(discord.world.children(int(channel))) == 1
