"""What each key of a directory file may hold.

One function a key: it takes what TOML held and returns the value relaybot works with, or raises
ValueError saying what was found and what was wanted. `entries` adds file, entry and key.
"""

import re
import unicodedata
from datetime import date, time, timedelta
from urllib.parse import urlsplit

from relaybot.model.source import Kind
from relaybot.sources.cron import check_cron
from relaybot.sources.wording import did_you_mean, either, quoted

NAME_LENGTH = 100
SLUG_LENGTH = 64
URL_LENGTH = 2000
RESERVED = ("all", "everything")  # words of the selector language
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REGION = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_EVERY = re.compile(r"(\d{1,5})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_TYPES = {bool: "true or false", int: "a number", float: "a number", list: "a list"}
_JOINERS = "\u200c\u200d"  # invisible, yet part of how Persian, Hindi and emoji are spelt


def a_text(value: object) -> str:
    """Text that is not blank."""
    if not isinstance(value, str):
        raise ValueError(f"text in quotes is wanted; {_type_of(value)} was found")
    if not value.strip():
        raise ValueError("it is empty; leave the key out or say something")
    return value.strip()


def a_slug(value: object) -> str:
    """A name that never changes: `clevelanddsa`, `metro-dc`."""
    text = a_text(value)
    if not _SLUG.fullmatch(text) or len(text) > SLUG_LENGTH:
        raise ValueError(
            f"{quoted(text)} is not a slug; small letters a-z, digits and single hyphens between "
            f'them are wanted, {SLUG_LENGTH} at most, such as "metro-dc"'
        )
    if text in RESERVED:
        raise ValueError(f"{quoted(text)} already means every chapter; choose another slug")
    return text


def some_slugs(value: object) -> tuple[str, ...]:
    """A list of slugs; a repeated one counts once."""
    if not isinstance(value, list):
        raise ValueError(f'a list such as ["old-slug"] is wanted; {_type_of(value)} was found')
    return tuple(dict.fromkeys(a_slug(item) for item in value))


def a_name(value: object) -> str:
    """A name for people, one line."""
    text = unicodedata.normalize("NFC", a_text(value))
    if hidden := next((letter for letter in text if _is_hidden(letter)), None):
        raise ValueError(f"{quoted(text)} holds the invisible character U+{ord(hidden):04X}")
    if len(text) > NAME_LENGTH:
        raise ValueError(f"{len(text)} characters are too many; {NAME_LENGTH} at most are wanted")
    return text


def a_url(value: object) -> str:
    """An address a request can be sent to."""
    text = a_text(value)
    if len(text) > URL_LENGTH:
        raise ValueError(f"{len(text)} characters are too many; {URL_LENGTH} at most are wanted")
    if any(letter.isspace() or _is_hidden(letter) for letter in text):
        raise ValueError(f"{quoted(text)} holds a blank or an invisible character")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{quoted(text)} is not an address: {error}") from error
    if parts.username is not None or parts.password is not None:
        raise ValueError("a user name or password stands in it; only public addresses are wanted")
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{quoted(text)} does not begin with https:// or http:// and a host")
    return text


def a_kind(value: object) -> Kind:
    """One of the kinds there are."""
    text, known = a_text(value), [str(kind) for kind in Kind]
    if text.lower() not in known:
        near = did_you_mean(text, known)
        raise ValueError(f"{quoted(text)} is not one of {either(known)}{near}")
    return Kind(text.lower())


def a_region(value: object) -> str:
    """A short code, in capitals."""
    text = a_text(value).upper()
    if not _REGION.fullmatch(text) or len(text) > 20:
        raise ValueError(f'{quoted(text)} is not a region; a short code like "CA" is wanted')
    return text


def a_language(value: object) -> str:
    """A BCP 47 tag, written the usual way: `en`, `pt-BR`, `zh-Hant`."""
    text = a_text(value).lower().replace("_", "-")
    if not _LANGUAGE.fullmatch(text) or len(text) > 35:
        raise ValueError(
            f'{quoted(text)} is not a language; a code such as "en", "es" or "pt-BR" is wanted'
        )
    first, *rest = text.split("-")
    styled = [{2: part.upper(), 4: part.title()}.get(len(part), part) for part in rest]
    return "-".join([first, *styled])


def a_flag(value: object) -> bool:
    """A switch."""
    if not isinstance(value, bool):
        raise ValueError(f"true or false (without quotes) is wanted; {_type_of(value)} was found")
    return value


def a_rhythm(value: object) -> timedelta:
    """A time between two looks, one minute to thirty days."""
    text = a_text(value)
    found = _EVERY.fullmatch(text.replace(" ", "").lower())
    rhythm = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not timedelta(minutes=1) <= rhythm <= timedelta(days=30):
        raise ValueError(f'{quoted(text)} is not a time from "1m" to "30d", such as "30m" or "6h"')
    return rhythm


def a_cron(value: object) -> str:
    """A cron line in UTC."""
    text = a_text(value)
    try:
        return check_cron(text)
    except ValueError as error:
        raise ValueError(f"{quoted(text)} is not a cron line: {error}") from error


def _is_hidden(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in ("Cc", "Cs", "Co", "Zl", "Zp") or (
        category == "Cf" and letter not in _JOINERS
    )


def _type_of(value: object) -> str:
    if isinstance(value, str):
        return f"the text {quoted(value)}"
    if isinstance(value, date | time):
        return "a date or time"
    return _TYPES.get(type(value), "a table")
