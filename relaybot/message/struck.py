"""The words of a post that was taken back: struck through, and leading nowhere."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Document,
    Embed,
    Heading,
    Inline,
    LineBreak,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Strike,
    Table,
    Text,
)


def struck(document: Document) -> Document:
    """Return the document struck through, without links and pictures."""
    return Document(tuple(_blocks(document.blocks)))


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if not isinstance(block, Picture):
            yield _block(block)


def _block(block: Block) -> Block:
    match block:
        case Paragraph(children):
            return Paragraph(_struck(children))
        case Heading(level, children):
            return Heading(level, _struck(children))
        case Quote(children):
            return Quote(tuple(_blocks(children)))
        case Listing(items):
            return replace(block, items=tuple(tuple(_blocks(item)) for item in items))
        case CodeBlock(text):  # nothing is struck through within code
            return Paragraph(_struck(_lines(text)))
        case Embed(name, url):
            return Paragraph(_struck((Text(name or url),)))
        case Table(rows):
            return Table(tuple(tuple(map(_struck, row)) for row in rows))
        case _:
            return block


def _struck(children: Iterable[Inline]) -> tuple[Inline, ...]:
    inner = tuple(_words(children))
    return (Strike(inner),) if inner else ()


def _words(children: Iterable[Inline]) -> Iterator[Inline]:
    """Yield words and line breaks: what else there is says nothing any more."""
    for child in children:
        match child:
            case Text() | LineBreak():
                yield child
            case Code(text):
                yield Text(text)
            case _:
                yield from _words(child.children)


def _lines(text: str) -> Iterator[Inline]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield LineBreak()
        yield Text(line)
