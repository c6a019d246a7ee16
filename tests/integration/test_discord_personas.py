"""Chapters that speak themselves: one webhook for each channel, and where the bot speaks."""

import asyncio

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.model.destination import Preferences, Style
from relaybot.model.outcome import (
    Blocked,
    Delivered,
)
from tests import builders
from tests.emulators.discord.components import media, texts
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind, Right
from tests.integration.discord_sending import (
    LOGO,
    NAME,
    OWN_VOICE,
    PICTURE,
    Presence,
    a_delivery,
    number_of,
    only,
    outgoing,
    told_of_all,
)


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("place", ["text", "announcement", "thread"])
async def test_a_chapter_speaks_with_its_own_name_and_logo(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    presence: Presence,
    speaking: DiscordBot,
    place: str,
    style: Style,
) -> None:
    chat = channel
    if place == "thread":
        chat = discord.add_thread(channel)
    if place == "announcement":
        chat = discord.add_channel(guild, Kind.ANNOUNCEMENT)
    await told_of_all(discord, guild, presence)

    outcome = await speaking.platform.deliver(
        outgoing(chat, 1, Preferences(style=style), image=PICTURE)
    )

    message = only(discord, chat)
    (hook,) = discord.webhooks_in(channel if place == "thread" else chat)
    assert number_of(outcome) == str(message.id)
    assert (message.webhook, message.name, message.avatar) == (hook.id, NAME, LOGO)
    assert hook.name == "relaybot"
    assert message.payload["allowed_mentions"]["parse"] == []
    said = (message.content, message.embeds, texts(message.components))
    assert "Post number 1" in str(said)
    assert NAME not in str(said)
    assert LOGO not in str((message.embeds, media(message.components)))


async def test_one_webhook_speaks_for_all_chapters(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot
) -> None:
    names = [f"Chapter {number}" for number in range(4)]
    posts = [
        builders.an_outgoing(
            post=builders.a_stored_post(number),
            destination=builders.a_destination(builders.an_address(channel)),
            delivery=a_delivery(number),
            chapter=builders.a_chapter(name=name),
        )
        for number, name in enumerate(names)
    ]

    await asyncio.gather(*map(speaking.platform.deliver, posts))

    assert len(discord.webhooks_in(channel)) == 1
    assert sorted(message.name or "" for message in discord.messages_in(channel)) == names


async def test_the_webhook_is_found_again_after_a_restart(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot, restarted: DiscordBot
) -> None:
    discord.add_webhook(channel, "A moderator's own")

    await speaking.platform.deliver(outgoing(channel, 1))
    await restarted.platform.deliver(outgoing(channel, 2))

    first, second = discord.messages_in(channel)
    assert first.webhook == second.webhook
    assert [hook.name for hook in discord.webhooks_in(channel)] == ["A moderator's own", "relaybot"]


async def test_a_chapter_without_a_logo_has_the_bots_face(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot
) -> None:
    bare = builders.a_chapter(logo=None, feeds=(builders.a_feed(logo=None),))
    post = outgoing(channel)

    await speaking.platform.deliver(
        builders.an_outgoing(
            post.claim.post, post.claim.destination, post.claim.delivery, chapter=bare
        )
    )

    assert (only(discord, channel).avatar or "").startswith("https://cdn.discordapp.com/")


async def test_silently_and_with_a_role(
    discord: DiscordEmulator, guild: str, channel: str, speaking: DiscordBot, presence: Presence
) -> None:
    role = discord.add_role(guild, "Readers", NO_RIGHTS)
    await told_of_all(discord, guild, presence)

    await speaking.platform.deliver(
        outgoing(channel, 1, Preferences(mention_role=role), silent=True)
    )

    message = only(discord, channel)
    assert message.webhook
    assert message.silent
    assert message.content == f"<@&{role}>"
    assert message.payload["allowed_mentions"] == {"parse": [], "roles": [int(role)]}


