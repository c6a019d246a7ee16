"""What moderators choose with /settings, as it arrives: the real library, the emulated Discord."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, MutableMapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import discord as library
import pytest
import structlog
from structlog.testing import capture_logs

from relaybot.discord.after import AfterSending
from relaybot.discord.bot import DiscordBot
from relaybot.discord.limits import Pace
from relaybot.discord.sender import DiscordPlatform
from relaybot.model.delivery import Delivery, DeliveryState, Outgoing
from relaybot.model.destination import Preferences, Style
from relaybot.model.outcome import Delivered, Repeatable
from relaybot.model.post import Audio, Image
from tests import builders
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind, Message, Right
from tests.fakes.clock import FakeClock
from tests.logging_kept import logging_kept

PICTURE = Image(url="https://elmford.example/banner.jpg")
EPISODE = Audio(url="https://elmford.example/1.mp3", duration=120)
WORDS = "<p>" + "The <b>picnic</b> begins at noon. " * 200 + "</p>"
LONG_AFTER = timedelta(minutes=20)
Logged = Sequence[MutableMapping[str, Any]]


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
def clock() -> FakeClock:
    return FakeClock(datetime.now(UTC))


@pytest.fixture
async def client(discord: DiscordEmulator) -> AsyncIterator[library.Client]:
    """The library without a gateway: whatever it knows, it has asked for."""
    library.http.Route.BASE = discord.api_base
    async with library.Client(intents=library.Intents.none(), max_ratelimit_timeout=30) as client:
        await client.login(discord.token)
        yield client
    await asyncio.sleep(0)  # aiohttp closes its transports in the loop's next round


@pytest.fixture
async def platform(client: library.Client, clock: FakeClock) -> AsyncIterator[DiscordPlatform]:
    platform = DiscordPlatform(client, clock)
    yield platform
    await platform.stop()


def outgoing(
    chat: str, number: int = 1, wanted: Preferences | None = None, **post: Any
) -> Outgoing:
    return builders.an_outgoing(
        post=builders.a_stored_post(number, **post),
        destination=builders.a_destination(
            builders.an_address(chat), preferences=wanted or Preferences()
        ),
        delivery=a_delivery(number),
    )


def a_delivery(number: int) -> Delivery:
    now = datetime.now(UTC)
    return builders.a_delivery(
        number, state=DeliveryState.PENDING, created_at=now, first_attempt_at=now
    )


@pytest.fixture
def logged() -> Iterator[Logged]:
    with logging_kept():
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
        with capture_logs() as entries:
            yield entries


def told_of(logged: Logged, words: str) -> int:
    return sum(words in f"{entry['event']} {entry.get('reason')}" for entry in logged)


async def arrived(
    discord: DiscordEmulator, platform: DiscordPlatform, delivery: Outgoing
) -> Message:
    """Deliver, and return the newest message of the place."""
    outcome = await platform.deliver(delivery)
    message = discord.messages_in(delivery.claim.destination.address.chat)[-1]
    assert outcome == Delivered(str(message.id))
    return message


# Styles


async def test_compact_is_one_line(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    wanted = Preferences(style=Style.COMPACT)

    message = await arrived(discord, platform, outgoing(channel, wanted=wanted, image=PICTURE))

    assert message.embeds == []
    assert message.content.startswith(
        "**Elmford Tenants' League** · [Post number 1](<https://elmford.example/posts/1>) · <t:"
    )
    assert "\n" not in message.content


async def test_a_card_and_a_full_post(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    descriptions = []
    for number, style in enumerate((Style.CARD, Style.FULL), 1):
        wanted = Preferences(style=style)
        delivery = outgoing(channel, number, wanted, image=PICTURE, html=WORDS)
        (embed,) = (await arrived(discord, platform, delivery)).embeds
        assert embed["image"]["url"] == PICTURE.url
        assert embed["author"]["icon_url"]
        descriptions.append(embed["description"])

    card, full = descriptions
    assert len(card) < 900 < 2300 < len(full) <= 4096
    assert "**picnic**" in full


async def test_without_pictures_the_logo_stays(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    wanted = Preferences(images=False)

    (embed,) = (
        await arrived(discord, platform, outgoing(channel, 1, wanted, image=PICTURE))
    ).embeds

    assert "image" not in embed
    assert embed["author"]["icon_url"]


async def test_places_with_other_wishes_get_other_messages(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform
) -> None:
    wishes = [
        Preferences(style=Style.COMPACT),
        Preferences(),
        Preferences(buttons=False),
        Preferences(language="es"),
        Preferences(images=False),
        Preferences(style=Style.FULL),
    ]
    looks = []
    for number, wanted in enumerate(wishes, 10):
        chat = discord.add_channel(guild)
        delivery = builders.an_outgoing(
            post=builders.a_stored_post(1, html=WORDS, image=PICTURE),
            destination=builders.a_destination(builders.an_address(chat), preferences=wanted),
            delivery=a_delivery(number),
        )
        message = await arrived(discord, platform, delivery)
        looks.append(str((message.content, message.embeds, message.components)))

    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
@pytest.mark.parametrize("sent_as", Style)
@pytest.mark.parametrize("looked_for_as", Style)
@pytest.mark.parametrize(
    "link", ["https://elmford.example/posts/ñ?a=(b)", None], ids=["link", "no"]
)
async def test_every_style_is_found_again(
    discord: DiscordEmulator,
    guild: str,
    platform: DiscordPlatform,
    clock: FakeClock,
    kind: Kind,
    sent_as: Style,
    looked_for_as: Style,
    link: str | None,
) -> None:
    if link is None and sent_as is not looked_for_as:
        return  # nothing tells them for the same post
    chat = discord.add_channel(guild, kind)
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    discord.fail(path=r"/channels/\d+/(messages|threads)", reset=True, after=True)
    await platform.deliver(
        outgoing(chat, 1, Preferences(style=sent_as, mention_role=role), link=link)
    )
    clock.now += LONG_AFTER

    now = Preferences(style=looked_for_as)
    there = await platform.recover(outgoing(chat, 1, now, link=link))
    missing = await platform.recover(outgoing(chat, 2, now))

    assert there == Delivered(str(discord.messages_in(chat)[0].id))
    assert isinstance(missing, Repeatable)


async def test_an_answer_that_shows_the_post_is_not_the_post(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform, clock: FakeClock
) -> None:
    shown = await arrived(discord, platform, outgoing(channel, 1))
    shown.webhook = discord.world.application
    clock.now += LONG_AFTER

    assert isinstance(await platform.recover(outgoing(channel, 1)), Repeatable)


# Buttons


def labels(message: Message) -> list[tuple[str, str]]:
    return [(b["label"], b["url"]) for row in message.components for b in row["components"]]


PAGE, FILE = "https://elmford.example/posts/1", EPISODE.url
BUTTONS: dict[str, tuple[Preferences, dict[str, Any], list[tuple[str, str]]]] = {
    "a link": (Preferences(), {}, [("Read", PAGE)]),
    "not wanted": (Preferences(buttons=False), {"audio": EPISODE}, []),
    "an episode": (Preferences(), {"audio": EPISODE}, [("Read", PAGE), ("Listen", FILE)]),
    "an episode alone": (Preferences(), {"audio": EPISODE, "link": None}, [("Listen", FILE)]),
    "the place speaks Spanish": (Preferences(language="es"), {}, [("Leer", PAGE)]),
    "the post is in Spanish": (
        Preferences(),
        {"language": "es-MX", "audio": EPISODE},
        [("Leer", PAGE), ("Escuchar", FILE)],
    ),
    "the place knows better": (Preferences(language="en"), {"language": "es"}, [("Read", PAGE)]),
    "another language": (Preferences(), {"language": "fr"}, [("Read", PAGE)]),
    "no link": (Preferences(), {"link": None}, []),
    "too long for a button": (Preferences(), {"link": PAGE + "x" * 600}, []),
}


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
@pytest.mark.parametrize(("wanted", "post", "expected"), BUTTONS.values(), ids=BUTTONS.keys())
async def test_buttons_lead_to_the_post(
    discord: DiscordEmulator,
    guild: str,
    platform: DiscordPlatform,
    kind: Kind,
    wanted: Preferences,
    post: dict[str, Any],
    expected: list[tuple[str, str]],
) -> None:
    chat = discord.add_channel(guild, kind)

    assert labels(await arrived(discord, platform, outgoing(chat, 1, wanted, **post))) == expected


def refusal(code: int, **errors: Any) -> dict[str, Any]:
    return {"code": code, "message": "emulated", "errors": errors}


BAD = {"_errors": [{"code": "X", "message": "emulated"}]}
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


# A mentioned role


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ANNOUNCEMENT, Kind.FORUM])
@pytest.mark.parametrize("style", Style)
async def test_one_role_is_told_and_nobody_else(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind, style: Style
) -> None:
    chat = discord.add_channel(guild, kind)
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    wanted = Preferences(style=style, mention_role=role)

    delivery = outgoing(chat, 1, wanted, title="@everyone <@&77> <@5>")
    message = await arrived(discord, platform, delivery)

    payload = message.payload
    assert message.content.split(" ")[0] == f"<@&{role}>"
    assert payload["allowed_mentions"] == {"parse": [], "roles": [int(role)]}
    assert "@everyone" not in message.content


@pytest.mark.parametrize("listen", [True, False], ids=["with a gateway", "without one"])
@pytest.mark.parametrize("which", ["deleted", "everyone", "no id", "of another server"])
async def test_a_role_that_is_not_there_costs_nothing(
    discord: DiscordEmulator, guild: str, channel: str, clock: FakeClock, listen: bool, which: str
) -> None:
    other = discord.add_role(discord.add_guild("Library Union"), "Readers", NO_RIGHTS)
    gone = discord.add_role(guild, "Readers", NO_RIGHTS)
    discord.delete_role(guild, gone)
    role = {"deleted": gone, "everyone": guild, "no id": "@x", "of another server": other}[which]
    there = asyncio.Event()

    async def present(chats: Any, *_: object) -> None:
        if channel in chats:
            there.set()

    bot = DiscordBot(
        discord.token,
        clock=clock,
        on_presence=present,
        api_base=discord.api_base,
        gateway=discord.gateway,
        listen=listen,
    )
    await bot.start()
    if listen:
        await asyncio.wait_for(there.wait(), 10)

    await bot.platform.deliver(outgoing(channel, 1, Preferences(mention_role=role)))
    await bot.stop()

    (message,) = discord.messages_in(channel)
    assert message.content == ""
    assert message.payload["allowed_mentions"]["parse"] == []
    assert not message.payload["allowed_mentions"].get("roles")


async def test_roles_are_asked_for_once(
    discord: DiscordEmulator, guild: str, channel: str, platform: DiscordPlatform
) -> None:
    wanted = Preferences(mention_role=discord.add_role(guild, "Readers", NO_RIGHTS))

    for number in range(1, 4):
        await platform.deliver(outgoing(channel, number, wanted))

    assert discord.requests["GET /guilds/{guild}"] == 1


async def test_a_role_nobody_can_look_up_is_mentioned(
    discord: DiscordEmulator, guild: str, channel: str, platform: DiscordPlatform
) -> None:
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    await platform.deliver(outgoing(channel))
    discord.fail(method="GET", path=r"/channels/\d+", status=403, body=refusal(50001))

    message = await arrived(discord, platform, outgoing(channel, 2, Preferences(mention_role=role)))

    assert message.content == f"<@&{role}>"


# Publishing

PUBLISH = Preferences(publish=True)


def pacing(
    client: library.Client, clock: FakeClock, most: int = 10, per: float = 3600.0, **more: Any
) -> DiscordPlatform:
    more = {"pause": 0.05} | more
    return DiscordPlatform(client, clock, AfterSending(client, Pace(most, per), **more))


@pytest.fixture
def announcements(discord: DiscordEmulator, guild: str) -> str:
    return discord.add_channel(guild, Kind.ANNOUNCEMENT)


async def sent(platform: DiscordPlatform, chat: str, count: int, wanted: Preferences) -> list[int]:
    """Deliver so many posts; returns the ids of their messages."""
    outcomes = [await platform.deliver(outgoing(chat, n, wanted)) for n in range(1, count + 1)]
    return [int(outcome.message_id) for outcome in outcomes if isinstance(outcome, Delivered)]


async def test_posts_are_published_in_order_within_the_limit(
    discord: DiscordEmulator, announcements: str, client: library.Client, clock: FakeClock
) -> None:
    discord.rest.publishing.limit, discord.rest.publishing.per = 2, 0.2
    platform = pacing(client, clock, 2, 0.25)

    messages = await sent(platform, announcements, 5, PUBLISH)
    await discord.wait_until(lambda: len(discord.world.published) == 5)
    await platform.stop()

    assert discord.world.published == messages
    assert discord.refused[429] == 0


async def test_only_announcements_that_want_it_are_published(
    discord: DiscordEmulator, announcements: str, channel: str, platform: DiscordPlatform
) -> None:
    thread = discord.add_thread(channel)

    for chat in (channel, thread):
        await sent(platform, chat, 1, PUBLISH)
    await sent(platform, announcements, 1, Preferences())
    await platform.stop()

    assert discord.world.published == []
    assert discord.requests["POST /channels/{channel}/messages/{message}/crosspost"] == 0


CROSSPOST = r"/channels/\d+/messages/\d+/crosspost"
PASSING: dict[str, dict[str, Any]] = {
    "a rate limit": {
        "status": 429,
        "body": {"message": "slow", "retry_after": 0.05, "global": False},
    },
    "Discord is down": {"status": 503},
    "lost before": {"reset": True},
    "lost after": {"reset": True, "after": True},
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
async def test_publishing_is_tried_again(
    discord: DiscordEmulator,
    announcements: str,
    client: library.Client,
    clock: FakeClock,
    fault: dict[str, Any],
) -> None:
    platform = pacing(client, clock)
    discord.fail(path=CROSSPOST, **fault)

    messages = await sent(platform, announcements, 2, PUBLISH)
    await discord.wait_until(lambda: len(discord.world.published) == 2)
    await platform.stop()

    assert discord.world.published == messages


REASONS: dict[str, tuple[dict[str, Any], int]] = {  # what happens; how often it is told
    "a missing right, told once": ({"status": 403, "body": refusal(50013), "times": 2}, 1),
    "published already": ({"status": 400, "body": refusal(40033), "times": 2}, 0),
    "somebody deleted the message": ({"status": 404, "body": refusal(10008), "times": 2}, 0),
    "something else": ({"status": 400, "body": refusal(50024), "times": 2}, 2),
    "an answer nobody can read": ({"status": 200, "body": "<html>", "times": 2}, 0),
}


@pytest.mark.parametrize(("fault", "told"), REASONS.values(), ids=REASONS.keys())
async def test_what_cannot_be_published_is_told_and_stays_delivered(
    discord: DiscordEmulator,
    announcements: str,
    platform: DiscordPlatform,
    logged: Logged,
    fault: dict[str, Any],
    told: int,
) -> None:
    discord.fail(path=CROSSPOST, **fault)

    assert len(await sent(platform, announcements, 2, PUBLISH)) == 2
    await platform.stop()

    assert discord.world.published == []
    assert told_of(logged, "discord_not_published") == told


async def test_what_would_come_too_late_is_not_published(
    discord: DiscordEmulator,
    announcements: str,
    client: library.Client,
    clock: FakeClock,
    logged: Logged,
) -> None:
    platform = pacing(client, clock, 1, 3600.0, patience=60.0)

    first, *_ = await sent(platform, announcements, 3, PUBLISH)
    await discord.wait_until(lambda: len(discord.world.published) == 1)
    await platform.stop()

    assert discord.world.published == [first]
    assert told_of(logged, "it would have come too late") == 2


async def test_a_limit_longer_than_our_patience_is_not_waited_for(
    discord: DiscordEmulator,
    announcements: str,
    client: library.Client,
    clock: FakeClock,
    logged: Logged,
) -> None:
    platform = pacing(client, clock, patience=60.0)
    body = {"message": "slow", "retry_after": 400.0, "global": False}
    discord.fail(path=CROSSPOST, status=429, body=body)

    messages = await sent(platform, announcements, 2, PUBLISH)
    await discord.wait_until(lambda: len(discord.world.published) == 1)
    await platform.stop()

    assert discord.world.published == messages[1:]
    assert told_of(logged, "it would have come too late") == 1


async def test_no_more_wait_than_can_be_published(
    discord: DiscordEmulator,
    announcements: str,
    client: library.Client,
    clock: FakeClock,
    logged: Logged,
) -> None:
    platform = pacing(client, clock, 1)

    messages = await sent(platform, announcements, 1, PUBLISH)
    await discord.wait_until(lambda: discord.world.published == messages)
    messages += [
        int(outcome.message_id)
        for number in range(2, 34)
        if isinstance(
            outcome := await platform.deliver(outgoing(announcements, number, PUBLISH)), Delivered
        )
    ]
    await platform.stop()

    assert len(messages) == 33
    assert told_of(logged, "others wait") == 2
    assert told_of(logged, "relaybot was stopped") == 30


# Discussions

DISCUSS = Preferences(discuss=True)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ANNOUNCEMENT])
@pytest.mark.parametrize("style", Style)
async def test_a_discussion_opens_under_each_post(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind, style: Style
) -> None:
    chat = discord.add_channel(guild, kind)
    wanted = Preferences(discuss=True, style=style)

    message = await arrived(discord, platform, outgoing(chat, 1, wanted, title="Tenants " * 40))
    await platform.stop()

    (thread,) = discord.world.children(int(chat))
    assert thread.id == message.id
    assert thread.name.startswith("Tenants Tenants")
    assert 90 <= len(thread.name) <= 100


@pytest.mark.parametrize("kind", [Kind.FORUM, Kind.VOICE])
async def test_no_discussion_where_there_is_none(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind
) -> None:
    chat = discord.add_channel(guild, kind)

    await sent(platform, chat, 1, DISCUSS)
    await platform.stop()

    assert len(discord.world.children(int(chat))) == (1 if kind is Kind.FORUM else 0)
    assert discord.requests["POST /channels/{channel}/messages/{message}/threads"] == 0


async def test_no_discussion_within_a_thread(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    thread = discord.add_thread(channel)

    await sent(platform, thread, 1, DISCUSS)
    await platform.stop()

    assert discord.requests["POST /channels/{channel}/messages/{message}/threads"] == 0


async def test_a_missing_right_is_told_once_until_it_is_given(
    discord: DiscordEmulator,
    channel: str,
    client: library.Client,
    clock: FakeClock,
    logged: Logged,
) -> None:
    platform = pacing(client, clock)
    discord.deny(channel, Right.CREATE_PUBLIC_THREADS)
    await sent(platform, channel, 3, DISCUSS)
    await discord.wait_until(lambda: discord.refused[403] == 3)
    discord.deny(channel, NO_RIGHTS)
    await platform.deliver(outgoing(channel, 4, DISCUSS))
    await discord.wait_until(lambda: len(discord.world.children(int(channel))) == 1)
    await platform.stop()

    assert told_of(logged, "discord_no_discussion") == 1


async def test_a_delivery_that_is_found_again_gets_all_that_is_wanted(
    discord: DiscordEmulator, announcements: str, platform: DiscordPlatform, clock: FakeClock
) -> None:
    wanted = Preferences(discuss=True, publish=True)
    discord.fail(reset=True, after=True)
    await platform.deliver(outgoing(announcements, 1, wanted))
    clock.now += LONG_AFTER

    await platform.recover(outgoing(announcements, 1, wanted))
    await platform.deliver(outgoing(announcements, 1, wanted))  # once more does no harm
    await platform.stop()

    (message,) = discord.messages_in(announcements)
    assert discord.world.published == [message.id]
    assert [place.id for place in discord.world.children(int(announcements))] == [message.id]


async def test_no_delivery_waits_for_extras_and_stopping_ends_them(
    discord: DiscordEmulator, announcements: str, client: library.Client, clock: FakeClock
) -> None:
    platform = pacing(client, clock)
    never = discord.fail(path=CROSSPOST, status=503, times=1000)

    await sent(platform, announcements, 3, PUBLISH)
    await asyncio.wait_for(never.struck.wait(), 10)
    await platform.stop()
    await platform.stop()

    left = [task for task in asyncio.all_tasks() if task.get_name() == "discord-after"]
    assert left == []
