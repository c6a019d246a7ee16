"""What Discord refuses in a message: lengths, addresses, emptiness, fields that do not exist."""

from collections.abc import Collection, Iterator
from typing import Any

from tests.emulators.discord.answers import EMPTY_MESSAGE, Refusal
from tests.emulators.discord.components import (
    Surroundings,
    check_processed_size,
    component_problems,
)
from tests.emulators.discord.problems import (
    Path,
    Problem,
    address,
    at_most,
    between,
    length,
    refuse,
)

MESSAGE_FIELDS = {
    "content", "nonce", "enforce_nonce", "tts", "embeds", "allowed_mentions", "components",
    "message_reference", "sticker_ids", "attachments", "flags", "poll",
}  # fmt: skip
EMBED_FIELDS = {
    "title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail",
    "author", "fields", "flags", "video", "provider",
}  # fmt: skip
SHOWABLE = ("http", "https", "attachment")


def check_message(
    payload: dict[str, Any],
    around: Surroundings,
    fields: Collection[str] = MESSAGE_FIELDS,
) -> None:
    """Raise the refusal Discord would answer."""
    refuse([*_message(payload, fields), *component_problems(payload, around)])
    check_processed_size(payload)
    shown = (payload.get(name) for name in ("content", "embeds", "components", "poll"))
    if not any(shown) and not around.files:
        raise Refusal(*EMPTY_MESSAGE)


def check_thread_name(name: Any) -> None:
    size = length(name) if isinstance(name, str) else 0
    refuse(between(("name",), size, 1, 100))


def _message(payload: dict[str, Any], fields: Collection[str]) -> Iterator[Problem]:
    for name in payload.keys() - fields:
        yield (name,), "UNKNOWN_FIELD", "The emulator knows no such field."
    yield from at_most(("content",), payload.get("content") or "", 2000)
    yield from at_most(("nonce",), str(payload.get("nonce") or ""), 25)
    yield from _mentions(payload.get("allowed_mentions") or {})
    embeds = payload.get("embeds") or []
    if len(embeds) > 10:
        yield ("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length."
    for position, embed in enumerate(embeds):
        yield from _embed(("embeds", str(position)), embed)
    if sum(map(_size, embeds)) > 6000:
        problem = "Embed size exceeds maximum size of 6000"
        yield ("embeds",), "MAX_EMBED_SIZE_EXCEEDED", problem


def _mentions(allowed: dict[str, Any]) -> Iterator[Problem]:
    path, parsed = ("allowed_mentions",), allowed.get("parse") or []
    for kind in sorted(set(parsed) - {"users", "roles", "everyone"}):
        yield (*path, "parse"), "BASE_TYPE_CHOICES", f'Value "{kind}" is not known.'
    for kind in ("users", "roles"):
        named = allowed.get(kind) or []
        yield from between((*path, kind), len(named), 0, 100)
        if named and kind in parsed:
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            yield path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message


def _embed(path: Path, embed: dict[str, Any]) -> Iterator[Problem]:
    for name in embed.keys() - EMBED_FIELDS:
        yield (*path, name), "UNKNOWN_FIELD", "The emulator knows no such field."
    yield from at_most((*path, "title"), embed.get("title") or "", 256)
    yield from at_most((*path, "description"), embed.get("description") or "", 4096)
    yield from at_most((*path, "footer", "text"), _part(embed, "footer", "text"), 2048)
    yield from at_most((*path, "author", "name"), _part(embed, "author", "name"), 256)
    yield from address((*path, "url"), embed.get("url"))
    yield from address((*path, "author", "url"), _part(embed, "author", "url"))
    for part, name in _PICTURES:
        yield from address((*path, part, name), _part(embed, part, name), schemes=SHOWABLE)
    yield from _fields((*path, "fields"), embed.get("fields") or [])


_PICTURES = (
    ("image", "url"),
    ("thumbnail", "url"),
    ("author", "icon_url"),
    ("footer", "icon_url"),
)


def _fields(path: Path, fields: list[dict[str, Any]]) -> Iterator[Problem]:
    yield from between(path, len(fields), 0, 25)
    for position, each in enumerate(fields):
        for name, most in (("name", 256), ("value", 1024)):
            size = length(str(each.get(name) or ""))
            yield from between((*path, str(position), name), size, 1, most)


def embed_pictures(embeds: list[dict[str, Any]]) -> list[str]:
    """Return the address of every picture the embeds show."""
    found = [_part(embed, part, name) for embed in embeds for part, name in _PICTURES]
    return [url for url in found if url]


def _part(embed: dict[str, Any], part: str, name: str) -> str:
    return str((embed.get(part) or {}).get(name) or "")


def _size(embed: dict[str, Any]) -> int:
    texts = [embed.get("title") or "", embed.get("description") or ""]
    texts += [_part(embed, "footer", "text"), _part(embed, "author", "name")]
    for item in embed.get("fields") or []:
        texts += [item.get("name", ""), item.get("value", "")]
    return sum(map(length, texts))
