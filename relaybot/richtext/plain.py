"""Document → readable plain text, for whatever knows no markup."""

from collections.abc import Iterable, Sequence
from functools import singledispatch

from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Divider,
    Document,
    Embed,
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


def plain(document: Document) -> str:
    """The words with blank lines between blocks, bullets and numbers, and "> " before quotes."""
    return _joined(document.blocks)


def words_of(children: Iterable[Inline]) -> str:
    """What a reader sees of inline nodes; a line break is a newline."""
    # As in `tape.inline_tape`: most are plain words.
    return "".join([one.text if type(one) is Text else _word(one) for one in children])


def words_of_block(block: Block) -> str:
    """What a reader sees of one block."""
    return "\n".join(_lines(block))


def _word(node: Inline) -> str:
    if isinstance(node, Text | Code):
        return node.text
    if isinstance(node, LineBreak):
        return "\n"
    return words_of(node.children)


def _joined(blocks: Sequence[Block]) -> str:
    texts = ("\n".join(_lines(block)) for block in blocks)
    return "\n\n".join(text for text in texts if text)


@singledispatch
def _lines(block: Block) -> list[str]:
    raise TypeError(f"not a block: {type(block).__name__}")


@_lines.register(Paragraph)
@_lines.register(Heading)
def _(block: Paragraph | Heading) -> list[str]:
    return words_of(block.children).split("\n")


@_lines.register
def _(block: Quote) -> list[str]:
    return [f"> {line}".rstrip() for line in _joined(block.children).split("\n")]


@_lines.register
def _(block: Listing) -> list[str]:
    lines: list[str] = []
    for mark, item in zip(marks_of(block), block.items, strict=True):
        first, *more = [line for part in item for line in _lines(part)] or [""]
        lines += [f"{mark} {first}", *(f"  {line}" for line in more)]
    return lines


def marks_of(listing: Listing) -> Sequence[str]:
    """What stands before each item of a list: a bullet, a number, or what its author wrote."""
    if listing.start is None:
        return ["•"] * len(listing.items)
    numbers = range(listing.start, listing.start + len(listing.items))
    return listing.marks or [f"{number}." for number in numbers]


@_lines.register
def _(block: CodeBlock) -> list[str]:
    return block.text.split("\n")


@_lines.register
def _(block: Picture) -> list[str]:
    words = words_of(block.caption) or block.alt
    return [f"[{words}]"] if words else []


@_lines.register
def _(block: Embed) -> list[str]:
    return [f"{block.name}: {block.url}"]


@_lines.register
def _(block: Table) -> list[str]:
    return [
        " | ".join(words_of(cell).replace("\n", " ") for cell in row if cell) for row in block.rows
    ]


@_lines.register
def _(_block: Divider) -> list[str]:
    return ["—"]