MISSING = {
    "no right to manage webhooks": Right.MANAGE_WEBHOOKS,
    "no right to read what was said": Right.READ_MESSAGE_HISTORY,
}


@pytest.mark.parametrize("right", MISSING.values(), ids=MISSING)
async def test_without_the_rights_the_bot_speaks(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    presence: Presence,
    speaking: DiscordBot,
    right: Right,
) -> None:
    discord.deny(channel, right)
    await told_of_all(discord, guild, presence)

    await speaking.platform.deliver(outgoing(channel))

    message = only(discord, channel)
    assert (message.webhook, message.title) == (None, "Post number 1")
    assert message.embeds[0]["author"]["name"] == NAME
    assert discord.webhooks_in(channel) == []


SILENCED = {
    "may not write": Right.SEND_MESSAGES,
    "may not embed": Right.EMBED_LINKS,
    "may not see": Right.VIEW_CHANNEL,
}


@pytest.mark.parametrize("right", SILENCED.values(), ids=SILENCED)
async def test_a_webhook_does_not_write_where_the_bot_may_not(
    discord: DiscordEmulator,
    guild: str,
    channel: str,
    presence: Presence,
    speaking: DiscordBot,
    right: Right,
) -> None:
    await speaking.platform.deliver(outgoing(channel, 1))
    discord.deny(channel, right)
    await told_of_all(discord, guild, presence)

    assert isinstance(await speaking.platform.deliver(outgoing(channel, 2)), Blocked)
    assert len(discord.messages_in(channel)) == 1


async def test_a_locked_thread_is_left_alone(
    discord: DiscordEmulator, guild: str, channel: str, presence: Presence, speaking: DiscordBot
) -> None:
    thread = discord.add_thread(channel, locked=True)
    await told_of_all(discord, guild, presence)

    assert isinstance(await speaking.platform.deliver(outgoing(thread)), Blocked)
    assert discord.messages_in(thread) == []


NOT_HERE: dict[str, tuple[Kind, Preferences]] = {
    "not wished": (Kind.TEXT, OWN_VOICE),
    "to be published": (Kind.ANNOUNCEMENT, Preferences(publish=True)),
    "a forum": (Kind.FORUM, Preferences()),
    "a voice channel": (Kind.VOICE, Preferences()),
}


@pytest.mark.parametrize(("kind", "wanted"), NOT_HERE.values(), ids=NOT_HERE)
async def test_where_the_bot_speaks_itself(
    discord: DiscordEmulator,
    guild: str,
    presence: Presence,
    speaking: DiscordBot,
    kind: Kind,
    wanted: Preferences,
) -> None:
    chat = discord.add_channel(guild, kind)
    await presence.wait(chat, present=True)

    await speaking.platform.deliver(outgoing(chat, 1, wanted))

    message = only(discord, chat)
    assert message.webhook is None
    assert message.embeds[0]["author"]["name"] == NAME


async def test_without_a_gateway_the_bot_speaks_and_asks_for_nothing(
    discord: DiscordEmulator, channel: str, rights: None, sending: DiscordBot
) -> None:
    del rights

    await sending.platform.deliver(outgoing(channel))

    assert only(discord, channel).webhook is None
    assert discord.requests["GET /channels/{channel}/webhooks"] == 0


@pytest.mark.parametrize("name", ["Clydeside Tenants", "discord readers", "Everyone", "here"])
async def test_a_name_discord_lets_nobody_have(
    discord: DiscordEmulator, channel: str, speaking: DiscordBot, name: str
) -> None:
    post = outgoing(channel)
    named = builders.an_outgoing(
        post.claim.post,
        post.claim.destination,
        post.claim.delivery,
        chapter=builders.a_chapter(name=name),
    )

    assert isinstance(await speaking.platform.deliver(named), Delivered)

    message = only(discord, channel)
    assert message.webhook is None
    assert message.embeds[0]["author"]["name"] == name
    assert discord.refused.total() == 0
