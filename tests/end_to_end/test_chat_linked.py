"""A Discord channel and a Telegram chat that share what they follow, through the whole program."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.end_to_end.conversing import Conversing, conversing
from tests.end_to_end.organization import chapter_name
from tests.end_to_end.talking import Answer, Room, Speaker, denial

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Conversing]:
    async with conversing(tmp_path_factory.mktemp("talk")) as given:
        yield given


def code_in(answer: Answer) -> str:
    """What follows `/link` in the line to copy."""
    return answer.text.split("/link ")[1].split()[0].strip("`")


async def linked(here: Speaker, there: Speaker) -> Answer:
    return await there.asks("link", code=code_in(await here.asks("link")))


async def test_what_one_follows_arrives_in_both(talk: Conversing) -> None:
    channel, group = talk.channel(), talk.group()
    mona, noor = channel.moderator(), group.moderator()
    first, second = await talk.site(), await talk.site()
    await mona.asks("follow", what=first.slug)
    answer = await linked(mona, noor)
    assert f"Linked with {channel.name}" in answer.text
    assert "That brings one follow here" in answer.text

    followed = await noor.asks("follow", what=second.slug)
    assert f"The same goes for what is linked with it: {channel.name}" in followed.text
    posts = [*talk.publish(first), *talk.publish(second)]
    for room in (channel, group):
        await talk.arrive_in_any_order(room, posts)
    assert "2 things" in (await mona.asks("following")).text
    await paused_together(mona, noor, group)

    separate = await mona.presses(await mona.asks("unlink"), "Separate")
    assert f"{channel.name} and {group.name} (Telegram) are separate now." in separate.text
    await mona.asks("unfollow", what=first.slug)
    assert chapter_name(first.chapter) in (await noor.asks("following")).text


async def paused_together(mona: Speaker, noor: Speaker, group: Room) -> None:
    paused = await mona.asks("pause")
    assert "The same goes for the place linked with it." in paused.text
    resumed = await noor.asks("resume")
    assert f"{group.name} gets new posts again." in resumed.text
    assert "New posts are sent as they appear." in (await mona.asks("status")).text


async def test_codes_are_for_once_and_for_moderators(talk: Conversing) -> None:
    channel, group = talk.channel(), talk.group()
    code = code_in(await channel.moderator().asks("link"))
    assert denial(group) in (await group.member().asks("link", code=code)).text

    wrong = await group.moderator().asks("link", code="AAAAAAAA")
    assert "I do not know that code, or its 10 minutes are over." in wrong.text
    assert "Linked" in (await group.moderator().asks("link", code=code.lower())).text
    again = await talk.group().moderator().asks("link", code=code)
    assert "I do not know that code" in again.text
