"""Messages follow their posts: edited in place, in the form they were sent in."""

from dataclasses import replace
from typing import Any

import pytest

from relaybot.discord.sender import DiscordPlatform
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style, WithdrawnPolicy
from relaybot.model.errand import ErrandKind
from relaybot.model.outcome import Blocked, Delivered, Outcome, Refused, RetryLater
from relaybot.model.post import Image
from tests.emulators.discord.components import media, texts
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind, Message
from tests.fakes.clock import FakeClock
from tests.integration.discord_sending import (
    BAD,
    LONG_AFTER,
    PICTURE,
    amended,
    now_saying,
    only,
    outgoing,
    refusal,
    sent,
    stored,
    taken_back,
    wanting,
)

EDIT = r"/channels/\d+/messages/\d+"
DELETE = Preferences(withdrawn=WithdrawnPolicy.DELETE)
EVERYWHERE = [Kind.TEXT, Kind.ANNOUNCEMENT, Kind.FORUM]


def shown(message: Message) -> str:
    """Return everything a message says."""
    embeds = (f"{embed.get('title')} {embed.get('description')}" for embed in message.embeds)
    return "\n".join((message.content, *embeds, *texts(message.components)))


async def attend(platform: DiscordPlatform, delivery: Outgoing) -> Outcome:
    return await platform.attend(delivery, ErrandKind.AMEND)


@pytest.mark.parametrize("kind", EVERYWHERE)
@pytest.mark.parametrize("style", Style)
async def test_a_message_says_what_its_post_says_now(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind, style: Style
) -> None:
    chat = discord.add_channel(guild, kind)
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    wanted = Preferences(style=style, mention_role=role)
    before = await sent(platform, outgoing(chat, 1, wanted))

    edited = now_saying(before, title="Rent strike won", html="<p>All <b>forty</b> signed.</p>")
    after = await amended(platform, edited)

    message = only(discord, chat)
    assert "Rent strike won" in shown(message)
    assert "Post number 1" not in shown(message)
    assert style is Style.COMPACT or "All **forty** signed." in shown(message)
    assert f"<@&{role}>" in shown(message)
    assert message.payload["allowed_mentions"] == {"parse": []}
    assert message.edits == 1
    assert after.claim.delivery.receipt != before.claim.delivery.receipt


