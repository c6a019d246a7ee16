"""The styles and buttons moderators choose, as they arrive."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from relaybot.discord.colours import COLOURS
from relaybot.discord.sender import DiscordPlatform
from relaybot.model.destination import Preferences, Style
from relaybot.model.post import Audio, Event
from relaybot.model.source import Kind as Chapters
from tests import builders
from tests.emulators.discord.components import links, media, texts
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import Kind, Message
from tests.integration.discord_sending import PAGE, PICTURE, a_delivery, arrived, outgoing

EPISODE = Audio(url="https://elmford.example/1.mp3", duration=120)
FILE = EPISODE.url
LOGO = "https://elmford.example/logo.png"
SHOWN = "".join(
    f"<p>Look.</p><img src='/{number}.jpg' alt='{alt}' width='900' height='600'>"
    for number, alt in ((1, "A full room"), (2, ""), (3, ""), (4, "One too many"))
)
WORDS = "<p>" + "The <b>picnic</b> begins at noon. " * 200 + "</p>"


async def test_compact_is_one_line(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    wanted = Preferences(style=Style.COMPACT)

    message = await arrived(discord, platform, outgoing(channel, wanted=wanted, image=PICTURE))

    assert message.embeds == []
    assert message.content.startswith(
        "**Elmford Tenants' League** · [Post number 1](<https://elmford.example/posts/1>) · <t:"
    )
    assert "\n" not in message.content


async def test_a_card_is_an_embed(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    delivery = outgoing(channel, image=PICTURE, html=WORDS)

    (embed,) = (await arrived(discord, platform, delivery)).embeds

    assert embed["image"]["url"] == PICTURE.url
    assert embed["author"]["icon_url"] == LOGO
    assert 300 < len(embed["description"]) < 900
    assert embed["color"] == COLOURS[Chapters.CHAPTER]
    assert embed["timestamp"]


FULL = Preferences(style=Style.FULL)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.ANNOUNCEMENT, Kind.FORUM, Kind.VOICE])
async def test_a_full_post_is_a_container(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind
) -> None:
    chat = discord.add_channel(guild, kind)
    event = Event(starts=datetime(2026, 4, 1, 18, 30, tzinfo=UTC), place="Mill Street library")
    said: dict[str, Any] = {"byline": "Ada Quill", "event": event, "audio": EPISODE}
    post = outgoing(chat, 1, FULL, image=PICTURE, html=WORDS + SHOWN, **said)
    post = replace(post, also_from=("Millbrook Readers",))

    message = await arrived(discord, platform, post)

    assert (message.content, message.embeds) == ("", [])
    head, when, body, listen, foot = texts(message.components)
    assert head.split("\n") == [
        "**[Elmford Tenants' League](<https://elmford.example/>)**",
        f"## [Post number 1](<{PAGE}>)",
        "-# By Ada Quill · <t:1773403260:f>",
    ]
    assert when == "📅 **Wednesday, April 1, 2026, 11:30\u202fAM PDT**\n📍 Mill Street library"
    assert 2300 < len(body) < 4000
    assert body.startswith("The **picnic** begins at noon.")
    assert listen == "🎧 2 min"
    assert foot == "-# Also from Millbrook Readers\n-# Posted in English · Oregon"
    logo, *pictures = media(message.components)
    assert logo["media"]["url"] == LOGO
    assert [(each["media"]["url"], each.get("description")) for each in pictures] == [
        (PICTURE.url, None),
        ("https://elmford.example/1.jpg", "A full room"),
        ("https://elmford.example/2.jpg", None),
        ("https://elmford.example/3.jpg", None),
    ]
    assert links(message.components) == {"Read": PAGE, "Listen": FILE}


async def test_a_place_with_a_time_zone_is_told_the_time_there(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    there = Preferences(timezone="America/Los_Angeles")
    said = "March 13, 2026 at 5:01\u202fAM"

    (embed,) = (await arrived(discord, platform, outgoing(channel, 1, there))).embeds
    full = replace(there, style=Style.FULL)
    head, *_ = texts((await arrived(discord, platform, outgoing(channel, 2, full))).components)

    assert embed["footer"]["text"] == f"Posted in English · {said} · Oregon"
    assert "timestamp" not in embed
    assert head.split("\n")[-1] == f"-# {said.replace(':01', ':02')}"


async def test_without_pictures_the_logo_stays(
    discord: DiscordEmulator, channel: str, platform: DiscordPlatform
) -> None:
    wanted = Preferences(images=False)

    (embed,) = (
        await arrived(discord, platform, outgoing(channel, 1, wanted, image=PICTURE))
    ).embeds

    assert "image" not in embed
    assert embed["author"]["icon_url"]


async def test_places_with_other_wishes_get_other_messages(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform
) -> None:
    wishes = [
        Preferences(style=Style.COMPACT),
        Preferences(),
        Preferences(buttons=False),
        Preferences(language="es"),
        Preferences(images=False),
        Preferences(style=Style.FULL),
    ]
    looks = []
    for number, wanted in enumerate(wishes, 10):
        chat = discord.add_channel(guild)
        delivery = builders.an_outgoing(
            post=builders.a_stored_post(1, html=WORDS, image=PICTURE),
            destination=builders.a_destination(builders.an_address(chat), preferences=wanted),
            delivery=a_delivery(number),
        )
        message = await arrived(discord, platform, delivery)
        looks.append(str((message.content, message.embeds, message.components)))

    assert len(set(looks)) == len(looks)


def labels(message: Message) -> list[tuple[str, str]]:
    return [(b["label"], b["url"]) for row in message.components for b in row["components"]]


BUTTONS: dict[str, tuple[Preferences, dict[str, Any], list[tuple[str, str]]]] = {
    "a link": (Preferences(), {}, [("Read", PAGE)]),
    "not wanted": (Preferences(buttons=False), {"audio": EPISODE}, []),
    "an episode": (Preferences(), {"audio": EPISODE}, [("Read", PAGE), ("Listen", FILE)]),
    "an episode alone": (Preferences(), {"audio": EPISODE, "link": None}, [("Listen", FILE)]),
    "the place speaks Spanish": (Preferences(language="es"), {}, [("Leer", PAGE)]),
    "the post is in Spanish": (
        Preferences(),
        {"language": "es-MX", "audio": EPISODE},
        [("Leer", PAGE), ("Escuchar", FILE)],
    ),
    "the place knows better": (Preferences(language="en"), {"language": "es"}, [("Read", PAGE)]),
    "another language": (Preferences(), {"language": "fr"}, [("Read", PAGE)]),
    "no link": (Preferences(), {"link": None}, []),
    "too long for a button": (Preferences(), {"link": PAGE + "x" * 600}, []),
}


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
@pytest.mark.parametrize(("wanted", "post", "expected"), BUTTONS.values(), ids=BUTTONS.keys())
async def test_buttons_lead_to_the_post(
    discord: DiscordEmulator,
    guild: str,
    platform: DiscordPlatform,
    kind: Kind,
    wanted: Preferences,
    post: dict[str, Any],
    expected: list[tuple[str, str]],
) -> None:
    chat = discord.add_channel(guild, kind)

    assert labels(await arrived(discord, platform, outgoing(chat, 1, wanted, **post))) == expected


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.FORUM])
@pytest.mark.parametrize("style", Style)
async def test_a_fault_of_ours_costs_the_looks_and_not_the_post(
    discord: DiscordEmulator, guild: str, platform: DiscordPlatform, kind: Kind, style: Style
) -> None:
    chat = discord.add_channel(guild, kind)
    nonsense: Any = (7,)  # no name of a chapter: laying it out fails
    post = replace(outgoing(chat, 1, Preferences(style=style)), also_from=nonsense)
    if style is Style.COMPACT:
        post = replace(post, chapter=replace(post.chapter, site=nonsense))

    message = await arrived(discord, platform, post)

    assert message.content == f"**Post number 1**\nElmford Tenants' League\n{PAGE}"
