"""Words of links that Discord shows as they are.

Within the words of a link it takes no backslash for an escape: each one is seen (discord-api-docs
#6185). And in a message's own text or a text display a link whose words hold an emoji is shown as
raw markup (#6810, #7510). So marks and emoji stand between links that lead to the same page.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from relaybot.discord.markup import escape, quiet_link
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
_EMOJI = (
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b05-\u2b55\u231a-\u23fa\u25aa-\u25fe\u2194-\u21aa"
    "\u2934\u2935\u203c\u2049\u2139\u3030\u303d\u3297\u3299]"
    "[\ufe0f\u200d\u20e3\U000e0020-\U000e007f]*|[0-9#*]\ufe0f?\u20e3|[©®™]\ufe0f"
)
_APART = re.compile(rf"((?:{_EMOJI}|[\\*_~`|<])+)")  # emoji, and marks that would be escaped
_ODD = re.compile(
    rf"\[(?<!\\\[)[^\]\n]*(?:\\|{_EMOJI})[^\]\n]*\]\(<?http"
)  # a label with one of them
_QUOTED_CODE = re.compile(r"(?<!`)`([^`]+)`(?!`)")  # a title has no code: its words are enough
_BRACKETS = str.maketrans("[]", "()")  # they end a label
_NO_WORDS = "…"  # what leads to a page whose title is nothing but marks and emoji


def title_link(words: str, url: str) -> str:
    """Return a quiet link (Markdown) of one line of words, marks and emoji beside it."""
    words = _QUOTED_CODE.sub(r"\1", words)
    whole = quiet_link(words, url)
    if not whole.startswith("["):  # an address, which stands before the link
        return whole
    pieces = _APART.split(words.translate(_BRACKETS))
    if not any(map(_leads, pieces)):
        pieces = [*pieces, " ", _NO_WORDS]
    return "".join(_linked(piece, url) for piece in pieces)


def is_odd(markdown: str) -> bool:
    """Tell whether there is a link whose words Discord would not show as they are."""
    return _ODD.search(markdown) is not None


def mended(document: Document) -> Document:
    """Return the document with marks and emoji beside the links instead of in them."""
    return Document(tuple(map(_block, document.blocks)))


def _leads(piece: str) -> bool:
    """Tell whether a piece of words can be a link."""
    return bool(piece.strip()) and _APART.fullmatch(piece) is None


def _linked(piece: str, url: str) -> str:
    if not _leads(piece):
        return escape(piece)
    words = piece.strip()
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
        case Link(url, children) if _APART.search(words_of(children)):
            parts = tuple(_parts(children, url))
            leads = any(map(_leads, _APART.split(words_of(children))))
            return parts if leads else (*parts, Text(" "), Link(url, ()))
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
    for piece in filter(None, _APART.split(text)):
        if not _leads(piece):
            yield Text(piece)
            continue
        words = piece.strip()
        before, after = piece.split(words, 1)
        yield from (Text(before), Link(url, (Text(words),)), Text(after))