async def test_a_message_in_plain_text_stays_one(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    discord.fail(status=400, body=refusal(50035))
    before = await sent(platform, outgoing(channel))

    await amended(platform, now_saying(before, title="Rent strike won"))

    message = only(discord, channel)
    assert message.content.startswith("**Rent strike won**\n")
    assert message.embeds == []


@pytest.mark.parametrize("style", Style)
async def test_the_form_it_was_sent_in_stays(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform, style: Style
) -> None:
    before = await sent(platform, outgoing(channel, 1, Preferences(style=style)))
    had = [bool(part) for part in form_of(only(discord, channel))]

    for other in Style:
        before = await amended(
            platform,
            wanting(now_saying(before, title=f"As {other}"), Preferences(style=other)),
        )
        assert [bool(part) for part in form_of(only(discord, channel))] == had


def form_of(message: Message) -> tuple[object, ...]:
    return message.content, message.embeds, message.flags & (1 << 15)


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("kind", EVERYWHERE)
async def test_noise_is_no_edit(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind, style: Style
) -> None:
    chat = discord.add_channel(guild, kind)
    signed = Image(url=f"{PICTURE.url}?signature=1")
    before = await sent(platform, outgoing(chat, 1, Preferences(style=style), image=signed))
    asked = discord.requests.total()

    again = Image(url=f"{PICTURE.url}?signature=2")
    after = await amended(platform, now_saying(before, categories=("new",), image=again))

    assert after.claim.delivery.receipt == before.claim.delivery.receipt
    assert discord.requests.total() == asked


async def test_an_edit_made_twice_is_made_once(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    edited = now_saying(await sent(platform, outgoing(channel)), title="Won")

    after = await amended(platform, edited)
    await amended(platform, after)

    assert only(discord, channel).edits == 1


async def test_another_chapter_tells_it_too(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    before = await sent(platform, outgoing(channel))

    await amended(platform, replace(before, also_from=("Millbrook Readers", "Boston Press")))

    (embed,) = only(discord, channel).embeds
    assert embed["footer"]["text"] == (
        "Also from Millbrook Readers, Boston Press\nPosted in English · Oregon"
    )


async def test_a_picture_that_came_later(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    full = Preferences(style=Style.FULL)
    card = await sent(platform, outgoing(channel, 1))
    container = await sent(platform, outgoing(channel, 2, full))

    await amended(platform, now_saying(card, image=PICTURE))
    await amended(platform, now_saying(container, image=PICTURE))

    first, second = discord.messages_in(channel)
    assert first.embeds[0]["image"]["url"] == PICTURE.url
    assert media(second.components)[-1]["media"]["url"] == PICTURE.url


@pytest.mark.parametrize("style", [Style.CARD, Style.FULL])
async def test_a_refused_picture_costs_an_edit_only_the_picture(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform, style: Style
) -> None:
    before = await sent(platform, outgoing(channel, 1, Preferences(style=style)))
    image = {"image": {"url": BAD}, "items": {"0": {"media": {"url": BAD}}}}
    discord.fail(method="PATCH", path=EDIT, status=400, body=refusal(50035, embeds={"0": image}))

    await amended(platform, now_saying(before, title="Won", image=PICTURE))

    message = only(discord, channel)
    assert "Won" in shown(message)
    assert PICTURE.url not in str((message.embeds, message.components))


async def test_a_container_refused_altogether_stays_one_and_says_the_title(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    before = await sent(platform, outgoing(channel, 1, Preferences(style=Style.FULL)))
    discord.fail(method="PATCH", path=EDIT, status=400, body=refusal(50035))

    await amended(platform, now_saying(before, title="Won"))

    message = only(discord, channel)
    (said,) = texts(message.components)
    assert said.startswith("**Won**\n")
    assert message.flags & (1 << 15)


async def test_an_archived_forum_post_is_opened_for_it(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)
    before = await sent(platform, outgoing(forum))
    (thread,) = discord.world.children(int(forum))
    thread.archived = True

    await amended(platform, now_saying(before, title="Won"))

    assert only(discord, forum).title == "Won"
    assert thread.name == "Won"


@pytest.mark.parametrize("kind", [Kind.FORUM, Kind.TEXT], ids=["post", "discussion"])
async def test_a_thread_takes_the_new_title(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind
) -> None:
    chat = discord.add_channel(guild, kind)
    before = await sent(platform, outgoing(chat, 1, Preferences(discuss=True)))
    if kind is Kind.TEXT:
        await platform.attend(before, ErrandKind.DISCUSS)

    after = await amended(platform, now_saying(before, title="Rent strike won"))
    (thread,) = discord.world.children(int(chat))
    assert thread.name == "Rent strike won"

    thread.name = "A moderator's name"
    await amended(platform, now_saying(after, title="Rent strike lost"))
    assert thread.name == "A moderator's name"


async def test_a_thread_that_may_not_be_renamed_is_no_reason_to_fail(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)
    before = await sent(platform, outgoing(forum))
    discord.fail(method="PATCH", path=r"/channels/\d+", status=403, body=refusal(50013))

    await amended(platform, now_saying(before, title="Won"))

    assert only(discord, forum).title == "Won"


PLACE = r"/channels/\d+/messages/\d+"
MEANINGS: dict[str, tuple[dict[str, Any], type[Outcome], float | None]] = {
    "somebody deleted it": ({"status": 404, "body": refusal(10008)}, Refused, None),
    "another's": ({"status": 403, "body": refusal(50005)}, Refused, None),
    "the channel is gone": ({"status": 404, "body": refusal(10003)}, Refused, None),
    "an old message": ({"status": 400, "body": refusal(30046)}, RetryLater, 600.0),
    "a published one": ({"status": 400, "body": refusal(20022)}, RetryLater, 1200.0),
    "the same": ({"status": 400, "body": refusal(20028)}, RetryLater, 1200.0),
    "a rate limit": (
        {"status": 429, "body": {"message": "slow", "retry_after": 77.0, "global": False}},
        RetryLater,
        77.0,
    ),
    "no right": ({"status": 403, "body": refusal(50013)}, Blocked, None),
    "overloaded": ({"status": 503}, RetryLater, None),
    "lost before": ({"reset": True}, RetryLater, None),
    "lost after": ({"reset": True, "after": True}, RetryLater, None),
    "filtered": ({"status": 400, "body": refusal(200000)}, Refused, None),
}


@pytest.mark.parametrize(("fault", "expected", "after"), MEANINGS.values(), ids=MEANINGS)
async def test_what_each_answer_to_an_edit_means(
    discord: DiscordEmulator,
    channel: str,
    platform: DiscordPlatform,
    fault: dict[str, Any],
    expected: type[Outcome],
    after: float | None,
) -> None:
    edited = now_saying(await sent(platform, outgoing(channel)), title="Won")
    discord.fail(method="PATCH", path=PLACE, **fault)

    outcome = await attend(platform, edited)

    assert isinstance(outcome, expected)
    if isinstance(outcome, RetryLater):
        assert outcome.after == after
        assert isinstance(await attend(platform, edited), Delivered)
        assert only(discord, channel).title == "Won"


async def test_old_and_published_messages_are_edited_as_often_as_discord_allows(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform
) -> None:
    news = discord.add_channel(guild, Kind.ANNOUNCEMENT)
    before = await sent(platform, outgoing(news))
    await platform.attend(before, ErrandKind.PUBLISH)
    for number in range(3):
        before = await amended(platform, now_saying(before, title=f"Edit {number}"))

    outcome = await attend(platform, now_saying(before, title="One more"))

    assert isinstance(outcome, RetryLater)
    assert (outcome.after or 0) >= 1000


@pytest.mark.parametrize("receipt", [None, "", "{}", "[]", '{"shape":"round"}', "not json"])
async def test_nobody_can_edit_what_was_sent_in_an_unknown_form(
    channel: str, platform: DiscordPlatform, receipt: str | None
) -> None:
    before = await sent(platform, outgoing(channel))
    row = replace(before.claim.delivery, receipt=receipt)
    unknown = replace(before, claim=replace(before.claim, delivery=row))

    assert isinstance(await attend(platform, now_saying(unknown, title="Won")), Refused)


async def test_what_was_deleted_before_it_was_known_has_no_message(
    channel: str, platform: DiscordPlatform
) -> None:
    before = await sent(platform, outgoing(channel))
    row = replace(before.claim.delivery, message_id="deleted")
    gone = replace(before, claim=replace(before.claim, delivery=row))

    outcomes = [await platform.attend(gone, kind) for kind in ErrandKind]

    assert all(isinstance(outcome, Refused) for outcome in outcomes)


# Posts that were taken back


@pytest.mark.parametrize("kind", EVERYWHERE)
@pytest.mark.parametrize("style", Style)
async def test_what_was_taken_back_is_struck_through(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind, style: Style
) -> None:
    chat = discord.add_channel(guild, kind)
    words = "<p>See <a href='/plan'>the plan</a>.</p>"
    delivery = outgoing(chat, 1, Preferences(style=style), html=words, image=PICTURE)
    before = await sent(platform, delivery)

    await amended(platform, taken_back(before))

    message = only(discord, chat)
    said = shown(message)
    assert "~~Post number 1~~" in said
    back = "taken back" if style is Style.COMPACT else "has taken this post back."
    assert back in said
    assert style is Style.COMPACT or "~~See the plan.~~" in said
    assert "/plan" not in said
    assert "posts/1" not in str((said, message.embeds, message.components))
    assert PICTURE.url not in str((message.embeds, message.components))
    assert "Read" not in str(message.components)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ANNOUNCEMENT])
async def test_what_was_taken_back_is_deleted_where_that_is_wished(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind
) -> None:
    chat = discord.add_channel(guild, kind)
    before = await sent(platform, outgoing(chat, 1, DELETE))

    after = await amended(platform, taken_back(before))
    asked = discord.requests.total()
    again = await amended(platform, after)

    assert discord.messages_in(chat) == []
    assert discord.requests.total() == asked
    assert again == after


async def test_a_forum_post_nobody_answered_to_goes_with_its_thread(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)
    before = await sent(platform, outgoing(forum, 1, DELETE))
    gone = discord.fail(method="DELETE", path=r"/channels/\d+", status=200, body={})

    after = await amended(platform, taken_back(before))
    asked = discord.requests.total()
    await amended(platform, after)

    assert gone.struck.is_set()
    assert discord.requests.total() == asked


async def test_a_forum_post_people_answered_to_is_struck_through(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform
) -> None:
    forum = discord.add_channel(guild, Kind.FORUM)
    before = await sent(platform, outgoing(forum, 1, DELETE))
    (thread,) = discord.world.children(int(forum))
    discord.say(str(thread.id), "I will be there.")

    await amended(platform, taken_back(before))

    first, answer = discord.messages_in(str(thread.id))
    assert first.title == "~~Post number 1~~"
    assert answer.content == "I will be there."


async def test_what_may_not_be_deleted_is_struck_through(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    before = await sent(platform, outgoing(channel, 1, DELETE))
    discord.fail(method="DELETE", path=PLACE, status=403, body=refusal(50013))

    await amended(platform, taken_back(before))

    assert only(discord, channel).title == "~~Post number 1~~"


async def test_what_somebody_deleted_is_gone(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    before = await sent(platform, outgoing(channel, 1, DELETE))
    only(discord, channel).deleted = True

    await amended(platform, taken_back(before))

    assert discord.messages_in(channel) == []


async def test_what_was_taken_back_stays_where_that_is_wished(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    before = await sent(platform, outgoing(channel, 1, Preferences(withdrawn=WithdrawnPolicy.KEEP)))
    asked = discord.requests.total()

    after = await amended(platform, taken_back(before))

    assert after.claim.delivery.receipt == before.claim.delivery.receipt
    assert discord.requests.total() == asked
    assert only(discord, channel).title == "Post number 1"


@pytest.mark.parametrize("kind", EVERYWHERE)
@pytest.mark.parametrize("style", Style)
async def test_a_message_found_again_can_be_amended(
    discord: DiscordEmulator,
    guild: str,
    platform: DiscordPlatform,
    clock: FakeClock,
    kind: Kind,
    style: Style,
) -> None:
    chat = discord.add_channel(guild, kind)
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    wanted = Preferences(style=style, mention_role=role)
    discord.fail(path=r"/channels/\d+/(messages|threads)", reset=True, after=True)
    await platform.deliver(outgoing(chat, 1, wanted))
    lost = outgoing(chat, 1, wanted, begun=clock())
    clock.now += LONG_AFTER

    found = stored(lost, await platform.recover(lost))
    had = [bool(part) for part in form_of(only(discord, chat))]
    await amended(platform, now_saying(found, title="Won"))

    message = only(discord, chat)
    assert "Won" in shown(message)
    assert f"<@&{role}>" in shown(message)
    assert [bool(part) for part in form_of(message)] == had
    assert kind is not Kind.FORUM or discord.world.children(int(chat))[0].name == "Won"
