"""Moderators and members talk with the running program: first contact, and every command once."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from relaybot.commands.menu import MENU
from tests.emulators.discord.world import Kind
from tests.end_to_end.conversing import Conversing, conversing, together
from tests.end_to_end.organization import chapter_name
from tests.end_to_end.talking import Answer, Room, denial
from tests.end_to_end.talking_telegram import TelegramRoom, in_private

pytestmark = pytest.mark.asyncio(loop_scope="module")

# What everybody is told who may, after `/follow` of one chapter; by the menu's verbs.
TOLD = {
    "follow": "{room} follows {chapter} now",
    "following": "{room} follows 1 thing",
    "chapters": "17 entries in the directory · page 1 of 4",
    "latest": "for you alone",
    "preview": "This is how the newest post of {chapter} looks in {room}",
    "settings": "How posts look and arrive in {room}",
    "status": "{room} watches 1 feed",
    "check": "All is well: I may do everything I need in {room}",
    "why": "It was there already when I read this feed for the first time",
    "history": "Followed {chapter}",
    "link": "Type this in the other place within 10 minutes",
    "unlink": "{room} is not linked with any other place",
    "pause": "{room} is paused until somebody says /resume",
    "resume": "{room} gets new posts again",
    "unfollow": "{room} no longer follows {chapter}",
    "help": "For those who manage the channel",
    "privacy": "This is stored about people",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Conversing]:
    async with conversing(tmp_path_factory.mktemp("talk")) as given:
        yield given


async def test_first_contact(talk: Conversing) -> None:
    await together(
        first_contact(talk, talk.channel()),
        first_contact(talk, talk.group()),
        first_contact_of_a_channel(talk, talk.group("channel")),
    )


async def first_contact(talk: Conversing, room: Room) -> None:
    """What is followed arrives; what is followed no more does not, while it does elsewhere."""
    site, dropped, mona = await talk.site(), await talk.site(), room.moderator()
    name, other = chapter_name(site.chapter), talk.group()
    await other.moderator().asks("follow", what=dropped.slug)

    answer = await mona.asks("follow", what=site.slug)
    assert f"Done: {room.name} follows {name} now." in answer.text
    assert "every new post appears here by itself" in answer.text
    assert answer.alone is (room.platform == "discord")
    again = await mona.asks("follow", what=name)
    assert f"{room.name} follows {name} already, since" in again.text
    await mona.asks("follow", what=dropped.slug)
    assert f"{room.name} follows 2 things." in (await mona.asks("following")).text
    gone = await mona.asks("unfollow", what=dropped.slug)
    assert f"{room.name} no longer follows {chapter_name(dropped.chapter)}." in gone.text

    elsewhere, posts = talk.publish(dropped), talk.publish(site, 2)
    await talk.has_arrived(other, elsewhere)
    await talk.has_arrived(room, posts)
    why = await mona.asks("why", link=elsewhere[0].link)
    assert "Nothing that is followed here covers it now." in why.text
    following = await mona.asks("following")
    assert f"{room.name} follows 1 thing." in following.text
    assert name in following.text


async def first_contact_of_a_channel(talk: Conversing, room: TelegramRoom) -> None:
    """On Telegram a channel is managed from a private chat."""
    first, second, mona = await talk.site(), await talk.site(), room.moderator()
    alone = in_private(mona)

    asked = await alone.asks("follow", what=first.slug)
    assert "Which channel is it about?" in asked.text
    done = await alone.picks(room.number, answers=2)  # that it was chosen; what was asked for
    assert f"Done: {room.name} follows {chapter_name(first.chapter)} now." in done.text
    await alone.asks("follow", what=second.slug)
    await talk.has_arrived(room, talk.publish(first))
    assert f"{room.name} follows 2 things." in (await alone.asks("following")).text
    posted = await mona.posts("/following")
    assert "follows 2 things." in posted.text


async def test_anonymous_administrators_manage_their_group(talk: Conversing) -> None:
    room, site = talk.group(), await talk.site()
    mona = room.moderator(anonymous=True)

    answer = await mona.asks("follow", what=site.slug)
    assert f"{room.name} follows" in answer.text
    shown = await mona.asks("preview", what=site.slug)  # nobody knows to whom to send it
    assert "in a private chat" in shown.text


async def test_a_member_cannot_manage_a_channel_from_the_private_chat(talk: Conversing) -> None:
    room = talk.group("channel")
    alone = in_private(room.member())

    picked = await alone.picks(room.number)
    assert denial(room) in picked.text
    named = await alone.asks("follow", what="elmford", where=room.address)
    assert denial(room) in named.text


async def test_every_command_for_those_who_may(talk: Conversing) -> None:
    assert set(TOLD) == {command.verb for command in MENU}
    await talk.on_both(every_command)


async def every_command(talk: Conversing, room: Room) -> None:
    site, people = await talk.site(), [room.moderator(), room.moderator()]
    [newest] = talk.world.organization.newest(site, 1)
    given = {verb: {"what": site.slug} for verb in ("follow", "unfollow", "latest", "preview")}
    given["why"] = {"link": newest.link}
    for position, verb in enumerate(TOLD):
        answer = await people[position % 2].asks(verb, **given.get(verb, {}))
        wanted = TOLD[verb].format(room=room.name, chapter=chapter_name(site.chapter))
        if room.platform == "telegram" and verb in ("latest", "preview"):
            check_sent_privately(talk, answer, wanted)
        else:
            assert wanted in answer.text, verb
            assert answer.alone is (room.platform == "discord"), verb


def check_sent_privately(talk: Conversing, answer: Answer, wanted: str) -> None:
    """Posts that one person asks for are not shown to the whole group."""
    assert answer.text == "I have sent it to you in our private chat."
    private = [each for each in talk.world.telegram.messages if each.chat.type == "private"]
    assert any(wanted in each.text for each in private)


async def test_every_command_for_those_who_may_not(talk: Conversing) -> None:
    await talk.on_both(every_command_of_a_member)


async def every_command_of_a_member(talk: Conversing, room: Room) -> None:
    site, mona, people = await talk.site(), room.moderator(), [room.member(), room.member()]
    await mona.asks("follow", what=site.slug)
    given = {"what": site.slug, "link": "https://elmford.example/1"}
    denied = denial(room)
    for position, command in enumerate(MENU):
        needed = {one.name: given[one.name] for one in command.arguments if one.required}
        answer = await people[position % 2].asks(command.verb, **needed)
        assert (denied in answer.text) is command.manages, command.verb
    await mona.asks("settings", name="listing", value="moderators")
    assert denied in (await room.member().asks("following")).text
    assert f"{room.name} follows 1 thing." in (await mona.asks("following")).text


async def test_other_places_are_named(talk: Conversing) -> None:
    here, thread = talk.channel(), talk.channel(Kind.FORUM)
    answer = await here.moderator().asks("follow", what="harbour", where=thread.address)
    assert f"{thread.name} follows Harbour Tenants" in answer.text
    assert "2 feeds" in answer.text or "posts a" in answer.text
    topic = talk.group(topic=7)
    asked = await in_private(topic.moderator()).asks("follow", what="harbour", where=topic.address)
    assert f"{topic.name} follows Harbour Tenants" in asked.text
    assert "1 thing" in (await topic.moderator().asks("following")).text


async def test_chapters_are_suggested_while_typing(talk: Conversing) -> None:
    mona = talk.channel().moderator()
    assert "Puerto Claro Tenants" in (await mona.is_offered("follow", "what", "puérto"))[0]
    assert await mona.is_offered("unfollow", "what", "") == []
