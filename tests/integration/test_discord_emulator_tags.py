"""The tags of forums on the emulated Discord."""

from collections.abc import AsyncIterator
from typing import Any

import discord as library
import pytest

from tests.emulators.discord.world import Kind, Right
from tests.integration.emulated_discord import Bare, bare


@pytest.fixture
async def setting() -> AsyncIterator[Bare]:
    async with bare() as given:
        given.allow()
        yield given


def names(setting: Bare, forum: str) -> list[str]:
    return [tag.name for tag in setting.discord.world.channels[int(forum)].tags]


async def test_a_tag_is_made_and_used(setting: Bare) -> None:
    forum = setting.add_channel(Kind.FORUM, tags=["Rent"])
    before = setting.discord.world.channels[int(forum)].tags[0].id
    place = await setting.fetched(forum)

    made = await place.create_tag(name="North")
    post = await place.create_thread(name="x", content="x", applied_tags=[made])

    assert names(setting, forum) == ["Rent", "North"]
    assert setting.discord.world.channels[int(forum)].tags[0].id == before  # posts keep theirs
    assert setting.discord.world.channels[post.thread.id].applied_tags == [made.id]
    await setting.client.hear("CHANNEL_UPDATE")


async def test_the_tags_of_a_post_are_changed(setting: Bare) -> None:
    forum = setting.add_channel(Kind.FORUM, tags=["Rent", "North"])
    place = await setting.fetched(forum)
    post = await place.create_thread(name="x", content="x")
    await post.thread.edit(name="y", applied_tags=place.available_tags)
    thread = setting.discord.world.channels[post.thread.id]
    assert (thread.name, len(thread.applied_tags)) == ("y", 2)


async def test_managing_channels_is_needed(setting: Bare) -> None:
    forum = setting.add_channel(Kind.FORUM)
    place = await setting.fetched(forum)
    setting.allow(without=Right.MANAGE_CHANNELS)
    with pytest.raises(library.Forbidden) as caught:
        await place.create_tag(name="North")
    assert caught.value.code == 50013
    assert names(setting, forum) == []


Json = dict[str, Any]
REFUSED: dict[str, tuple[list[Json], int]] = {
    "21 tags": ([{"name": str(number)} for number in range(21)], 50035),
    "no name": ([{"name": " "}], 50035),
    "a name too long": ([{"name": "x" * 21}], 50035),
    "one name twice": ([{"name": "North"}, {"name": "north"}], 40061),
    "the id of no tag": ([{"name": "North", "id": "1"}], 10087),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_refused(setting: Bare, case: str) -> None:
    tags, code = REFUSED[case]
    forum = setting.add_channel(Kind.FORUM, tags=["Rent"])
    status, body = await setting.ask("PATCH", f"/channels/{forum}", {"available_tags": tags})
    assert (status, body["code"]) == (400, code)
    assert names(setting, forum) == ["Rent"]


async def test_as_many_as_there_may_be(setting: Bare) -> None:
    forum = setting.add_channel(Kind.FORUM)
    tags = [{"name": f"{number:020}"} for number in range(20)]
    status, body = await setting.ask("PATCH", f"/channels/{forum}", {"available_tags": tags})
    assert (status, len(body["available_tags"])) == (200, 20)
