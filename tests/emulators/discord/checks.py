"""What Discord refuses in a message: lengths, addresses, emptiness, fields that do not exist."""

from collections.abc import Iterator
from typing import Any

from tests.emulators.discord.answers import EMPTY_MESSAGE, Refusal, invalid

MESSAGE_FIELDS = {
    "content", "nonce", "enforce_nonce", "tts", "embeds", "allowed_mentions", "components",
    "message_reference", "sticker_ids", "attachments", "flags", "poll",
}  # fmt: skip
EMBED_FIELDS = {
    "title", "type", "description", "url", "timestamp", "color", "footer", "image", "thumbnail",
    "author", "fields", "flags", "video", "provider",
}  # fmt: skip
Problem = tuple[tuple[str, ...], str, str]  # path, code, message


def length(text: str) -> int:
    return len(text.strip().encode("utf-16-le", "surrogatepass")) // 2


def check_message(payload: dict[str, Any], files: int = 0) -> None:
    """Raise the refusal Discord would answer."""
    problems = list(_message(payload))
    if problems:
        raise invalid(_tree(problems))
    if not (payload.get("content") or payload.get("embeds") or payload.get("components") or files):
        raise Refusal(*EMPTY_MESSAGE)


def check_thread_name(name: Any) -> None:
    if not isinstance(name, str) or not 1 <= length(name) <= 100:
        problem = ("name",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length."
        raise invalid(_tree([problem]))


def _message(payload: dict[str, Any]) -> Iterator[Problem]:
    for name in payload.keys() - MESSAGE_FIELDS:
        yield (name,), "UNKNOWN_FIELD", "The emulator knows no such field."
    yield from _at_most(("content",), payload.get("content") or "", 2000)
    yield from _at_most(("nonce",), str(payload.get("nonce") or ""), 25)
    embeds = payload.get("embeds") or []
    if len(embeds) > 10:
        yield ("embeds",), "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length."
    for position, embed in enumerate(embeds):
        yield from _embed(("embeds", str(position)), embed)
    if sum(map(_size, embeds)) > 6000:
        problem = "Embed size exceeds maximum size of 6000"
        yield ("embeds",), "MAX_EMBED_SIZE_EXCEEDED", problem


def _embed(path: tuple[str, ...], embed: dict[str, Any]) -> Iterator[Problem]:
    for name in embed.keys() - EMBED_FIELDS:
        yield (*path, name), "UNKNOWN_FIELD", "The emulator knows no such field."
    yield from _at_most((*path, "title"), embed.get("title") or "", 256)
    yield from _at_most((*path, "description"), embed.get("description") or "", 4096)
    yield from _at_most((*path, "footer", "text"), _part(embed, "footer", "text"), 2048)
    yield from _at_most((*path, "author", "name"), _part(embed, "author", "name"), 256)
    yield from _address((*path, "url"), embed.get("url"))
    for part, name in (("image", "url"), ("thumbnail", "url"), ("author", "url")):
        yield from _address((*path, part, name), _part(embed, part, name))
    for part in ("author", "footer"):
        yield from _address((*path, part, "icon_url"), _part(embed, part, "icon_url"))


def _at_most(path: tuple[str, ...], text: str, limit: int) -> Iterator[Problem]:
    if length(text) > limit:
        yield path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length."


def _address(path: tuple[str, ...], url: str | None) -> Iterator[Problem]:
    if not url:
        return
    yield from _at_most(path, url, 2048)
    if not url.startswith(("http://", "https://", "attachment://")):
        message = "Scheme must be one of ('http', 'https')."
        yield path, "URL_TYPE_INVALID_SCHEME", message
    elif " " in url or not url.split("://", 1)[1].strip("/"):
        yield path, "URL_TYPE_INVALID_URL", "Not a well formed URL."


def _part(embed: dict[str, Any], part: str, name: str) -> str:
    return str((embed.get(part) or {}).get(name) or "")


def _size(embed: dict[str, Any]) -> int:
    texts = [embed.get("title") or "", embed.get("description") or ""]
    texts += [_part(embed, "footer", "text"), _part(embed, "author", "name")]
    for item in embed.get("fields") or []:
        texts += [item.get("name", ""), item.get("value", "")]
    return sum(map(length, texts))


def _tree(problems: list[Problem]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, code, message in problems:
        node = tree
        for step in path:
            node = node.setdefault(step, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
    return tree
