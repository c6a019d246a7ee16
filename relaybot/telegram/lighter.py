"""A text with more marks than Telegram keeps: those at its end become plain words.

Links and headings stay: they say something. Only where that is not enough, words have to go.
"""

from collections.abc import Iterable
from dataclasses import replace

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

MARKS = 80  # of the hundred entities; the others are for what stands around the words


def lighter(document: Document, most: int = MARKS) -> Document:
    """Return the document with its first `most` marks and links; later marks are plain words."""
    marks = _Marks(most)
    return Document(tuple(marks.block(block) for block in document.blocks))


class _Marks:
    """How many more there may be, in the order of reading."""

    def __init__(self, left: int) -> None:
        self._left = left

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph(children):
                return Paragraph(self._inlines(children))
            case Heading(level, children):
                self._left -= 1
                return Heading(level, self._inlines(children))
            case Quote(children):
                return Quote(tuple(map(self.block, children)))
            case Listing(items):
                return replace(block, items=tuple(tuple(map(self.block, one)) for one in items))
            case Table(rows):
                return Table(tuple(tuple(map(self._inlines, row)) for row in rows))
            case _:
                return block

    def _inlines(self, children: Iterable[Inline]) -> tuple[Inline, ...]:
        return tuple(one for child in children for one in self._inline(child))

    def _inline(self, node: Inline) -> tuple[Inline, ...]:
        match node:
            case Link(url, children):
                self._left -= 1
                return (Link(url, self._inlines(children)),)
            case Strong(children) | Emphasis(children) | Strike(children):
                self._left -= 1
                stays = self._left >= 0
                inner = self._inlines(children)
                return (replace(node, children=inner),) if stays else inner
            case Code(text):
                self._left -= 1
                return (node,) if self._left >= 0 else (Text(text),)
            case _:
                return (node,)
