"""What holds blocks while it is open, and what it becomes in the frame around it when it closes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from relaybot.richtext.nodes import (
    Block,
    Divider,
    Inline,
    LineBreak,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Table,
)

_DATA_CELL_PARAGRAPHS = 3  # cells with more than this are page layout


@dataclass(slots=True)
class Frame:
    """Something open that holds blocks; `close(frame, around)` says what becomes of them."""

    close: "Closing"
    blocks: list[Block] = field(default_factory=list)
    caption: tuple[Inline, ...] = ()
    items: list[list[Block]] = field(default_factory=list)  # of a list
    rows: list[list[list[Block]]] = field(default_factory=list)  # of a table
    start: int | None = None  # of a numbered list

    def add(self, blocks: list[Block]) -> None:
        """Blocks at the end; what stands in a list outside its items belongs to the last one."""
        if self.close is not as_list:
            self.blocks.extend(blocks)
        elif self.items:
            self.items[-1].extend(blocks)
        elif blocks:
            self.items.append(blocks)


Closing = Callable[[Frame, Frame], None]


def as_document(frame: Frame, around: Frame) -> None:
    """The outermost frame has nothing around it; anything transparent closes like this too."""
    around.add(frame.blocks)


def as_quote(frame: Frame, around: Frame) -> None:
    """A block quotation."""
    if frame.blocks:
        around.add([Quote(tuple(frame.blocks))])


def as_list(frame: Frame, around: Frame) -> None:
    """A list of the items that hold something."""
    items = tuple(tuple(item) for item in frame.items if item)
    if items:
        around.add([Listing(items, frame.start)])


def as_item(frame: Frame, around: Frame) -> None:
    """An item of the list around it; without a list, a bullet of its own."""
    if around.close is as_list:
        around.items.append(frame.blocks)
    elif frame.blocks:
        _join_list(frame.blocks, around, None)


def as_footnote(frame: Frame, around: Frame) -> None:
    """A numbered note that comes without a list around it; the first stands below a divider."""
    if not frame.blocks:
        return
    if not (around.blocks and isinstance(around.blocks[-1], Listing)):
        around.add([Divider()])
    _join_list(frame.blocks, around, 1)


def _join_list(item: list[Block], around: Frame, start: int | None) -> None:
    last = around.blocks[-1] if around.blocks else None
    if isinstance(last, Listing) and last.start == start:
        around.blocks[-1] = replace(last, items=(*last.items, tuple(item)))
    else:
        around.add([Listing((tuple(item),), start)])


def as_caption(frame: Frame, around: Frame) -> None:
    """The caption of the figure around it; elsewhere just words."""
    if around.close is as_figure and not around.caption:
        around.caption = joined(frame.blocks)
        around.add([block for block in frame.blocks if not isinstance(block, Paragraph)])
    else:
        around.add(frame.blocks)


def as_figure(frame: Frame, around: Frame) -> None:
    """Its blocks; the caption goes to the last picture, else it is a paragraph."""
    last = frame.blocks[-1] if frame.blocks else None
    if frame.caption and isinstance(last, Picture) and not last.caption:
        frame.blocks[-1] = replace(last, caption=frame.caption)
    elif frame.caption:
        frame.blocks.append(Paragraph(frame.caption))
    around.add(frame.blocks)


def as_cell(frame: Frame, around: Frame) -> None:
    """A cell of the last row of the table around it."""
    if around.close is not as_table:
        around.add(frame.blocks)
        return
    if not around.rows:
        around.rows.append([])
    around.rows[-1].append(frame.blocks)


def as_table(frame: Frame, around: Frame) -> None:
    """A table, if its cells hold data; a table that only lays out a page is just its blocks."""
    rows = [row for row in frame.rows if any(row)]
    around.add(frame.blocks)  # its caption
    if _holds_data(rows):
        around.add([Table(tuple(tuple(joined(cell) for cell in row) for row in rows))])
    else:
        for row in rows:
            for cell in row:
                around.add(cell)


def _holds_data(rows: Sequence[Sequence[Sequence[Block]]]) -> bool:
    wide = any(sum(map(bool, row)) > 1 for row in rows)
    return wide and all(
        len(cell) <= _DATA_CELL_PARAGRAPHS and all(isinstance(block, Paragraph) for block in cell)
        for row in rows
        for cell in row
    )


def joined(blocks: Iterable[Block]) -> tuple[Inline, ...]:
    """The words of several paragraphs as lines of one."""
    words: list[Inline] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            words += [LineBreak(), *block.children] if words else block.children
    return tuple(words)
