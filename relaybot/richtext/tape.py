"""The visible characters of blocks in one row: what counting and cutting agree on.

One newline stands wherever a line ends within a block and between two blocks; bullets, numbers and
quote marks are not counted.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Embed,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Quote,
    Table,
    Text,
)

Piece = tuple[str, Link | None]  # text, and the link it belongs to
_END: Piece = ("\n", None)


class LinkSpan(NamedTuple):
    """A link, and where its words begin and end on the tape."""

    begin: int
    end: int
    link: Link


def tape(block: Block) -> str:
    """The characters of a block; nothing of pictures and dividers."""
    match block:
        case Paragraph() | Heading():
            return inline_tape(block.children)
        case Quote():
            return "\n".join(map(tape, block.children))
        case Listing():
            return "\n".join("\n".join(map(tape, item)) for item in block.items)
        case Table():
            return "\n".join(inline_tape(cell) for row in block.rows for cell in row)
        case CodeBlock():
            return block.text
        case Embed():
            return block.name
        case _:
            return ""


def inline_tape(children: Iterable[Inline]) -> str:
    """The characters of inline nodes."""
    # Asked a few hundred times a post, mostly for plain words: those cost no call of their own.
    return "".join([one.text if type(one) is Text else _inline_text(one) for one in children])


def _inline_text(node: Inline) -> str:
    match node:
        case Text() | Code():
            return node.text
        case LineBreak():
            return "\n"
        case _:
            return inline_tape(node.children)


def link_spans(block: Block) -> list[tuple[int, int]]:
    """Where on the tape of a block the words of each link begin and end."""
    spans: list[tuple[int, int]] = []
    last: Link | None = None
    at = 0
    for text, link in _pieces(block):
        if link is not None and link is last:
            spans[-1] = (spans[-1][0], at + len(text))
        elif link is not None:
            spans.append((at, at + len(text)))
        last = link
        at += len(text)
    return spans


def links(children: Iterable[Inline]) -> list[LinkSpan]:
    """The links among inline nodes and where on their tape they stand."""
    spans: list[LinkSpan] = []
    _find_links(children, 0, spans)
    return spans


def _find_links(children: Iterable[Inline], begin: int, spans: list[LinkSpan]) -> int:
    """Where the tape of these nodes ends that begins at `begin`."""
    for node in children:
        match node:
            case Text() | Code():
                begin += len(node.text)
            case LineBreak():
                begin += 1
            case Link():
                end = _find_links(node.children, begin, [])
                spans.append(LinkSpan(begin, end, node))
                begin = end
            case _:
                begin = _find_links(node.children, begin, spans)
    return begin


def _pieces(block: Block) -> Iterator[Piece]:
    match block:
        case Paragraph() | Heading():
            yield from _inline_pieces(block.children, None)
        case Quote():
            yield from _separated(_pieces(part) for part in block.children)
        case Listing():
            yield from _separated(_pieces(Quote(item)) for item in block.items)
        case Table():
            cells = (cell for row in block.rows for cell in row)
            yield from _separated(_inline_pieces(cell, None) for cell in cells)
        case CodeBlock():
            yield block.text, None
        case Embed():
            yield block.name, None


def _separated(parts: Iterable[Iterator[Piece]]) -> Iterator[Piece]:
    for number, part in enumerate(parts):
        if number:
            yield _END
        yield from part


def _inline_pieces(children: Iterable[Inline], link: Link | None) -> Iterator[Piece]:
    for node in children:
        match node:
            case Text() | Code():
                yield node.text, link
            case LineBreak():
                yield "\n", link
            case Link():
                yield from _inline_pieces(node.children, node)
            case _:
                yield from _inline_pieces(node.children, link)
