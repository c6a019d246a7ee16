"""Quotations within quotations and lists get quotation marks: no platform can nest its own."""

from dataclasses import replace

from relaybot.richtext.nodes import (
    Block,
    Document,
    Inline,
    Listing,
    Paragraph,
    Quote,
    Text,
)
from relaybot.richtext.plain import words_of

_OPENING = "“\"«„‘'「『"
_DASHES = "—–-"  # begin the line that says whose words they are


def with_quotation_marks(document: Document) -> Document:
    """Return the document with marks around the words of its inner quotations."""
    return Document(tuple(_marked(one, inside=False) for one in document.blocks))


def _marked(block: Block, *, inside: bool) -> Block:
    if isinstance(block, Listing):
        items = (tuple(_marked(one, inside=True) for one in item) for item in block.items)
        return replace(block, items=tuple(items))
    if isinstance(block, Quote):
        children = tuple(_marked(one, inside=True) for one in block.children)
        return Quote(_between_marks(children) if inside else children)
    return block


def _between_marks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Marks before the first words and behind the last; none where the author wrote their own."""
    said = [at for at, one in enumerate(blocks) if _says(one) and _says(one)[0] not in _DASHES]
    if not said or _says(blocks[said[0]])[0] in _OPENING:
        return blocks
    marked = list(blocks)
    marked[said[0]] = _with(marked[said[0]], before="“")
    marked[said[-1]] = _with(marked[said[-1]], after="”")
    return tuple(marked)


def _says(block: Block) -> str:
    return words_of(block.children).strip() if isinstance(block, Paragraph) else ""


def _with(block: Block, before: str = "", after: str = "") -> Block:
    if not isinstance(block, Paragraph):
        return block
    children = list(block.children)
    if before:
        children = _joined([Text(before)], children)
    return Paragraph(tuple(_joined(children, [Text(after)]) if after else children))


def _joined(left: list[Inline], right: list[Inline]) -> list[Inline]:
    """Pieces of plain text that meet become one."""
    match left[-1], right[0]:
        case Text(one), Text(other):
            return [*left[:-1], Text(one + other), *right[1:]]
    return [*left, *right]
