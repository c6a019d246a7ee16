"""What a message says of itself: which post it shows, how it was sent, what it lacks."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote

import discord

from relaybot.discord.format import DiscordMessage
from relaybot.discord.receipt import Receipt, Shape

_MENTION = re.compile(r"<@&(\d+)>\s*")
_LINK = re.compile(r"https?://[^\s>)]+")
_HEADING = re.compile(r"^## .*", re.MULTILINE)
_LONE_LINK = re.compile(r"^\[[^\[\]]+\]\(<https?://[^\s>]+>\)$", re.MULTILINE)  # "Read"
_LABEL = re.compile(r"\[([^\[\]]*)\]\(<?https?://[^\s>)]+>?\)")
_MARKS = re.compile(r"[\\\s\u200b*_~`|]+")
NOT_FOUND = discord.MediaItemLoadingState.not_found
_COMPARED = 60  # characters of a title, without spaces: each style cuts at another place


def shows(message: discord.Message, expected: DiscordMessage) -> bool:
    """Tell whether a message shows the post, whatever its form."""
    if expected.url and (links := list(_links(message))):
        return _bare(expected.url) in map(_bare, links)
    title = _unmarked(expected.title)[:_COMPARED]
    return bool(title) and any(title in _unmarked(text) for text in _texts(message))


def receipt_of_found(
    message: discord.Message, expected: DiscordMessage, topic: str | None = None
) -> Receipt:
    """Return what can be said of a message found; `topic`: the name of its forum post.

    What exactly it shows is not compared: the next change of the post is written into it.
    """
    told = next(_displays(message.components), "") if not message.content else message.content
    mentioned = _MENTION.match(told)
    return Receipt(
        shape=_shape(message),
        webhook=message.webhook_id,
        role=int(mentioned[1]) if mentioned else None,
        topic=topic or expected.thread_name,
        forum=topic is not None,
    )


def missing_pictures(message: discord.Message) -> frozenset[str]:
    """Return the addresses of pictures in a container that Discord could not get."""
    found = _media(message.components)
    return frozenset(one.url for one in found if one.loading_state is NOT_FOUND)


def _shape(message: discord.Message) -> Shape:
    if message.flags.components_v2:
        return Shape.FULL
    if any(embed.type == "rich" for embed in message.embeds):
        return Shape.CARD
    text = _MENTION.sub("", message.content, count=1)
    return Shape.PLAIN if "\n" in text else Shape.LINE


def _links(message: discord.Message) -> Iterator[str]:
    """Yield what may lead to the post: of a container heading, lone link and first button.

    What an article links to is no sign: it may well be another post.
    """
    yield from (embed.url for embed in message.embeds if embed.url)
    yield from _LINK.findall(message.content)
    yield from (button.url for button in islice(_buttons(message.components), 1))
    for component in message.components:
        for text in _displays([component]):
            plain = isinstance(component, discord.TextDisplay)
            told = [text] if plain else _HEADING.findall(text)[:1] + _LONE_LINK.findall(text)
            yield from _LINK.findall(" ".join(told))


def _texts(message: discord.Message) -> Iterator[str]:
    """Yield everything it says."""
    embeds = (part for embed in message.embeds for part in (embed.title, embed.description))
    yield from filter(None, (message.content, *embeds))
    yield from _displays(message.components)


def _displays(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _displays(getattr(component, "children", ()))


def _media(components: Iterable[Any]) -> Iterator[discord.UnfurledMediaItem]:
    for component in components:
        if isinstance(component, discord.MediaGalleryComponent):
            yield from (item.media for item in component.items)
        if isinstance(
            accessory := getattr(component, "accessory", None), discord.ThumbnailComponent
        ):
            yield accessory.media
        yield from _media(getattr(component, "children", ()))


def _buttons(components: Iterable[Any]) -> Iterator[Any]:
    """Yield the buttons that lead somewhere, from top to bottom."""
    for component in components:
        if getattr(component, "url", None):
            yield component
        yield from _buttons(getattr(component, "children", ()))


def _unmarked(text: str) -> str:
    return _MARKS.sub("", _LABEL.sub(r"\1", text)).casefold()


def _bare(url: str) -> str:
    """Discord writes some addresses a little differently when it gives them back."""
    return unquote(url).rstrip("/").casefold()
