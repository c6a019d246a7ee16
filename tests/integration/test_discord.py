"""The real discord.py against the emulator: what is sent, and what every answer means."""

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.errors import PlatformError
from relaybot.model.delivery import Delivery, DeliveryState, Outgoing
from relaybot.model.outcome import (
    Blocked,
    Delivered,
    DestinationGone,
    Outcome,
    Refused,
    Repeatable,
    RetryLater,
    Unknown,
)
from relaybot.model.post import Image
from tests import builders
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind, Right
from tests.fakes.clock import FakeClock

PICTURE = Image(url="https://elmford.example/banner.jpg")
LONG_AFTER = timedelta(minutes=20)


class Presence:
    """Keeps what the bot told about its channels."""

    def __init__(self) -> None:
        self.told: list[tuple[tuple[str, ...], bool, str]] = []
        self._news = asyncio.Condition()

    async def __call__(self, chats: Sequence[str], present: bool, reason: str) -> None:
        async with self._news:
            self.told.append((tuple(chats), present, reason))
            self._news.notify_all()

    async def wait(self, chat: str, *, present: bool) -> str:
        """Return the reason once this was told of this channel."""

        def found() -> list[str]:
            return [why for chats, there, why in self.told if chat in chats and there is present]

        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(found)
        return found()[-1]


@pytest.fixture
async def discord() -> AsyncIterator[DiscordEmulator]:
    async with DiscordEmulator() as emulator:
        yield emulator


@pytest.fixture
def guild(discord: DiscordEmulator) -> str:
    return discord.add_guild()


@pytest.fixture
def channel(discord: DiscordEmulator, guild: str) -> str:
    return discord.add_channel(guild)


@pytest.fixture
def presence() -> Presence:
    return Presence()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime.now(UTC))


def a_bot(
    discord: DiscordEmulator, clock: FakeClock, presence: Presence, **changes: Any
) -> DiscordBot:
    given: dict[str, Any] = {
        "api_base": discord.api_base,
        "gateway": discord.gateway,
        "token": discord.token,
    }
    given |= {"clock": clock, "on_presence": presence} | changes
    return DiscordBot(given.pop("token"), **given)


@pytest.fixture
async def sending(
    discord: DiscordEmulator, clock: FakeClock, presence: Presence
) -> AsyncIterator[DiscordBot]:
    """A bot without a gateway: whatever it knows, it has asked for."""
    bot = a_bot(discord, clock, presence, listen=False)
    await bot.start()
    yield bot
    await bot.stop()


@pytest.fixture
async def listening(
    discord: DiscordEmulator, channel: str, clock: FakeClock, presence: Presence
) -> AsyncIterator[DiscordBot]:
    bot = a_bot(discord, clock, presence)
    await bot.start()
    await presence.wait(channel, present=True)
    yield bot
    await bot.stop()


def outgoing(
    chat: str, number: int = 1, *, silent: bool = False, begun: datetime | None = None, **post: Any
) -> Outgoing:
    return builders.an_outgoing(
        post=builders.a_stored_post(number, **post),
        destination=builders.a_destination(builders.an_address(chat), silent=silent),
        delivery=a_delivery(number, begun),
    )


def a_delivery(number: int, begun: datetime | None) -> Delivery:
    now = begun or datetime.now(UTC)
    state = DeliveryState.UNKNOWN if begun else DeliveryState.PENDING
    return builders.a_delivery(number, state=state, created_at=now, first_attempt_at=now)


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
    assert outcome == Delivered(str(message.id))
    (embed,) = message.embeds
    assert embed["title"] == "Post number 1"
    assert embed["url"] == "https://elmford.example/posts/1"
    assert embed["author"]["name"] == "Elmford Tenants' League"
    assert embed["image"]["url"] == PICTURE.url
    assert embed["footer"]["text"] == "Oregon · English"
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


