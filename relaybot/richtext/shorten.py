"""The first sentences of a document, cut where a person would cut.

Two steps: `boundaries` says where a document may end, here it is chosen and the tree is cut there.
Both count with `tape`: the visible characters of a block, one more for each line that ends in it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from relaybot.richtext.boundaries import Boundaries, boundaries_up_to
from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Divider,
    Document,
    Heading,
    Inline,
    LineBreak,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Table,
    Text,
)
from relaybot.richtext.tape import inline_tape, tape

ELLIPSIS = "…"
_SENTENCE_PART = 0.6  # a sentence that ends before this much of the limit wastes too much of it
_Part = TypeVar("_Part")


def length(document: Document) -> int:
    """Visible characters without pictures; the end of a line counts as one."""
    return max(0, sum(len(tape(block)) + 1 for block in _worded(document)) - 1)


def excerpt(document: Document, limit: int) -> tuple[Document, bool]:
    """At most `limit` visible characters from the start, and whether words were left out.

    Ends with a sentence if one ends in the last 40 % of the limit, else after a word with an
    ellipsis; never within a link (unless nothing stands before it) and never in or after a heading.
    Pictures are left out: they are shown elsewhere. A larger limit never gives less.
    """
    blocks = _worded(document)
    kept = _without_trailing_heads(blocks)
    if length(Document(kept)) <= limit:
        return Document(kept), len(kept) < len(blocks)
    ends = boundaries_up_to(kept, limit)
    at, is_sentence = _best(ends, limit)
    cut = _take_blocks(kept, at)
    return Document(cut if is_sentence else _with_ellipsis(cut)), True


def _worded(document: Document) -> tuple[Block, ...]:
    blocks = [block for block in document.blocks if not isinstance(block, Picture)]
    while blocks and isinstance(blocks[0], Divider):
        del blocks[0]
    return tuple(blocks)


def _without_trailing_heads(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without headings and dividers that nothing follows; a document of headings stays."""
    end = len(blocks)
    while end and isinstance(blocks[end - 1], Heading | Divider):
        end -= 1
    return blocks[:end] or blocks


def _best(ends: Boundaries, limit: int) -> tuple[int, bool]:
    """Where to cut, and whether a sentence ends there. 0 = nowhere."""
    sentence = max((at for at in ends.sentences if at <= limit), default=0)
    if sentence > limit * _SENTENCE_PART:
        return sentence, True
    for candidates in (ends.words, ends.within_links):
        word = max((at for at in candidates if at < limit), default=0)
        if word:
            return word, word == sentence
    if ends.first_letter is None or ends.first_letter >= limit - 1:
        return 0, True
    return _between_characters(ends.text, limit - 1), False


def _between_characters(text: str, at: int) -> int:
    """Not between a letter and its accents, nor within an emoji."""
    while 0 < at < len(text) and (_joins(text[at]) or text[at - 1] == "\u200d"):
        at -= 1
    return at


def _joins(character: str) -> bool:
    return (
        character in "\u200d\ufe0f\u20e3"
        or "\u0300" <= character <= "\u036f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


# --- cutting the tree ---


def _take_blocks(blocks: Sequence[Block], room: int) -> tuple[Block, ...]:
    return _take_each(blocks, room, _take_block, lambda block: len(tape(block)))


def _take_each(
    parts: Sequence[_Part],
    room: int,
    take: Callable[[_Part, int], _Part | None],
    measure: Callable[[_Part], int],
    separator: int = 1,
) -> tuple[_Part, ...]:
    """The parts that begin within `room` characters, the last of them cut."""
    out: list[_Part] = []
    for part in parts:
        if room <= 0:
            break
        taken = take(part, room)
        if taken is not None:
            out.append(taken)
        room -= measure(part) + separator
    return tuple(out)


def _take_block(block: Block, room: int) -> Block | None:
    match block:
        case Paragraph() | Heading():
            return replace(block, children=_take_inlines(block.children, room))
        case Quote():
            return Quote(_take_blocks(block.children, room))
        case Listing():
            items = _take_each(block.items, room, _take_blocks, lambda item: len(tape(Quote(item))))
            return replace(block, items=items)
        case Table():
            rows = _take_each(block.rows, room, _take_row, lambda row: len(tape(Table((row,)))))
            return Table(rows)
        case CodeBlock():
            return CodeBlock(block.text[:room])
        case _:
            return block


def _take_row(row: tuple[tuple[Inline, ...], ...], room: int) -> tuple[tuple[Inline, ...], ...]:
    return _take_each(row, room, _take_inlines, lambda cell: len(inline_tape(cell)))


def _take_inlines(children: Sequence[Inline], room: int) -> tuple[Inline, ...]:
    return _take_each(children, room, _take_inline, lambda child: len(inline_tape((child,))), 0)


def _take_inline(node: Inline, room: int) -> Inline:
    match node:
        case Text() | Code():
            return replace(node, text=node.text[:room])
        case LineBreak():
            return node
        case _:
            return replace(node, children=_take_inlines(node.children, room))


def _with_ellipsis(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    if not blocks:
        return ()
    return (*blocks[:-1], _ellipsis_in(blocks[-1]))


def _ellipsis_in(block: Block) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, children=_inline_ellipsis(block.children))
        case Quote():
            return Quote(_with_ellipsis(block.children))
        case Listing():
            return replace(block, items=(*block.items[:-1], _with_ellipsis(block.items[-1])))
        case Table():
            row = block.rows[-1]
            return Table((*block.rows[:-1], (*row[:-1], _inline_ellipsis(row[-1]))))
        case CodeBlock():
            return CodeBlock(block.text + ELLIPSIS)
        case _:
            return block


def _inline_ellipsis(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if children and isinstance(children[-1], Text):
        return (*children[:-1], Text(children[-1].text + ELLIPSIS))
    return (*children, Text(ELLIPSIS))
