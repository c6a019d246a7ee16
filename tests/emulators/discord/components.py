"""Components V2: what Discord refuses in them, and what a reader finds there.

docs.discord.com/developers/components/reference; the 4000 characters of all texts together are
discord.py's `ui/view.py` and discord-api-docs PR #8562, the 10,170 bytes issue #8554.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.emulators.discord.answers import Refusal
from tests.emulators.discord.controls import (
    BUTTON,
    LINK,
    ROW,
    SELECTS,
    button,
    one_row,
    repeated,
    row_problems,
    walk,
    wrong_type,
)
from tests.emulators.discord.problems import Path, Problem, address, at_most, between, length

Json = dict[str, Any]
COMPONENTS_V2 = 1 << 15  # message flag
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
WITHIN = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)  # what a container may hold
LEGACY = ("content", "embeds", "poll", "sticker_ids")
MOST_COMPONENTS, MOST_TEXT, MOST_BYTES = 40, 4000, 10_170
LONGEST_DESCRIPTION = 1024
BRIGHTEST = 0xFFFFFF


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a component may refer to: the files of its message; and pictures Discord refuses."""

    files: Collection[str] = ()
    refused: Collection[str] = ()


def component_problems(payload: Json, around: Surroundings) -> Iterator[Problem]:
    """Return what is wrong with the components of a message, with the flag or without."""
    components = payload.get("components") or []
    if not is_v2(payload):
        yield from row_problems(components)
        return
    for name in LEGACY:
        if payload.get(name):
            code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
            message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            yield (name,), code, message
    path = ("components",)
    yield from _totals(path, list(walk(components)))
    yield from repeated(components, path)
    yield from _each(path, components, (*WITHIN, CONTAINER), around)


def is_v2(payload: Json) -> bool:
    return bool((payload.get("flags") or 0) & COMPONENTS_V2)


def check_processed_size(payload: Json) -> None:
    """Raise the 500 that Discord answers to long texts in letters of several bytes."""
    said = [each.get("content") or "" for each in walk(payload.get("components") or [])]
    said = [text for text in said if text]
    if is_v2(payload) and sum(len(text.encode()) + 12 for text in said) > MOST_BYTES:
        raise Refusal(500, 0, "500: Internal Server Error")


def _totals(path: Path, everything: list[Json]) -> Iterator[Problem]:
    if len(everything) > MOST_COMPONENTS:
        message = f"A message has at most {MOST_COMPONENTS} components."
        yield path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message
    said = sum(length(each.get("content") or "") for each in everything if each.get("type") == TEXT)
    if said > MOST_TEXT:
        message = f"Components displayable text size exceeds maximum size of {MOST_TEXT}"
        yield path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message
    numbers = [each["id"] for each in everything if each.get("id")]
    if len(set(numbers)) != len(numbers):
        yield path, "COMPONENT_ID_DUPLICATED", "Component ids must be unique."


def _each(
    path: Path, components: list[Json], allowed: Sequence[int], around: Surroundings
) -> Iterator[Problem]:
    for position, each in enumerate(components):
        yield from _one((*path, str(position)), each, allowed, around)


def _one(path: Path, each: Json, allowed: Sequence[int], around: Surroundings) -> Iterator[Problem]:
    kind = each.get("type")
    if kind not in allowed:
        yield wrong_type(path, sorted(allowed))
    elif kind in CHECKS:
        yield from CHECKS[kind](path, each, around)


def _row(path: Path, given: Json, _: Surroundings) -> Iterator[Problem]:
    yield from one_row(path, given)


def _button(path: Path, given: Json, _: Surroundings) -> Iterator[Problem]:
    yield from button(path, given)


def _text(path: Path, given: Json, _: Surroundings) -> Iterator[Problem]:
    yield from between((*path, "content"), length(given.get("content") or ""), 1, MOST_TEXT)


