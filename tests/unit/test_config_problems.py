"""How each kind of mistake in the settings is told: key, value and what is wanted."""

from pathlib import Path

import pytest

from relaybot.config import load_settings
from relaybot.errors import ConfigError

IN_THE_FILE = {
    "a key that does not exist": (
        "[polling]\nevrey = 3",
        "[polling] evrey: no such setting; did you mean every?",
    ),
    "a section that does not exist": (
        "[poling]\nx = 3",
        "poling: no such setting; did you mean polling?",
    ),
    "nothing like it": ("[polling]\nzzz = 3", "[polling] zzz: no such setting"),
    "a value for a section": (
        "polling = 3",
        "polling = 3: a section is wanted: write its name in brackets, and its keys below",
    ),
    "a word for a number": (
        '[polling]\nconcurrency = "many"',
        "[polling] concurrency = 'many': a whole number is wanted",
    ),
    "a fraction": (
        "[polling]\nconcurrency = 1.5",
        "[polling] concurrency = 1.5: a whole number is wanted",
    ),
    "a list for a number": (
        "[polling]\nconcurrency = [1]",
        "[polling] concurrency: a whole number is wanted",
    ),
    "too little": (
        "[polling]\nconcurrency = 0",
        "[polling] concurrency = 0: at least 1 is wanted",
    ),
    "too much": (
        "[fetch]\nmax_megabytes = 5000",
        "[fetch] max_megabytes = 5000: at most 100 is wanted",
    ),
    "too long": (
        f'[fetch]\ncontact = "{"x" * 300}"',
        f"[fetch] contact = '{'x' * 80}': at most 200 characters are wanted",
    ),
    "a number for text": ("[web]\nlisten = 8080", "[web] listen = 8080: text in quotes is wanted"),
    "true for text": ("[web]\nlisten = true", "[web] listen = true: text in quotes is wanted"),
    "a number for a path": ("chapters = 3", "chapters = 3: a path in quotes is wanted"),
    "a choice that is none": (
        '[log]\nlevel = "loud"',
        "[log] level = 'loud': one of 'debug', 'info', 'warning' or 'error' is wanted",
    ),
    "a number for a duration": (
        "[polling]\nevery = 15",
        '[polling] every = 15: a time in quotes like "90s", "15m", "6h" or "7d" is wanted',
    ),
    "a rhythm without a pause": (
        '[polling]\nevery = "0s"',
        "[polling] every = '0s': a time from 1s to 30d is wanted",
    ),
    "a rhythm of a lifetime": (
        '[polling]\nevery = "9999d"',
        "[polling] every = '9999d': a time from 1s to 30d is wanted",
    ),
    "a negative duration": (
        '[fetch]\ndeadline = "-5s"',
        '[fetch] deadline = \'-5s\': a time in quotes like "90s", "15m", "6h" or "7d" is wanted',
    ),
    "two rhythms": (
        '[polling]\nevery = "15m"\ncron = "0 8 * * *"',
        '[polling]: give "every" or "cron", not both',
    ),
    "a cron rhythm that is none": (
        '[polling]\ncron = "0 25 * * *"',
        "[polling] cron = '0 25 * * *': the hour \"25\" is not within 0-23, lower number first",
    ),
    "a network that is none": (
        '[fetch]\nallow = ["10.0.0.1/8"]',
        "[fetch] allow: 10.0.0.1/8 has host bits set; a network like 10.1.0.0/16 is wanted",
    ),
    "a number for networks": (
        "[fetch]\nallow = 10",
        '[fetch] allow = 10: a list of networks like ["10.1.0.0/16"] is wanted',
    ),
    "an address without a scheme": (
        '[telegram]\napi_base = "api.example"',
        "[telegram] api_base = 'api.example': an address like https://… or http://… is wanted",
    ),
    "an address beyond reading": (
        '[discord]\ngateway = "wss://[x/"',
        "[discord] gateway = 'wss://[x/': an address like wss://… or ws://… is wanted",
    ),
    "a token": (
        '[telegram]\ntoken = "x"',
        "[telegram] token: a token does not belong in this file; set RELAYBOT_TELEGRAM_TOKEN,"
        " or token_file to the path of a file that holds only the token",
    ),
    "a password": (
        '[database]\nurl = "postgresql://me:x@db/relaybot"',
        "[database] url: a password does not belong in this file;"
        " set the whole address in RELAYBOT_DATABASE_URL",
    ),
    "a number for an address": ("[database]\nurl = 5", "[database] url: text in quotes is wanted"),
}


@pytest.mark.parametrize(("toml", "told"), IN_THE_FILE.values(), ids=IN_THE_FILE)
def test_a_mistake_in_the_file(tmp_path: Path, toml: str, told: str) -> None:
    file = tmp_path / "relaybot.toml"
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(file, {})
    assert caught.value.problems == (told,)


IN_THE_ENVIRONMENT = {
    "a name that does not exist": (
        "RELAYBOT_DISCORD_TOKN",
        "x",
        "RELAYBOT_DISCORD_TOKN: no such setting; did you mean RELAYBOT_DISCORD_TOKEN?",
    ),
    "a whole section": (
        "RELAYBOT_POLLING",
        "3",
        "RELAYBOT_POLLING: no such setting; did you mean RELAYBOT_POLLING_CRON?",
    ),
    "a word for a number": (
        "RELAYBOT_POLLING_CONCURRENCY",
        "many",
        "RELAYBOT_POLLING_CONCURRENCY = 'many': a whole number is wanted",
    ),
    "a list with a slip": (
        "RELAYBOT_FETCH_ALLOW",
        "127.0.0.0/8, home",
        "RELAYBOT_FETCH_ALLOW = '127.0.0.0/8, home': 'home' does not appear to be an IPv4 or IPv6"
        " network; a network like 10.1.0.0/16 is wanted",
    ),
    "a token of two words": (
        "RELAYBOT_DISCORD_TOKEN",
        "Bot abc",
        "RELAYBOT_DISCORD_TOKEN: a token is one word of plain letters, digits and signs;"
        " copy it anew",
    ),
}


@pytest.mark.parametrize(
    ("name", "value", "told"), IN_THE_ENVIRONMENT.values(), ids=IN_THE_ENVIRONMENT
)
def test_a_mistake_in_the_environment(name: str, value: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(environ={name: value})
    assert caught.value.problems == (told,)


def test_a_mistake_in_the_file_is_told_beside_one_in_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "relaybot.toml"
    file.write_text("polling = 3", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(file, {"RELAYBOT_POLLING_EVERY": "5m", "RELAYBOT_LOG_LEVEL": "loud"})
    assert len(caught.value.problems) == 2
