"""A long document in two: what is read at once, and what may be folded away."""

from relaybot.richtext.boundaries import last_sentence, placed
from relaybot.richtext.cut import drop_inlines, take_inlines
from relaybot.richtext.nodes import Block, Divider, Document, Heading, Paragraph
from relaybot.richtext.tape import tape

_ENOUGH = 0.5  # of the room: with so much in the first part, no paragraph is parted
_OVERRUNS = (1, 1.5, 2)  # times the room, tried in turn where nothing fits


def part(document: Document, room: int) -> tuple[Document, Document]:
    """Part a document after about `room` visible characters; nothing is lost or said twice.

    Parts between blocks, never after a heading; where that leaves the first part short, within a
    paragraph where a sentence ends. A first paragraph whose first sentence is longer may overrun
    the room. The first part is empty where the first block neither fits nor can be parted.
    """
    blocks = list(document.blocks)
    first: list[Block] = []
    left = room
    while blocks and len(tape(blocks[0])) <= left:
        left -= len(tape(blocks[0])) + 1
        first.append(blocks.pop(0))
    if blocks and left >= room * _ENOUGH and isinstance(blocks[0], Paragraph):
        begin, rest = _parted(blocks[0], left, (1,) if first else _OVERRUNS)
        first += begin
        blocks[:1] = rest
    while blocks and first and isinstance(first[-1], Heading | Divider):
        blocks.insert(0, first.pop())
    return Document(tuple(first)), Document(tuple(blocks))


def _parted(
    paragraph: Paragraph, room: int, overruns: tuple[float, ...]
) -> tuple[list[Block], list[Block]]:
    whole = list(placed((paragraph,)))
    ends = (last_sentence(whole, int(room * overrun), 0) for overrun in overruns)
    at = next(filter(None, ends), 0)
    if not at:
        return [], [paragraph]
    text = tape(paragraph)
    if at >= len(text):
        return [paragraph], []
    gap = len(text[at:]) - len(text[at:].lstrip())
    begin, rest = take_inlines(paragraph.children, at), drop_inlines(paragraph.children, at + gap)
    return [Paragraph(begin)], [Paragraph(rest)]
