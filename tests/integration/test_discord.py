"""The real discord.py against the emulator: what arrives where, and what every answer means."""

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.model.outcome import Blocked, Delivered, DestinationGone, RetryLater, Unknown
from tests import builders
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind, Right
from tests.integration.discord_sending import PICTURE, a_delivery, number_of, outgoing, refusal

KINDS = {
    "text": Kind.TEXT,
    "announcement": Kind.ANNOUNCEMENT,
    "voice": Kind.VOICE,
    "forum": Kind.FORUM,
    "media": Kind.MEDIA,
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
async def test_a_post_arrives_in_every_kind_of_channel(
    discord: DiscordEmulator, guild: str, sending: DiscordBot, kind: Kind
) -> None:
    channel = discord.add_channel(guild, kind)

    outcome = await sending.platform.deliver(outgoing(channel, image=PICTURE))

    (message,) = discord.messages_in(channel)
    assert number_of(outcome) == str(message.id)
    (embed,) = message.embeds
    assert embed["title"] == "Post number 1"
    assert embed["url"] == "https://elmford.example/posts/1"
    assert embed["author"]["name"] == "Elmford Tenants' League"
    assert embed["image"]["url"] == PICTURE.url
    assert embed["footer"]["text"] == "Posted in English · Oregon"
    assert "The body of post number 1." in embed["description"]
    payload = message.payload
    assert payload["allowed_mentions"]["parse"] == []
    assert not message.silent


async def test_a_post_arrives_in_a_thread_and_opens_an_archived_one(
    discord: DiscordEmulator, channel: str, sending: DiscordBot
) -> None:
    thread = discord.add_thread(channel)
    archived = discord.add_thread(channel, archived=True)

    assert isinstance(await sending.platform.deliver(outgoing(thread)), Delivered)
    assert isinstance(await sending.platform.deliver(outgoing(archived, 2)), Delivered)

    assert [m.title for m in discord.messages_in(thread)] == ["Post number 1"]
    assert [m.title for m in discord.messages_in(archived)] == ["Post number 2"]
    assert discord.world.channels[int(archived)].archived is False


async def test_a_silent_destination_gets_silent_messages(
    discord: DiscordEmulator, guild: str, channel: str, sending: DiscordBot
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)

    await sending.platform.deliver(outgoing(channel, silent=True))
    await sending.platform.deliver(outgoing(forum, silent=True))

    assert discord.messages_in(channel)[0].silent
    assert discord.messages_in(forum)[0].silent


async def test_the_same_delivery_twice_is_one_message(
    discord: DiscordEmulator, channel: str, sending: DiscordBot
) -> None:
    first = await sending.platform.deliver(outgoing(channel))
    second = await sending.platform.deliver(outgoing(channel))

    assert first == second
    assert len(discord.messages_in(channel)) == 1


async def test_a_message_someone_deleted_is_not_sent_again(
    discord: DiscordEmulator, channel: str, sending: DiscordBot
) -> None:
    await sending.platform.deliver(outgoing(channel))
    discord.messages_in(channel)[0].deleted = True

    assert isinstance(await sending.platform.deliver(outgoing(channel)), Delivered)
    assert discord.messages_in(channel) == []


async def test_a_post_for_many_channels_keeps_its_looks(
    discord: DiscordEmulator, guild: str, sending: DiscordBot
) -> None:
    channels = [discord.add_channel(guild) for _ in range(3)]
    nonces = iter(range(50, 60))

    for chat in channels:
        delivery = outgoing(chat)
        claim = delivery.claim
        apart = builders.an_outgoing(
            post=claim.post,
            destination=claim.destination,
            delivery=a_delivery(next(nonces), None),
        )
        assert isinstance(await sending.platform.deliver(apart), Delivered)

    embeds = [discord.messages_in(chat)[0].embeds for chat in channels]
    assert embeds[0] == embeds[1] == embeds[2]


async def test_a_full_bucket_is_waited_for(
    discord: DiscordEmulator, channel: str, sending: DiscordBot
) -> None:
    discord.limits.limit, discord.limits.per = 2, 0.3

    outcomes = [await sending.platform.deliver(outgoing(channel, n)) for n in range(1, 6)]

    assert all(isinstance(outcome, Delivered) for outcome in outcomes)
    assert [m.title for m in discord.messages_in(channel)] == [
        f"Post number {n}" for n in range(1, 6)
    ]


SHORT_WAIT = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}


LONG_WAIT = SHORT_WAIT | {"retry_after": 400.0}


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
async def test_a_short_429_is_waited_for(
    discord: DiscordEmulator, guild: str, sending: DiscordBot, kind: Kind
) -> None:
    channel = discord.add_channel(guild, kind)
    discord.fail(path=r"/channels/\d+/(messages|threads)", status=429, body=SHORT_WAIT)

    assert isinstance(await sending.platform.deliver(outgoing(channel)), Delivered)
    assert len(discord.messages_in(channel)) == 1


