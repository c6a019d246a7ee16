"""Posts of a forum: their names and tags, and tags that are made for them."""

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.model.outcome import Blocked, Delivered
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import Kind
from tests.integration.discord_sending import outgoing

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
