"""What holds blocks while it is open, and what it becomes in the frame around it when it closes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from relaybot.richtext.autolink import poses_as_another
from relaybot.richtext.embeds import is_of_post
from relaybot.richtext.nodes import (
    Block,
    Divider,
    Embed,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Table,
    Text,
)
from relaybot.richtext.numbering import Numbering
from relaybot.richtext.tape import inline_tape, links

_LONGEST_NAME = 150  # characters of a caption that names a player
_LONGEST_CAPTION = 300  # characters; longer is small print of the article
_DATA_CELL_PARAGRAPHS = 3  # cells with more than this are page layout


@dataclass(slots=True)
class Frame:
    """Something open that holds blocks; `close(frame, around)` says what becomes of them."""

    close: "Closing"
    blocks: list[Block] = field(default_factory=list)
    caption: tuple[Inline, ...] = ()
    items: list[list[Block]] = field(default_factory=list)  # of a list
    rows: list[list[list[Block]]] = field(default_factory=list)  # of a table
    numbering: Numbering | None = None  # of a numbered list

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
    if not any(frame.items):
        return
    kept = [place for place, item in enumerate(frame.items) if item]
    items = tuple(tuple(frame.items[place]) for place in kept)
    numbering = frame.numbering
    if numbering is None:
        around.add([Listing(items)])
        return
    all_numbers = numbering.numbers(len(frame.items))
    numbers = [all_numbers[place] for place in kept]
    plain = numbering.kind not in "aAiI" and numbers[0] >= 0 and _count_up(numbers)
    marks = () if plain else tuple(map(numbering.mark, numbers))
    around.add([Listing(items, max(0, numbers[0]), marks)])


def _count_up(numbers: list[int]) -> bool:
    return all(other == one + 1 for one, other in pairwise(numbers))


def as_item(frame: Frame, around: Frame) -> None:
    """An item of the list around it; without a list, a bullet of its own."""
    if around.close is as_list:
        around.items.append(frame.blocks)
    elif frame.blocks:
        _join_list(frame.blocks, around, None)


def as_loose_item(numbering: Numbering | None, level: int, frame: Frame, around: Frame) -> None:
    """An item that stands in no list: it continues the list before it, or begins one.

    One of a deeper level (1 is the first) goes into the item before it.
    """
    if frame.blocks:
        start = None if numbering is None else numbering.start
        around.blocks = _with_item(around.blocks, frame.blocks, start, level)


def as_post(embed: Embed, frame: Frame, around: Frame) -> None:
    """A quoted post of a social network: its words, then its address, which they need not link."""
    if frame.blocks and isinstance(frame.blocks[-1], Paragraph):
        frame.blocks[-1:] = _without_date(frame.blocks[-1], embed)
    as_quote(frame, around)
    around.add([embed])


def _without_date(paragraph: Paragraph, embed: Embed) -> list[Block]:
    last = paragraph.children[-1]
    if not isinstance(last, Link) or not is_of_post(embed, last.url):
        return [paragraph]
    *kept, end = paragraph.children[:-1] or (Text(""),)
    end = Text(end.text.rstrip()) if isinstance(end, Text) else end
    children = (*kept, end) if end != Text("") else tuple(kept)
    return [Paragraph(children)] if children else []


def as_footnote(frame: Frame, around: Frame) -> None:
    """A numbered note that comes without a list around it; the first stands below a divider."""
    if not frame.blocks:
        return
    if not (around.blocks and isinstance(around.blocks[-1], Listing)):
        around.add([Divider()])
    _join_list(frame.blocks, around, 1)


def _join_list(item: list[Block], around: Frame, start: int | None) -> None:
    around.blocks = _with_item(around.blocks, item, start)


def _with_item(
    blocks: list[Block], item: list[Block], start: int | None, level: int = 1
) -> list[Block]:
    last = blocks[-1] if blocks else None
    if isinstance(last, Listing) and level > 1:
        inner = tuple(_with_item(list(last.items[-1]), item, start, level - 1))
        blocks[-1] = replace(last, items=(*last.items[:-1], inner))
    elif isinstance(last, Listing) and _continues(last, start):
        blocks[-1] = replace(last, items=(*last.items, tuple(item)))
    else:
        blocks.append(Listing((tuple(item),), start))
    return blocks


def _continues(listing: Listing, start: int | None) -> bool:
    """Whether an item numbered so goes on with a list; notes are all numbered 1 by their frame."""
    if start is None or listing.start is None or listing.marks:
        return listing.start == start and not listing.marks
    return start in (listing.start, listing.start + len(listing.items))


def as_caption(frame: Frame, around: Frame) -> None:
    """The caption of the figure around it; elsewhere just words."""
    if around.close is as_figure and not around.caption:
        around.caption = joined(frame.blocks)
        around.add([block for block in frame.blocks if not isinstance(block, Paragraph)])
    else:
        around.add(frame.blocks)


def as_small_caption(frame: Frame, around: Frame) -> None:
    """Small words right below a picture, in its own line."""
    words, last = joined(frame.blocks), around.blocks[-1] if around.blocks else None
    is_short = 0 < len(inline_tape(words)) <= _LONGEST_CAPTION
    if isinstance(last, Picture) and not last.caption and is_short:
        around.blocks[-1] = replace(last, caption=words)
    else:
        around.add(frame.blocks)


def as_figure(frame: Frame, around: Frame) -> None:
    """Its blocks; the caption goes to the last picture, else it is a paragraph."""
    last = frame.blocks[-1] if frame.blocks else None
    if frame.caption and isinstance(last, Picture):
        own = (*last.caption, LineBreak()) if last.caption else ()
        frame.blocks[-1] = replace(last, caption=(*own, *frame.caption))
    elif frame.caption and isinstance(last, Embed):
        frame.blocks[-1:] = _named(last, frame.caption)
    elif frame.caption and isinstance(last, Quote):  # whose words they are
        frame.blocks[-1] = Quote((*last.children, Paragraph(_after_dash(frame.caption))))
    elif frame.caption and isinstance(last, Listing) and _is_gallery(last):
        frame.blocks[-1] = _captioned(last, frame.caption)
    elif frame.caption:
        frame.blocks.append(Paragraph(frame.caption))
    around.add(frame.blocks)


def _after_dash(source: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return source if inline_tape(source)[:1] in "—–-" else (Text("— "), *source)


def _named(embed: Embed, caption: tuple[Inline, ...]) -> list[Block]:
    """A player called by its caption, unless that leads somewhere or is too long for a name."""
    words = inline_tape(caption).replace("\n", " ")
    has_name = embed.name.endswith(")")  # "The march (YouTube video)"
    if links(caption) or len(words) > _LONGEST_NAME or poses_as_another(words, embed.url):
        return [embed, Paragraph(caption)]
    if has_name:
        return [embed, Paragraph(caption)]
    name = words if embed.name in ("Audio", "Video") else f"{embed.name}: {words}"
    return [replace(embed, name=name)]


def _is_gallery(listing: Listing) -> bool:
    return all(isinstance(block, Picture) for item in listing.items for block in item)


def _captioned(gallery: Listing, caption: tuple[Inline, ...]) -> Listing:
    """The list of pictures with the caption below the last of them."""
    *items, item = gallery.items
    around = Frame(as_document, blocks=list(item), caption=caption)
    as_figure(around, within := Frame(as_document))
    return replace(gallery, items=(*items, tuple(within.blocks)))


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