async def test_a_500_is_not_tried_again_where_no_nonce_protects(
    discord: DiscordEmulator, guild: str, sending: DiscordBot
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)
    discord.fail(path=r"/channels/\d+/threads", status=500, after=True)

    outcome = await sending.platform.deliver(outgoing(forum))

    assert isinstance(outcome, Unknown)
    assert len(discord.messages_in(forum)) == 1
    recovery = await sending.platform.recover(outgoing(forum, begun=datetime.now(UTC)))
    assert recovery == Delivered(str(discord.messages_in(forum)[0].id))


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
    assert again == Delivered(str(message.id))


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

    assert there == Delivered(str(discord.messages_in(channel)[0].id))
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


FORUM_TAGS = {
    "a fitting tag": (["Events", "Oregon"], [], True, ["Oregon"]),
    "fits without being asked": (["Events", "English"], [], False, ["English"]),
    "any tag when one is wanted": (["Events", "Other"], [], True, ["Events"]),
    "none when none is wanted": (["Events"], [], False, []),
    "never a moderators' tag": (["Events"], ["Oregon"], True, ["Events"]),
}


@pytest.mark.parametrize(
    ("tags", "moderated", "wanted", "expected"), FORUM_TAGS.values(), ids=FORUM_TAGS.keys()
)
async def test_a_forum_post_has_a_name_and_a_tag(
    discord: DiscordEmulator,
    guild: str,
    sending: DiscordBot,
    tags: list[str],
    moderated: list[str],
    wanted: bool,
    expected: list[str],
) -> None:
    forum = discord.add_channel(
        guild, Kind.FORUM, tags=tags, moderated_tags=moderated, tag_required=wanted
    )

    assert isinstance(await sending.platform.deliver(outgoing(forum)), Delivered)

    (post,) = discord.world.children(int(forum))
    names = {tag.id: tag.name for tag in discord.world.channels[int(forum)].tags}
    assert post.name == "Post number 1"
    assert [names[tag] for tag in post.applied_tags] == expected


async def test_a_forum_that_wants_a_tag_and_has_none(
    discord: DiscordEmulator, guild: str, sending: DiscordBot
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM, moderated_tags=["News"], tag_required=True)

    outcome = await sending.platform.deliver(outgoing(forum))

    assert isinstance(outcome, Blocked)
    assert "tag" in outcome.reason


def refusal(code: int, message: str = "emulated", **errors: Any) -> dict[str, Any]:
    return {"code": code, "message": message} | ({"errors": errors} if errors else {})


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


async def test_a_plain_message_is_found_again(
    discord: DiscordEmulator, channel: str, sending: DiscordBot, clock: FakeClock
) -> None:
    discord.fail(status=400, body=refusal(50035))
    await sending.platform.deliver(outgoing(channel))
    began = clock()
    clock.now += LONG_AFTER

    recovery = await sending.platform.recover(outgoing(channel, begun=began))

    assert recovery == Delivered(str(discord.messages_in(channel)[0].id))


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


async def test_a_refused_token_is_said_in_words(
    discord: DiscordEmulator, clock: FakeClock, presence: Presence
) -> None:
    bot = a_bot(discord, clock, presence, token="not.the.token")  # noqa: S106 - a wrong one

    with pytest.raises(PlatformError, match="refuses the bot's token") as caught:
        await bot.start()

    assert "not.the.token" not in str(caught.value)


async def test_discord_being_away_at_the_start_is_no_end(
    discord: DiscordEmulator, channel: str, clock: FakeClock, presence: Presence
) -> None:
    discord.fail(method="GET", path="/users/@me", status=503)
    bot = a_bot(discord, clock, presence, pause=0.05)
    await bot.start()

    status, outcome = bot.status(), await bot.platform.deliver(outgoing(channel))
    await presence.wait(channel, present=True)
    later = await bot.platform.deliver(outgoing(channel))

    assert status.startswith("not connected: ")
    assert isinstance(outcome, RetryLater)
    assert outcome.whole_platform
    assert isinstance(later, Delivered)
    await bot.stop()


