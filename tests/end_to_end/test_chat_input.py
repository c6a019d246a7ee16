"""What is typed badly, or about places that went away: answered in words, by the whole program."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from tests.emulators.discord.world import Right
from tests.end_to_end.conversing import Conversing, conversing, together
from tests.end_to_end.talking import Room
from tests.end_to_end.talking_telegram import in_private

pytestmark = pytest.mark.asyncio(loop_scope="module")

CASES: dict[str, tuple[str, dict[str, str], str]] = {
    "unknown chapter": ("follow", {"what": "elmfrd"}, 'Nothing in the directory is called "elmfrd'),
    "10,000 characters": ("follow", {"what": "river " * 1_700}, "Nothing in the directory is"),
    "everyone": ("follow", {"what": "@everyone here please"}, "Nothing in the directory is called"),
    "everyone in a search": (
        "chapters",
        {"search": "@everyone here please"},
        "Nothing in the directory is",
    ),
    "right to left": ("follow", {"what": "\u202e\u200felm\u200bford\u202c"}, "follows Elmford"),
    "nothing visible": ("chapters", {"search": "\u200b\u200f"}, "17 entries"),
    "no such region": ("chapters", {"search": "quay", "region": "Atlantis"}, "no region"),
    "bad time zone": (
        "settings",
        {"name": "timezone", "value": "America/New_Yrok"},
        "I do not know the time zone",
    ),
    "no such setting": ("settings", {"name": "stile", "value": "full"}, "Did you mean style?"),
    "a date in the past": ("pause", {"until": "2020-02-02"}, "is in the past"),
    "no date at all": ("pause", {"until": "whenever"}, "I cannot read that as a time."),
    "no address": ("why", {"link": "the one about rents"}, "is not the address of a post"),
    "an unknown address": ("why", {"link": "https://nowhere.example/1"}, "nowhere.example"),
    "wrong code": ("link", {"code": "AAAAAAAA"}, "I do not know that code"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Conversing]:
    async with conversing(tmp_path_factory.mktemp("talk")) as given:
        yield given


@pytest.mark.parametrize("case", CASES)
async def test_bad_input_is_answered_in_words(case: str, talk: Conversing) -> None:
    async def asked(_talk: Conversing, room: Room) -> None:
        verb, given, wanted = CASES[case]
        mona = room.moderator()
        await mona.asks("follow", what="repairs")
        answer = await mona.asks(verb, **given)
        assert wanted in answer.text
        assert "@everyone" not in answer.text
        assert len(answer.text) < 700

    await talk.on_both(asked)


async def test_the_nearest_can_be_followed_with_a_press(talk: Conversing) -> None:
    await talk.on_both(follows_the_nearest)


async def follows_the_nearest(_talk: Conversing, room: Room) -> None:
    mona = room.moderator()
    unknown = await mona.asks("follow", what="tide wroks")
    near = [label for label in unknown.labels if label.endswith(" Tenants")]
    assert 1 <= len(near) <= 3
    followed = await mona.presses(unknown, near[0])
    assert f"{room.name} follows {near[0]} now." in followed.text


async def test_more_than_ten_a_minute_are_too_many(talk: Conversing) -> None:
    await talk.on_both(asks_too_much)


async def asks_too_much(_talk: Conversing, room: Room) -> None:
    mona = room.moderator()
    for _ in range(10):
        assert "a lot at once" not in (await mona.asks("help")).text
    assert "Please wait a minute." in (await mona.asks("help")).text


async def test_two_moderators_ask_for_the_same_at_once(talk: Conversing) -> None:
    await talk.on_both(follow_at_once)


async def follow_at_once(_talk: Conversing, room: Room) -> None:
    """One of them is told that it was followed already."""
    answers: list[str] = []

    async def follows() -> None:
        answers.append((await room.moderator().asks("follow", what="everything")).text)

    await together(follows(), follows())
    assert sorted("already" in each for each in answers) == [False, True]
    assert "follows 1 thing" in (await room.moderator().asks("following")).text


async def test_a_deleted_role_is_mentioned_no_more(talk: Conversing) -> None:
    room, discord = talk.channel(), talk.world.discord
    role = discord.add_role(talk.guild, "readers", Right(0), mentionable=True)
    mona = room.moderator()
    site = await talk.site()
    await mona.asks("follow", what=site.slug)
    chosen = await mona.asks("settings", name="mention", value="readers")
    assert "Mentioned with every post: @readers" in chosen.text
    discord.delete_role(talk.guild, role)
    panel = await mona.asks("settings")
    assert f"role {role}" in panel.text
    gone = await mona.asks("settings", name="mention", value="readers")
    assert "I do not know" in gone.text
    await mona.asks("follow", what=site.slug, latest=1)
    await talk.has_arrived(room, talk.world.organization.newest(site, 1))


async def test_a_thread_that_is_archived_or_locked(talk: Conversing) -> None:
    room, discord, site = talk.channel(), talk.world.discord, await talk.site()
    mona = room.moderator()
    archived = discord.add_thread(room.address, "minutes", archived=True)
    locked = discord.add_thread(room.address, "rules", archived=True, locked=True)
    answer = await mona.asks("follow", what=site.slug, where=archived, latest=1)
    assert "follows" in answer.text
    thread = replace(room, address=archived)
    await talk.has_arrived(thread, talk.world.organization.newest(site, 1))
    answer = await mona.asks("follow", what=site.slug, where=locked)
    assert "This thread is locked." in answer.text


async def test_channels_that_cannot_be_seen(talk: Conversing) -> None:
    room, hidden = talk.channel(), talk.channel()
    talk.world.discord.deny(hidden.address, Right.VIEW_CHANNEL)
    mona = room.moderator()
    for where in (hidden.address, "999"):
        answer = await mona.asks("follow", what="elmford", where=where)
        assert "I cannot find that channel." in answer.text
    group = talk.group().moderator()
    unknown = await group.asks("follow", what="elmford", where="@nowhere_at_all")
    assert "I do not know @nowhere_at_all." in unknown.text


async def test_a_closed_topic(talk: Conversing) -> None:
    room = talk.group(topic=7)
    chat = talk.world.telegram.ledger.chats[room.number]
    chat.topics[7].closed, chat.bot, mona = True, "member", room.moderator()
    answer = await in_private(mona).asks("follow", what="elmford", where=room.address)
    assert "This topic is closed." in answer.text


async def test_people_who_write_something_else(talk: Conversing) -> None:
    alone = in_private(talk.group().member())
    assert "/help" in (await alone.says("good morning")).text
