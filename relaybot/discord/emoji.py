"""Emoji stay out of the words of links, where text is no embed's.

In a message's own text and in text displays Discord shows a link whose words hold an emoji as raw
markup (discord-api-docs #6810, #7510). So such a link is cut into several, with the emoji between.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from relaybot.discord.markup import quiet_link
from relaybot.richtext.nodes import (
    Block,
    Code,
    Document,
    Emphasis,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strike,
    Strong,
    Table,
    Text,
)
from relaybot.richtext.plain import words_of

# Pictographs, dingbats, arrows and boxes with what may follow them: variation selector, joiner,
# skin tone, tag. Keycaps, and signs that are emoji only with the variation selector.
_EMOJI = re.compile(
    "((?:[\U0001f000-\U0001faff\u2600-\u27bf\u2b05-\u2b55\u231a-\u23fa\u25aa-\u25fe\u2194-\u21aa"
    "\u2934\u2935\u203c\u2049\u2139\u3030\u303d\u3297\u3299]"
    "[\ufe0f\u200d\u20e3\U000e0020-\U000e007f]*|[0-9#*]\ufe0f?\u20e3|[©®™]\ufe0f)+)"
)
_NO_WORDS = "…"  # what leads to the page when its title is nothing but emoji


def title_link(words: str, url: str) -> str:
    """Return a quiet link (Markdown) of one line of words, emoji beside it."""
    pieces = [piece for piece in _EMOJI.split(words) if piece]
    if not any(piece.strip() and not _is_emoji(piece) for piece in pieces):
        pieces = [*pieces, " ", _NO_WORDS]
    return "".join(_linked(piece, url) for piece in pieces)


def has_emoji(text: str) -> bool:
    """Tell whether there is any emoji in a text."""
    return _EMOJI.search(text) is not None


def without_emoji_in_links(document: Document) -> Document:
    """Return the document with its emoji beside the links instead of in them."""
    return Document(tuple(map(_block, document.blocks)))


def _is_emoji(piece: str) -> bool:
    return _EMOJI.fullmatch(piece) is not None


def _linked(piece: str, url: str) -> str:
    words = piece.strip()
    if not words or _is_emoji(piece):
        return piece
    before, after = piece.split(words, 1)
    return f"{before}{quiet_link(words, url)}{after}"


def _block(block: Block) -> Block:
    match block:
        case Paragraph(children) | Heading(_, children):
            return replace(block, children=_inlines(children))
        case Quote(children):
            return Quote(tuple(map(_block, children)))
        case Listing(items):
            return replace(block, items=tuple(tuple(map(_block, item)) for item in items))
        case Table(rows):
            return Table(tuple(tuple(map(_inlines, row)) for row in rows))
        case _:
            return block


def _inlines(children: Iterable[Inline]) -> tuple[Inline, ...]:
    return tuple(one for child in children for one in _inline(child))


def _inline(node: Inline) -> Iterable[Inline]:
    match node:
        case Link(url, children) if _EMOJI.search(words_of(children)):
            parts = tuple(_parts(children, url))
            return parts if _EMOJI.sub("", words_of(children)).strip() else (*parts, Link(url, ()))
        case Strong(children) | Emphasis(children) | Strike(children):
            return (replace(node, children=_inlines(children)),)
        case _:
            return (node,)


def _parts(children: Iterable[Inline], url: str) -> Iterator[Inline]:
    """Yield the words of a link as links, and what stands between them."""
    for child in children:
        match child:
            case Text(text):
                yield from _pieces(text, url)
            case Code():
                yield Link(url, (child,))
            case Strong(inner) | Emphasis(inner) | Strike(inner) | Link(_, inner):
                yield replace(child, children=tuple(_parts(inner, url)))
            case _:
                yield child


def _pieces(text: str, url: str) -> Iterator[Inline]:
    for piece in filter(None, _EMOJI.split(text)):
        words = piece.strip()
        if not words or _is_emoji(piece):
            yield Text(piece)
            continue
        before, after = piece.split(words, 1)
        yield from (Text(before), Link(url, (Text(words),)), Text(after))
