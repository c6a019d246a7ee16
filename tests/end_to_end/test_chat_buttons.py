"""What moderators press while they talk with the running program."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
import pytest_asyncio

from tests.emulators.discord.world import NO_RIGHTS, Right
from tests.end_to_end.conversing import Conversing, conversing, together
from tests.end_to_end.organization import chapter_name
from tests.end_to_end.talking import Answer, Room, Speaker, denial
from tests.end_to_end.talking_discord import DiscordRoom, shown
from tests.end_to_end.talking_telegram import TelegramRoom
from tests.end_to_end.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def talk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Conversing]:
    async with conversing(tmp_path_factory.mktemp("talk")) as given:
        yield given


async def test_the_newest_posts_are_sent_oldest_first(talk: Conversing) -> None:
    await talk.on_both(sends_the_newest)


async def sends_the_newest(talk: Conversing, room: Room) -> None:
    site, mona = await talk.site(), room.moderator()
    followed = await mona.asks("follow", what=site.slug)
    denied = await room.member().presses(followed, "Send the newest 5")
    assert denial(room) in denied.text
    assert denied.alone
    sent = await mona.presses(followed, "Send the newest 3")
    assert "The newest 3 posts are on their way." in sent.text
    await talk.has_arrived(room, talk.world.organization.newest(site, 3))


async def test_the_directory_is_turned_and_followed_from(talk: Conversing) -> None:
    await talk.on_both(turns_pages)


async def turns_pages(_talk: Conversing, room: Room) -> None:
    mona = room.moderator()
    page = await mona.asks("chapters")
    for number in (2, 3, 4):
        page = await mona.presses(page, "Next ▶")
        assert f"page {number} of 4" in page.text
    assert "Next ▶" not in page.labels
    name = next(label for label in page.labels if label.startswith("Follow "))
    followed = await mona.presses(page, name)
    assert f"{room.name} follows {name.removeprefix('Follow ')} now." in followed.text
    back = await mona.presses(page, "◀ Back")  # the list has stayed
    assert "page 3 of 4" in back.text


async def test_settings_are_chosen(talk: Conversing) -> None:
    await talk.on_both(chooses_settings)


async def chooses_settings(talk: Conversing, room: Room) -> None:
    site, mona = await talk.site(), room.moderator()
    await mona.asks("follow", what=site.slug)
    panel = await mona.asks("settings")
    compact = await mona.presses(panel, "Compact: one line with a link")
    assert "Done. Style: compact" in compact.text
    deleted = await mona.presses(compact, "Taken back: struck through")
    assert "Done. A post that its chapter takes back within a day is: deleted" in deleted.text
    spanish = await mona.presses(deleted, "español")
    assert "español" in spanish.text
    assert "Estilo" in spanish.text
    assert "Si se retira: borrada" in spanish.labels
    assert "sigue" in (await mona.asks("following")).text
    assert "sigue" in (await room.member().asks("following")).text
    await mona.asks("follow", what=site.slug, latest=1)
    newest = talk.world.organization.newest(site, 1)
    await talk.has_arrived(room, newest)  # as one line with a link: see `arrived`
    back = await mona.presses(spanish, "English")
    assert "Style: compact" in back.text


async def test_pauses_end_with_a_choice_and_left_out_posts_can_be_sent(talk: Conversing) -> None:
    await talk.on_both(pauses)


async def pauses(talk: Conversing, room: Room) -> None:
    site, mona, control = await talk.site(), room.moderator(), talk.group()
    await control.moderator().asks("follow", what=site.slug)
    await mona.asks("follow", what=site.slug)
    assert f"{room.name} is paused until" in (await mona.asks("pause", until="3d")).text
    posts = talk.publish(site, 5)
    await talk.has_arrived(control, posts)
    assert room.arrived() == []

    question = await mona.asks("resume")
    assert f"5 posts are waiting for {room.name}. Which of them shall I send?" in question.text
    resumed = await mona.presses(question, "Newest 3")
    assert "3 posts that waited are on their way." in resumed.text
    assert "2 posts are left out" in resumed.text
    await talk.has_arrived(room, posts[2:])

    why = await mona.asks("why", link=posts[0].link)
    assert "left out" in why.text
    sent = await mona.presses(why, "Send now")
    assert "I am sending it now." in sent.text
    await talk.has_arrived(room, [*posts[2:], posts[0]])
    again = await mona.asks("why", link=posts[0].link)
    assert "It arrived here" in again.text
    assert "Send now" not in again.labels


async def test_the_last_change_is_undone(talk: Conversing) -> None:
    await talk.on_both(undoes)


async def undoes(talk: Conversing, room: Room) -> None:
    site, mona = await talk.site(), room.moderator()
    await mona.asks("follow", what=site.slug)
    history = await mona.asks("history")
    assert f"Followed {chapter_name(site.chapter)}" in history.text
    undone = await mona.presses(history, "Undo the last change")
    assert "Done: that change is undone." in undone.text
    assert "(undone)" in undone.text
    assert "follows nothing yet" in (await mona.asks("following")).text


async def test_two_moderators_press_at_once(talk: Conversing) -> None:
    await talk.on_both(press_at_once)


async def press_at_once(talk: Conversing, room: Room) -> None:
    """Both see how it is afterwards; it is done once."""
    site, mona, noor = await talk.site(), room.moderator(), room.moderator()
    first = await mona.asks("follow", what=site.slug)
    second = await noor.asks("follow", what=site.slug)

    async def sends_for_mona() -> None:
        answer = await mona.presses(first, "Send the newest 3")
        assert "newest" in answer.text

    async def sends_for_noor() -> None:
        answer = await noor.presses(second, "Send the newest 3")
        assert "newest" in answer.text

    await together(sends_for_mona(), sends_for_noor())
    await talk.has_arrived(room, talk.world.organization.newest(site, 3))


async def test_check_finds_what_is_missing_on_discord(talk: Conversing) -> None:
    room, site = talk.channel(), await talk.site()
    mona, discord = room.moderator(), talk.world.discord
    discord.deny(room.address, Right.EMBED_LINKS)
    followed = await mona.asks("follow", what=site.slug)
    assert "Embed Links" in followed.text
    checked = await mona.presses(followed, "Check again")
    assert "I cannot send to" in checked.text
    assert "Embed Links, for posts with cards" in checked.text

    discord.deny(room.address, NO_RIGHTS)
    fine = await mona.presses(checked, "Check again")
    assert "All is well" in fine.text
    await tries(room, fine, mona)


async def test_check_finds_what_is_missing_on_telegram(talk: Conversing) -> None:
    room = talk.group()
    mona, chat = room.moderator(), talk.world.telegram.ledger.chats[room.number]
    chat.bot, chat.permissions = "member", {"can_add_web_page_previews": False}
    checked = await mona.asks("check")
    assert "Embed Links, for pictures and link previews" in checked.text

    chat.permissions = {}
    fine = await mona.presses(checked, "Check again")
    assert "All is well" in fine.text
    await tries(room, fine, mona)


async def tries(room: DiscordRoom | TelegramRoom, fine: Answer, mona: Speaker) -> None:
    sent = await mona.presses(fine, "Send a test message")
    assert f"The test message is in {room.name}." in sent.text
    assert any("This is a test message" in said for said in room.said())


async def test_moderators_are_warned_before_a_post_fails(talk: Conversing) -> None:
    """In the place while that still works, else whoever managed it last is told privately."""
    room, discord, site = talk.channel(), talk.world.discord, await talk.site()
    await room.moderator().asks("follow", what=site.slug)
    for right, name in (
        (Right.READ_MESSAGE_HISTORY, "Read Message History"),
        (Right.SEND_MESSAGES, "Send Messages"),
    ):
        discord.deny(room.address, right)
        await until(partial(warned, talk, name, room.name), f"a warning about {name}")
    assert any("Read Message History" in said for said in room.said())
    assert not any("Send Messages" in said for said in room.said())
    discord.deny(room.address, NO_RIGHTS)


def warned(talk: Conversing, right: str, name: str) -> bool:
    said = [shown(each) for each in talk.world.discord.world.messages]
    return any(right in each and name in each for each in said)


async def test_groups_are_warned_too(talk: Conversing) -> None:
    room, telegram = talk.group(), talk.world.telegram
    await room.moderator().asks("follow", what=(await talk.site()).slug)
    telegram.ledger.chats[room.number].permissions = {"can_add_web_page_previews": False}
    telegram.inject_membership(room.number, "administrator", "member")
    await until(lambda: any("Embed Links" in said for said in room.said()), "a warning")
