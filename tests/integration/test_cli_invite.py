"""`relaybot invite`: the links, from tokens or from what is said instead."""

import asyncio
from base64 import b64encode
from pathlib import Path

import pytest

from tests.emulators.telegram.server import TelegramEmulator
from tests.integration.command_line import CommandLine

NUMBER = "123456789012345678"
DISCORD_TOKEN = f"{b64encode(NUMBER.encode()).decode()}.sample.token"
DISCORD_LINK = (
    f"https://discord.com/oauth2/authorize?client_id={NUMBER}"
    "&scope=bot+applications.commands&permissions=274877991936"
)
WITH_EXTRAS = DISCORD_LINK.replace("274877991936", "275414862864")
UNREACHABLE = {
    "RELAYBOT_TELEGRAM_TOKEN": "4242:of-a-sample-bot",
    "RELAYBOT_TELEGRAM_API_BASE": "http://127.0.0.1:9",
}


@pytest.fixture
def relaybot(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path)


def test_the_links_are_printed_with_what_each_right_is_for(relaybot: CommandLine) -> None:
    said = relaybot("invite", "--discord-application", NUMBER, "--telegram-name", "@sample_bot")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "Discord, to be opened by whoever manages a server:\n"
        f"  {DISCORD_LINK}\n"
        "    View Channel, for seeing the channel\n"
        "    Send Messages, Create Posts, Send Messages in Threads, for posting at all\n"
        "    Embed Links, for posts with cards\n"
        "    Read Message History, for making sure that nothing is posted twice\n"
        "\n"
        "Discord, to be opened by whoever manages a server, for its extras too:\n"
        f"  {WITH_EXTRAS}\n"
        "    View Channel, for seeing the channel\n"
        "    Send Messages, Create Posts, Send Messages in Threads, for posting at all\n"
        "    Embed Links, for posts with cards\n"
        "    Read Message History, for making sure that nothing is posted twice\n"
        "    Manage Webhooks, for posts in the chapters’ own names\n"
        "    Manage Channels, for tags that posts of a forum need\n"
        "\n"
        "Telegram, to be opened by whoever manages a channel:\n"
        "  https://t.me/sample_bot?startchannel&admin=post_messages\n"
        "    Post Messages, for posting at all\n"
        "\n"
        "Telegram, to be opened by whoever manages a group:\n"
        "  https://t.me/sample_bot?startgroup\n"
        "    Send Messages, for posting at all\n"
        "    Embed Links, for pictures and link previews\n"
        "\n"
    )


async def test_the_tokens_are_enough(relaybot: CommandLine) -> None:
    async with TelegramEmulator() as telegram:
        relaybot.environ |= {
            "RELAYBOT_DISCORD_TOKEN": DISCORD_TOKEN,
            "RELAYBOT_TELEGRAM_TOKEN": telegram.token,
            "RELAYBOT_TELEGRAM_API_BASE": telegram.api_base,
        }
        said = await asyncio.to_thread(relaybot, "invite", "--json")
    assert (said.code, said.err) == (0, "")
    assert [(one["platform"], one["where"], one["link"]) for one in said.json] == [
        ("discord", "a server", DISCORD_LINK),
        ("discord", "a server, for its extras too", WITH_EXTRAS),
        (
            "telegram",
            "a channel",
            "https://t.me/sample_relay_bot?startchannel&admin=post_messages",
        ),
        ("telegram", "a group", "https://t.me/sample_relay_bot?startgroup"),
    ]
    assert set(telegram.requests) == {"getMe"}, "nothing is taken from a bot that is running"


def test_what_is_said_wins_over_a_token(relaybot: CommandLine) -> None:
    relaybot.environ |= UNREACHABLE | {"RELAYBOT_DISCORD_TOKEN": "unreadable"}
    said = relaybot(
        "invite", "--discord-application", NUMBER, "--telegram-name", "sample_bot", "--json"
    )
    assert (said.code, said.err) == (0, "")
    assert said.json[0]["link"] == DISCORD_LINK


def test_one_platform_that_gives_no_answer_leaves_the_other(relaybot: CommandLine) -> None:
    relaybot.environ |= UNREACHABLE | {"RELAYBOT_DISCORD_TOKEN": DISCORD_TOKEN}
    said = relaybot("invite")
    assert said.code == 1
    assert DISCORD_LINK in said.out
    assert said.err.startswith("Telegram could not be asked for the bot's name: ")
    assert said.err.endswith("@BotFather knows it; say --telegram-name NAME.\n")
    assert "of-a-sample-bot" not in said.err
    assert "trying again" not in said.err, "it does not"


async def test_a_token_that_is_refused(relaybot: CommandLine) -> None:
    async with TelegramEmulator() as telegram:
        relaybot.environ |= UNREACHABLE | {"RELAYBOT_TELEGRAM_API_BASE": telegram.api_base}
        said = await asyncio.to_thread(relaybot, "invite")
    assert (said.code, said.out) == (1, "")
    assert "Telegram refuses the bot's token" in said.err


WRONG = {
    "nothing is known": ((), {}, "set RELAYBOT_DISCORD_TOKEN or RELAYBOT_TELEGRAM_TOKEN"),
    "no id": (("--discord-application", "relaybot"), {}, "a number of 17 to 19 digits"),
    "no name": (("--telegram-name", "4242:secret"), {}, "the bot's name is wanted"),
    "an odd token": ((), {"RELAYBOT_DISCORD_TOKEN": "a.secret"}, "say --discord-application ID"),
}


@pytest.mark.parametrize(("arguments", "environ", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(
    relaybot: CommandLine, arguments: tuple[str, ...], environ: dict[str, str], told: str
) -> None:
    relaybot.environ |= environ
    said = relaybot("invite", *arguments)
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert "secret" not in said.err
