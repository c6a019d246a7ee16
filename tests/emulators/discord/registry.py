"""What Discord refuses when an application tells its commands."""

import re
from collections.abc import Iterator
from typing import Any

from tests.emulators.discord.answers import Refusal, invalid
from tests.emulators.discord.problems import length

Json = dict[str, Any]
NAME = re.compile(r"[-_'\w]{1,32}")
LOCALES = {
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no",
    "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko",
}  # fmt: skip
MOST_TEXT = 8000  # names, descriptions and values of one command together


def check_commands(commands: list[Json]) -> None:
    """Raise the refusal Discord would answer."""
    if len(commands) > 100:
        raise Refusal(400, 30032, "Maximum number of application commands reached (100)")
    problems = [problem for command in commands for problem in _command(command)]
    if len({command["name"] for command in commands}) != len(commands):
        problems.append("names must be unique")
    if problems:
        raise invalid({"commands": {"_errors": [{"code": "BAD", "message": p} for p in problems]}})


def _command(command: Json) -> Iterator[str]:
    options = command.get("options") or []
    yield from _described(command)
    if len(options) > 25:
        yield "options: Must be 25 or fewer in length."
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield "Required options must be placed before non-required options"
    for option in options:
        yield from _described(option)
        if option.get("autocomplete") and option["type"] not in (3, 4, 10):
            yield "autocomplete is for text and numbers"
        if len(option.get("choices") or []) > 25:
            yield "choices: Must be 25 or fewer in length."
    if sum(map(_text, (command, *options))) > MOST_TEXT:
        yield "Command exceeds maximum size (8000)"


def _described(thing: Json) -> Iterator[str]:
    name = thing["name"]
    if not NAME.fullmatch(name) or name != name.lower():
        yield f"name {name!r}: does not match"
    descriptions = {"": thing.get("description") or ""} | (
        thing.get("description_localizations") or {}
    )
    for locale, text in descriptions.items():
        if (locale and locale not in LOCALES) or not 1 <= length(text) <= 100:
            yield f"description {locale} of {name!r}: Must be between 1 and 100 in length."


def _text(thing: Json) -> int:
    longest = [
        thing.get("description") or "",
        *(thing.get("description_localizations") or {}).values(),
    ]
    return len(thing["name"]) + max(map(len, longest))