async def test_a_long_429_holds_up_only_its_own_destination(
    discord: DiscordEmulator, guild: str, channel: str, sending: DiscordBot
) -> None:
    discord.fail(status=429, body=LONG_WAIT)

    outcome = await sending.platform.deliver(outgoing(channel))

    assert outcome == RetryLater("Discord asks to wait (rate limit)", 400.0)
    other = discord.add_channel(guild)
    assert isinstance(await sending.platform.deliver(outgoing(other, 2)), Delivered)


async def test_a_500_is_tried_again(
    discord: DiscordEmulator, channel: str, sending: DiscordBot
) -> None:
    discord.fail(status=500, after=True)

    assert isinstance(await sending.platform.deliver(outgoing(channel)), Delivered)
    assert len(discord.messages_in(channel)) == 1


DENIALS = {
    "cannot see": (Kind.TEXT, Right.VIEW_CHANNEL),
    "cannot write": (Kind.TEXT, Right.SEND_MESSAGES),
    "cannot embed": (Kind.TEXT, Right.EMBED_LINKS),
    "cannot post": (Kind.FORUM, Right.SEND_MESSAGES),
}


@pytest.mark.parametrize(("kind", "right"), DENIALS.values(), ids=DENIALS.keys())
async def test_a_missing_permission_blocks_until_it_is_given(
    discord: DiscordEmulator, guild: str, sending: DiscordBot, kind: Kind, right: Right
) -> None:
    channel = discord.add_channel(guild, kind, denied=right)

    assert isinstance(await sending.platform.deliver(outgoing(channel)), Blocked)
    discord.deny(channel, NO_RIGHTS)
    assert isinstance(await sending.platform.deliver(outgoing(channel)), Delivered)
    assert len(discord.messages_in(channel)) == 1


async def test_places_that_take_no_post(
    discord: DiscordEmulator, guild: str, channel: str, sending: DiscordBot
) -> None:
    locked = discord.add_thread(channel, archived=True, locked=True)
    category = discord.add_channel(guild, Kind.CATEGORY, "Chapters")
    gone = discord.add_channel(guild)
    discord.delete_channel(gone)

    outcomes = {
        name: await sending.platform.deliver(outgoing(chat))
        for name, chat in {
            "locked": locked,
            "category": category,
            "gone": gone,
            "no id": "#news",
        }.items()
    }

    assert {name: type(outcome) for name, outcome in outcomes.items()} == {
        "locked": Blocked,
        "category": Blocked,
        "gone": DestinationGone,
        "no id": DestinationGone,
    }


async def test_a_server_the_bot_was_removed_from(
    discord: DiscordEmulator, guild: str, channel: str, sending: DiscordBot
) -> None:
    discord.remove_guild(guild)

    assert isinstance(await sending.platform.deliver(outgoing(channel)), Blocked)


async def test_an_archived_thread_is_opened_first(
    discord: DiscordEmulator, channel: str, sending: DiscordBot
) -> None:
    thread = discord.add_thread(channel, archived=True)
    discord.fail(status=400, body=refusal(50083))

    assert isinstance(await sending.platform.deliver(outgoing(thread)), Delivered)
    assert discord.requests["PATCH /channels/{channel}"] == 1


async def test_an_archived_thread_that_cannot_be_opened(
    discord: DiscordEmulator, channel: str, sending: DiscordBot
) -> None:
    thread = discord.add_thread(channel, archived=True, locked=True)
    discord.fail(status=400, body=refusal(50083))

    assert isinstance(await sending.platform.deliver(outgoing(thread)), Blocked)


async def test_an_answer_nobody_can_read_leaves_the_outcome_unknown(
    discord: DiscordEmulator, channel: str, sending: DiscordBot
) -> None:
    discord.fail(status=200, body={"surprise": True}, after=True)

    assert isinstance(await sending.platform.deliver(outgoing(channel)), Unknown)
    assert len(discord.messages_in(channel)) == 1


async def test_nothing_was_sent_when_there_is_nobody_to_talk_to(
    channel: str, sending: DiscordBot, discord: DiscordEmulator
) -> None:
    await sending.platform.deliver(outgoing(channel))
    await discord.go_away()

    outcomes = [await sending.platform.deliver(outgoing(channel, 2)) for _ in range(3)]

    # The first may still have met a connection of the pool that was just cut.
    assert isinstance(outcomes[-1], RetryLater)
    assert not outcomes[-1].whole_platform
