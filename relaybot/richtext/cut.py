"""Cutting a document after so many characters of its tape, without breaking its tree."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from relaybot.richtext.autolink import poses_as_another
from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
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
from relaybot.richtext.tape import inline_tape, tape

ELLIPSIS = "…"

_Part = TypeVar("_Part")


def take_blocks(blocks: Sequence[Block], room: int) -> tuple[Block, ...]:
    """The blocks that begin within `room` characters of their tape, the last of them cut."""
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
        size = measure(part)
        taken = part if size <= room else take(part, room)
        if taken is not None:
            out.append(taken)
        room -= size + separator
    return tuple(out)


def _take_block(block: Block, room: int) -> Block | None:
    match block:
        case Paragraph() | Heading():
            return replace(block, children=take_inlines(block.children, room))
        case Quote():
            return Quote(take_blocks(block.children, room))
        case Listing():
            items = _take_each(block.items, room, take_blocks, lambda item: len(tape(Quote(item))))
            return replace(block, items=items, marks=block.marks[: len(items)])
        case Table():
            rows = _take_each(block.rows, room, _take_row, lambda row: len(tape(Table((row,)))))
            return Table(rows)
        case CodeBlock():
            return CodeBlock(block.text[:room])
        case _:
            return block


def _take_row(row: tuple[tuple[Inline, ...], ...], room: int) -> tuple[tuple[Inline, ...], ...]:
    return _take_each(row, room, take_inlines, lambda cell: len(inline_tape(cell)))


def take_inlines(children: Sequence[Inline], room: int) -> tuple[Inline, ...]:
    """The same for inline nodes."""
    return _take_each(children, room, _take_inline, lambda child: len(inline_tape((child,))), 0)


def _take_inline(node: Inline, room: int) -> Inline:
    match node:
        case Text() | Code():
            return replace(node, text=node.text[:room])
        case LineBreak():
            return node
        case _:
            return _honest(replace(node, children=take_inlines(node.children, room)))


def with_ellipsis(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with an ellipsis after their last word."""
    if not blocks:
        return ()
    return (*blocks[:-1], _ellipsis_in(blocks[-1]))


def _ellipsis_in(block: Block) -> Block:
    match block:
        case Paragraph() | Heading():
            return replace(block, children=inline_ellipsis(block.children))
        case Quote():
            return Quote(with_ellipsis(block.children))
        case Listing():
            return replace(block, items=(*block.items[:-1], with_ellipsis(block.items[-1])))
        case Table():
            row = block.rows[-1]
            return Table((*block.rows[:-1], (*row[:-1], inline_ellipsis(row[-1]))))
        case CodeBlock():
            return CodeBlock(block.text + ELLIPSIS)
        case _:
            return block


def inline_ellipsis(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The same for inline nodes; never within a link."""
    if children and isinstance(children[-1], Text):
        return (*children[:-1], Text(children[-1].text + ELLIPSIS))
    return (*children, Text(ELLIPSIS))


def drop_inlines(children: Sequence[Inline], count: int) -> tuple[Inline, ...]:
    """Inline nodes without the first `count` characters of their tape."""
    out: list[Inline] = []
    for child in children:
        size = len(inline_tape((child,)))
        if count <= 0:
            out.append(child)
        elif count < size:
            out.append(_drop_inline(child, count))
        count -= size
    return tuple(out)


def _drop_inline(node: Inline, count: int) -> Inline:
    match node:
        case Text() | Code():
            return replace(node, text=node.text[count:])
        case LineBreak():
            return node
        case _:
            return _honest(replace(node, children=drop_inlines(node.children, count)))


def _honest(node: Inline) -> Inline:
    """Half an address can look like another one (bank.example.evil.example): then only words."""
    if isinstance(node, Link):
        words = inline_tape(node.children)
        return Text(words) if poses_as_another(words, node.url) else node
    return node
