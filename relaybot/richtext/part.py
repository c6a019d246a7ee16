"""A long document in two: what is read at once, and what may be folded away."""

from relaybot.richtext.boundaries import last_sentence, last_word, placed
from relaybot.richtext.cut import drop_inlines, take_inlines
from relaybot.richtext.nodes import Block, Divider, Document, Heading, Paragraph
from relaybot.richtext.tape import tape

_LEAST = 150  # characters: less of a paragraph is not worth parting it


def part(document: Document, room: int) -> tuple[Document, Document]:
    """Part a document after at most `room` visible characters; nothing is lost or said twice.

    Parts between blocks, never after a heading, or within a paragraph where a sentence or else a
    word ends. The first part is empty where the first block neither fits nor can be parted.
    """
    blocks = list(document.blocks)
    first: list[Block] = []
    while blocks and len(tape(blocks[0])) <= room:
        room -= len(tape(blocks[0])) + 1
        first.append(blocks.pop(0))
    if blocks and room >= _LEAST and isinstance(blocks[0], Paragraph):
        begin, rest = _parted(blocks[0], room)
        first += begin
        blocks[:1] = rest
    while blocks and first and isinstance(first[-1], Heading | Divider):
        blocks.insert(0, first.pop())
    return Document(tuple(first)), Document(tuple(blocks))


def _parted(paragraph: Paragraph, room: int) -> tuple[list[Block], list[Block]]:
    whole = list(placed((paragraph,)))
    at = last_sentence(whole, room, 0) or last_word(whole, room)
    if not at:
        return [], [paragraph]
    text = tape(paragraph)
    gap = len(text[at:]) - len(text[at:].lstrip())
    begin, rest = take_inlines(paragraph.children, at), drop_inlines(paragraph.children, at + gap)
    return [Paragraph(begin)], [Paragraph(rest)]
