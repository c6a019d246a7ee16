"""Posts of a forum: their names and tags, and tags that are made for them."""

import asyncio
from typing import Any

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences
from relaybot.model.outcome import Blocked, Delivered
from relaybot.model.source import Kind as Chapters
from tests import builders
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import ALL_RIGHTS, Kind, Right
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import (
    LONG_AFTER,
    Presence,
    outgoing,
    refusal,
    told_of_all,
)

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


# Tags that are made


@pytest.fixture
async def tagging(discord: DiscordEmulator, guild: str, listening: DiscordBot) -> DiscordBot:
    """A bot that may manage channels, and knows it."""
    discord.change_role(guild, "", ALL_RIGHTS | Right.MANAGE_CHANNELS)
    return listening


def tags_of(discord: DiscordEmulator, forum: str) -> list[str]:
    return [tag.name for tag in discord.world.channels[int(forum)].tags]


def applied(discord: DiscordEmulator, forum: str) -> list[list[str]]:
    """Return the names of the tags of each post, oldest first."""
    names = {tag.id: tag.name for tag in discord.world.channels[int(forum)].tags}
    return [
        [names[tag] for tag in post.applied_tags] for post in discord.world.children(int(forum))
    ]


def from_chapter(forum: str, number: int, wanted: Preferences, **chapter: Any) -> Outgoing:
    post = outgoing(forum, number, wanted).claim
    feed = builders.a_feed(**chapter)
    return builders.an_outgoing(
        post.post, post.destination, post.delivery, builders.a_chapter(**chapter, feeds=(feed,))
    )


MADE: dict[str, tuple[dict[str, Any], Preferences, list[str]]] = {
    "its region": ({}, Preferences(), ["Oregon"]),
    "in the language of the place": ({}, Preferences(language="es"), ["Oregón"]),
    "its kind, where it has no region": (
        {"region": None, "kind": Chapters.PUBLICATION},
        Preferences(),
        ["Publication"],
    ),
    "its kind, where the region's name is too long": (
        {"region": "A region of a very long name"},
        Preferences(),
        ["Chapter"],
    ),
    "nothing to say": ({"region": None, "kind": Chapters.OTHER}, Preferences(), []),
}


@pytest.mark.parametrize(("chapter", "wanted", "names"), MADE.values(), ids=MADE)
async def test_where_no_tag_fits_one_is_made(
    discord: DiscordEmulator,
    guild: str,
    presence: Presence,
    tagging: DiscordBot,
    chapter: dict[str, Any],
    wanted: Preferences,
    names: list[str],
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM, tags=["Events"])
    await presence.wait(forum, present=True)

    await tagging.platform.deliver(from_chapter(forum, 1, wanted, **chapter))

    assert tags_of(discord, forum) == ["Events", *names]
    assert applied(discord, forum) == [names]


async def test_two_posts_at_once_do_not_make_it_twice(
    discord: DiscordEmulator, guild: str, presence: Presence, tagging: DiscordBot
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)
    await presence.wait(forum, present=True)

    posts = [outgoing(forum, number) for number in range(1, 5)]
    await asyncio.gather(*map(tagging.platform.deliver, posts))

    assert tags_of(discord, forum) == ["Oregon"]
    assert applied(discord, forum) == [["Oregon"]] * 4


async def test_a_tag_somebody_made_meanwhile_is_kept(
    discord: DiscordEmulator, guild: str, presence: Presence, tagging: DiscordBot
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM, tags=["Events"])
    await presence.wait(forum, present=True)
    place = discord.world.channels[int(forum)]
    place.tags.append(type(place.tags[0])(discord.world.new_id(), "News"))  # nobody has told

    await tagging.platform.deliver(outgoing(forum))

    assert tags_of(discord, forum) == ["Events", "News", "Oregon"]


NOT_MADE = {
    "no right": (Right.MANAGE_CHANNELS, 1),
    "no room": (Right(0), 20),
}


@pytest.mark.parametrize(("denied", "count"), NOT_MADE.values(), ids=NOT_MADE)
async def test_where_none_can_be_made_the_post_goes_without(
    discord: DiscordEmulator,
    guild: str,
    presence: Presence,
    tagging: DiscordBot,
    denied: Right,
    count: int,
) -> None:
    names = [f"Tag {number}" for number in range(count)]
    forum = discord.add_channel(guild, Kind.FORUM, tags=names, denied=denied)
    await presence.wait(forum, present=True)

    assert isinstance(await tagging.platform.deliver(outgoing(forum)), Delivered)

    assert tags_of(discord, forum) == names
    assert applied(discord, forum) == [[]]
    assert discord.requests["PATCH /channels/{channel}"] == 0


FAULTS: dict[str, dict[str, Any]] = {
    "refused": {"status": 403, "body": refusal(50013)},
    "down": {"status": 503},
    "cut": {"reset": True},
    "nonsense": {"status": 200, "body": []},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_tag_that_could_not_be_made_costs_no_post(
    discord: DiscordEmulator,
    guild: str,
    presence: Presence,
    tagging: DiscordBot,
    clock: FakeClock,
    fault: dict[str, Any],
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)
    await presence.wait(forum, present=True)
    discord.fail(method="PATCH", path=r"/channels/\d+", **fault)

    for number in (1, 2):  # the second one does not ask again so soon
        assert isinstance(await tagging.platform.deliver(outgoing(forum, number)), Delivered)
    clock.now += LONG_AFTER * 4
    await tagging.platform.deliver(outgoing(forum, 3))

    assert applied(discord, forum) == [[], [], ["Oregon"]]


async def test_a_tag_that_was_deleted_unnoticed_costs_no_post(
    discord: DiscordEmulator, guild: str, presence: Presence, listening: DiscordBot
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM, tags=["Oregon"])
    await told_of_all(discord, guild, presence)
    discord.world.channels[int(forum)].tags.clear()  # the gateway has not told yet

    assert isinstance(await listening.platform.deliver(outgoing(forum)), Delivered)
    assert applied(discord, forum) == [[]]


async def test_without_a_gateway_no_tag_is_made(
    discord: DiscordEmulator, guild: str, sending: DiscordBot
) -> None:
    discord.change_role(guild, "", ALL_RIGHTS | Right.MANAGE_CHANNELS)
    forum = discord.add_channel(guild, Kind.FORUM)

    assert isinstance(await sending.platform.deliver(outgoing(forum)), Delivered)
    assert applied(discord, forum) == [[]]
