"""Whether a message that was read back shows a post, and how it was sent."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import discord

from relaybot.discord.format import DiscordMessage
from relaybot.discord.receipt import Receipt, Shape

_MENTION = re.compile(r"<@&(\d+)>\s*")
_LINK = re.compile(r"https?://[^\s>)]+")
_HEADING = re.compile(r"^## .*", re.MULTILINE)
_MARKS = re.compile(r"[\\\s\u200b]+")
_COMPARED = 60  # characters of a title, without spaces: each style cuts at another place


def shows(message: discord.Message, expected: DiscordMessage) -> bool:
    """Tell whether a message shows the post, whatever its form."""
    texts = [_MENTION.sub("", text, count=1) for text in _telling(message)]
    links = [embed.url for embed in message.embeds if embed.url]
    links += [link for text in texts for link in _LINK.findall(text)]
    if expected.url and links:
        return _bare(expected.url) in map(_bare, links)
    title = _unmarked(expected.title)[:_COMPARED]
    return bool(title) and any(title in _unmarked(text) for text in texts)


def receipt_of_found(
    message: discord.Message, expected: DiscordMessage, topic: str | None = None
) -> Receipt:
    """Return what can be said of a message found; `topic`: the name of its forum post.

    What exactly it shows is not compared: the next change of the post is written into it.
    """
    told = next(iter(_telling(message)), "") if message.flags.components_v2 else message.content
    mentioned = _MENTION.match(told)
    return Receipt(
        shape=_shape(message),
        webhook=message.webhook_id,
        role=int(mentioned[1]) if mentioned else None,
        topic=topic or expected.thread_name,
        forum=topic is not None,
    )


def _shape(message: discord.Message) -> Shape:
    if message.flags.components_v2:
        return Shape.FULL
    if any(embed.type == "rich" for embed in message.embeds):
        return Shape.CARD
    text = _MENTION.sub("", message.content, count=1)
    return Shape.PLAIN if "\n" in text else Shape.LINE


def _telling(message: discord.Message) -> Iterator[str]:
    """Yield the texts that say which post it is: of a container only the heading.

    What an article links to is no sign: it may well be another post.
    """
    yield from filter(None, (message.content, *(embed.title for embed in message.embeds)))
    for component in message.components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        else:
            for text in _displays([component]):
                yield from _HEADING.findall(text)[:1]


def _displays(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _displays(getattr(component, "children", ()))


def _unmarked(text: str) -> str:
    return _MARKS.sub("", text).casefold()


def _bare(url: str) -> str:
    """Discord writes some addresses a little differently when it gives them back."""
    return unquote(url).rstrip("/").casefold()
