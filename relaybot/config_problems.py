"""What is wrong with the settings, in words: the key, the value and what is wanted.

Never a secret: neither a token, nor a password in an address, nor the value of an unknown key.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel
from pydantic_core import ErrorDetails

PREFIX = "RELAYBOT_"
SECRETS = ("token", "url")  # keys whose value is never repeated
SHOWN = 80  # characters of a wrong value

# pydantic's types of error (https://docs.pydantic.dev/latest/errors/validation_errors/) in the
# words of somebody who writes a settings file; what is not here keeps pydantic's own words.
_WANTED = {
    "int_type": "a whole number is wanted",
    "int_parsing": "a whole number is wanted",
    "int_parsing_size": "a whole number is wanted, and not one as large as that",
    "int_from_float": "a whole number is wanted",
    "float_type": "a number is wanted",
    "float_parsing": "a number is wanted",
    "bool_type": "true or false is wanted",
    "bool_parsing": "true or false is wanted",
    "string_type": "text in quotes is wanted",
    "path_type": "a path in quotes is wanted",
    "greater_than_equal": "at least {ge} is wanted",
    "less_than_equal": "at most {le} is wanted",
    "string_too_long": "at most {max_length} characters are wanted",
    "literal_error": "one of {expected} is wanted",
    "model_type": "a section is wanted: write its name in brackets, and its keys below",
    "model_attributes_type": "a section is wanted: write its name in brackets, and its keys below",
}


def unknown_variables(environ: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """Name the `RELAYBOT_…` variables that set nothing; an empty one counts as unset."""
    names = list(known)
    return [
        f"{name}: no such setting{_nearest(name, names)}"
        for name in sorted(environ)
        if name.startswith(PREFIX) and environ[name] and name not in names
    ]


def secrets_in_file(data: Mapping[str, Any]) -> list[str]:
    """Refuse secrets in a file that people share and commit."""
    found = []
    for section in ("discord", "telegram"):
        table = data.get(section)
        if isinstance(table, dict) and "token" in table:
            variable = f"{PREFIX}{section.upper()}_TOKEN"
            found.append(
                f"[{section}] token: a token does not belong in this file;"
                f" set {variable}, or token_file to the path of a file that holds only the token"
            )
    database = data.get("database")
    url = database.get("url") if isinstance(database, dict) else None
    if isinstance(url, str) and _password_in(url):
        found.append(
            "[database] url: a password does not belong in this file;"
            f" set the whole address in {PREFIX}DATABASE_URL"
        )
    return found


def _password_in(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.password is not None or "password" in parse_qs(parts.query)
    except ValueError:
        return "@" in url  # unreadable, and may well hold one


def in_words(detail: ErrorDetails, environ: Mapping[str, str], settings: type[BaseModel]) -> str:
    """Tell one of pydantic's errors."""
    section, *rest = (str(part) for part in detail["loc"])
    key = rest[0] if rest else ""
    if detail["type"] == "extra_forbidden":
        table = settings.model_fields[section].annotation if key else settings
        return f"{_name(section, key, {})}: no such setting{_nearest(key or section, _keys(table))}"
    name, value = _name(section, key, environ), detail["input"]
    if isinstance(value, dict) and not key:  # something about a section as a whole
        name = f"[{section}]"
    if key in SECRETS or not isinstance(value, str | int | float):
        return f"{name}: {_wanted(detail)}"
    shown = repr(value[:SHOWN]) if isinstance(value, str) else str(value).lower()[:SHOWN]
    return f"{name} = {shown}: {_wanted(detail)}"


def _name(section: str, key: str, environ: Mapping[str, str]) -> str:
    """Return the name it was set by: a variable, or a key of the file."""
    variable = f"{PREFIX}{section}_{key}".upper().removesuffix("_")
    if environ.get(variable):
        return variable
    return f"[{section}] {key}".rstrip() if key else section


def _wanted(detail: ErrorDetails) -> str:
    own = detail["msg"].removeprefix("Value error, ")
    return _WANTED.get(detail["type"], own).format_map(detail.get("ctx", {}))


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _keys(table: object) -> list[str]:
    if isinstance(table, type) and issubclass(table, BaseModel):
        return list(table.model_fields)
    return []
