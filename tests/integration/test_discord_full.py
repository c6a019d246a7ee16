"""Full posts that Discord does not take as they are: what is left out, and what they become."""

from typing import Any

import pytest

from relaybot.discord.bot import DiscordBot
from relaybot.discord.sender import DiscordPlatform
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Image
from tests.emulators.discord.components import COMPONENTS_V2, links, media, texts
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import NO_RIGHTS, Kind, Message
from tests.integration.discord_sending import (
    BAD,
    LOGO,
    PAGE,
    Presence,
    arrived,
    outgoing,
    refusal,
    wanting,
)

ADDRESSES = [f"https://elmford.example/{number}.jpg" for number in range(4)]
SHOWN = "".join(f"<p>Look.</p><img src='{url}' width='900' height='600'>" for url in ADDRESSES[1:])
KINDS = [Kind.TEXT, Kind.FORUM]


def full(chat: str, role: str | None = None) -> Outgoing:
    wanted = Preferences(style=Style.FULL, mention_role=role)
    return outgoing(chat, 1, wanted, html=SHOWN, image=Image(url=ADDRESSES[0]))


def pictures(message: Message) -> list[str]:
    return [each["media"]["url"] for each in media(message.components)]


@pytest.mark.parametrize("broken", [[0], [2], [3], [0, 1], [1, 3], [0, 1, 2, 3]], ids=str)
@pytest.mark.parametrize("kind", KINDS)
async def test_pictures_discord_refuses_are_left_out_and_no_others(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind, broken: list[int]
) -> None:
    chat = discord.add_channel(guild, kind)
    discord.world.broken_pictures |= {ADDRESSES[number] for number in broken}

    message = await arrived(discord, platform, full(chat))

    kept = [url for number, url in enumerate(ADDRESSES) if number not in broken]
    assert pictures(message) == [LOGO, *kept]
    assert discord.refused[400] == 1


@pytest.mark.parametrize("spoken", [False, True], ids=["the bot", "the chapter"])
@pytest.mark.parametrize("kind", KINDS)
async def test_pictures_discord_cannot_get_leave_no_gap(
    discord: DiscordEmulator,
    guild: str,
    presence: Presence,
    speaking: DiscordBot,
    kind: Kind,
    spoken: bool,
) -> None:
    chat = discord.add_channel(guild, kind)
    await presence.wait(chat, present=True)
    discord.world.missing_pictures |= {LOGO, ADDRESSES[1]}
    delivery = wanting(full(chat), Preferences(style=Style.FULL, persona=spoken))

    message = await arrived(discord, speaking.platform, delivery)

    assert [url for url in pictures(message) if url != LOGO] == [
        ADDRESSES[0], ADDRESSES[2], ADDRESSES[3]
    ]  # fmt: skip
    assert message.unseen == frozenset()
    assert message.edits == 1
    assert message.payload["allowed_mentions"] == {"parse": []}


async def test_a_gap_that_cannot_be_closed_costs_nothing(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    discord.world.missing_pictures.add(ADDRESSES[1])
    discord.fail(method="PATCH", path=r"/channels/\d+/messages/\d+", status=503)

    assert pictures(await arrived(discord, platform, full(channel))) == [LOGO, *ADDRESSES]


async def test_a_logo_discord_refuses_is_left_out(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    discord.world.broken_pictures.add(LOGO)

    message = await arrived(discord, platform, full(channel))

    assert pictures(message) == ADDRESSES
    assert "Elmford" in texts(message.components)[0]


def at(*path: str) -> dict[str, Any]:
    """Return a complaint about this place of the message."""
    body: dict[str, Any] = BAD
    for step in reversed(path[1:]):
        body = {step: body}
    return refusal(50035) | {"errors": {path[0]: body}}


BUTTON = at("components", "0", "components", "3", "components", "0", "url")
TEXT = at("components", "0", "components", "1", "content")
REFUSED: dict[str, tuple[list[dict[str, Any]], tuple[bool, bool, bool, bool]]] = {
    # the refusals; then: is a container, has pictures, has buttons, mentions
    "nobody says which picture": (
        [at("components", "0", "components", "2", "items")],
        (True, False, True, True),
    ),
    "a request too large": ([refusal(40005)], (True, False, True, True)),
    "a button": ([BUTTON], (True, True, False, True)),
    "an unknown role": ([refusal(10011)], (True, True, True, False)),
    "a text": ([TEXT], (False, True, True, True)),
    "the whole layout": ([at("flags")], (False, True, True, True)),
    "empty, says Discord": ([refusal(50006)], (False, True, True, True)),
    "the buttons, twice": ([BUTTON, BUTTON], (False, True, False, True)),
    "the layout, then a picture": (
        [at("flags"), at("embeds", "0", "image", "url")],
        (False, False, True, True),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("bodies", "expected"), REFUSED.values(), ids=REFUSED)
async def test_what_is_refused_in_a_container_is_left_out(
    discord: DiscordEmulator,
    guild: str,
    platform: DiscordPlatform,
    kind: Kind,
    bodies: list[dict[str, Any]],
    expected: tuple[bool, bool, bool, bool],
) -> None:
    chat, role = discord.add_channel(guild, kind), discord.add_role(guild, "Readers", NO_RIGHTS)
    for body in bodies:
        discord.fail(path=r"/channels/\d+/(messages|threads)", status=400, body=body)

    message = await arrived(discord, platform, full(chat, role))

    shown = set(pictures(message)) | {e.get("image", {}).get("url") for e in message.embeds}
    told = [message.content, *texts(message.components)]
    assert (
        bool(message.flags & COMPONENTS_V2),
        bool(shown & set(ADDRESSES)),
        bool(links(message.components)),
        any(f"<@&{role}>" in text for text in told),
    ) == expected


async def test_in_the_end_it_is_plain_text(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    for body in (at("flags"), at("embeds", "0", "title")):
        discord.fail(status=400, body=body)

    message = await arrived(discord, platform, full(channel))

    assert message.content == f"**Post number 1**\nElmford Tenants' League\n{PAGE}"
    assert (message.embeds, message.components) == ([], [])