def _section(path: Path, given: Json, around: Surroundings) -> Iterator[Problem]:
    inside = given.get("components") or []
    yield from between((*path, "components"), len(inside), 1, 3)
    yield from _each((*path, "components"), inside, (TEXT,), around)
    if not given.get("accessory"):
        yield (*path, "accessory"), "BASE_TYPE_REQUIRED", "This field is required"
        return
    yield from _one((*path, "accessory"), given["accessory"], (BUTTON, THUMBNAIL), around)


def _thumbnail(path: Path, given: Json, around: Surroundings) -> Iterator[Problem]:
    yield from at_most((*path, "description"), given.get("description") or "", LONGEST_DESCRIPTION)
    yield from _media((*path, "media"), given.get("media"), around)


def _gallery(path: Path, given: Json, around: Surroundings) -> Iterator[Problem]:
    items = given.get("items") or []
    yield from between((*path, "items"), len(items), 1, 10)
    for position, item in enumerate(items):
        yield from _thumbnail((*path, "items", str(position)), item, around)


def _file(path: Path, given: Json, around: Surroundings) -> Iterator[Problem]:
    url = str((given.get("file") or {}).get("url") or "")
    if not url.startswith("attachment://"):
        message = "Only attachments are supported."
        yield (*path, "file", "url"), "URL_TYPE_INVALID_SCHEME", message
        return
    yield from _media((*path, "file"), given["file"], around)


def _separator(path: Path, given: Json, _: Surroundings) -> Iterator[Problem]:
    if given.get("spacing", 1) not in (1, 2):
        message = "Value must be one of {1, 2}."
        yield (*path, "spacing"), "BASE_TYPE_CHOICES", message


def _container(path: Path, given: Json, around: Surroundings) -> Iterator[Problem]:
    inside = given.get("components") or []
    yield from between((*path, "components"), len(inside), 1, MOST_COMPONENTS)
    yield from _each((*path, "components"), inside, WITHIN, around)
    if not 0 <= (given.get("accent_color") or 0) <= BRIGHTEST:
        message = f"int value should be less than or equal to {BRIGHTEST}."
        yield (*path, "accent_color"), "NUMBER_TYPE_MAX", message


def _media(path: Path, media: Json | None, around: Surroundings) -> Iterator[Problem]:
    path = (*path, "url")
    url = str((media or {}).get("url") or "")
    name = url.removeprefix("attachment://")
    if not url:
        yield path, "BASE_TYPE_REQUIRED", "This field is required"
    elif name != url and name not in around.files:
        code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
        yield path, code, f"The referenced attachment “{name}” was not found."
    elif url in around.refused:
        yield path, "URL_TYPE_INVALID_URL", "Not a well formed URL."
    elif name == url:
        yield from address(path, url)


CHECKS: dict[int, Callable[[Path, Json, Surroundings], Iterator[Problem]]] = {
    ROW: _row,
    BUTTON: _button,
    SECTION: _section,
    TEXT: _text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _file,
    SEPARATOR: _separator,
    CONTAINER: _container,
}


# What a reader finds


def texts(components: list[Json]) -> list[str]:
    """Return every text display, from top to bottom."""
    return [each["content"] for each in walk(components) if each["type"] == TEXT]


def media(components: list[Json]) -> list[Json]:
    """Return every picture with its description: galleries, thumbnails, files."""
    found: list[Json] = []
    for each in walk(components):
        found += each.get("items") or []
        if each["type"] == THUMBNAIL:
            found.append(each)
        if each["type"] == FILE:
            found.append({"media": each["file"], "description": None})
    return found


def links(components: list[Json]) -> dict[str, str]:
    """Return the link buttons: label → address."""
    buttons = [each for each in walk(components) if each["type"] == BUTTON]
    return {each.get("label") or "": each["url"] for each in buttons if each["style"] == LINK}


def interactive(components: list[Json]) -> bool:
    """Tell whether a press would reach an application."""
    kinds = [each for each in walk(components) if each["type"] in (BUTTON, *SELECTS)]
    return any(each.get("style") != LINK for each in kinds)
