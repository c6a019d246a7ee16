"""Paragraphs that begin with a bullet somebody typed are the items of a list.

Only with a sign that is nothing else ("●"; "-" and "*" may be), and at least two in a row.
"""

from collections.abc import Iterable
from itertools import groupby

from relaybot.richtext.cut import drop_inlines
from relaybot.richtext.nodes import Block, Code, Inline, LineBreak, Listing, Paragraph, Text
from relaybot.richtext.tape import inline_tape

_SIGNS = frozenset("•●○▪▫■□◦‣⁃∙")


def with_lists(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks with such paragraphs made lists."""
    out: list[Block] = []
    for sign, group in groupby(blocks, _sign):
        found = list(group)
        items = [_item(block, sign) for block in found if isinstance(block, Paragraph) and sign]
        out += [Listing(tuple(items))] if len(items) > 1 else found
    return tuple(out)


def _sign(block: Block) -> str:
    """The bullet a paragraph of one line begins with; "" without one."""
    if not isinstance(block, Paragraph) or not _may_begin_with_sign(block):
        return ""
    words = inline_tape(block.children)
    is_item = words[1:2] == " " and words[2:] and "\n" not in words
    return words[0] if is_item else ""


def _may_begin_with_sign(block: Paragraph) -> bool:
    """Whether the first character is one: asked of every paragraph, so without its tape."""
    first: Inline = block.children[0]
    while not isinstance(first, Text | Code | LineBreak):
        first = first.children[0]
    return isinstance(first, Text) and first.text[:1] in _SIGNS


def _item(block: Paragraph, sign: str) -> tuple[Block, ...]:
    return (Paragraph(drop_inlines(block.children, len(sign) + 1)),)
