"""What became of a message whose answer was lost: the channel is read back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.discord.sender import DiscordPlatform
from relaybot.model.destination import Preferences, Style
from relaybot.model.outcome import DestinationGone, Repeatable, RetryLater, Unknown
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind, Right
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import (
    LONG_AFTER,
    Presence,
    a_bot,
    arrived,
    number_of,
    outgoing,
    refusal,
)


async def test_a_500_is_not_tried_again_where_no_nonce_protects(
    discord: DiscordEmulator, guild: str, sending: DiscordBot
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)
    discord.fail(path=r"/channels/\d+/threads", status=500, after=True)

    outcome = await sending.platform.deliver(outgoing(forum))

    assert isinstance(outcome, Unknown)
    assert len(discord.messages_in(forum)) == 1
    recovery = await sending.platform.recover(outgoing(forum, begun=datetime.now(UTC)))
    assert number_of(recovery) == str(discord.messages_in(forum)[0].id)


@pytest.mark.parametrize("after", [True, False], ids=["after the effect", "before the effect"])
async def test_a_lost_answer_is_unknown_and_repeating_makes_one_message(
    discord: DiscordEmulator, channel: str, sending: DiscordBot, clock: FakeClock, after: bool
) -> None:
    discord.fail(reset=True, after=after)
    began = clock()

    outcome = await sending.platform.deliver(outgoing(channel))
    recovery = await sending.platform.recover(outgoing(channel, begun=began))
    again = await sending.platform.deliver(outgoing(channel, begun=began))

    assert isinstance(outcome, Unknown)
    assert isinstance(recovery, Repeatable)
    (message,) = discord.messages_in(channel)
    assert number_of(again) == str(message.id)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
@pytest.mark.parametrize("archived", [False, True])
async def test_long_after_the_channel_is_read_back(
    discord: DiscordEmulator,
    guild: str,
    sending: DiscordBot,
    clock: FakeClock,
    kind: Kind,
    archived: bool,
) -> None:
    channel = discord.add_channel(guild, kind)
    discord.fail(path=r"/channels/\d+/(messages|threads)", reset=True, after=True)
    began = datetime.now(UTC)
    await sending.platform.deliver(outgoing(channel))
    for place in discord.world.children(int(channel)):
        place.archived = archived
    clock.now += LONG_AFTER

    there = await sending.platform.recover(outgoing(channel, begun=began))
    missing = await sending.platform.recover(outgoing(channel, 2, begun=began))

    assert number_of(there) == str(discord.messages_in(channel)[0].id)
    assert isinstance(missing, Repeatable)


@pytest.mark.parametrize("listen", [True, False], ids=["with a gateway", "without one"])
@pytest.mark.parametrize("in_thread", [True, False], ids=["thread", "channel"])
async def test_an_empty_history_proves_something_only_with_the_right_to_read_it(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    clock: FakeClock,
    presence: Presence,
    listen: bool,
    in_thread: bool,
) -> None:
    place = discord.add_thread(channel) if in_thread else channel
    delivery = outgoing(place, begun=clock())
    clock.now += LONG_AFTER
    bot = a_bot(discord, clock, presence, listen=listen)
    await bot.start()
    if listen:
        await presence.wait(place, present=True)

    assert isinstance(await bot.platform.recover(delivery), Repeatable)
    discord.deny(channel, Right.READ_MESSAGE_HISTORY)
    if listen:  # events arrive in order
        await presence.wait(discord.add_channel(guild), present=True)
    assert isinstance(await bot.platform.recover(delivery), Unknown)
    await bot.stop()


async def test_history_is_readable_when_others_words_can_be_read(
    discord: DiscordEmulator, channel: str, sending: DiscordBot, clock: FakeClock
) -> None:
    discord.say(channel, "Post number 1")
    delivery = outgoing(channel, begun=clock())
    clock.now += LONG_AFTER

    assert isinstance(await sending.platform.recover(delivery), Repeatable)
    assert discord.requests["GET /guilds/{guild}"] == 0


async def test_nobody_can_tell_in_a_channel_where_too_much_was_said(
    discord: DiscordEmulator, channel: str, sending: DiscordBot, clock: FakeClock
) -> None:
    for number in range(1000):
        discord.say(channel, f"message {number}")
    delivery = outgoing(channel, begun=clock())
    clock.now += LONG_AFTER

    assert isinstance(await sending.platform.recover(delivery), Unknown)


async def test_reading_back_while_discord_is_down_can_wait(
    discord: DiscordEmulator, channel: str, sending: DiscordBot, clock: FakeClock
) -> None:
    delivery = outgoing(channel, begun=clock())
    clock.now += LONG_AFTER
    discord.fail(method="GET", status=503)

    assert isinstance(await sending.platform.recover(delivery), RetryLater)


async def test_reading_back_a_channel_that_is_gone_leads_to_saying_so(
    discord: DiscordEmulator, channel: str, sending: DiscordBot, clock: FakeClock
) -> None:
    delivery = outgoing(channel, begun=clock())
    discord.delete_channel(channel)
    clock.now += LONG_AFTER

    assert isinstance(await sending.platform.recover(delivery), Repeatable)
    assert isinstance(await sending.platform.deliver(delivery), DestinationGone)


async def test_a_plain_message_is_found_again(
    discord: DiscordEmulator, channel: str, sending: DiscordBot, clock: FakeClock
) -> None:
    discord.fail(status=400, body=refusal(50035))
    await sending.platform.deliver(outgoing(channel))
    began = clock()
    clock.now += LONG_AFTER

    recovery = await sending.platform.recover(outgoing(channel, begun=began))

    assert number_of(recovery) == str(discord.messages_in(channel)[0].id)


SAID = "<p>The <b>picnic</b> begins at *noon*, by the river; see <a href='/2'>the other</a>.</p>"
POSTS: dict[str, dict[str, Any]] = {
    "title and link": {"link": "https://elmford.example/posts/ñ?a=(b)"},
    "no link": {"link": None, "title": "Rent_strike | *today* 🏠 [update] at noon"},
    "no title": {"title": "", "html": SAID},
    "neither": {"title": "", "html": SAID, "link": None},
    "a very long link": {"link": "https://elmford.example/" + "ñ" * 900},
}


@pytest.mark.parametrize("buttons", [True, False], ids=["buttons", "none"])
@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
@pytest.mark.parametrize("sent_as", Style)
@pytest.mark.parametrize("post", POSTS.values(), ids=POSTS)
async def test_every_style_is_found_again(
    discord: DiscordEmulator,
    guild: str,
    platform: DiscordPlatform,
    clock: FakeClock,
    kind: Kind,
    sent_as: Style,
    post: dict[str, Any],
    buttons: bool,
) -> None:
    chat = discord.add_channel(guild, kind)
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    discord.fail(path=r"/channels/\d+/(messages|threads)", reset=True, after=True)
    wanted = Preferences(style=sent_as, mention_role=role, buttons=buttons)
    await platform.deliver(outgoing(chat, 1, wanted, **post))
    clock.now += LONG_AFTER

    for looked_for_as in Style:
        now = Preferences(style=looked_for_as)
        there = await platform.recover(outgoing(chat, 1, now, **post))
        missing = await platform.recover(outgoing(chat, 2, now))

        assert number_of(there) == str(discord.messages_in(chat)[0].id), looked_for_as
        assert isinstance(missing, Repeatable), looked_for_as


async def test_what_an_article_links_to_is_not_the_post(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform, clock: FakeClock
) -> None:
    full = Preferences(style=Style.FULL)
    words = "<p>See <a href='/posts/2'>our other post</a>.</p>"
    await arrived(discord, platform, outgoing(channel, 1, full, html=words))
    clock.now += LONG_AFTER

    assert isinstance(await platform.recover(outgoing(channel, 2, full)), Repeatable)


async def test_an_answer_that_shows_the_post_is_not_the_post(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform, clock: FakeClock
) -> None:
    shown = await arrived(discord, platform, outgoing(channel, 1))
    shown.webhook = discord.world.application
    clock.now += LONG_AFTER

    assert isinstance(await platform.recover(outgoing(channel, 1)), Repeatable)
