"""How much of a post's words is told, and how the last of them says that there is more."""

from collections.abc import Iterator
from dataclasses import replace

from relaybot.richtext.nodes import (
    Block,
    Document,
    Emphasis,
    Inline,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Strike,
    Strong,
    Table,
    Text,
)
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt, fits_whole

CARD = 600  # visible characters: about a third of a phone's screen
FULL = 3000  # visible characters; with their markup, most fit at once on either platform
_LEEWAY = 1.15  # of a length: a post is not cut for one last short passage
_ELLIPSIS = "…"
_FULL_WIDTH = "\u3000", "\uffef"  # marks of scripts that write no spaces


def shortened(words: Document, length: int) -> Iterator[tuple[Document, bool]]:
    """Yield as much as is told, and whether words were left out: all of it where that is hardly
    more than the length, and then what the length allows.
    """
    short, was_cut = excerpt(words, length)
    if was_cut and fits_whole(words, int(length * _LEEWAY)):
        yield excerpt(words, int(length * _LEEWAY))[0], False
    yield short, was_cut


def leading_on(document: Document, page: str | None) -> Document:
    """Return the document with a last ellipsis that leads to the page.

    One that stands there already does so. After anything but a paragraph it has a line of its own:
    it is no part of a list, a table or a quotation.
    """
    if all(isinstance(block, Picture) for block in document.blocks):
        return document
    more: Inline = Link(page, (Text(_ELLIPSIS),)) if page else Text(_ELLIPSIS)
    *before, last = document.blocks
    said = _last_words(document)
    if said.endswith(_ELLIPSIS):
        return Document((*before, _replaced_in(last, more)))
    if isinstance(last, Paragraph):
        gap = () if _FULL_WIDTH[0] < said[-1:] <= _FULL_WIDTH[1] else (Text(" "),)
        return Document((*before, Paragraph((*last.children, *gap, more))))
    return Document((*document.blocks, Paragraph((more,))))


def _last_words(document: Document) -> str:
    """What the document ends with: the words of its last block that has any."""
    each = (plain(Document((block,))) for block in reversed(document.blocks))
    return next(filter(None, each), "")


def _replaced_in(block: Block, more: Inline) -> Block:
    """The block with its last ellipsis replaced, where that stands in words of its own."""
    match block:
        case Paragraph(children):
            return Paragraph(_replaced(children, more))
        case Table((*before, (*cells, cell))):
            return Table((*before, (*cells, _replaced(cell, more))))
        case Quote((*before, last)):
            return replace(block, children=(*before, _replaced_in(last, more)))
        case Listing((*before, (*inner, last))):
            return replace(block, items=(*before, (*inner, _replaced_in(last, more))))
        case _:
            return block


def _replaced(children: tuple[Inline, ...], more: Inline) -> tuple[Inline, ...]:
    match children:
        case (*before, Text(text)) if text.endswith(_ELLIPSIS):
            return (*before, Text(text.removesuffix(_ELLIPSIS)), more)
        case (*before, Strong(inner) | Emphasis(inner) | Strike(inner) as marked):
            return (*before, replace(marked, children=_replaced(inner, more)))
        case _:
            return children
