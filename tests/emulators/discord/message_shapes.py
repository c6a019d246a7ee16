"""Messages and webhooks as the JSON Discord sends."""

import copy
import hashlib
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.emulators.discord.controls import walk
from tests.emulators.discord.shapes import moment, user
from tests.emulators.discord.world import Message, Webhook

Json = dict[str, Any]


def message(sent: Message, *, nonce: bool = False) -> Json:
    """`nonce`: only the answer to the create request and its event carry it, never the history."""
    shape: Json = {
        "id": str(sent.id),
        "channel_id": str(sent.channel),
        "author": _author(sent),
        "content": sent.content,
        "type": 0,
        "timestamp": moment(sent.id),
        "edited_timestamp": _now() if sent.earlier else None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [_attachment(sent, place) for place in range(len(sent.files))],
        "embeds": [_embed(sent, embed) for embed in sent.embeds],
        "pinned": False,
        "flags": sent.flags,
        "components": components(sent),
    }
    more: Json = {"webhook_id": sent.webhook, "application_id": sent.application}
    more |= {"nonce": sent.nonce} if nonce else {}
    return shape | {name: str(value) for name, value in more.items() if value}


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _author(sent: Message) -> Json:
    if sent.name is None:
        return user(sent.author)
    face = {"discriminator": "0000", "avatar": picture_hash(sent.avatar)}
    return user(sent.author, sent.name) | face


def picture_hash(url: str | None) -> str | None:
    """Discord keeps pictures of its own; what it tells about them is a hash."""
    return hashlib.md5(url.encode(), usedforsecurity=False).hexdigest() if url else None


def attachment_id(sent: Message, place: int) -> str:
    return str(sent.id + 1 + place)


def _attachment(sent: Message, place: int) -> Json:
    name = sent.files[place]
    url = f"https://cdn.example/{sent.channel}/{sent.id}/{name}"
    number = attachment_id(sent, place)
    return {"id": number, "filename": name, "size": 1, "url": url, "proxy_url": url}


def _embed(sent: Message, embed: Json) -> Json:
    pictures = {name: embed[name] for name in ("image", "thumbnail") if embed.get(name)}
    return embed | {name: given | _seen(sent, given["url"]) for name, given in pictures.items()}


def _seen(sent: Message, url: str) -> Json:
    """A picture of an embed that cannot be had has no size, and so no place."""
    side = 0 if url in sent.unseen else 640
    return {
        "proxy_url": f"https://proxy.example/{picture_hash(url)}",
        "width": side,
        "height": side,
    }


def components(sent: Message) -> list[Json]:
    """What the message is built of, every part numbered and every picture with what is known."""
    given = copy.deepcopy(sent.components)
    everything = list(walk(given))
    free = (n for n in count(1) if n not in {each.get("id") for each in everything})
    for each in everything:
        each["id"] = each.get("id") or next(free)
        if "file" in each:
            each |= {"name": each["file"]["url"].removeprefix("attachment://"), "size": 1}
        for holder in (each, *(each.get("items") or [])):
            for name in ("media", "file"):
                if name in holder:
                    holder[name] = _media(sent, holder[name]["url"])
    return given


def _media(sent: Message, url: str) -> Json:
    name = url.removeprefix("attachment://")
    if name != url:
        kept = _attachment(sent, sent.files.index(name))
        own: Json = {"attachment_id": kept["id"], "url": kept["url"], "proxy_url": kept["url"]}
    else:
        own = {"url": url, "proxy_url": f"https://proxy.example/{picture_hash(url)}"}
    if url in sent.unseen:
        return own | {"loading_state": 3, "width": None, "height": None, "flags": 0}
    size = {"width": 640, "height": 480, "content_type": "image/jpeg", "placeholder": "x"}
    return own | size | {"loading_state": 2, "flags": 0}


def webhook(given: Webhook, *, owner: Json | None = None, token: bool = True) -> Json:
    """`owner`: the user who made it, told only to those who asked with rights."""
    shape: Json = {
        "id": str(given.id),
        "type": 1,
        "guild_id": str(given.guild),
        "channel_id": str(given.channel),
        "name": given.name,
        "avatar": picture_hash(given.avatar),
        "application_id": str(given.application) if given.application else None,
    }
    return shape | ({"token": given.token} if token else {}) | ({"user": owner} if owner else {})