async def test_the_status_says_who_is_connected(listening: DiscordBot) -> None:
    assert listening.status() == "connected as relaybot, in 1 server"


async def test_a_lost_gateway_is_resumed_and_stops_no_sending(
    discord: DiscordEmulator, channel: str, listening: DiscordBot, presence: Presence, guild: str
) -> None:
    discord.socket.ask_reconnect()
    await discord.socket.wait("resume")
    missed = discord.add_channel(guild, name="made after the break")

    await presence.wait(missed, present=True)
    assert isinstance(await listening.platform.deliver(outgoing(channel)), Delivered)
    assert discord.socket.counts["identify"] == 1


async def test_events_missed_during_a_break_are_replayed(
    discord: DiscordEmulator, guild: str, listening: DiscordBot, presence: Presence
) -> None:
    discord.socket.close(4000)
    missed = discord.add_channel(guild, name="made during the break")

    assert "made during the break" in await presence.wait(missed, present=True)
    assert listening.status().startswith("connected")


async def test_an_invalid_session_begins_anew(
    discord: DiscordEmulator, guild: str, listening: DiscordBot, presence: Presence
) -> None:
    discord.socket.invalidate(resumable=False)
    await discord.socket.wait("identify", times=2)
    made_after = discord.add_channel(guild)

    await presence.wait(made_after, present=True)
    assert listening.status() == "connected as relaybot, in 1 server"


async def test_a_gateway_that_turns_the_bot_away_stops_no_sending(
    discord: DiscordEmulator, channel: str, clock: FakeClock, presence: Presence
) -> None:
    discord.socket.refuse = [4013]
    bot = a_bot(discord, clock, presence, pause=0.05)
    await bot.start()
    await discord.socket.wait("identify")

    status, outcome = bot.status(), await bot.platform.deliver(outgoing(channel))
    await presence.wait(channel, present=True)

    assert isinstance(outcome, Delivered)
    assert status.startswith("reconnecting as relaybot since")
    assert bot.status().startswith("connected")
    await bot.stop()


async def test_an_event_the_library_cannot_read_stops_no_sending(
    discord: DiscordEmulator, guild: str, clock: FakeClock, presence: Presence, channel: str
) -> None:
    bot = a_bot(discord, clock, presence, pause=0.05)
    await bot.start()
    await presence.wait(channel, present=True)
    discord.socket.dispatch("CHANNEL_CREATE", {"id": "no number", "type": 0, "guild_id": guild})
    await discord.socket.wait("identify", times=2)

    assert isinstance(await bot.platform.deliver(outgoing(channel)), Delivered)
    await bot.stop()


async def test_what_the_gateway_tells_about_channels(
    discord: DiscordEmulator, guild: str, channel: str, listening: DiscordBot, presence: Presence
) -> None:
    thread = discord.add_thread(channel)
    elsewhere = discord.add_guild("Library Union Federation")
    deleted = discord.add_channel(guild, name="old news")
    discord.delete_channel(deleted)
    discord.delete_channel(thread)
    there = discord.add_channel(elsewhere)
    await presence.wait(there, present=True)
    discord.remove_guild(elsewhere)

    assert "old news" in await presence.wait(deleted, present=False)
    await presence.wait(thread, present=False)
    assert "Library Union Federation" in await presence.wait(there, present=False)
    assert isinstance(await listening.platform.deliver(outgoing(deleted)), DestinationGone)
    assert listening.status() == "connected as relaybot, in 1 server"


async def test_stopping_leaves_nothing_behind(
    discord: DiscordEmulator, channel: str, clock: FakeClock, presence: Presence
) -> None:
    bot = a_bot(discord, clock, presence)
    await bot.start()
    await presence.wait(channel, present=True)
    await bot.platform.deliver(outgoing(channel))

    await bot.stop()
    await bot.stop()
    del bot
    gc.collect()  # an unclosed session or socket would warn, and a warning is an error

    assert [t.get_name() for t in asyncio.all_tasks() if t.get_name().startswith("discord")] == []
