"""The first sentences of a document, cut where a person would cut.

`boundaries` says where a document may end, here it is chosen, `cut` cuts the tree there. All count
on the `tape`: the visible characters, one more for each line that ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from relaybot.richtext.boundaries import (
    Placed,
    endable,
    is_head,
    last_sentence,
    last_word,
    placed,
)
from relaybot.richtext.cut import take_blocks, with_ellipsis
from relaybot.richtext.nodes import (
    Block,
    Divider,
    Document,
    Embed,
    Inline,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Text,
)
from relaybot.richtext.plain import marks_of
from relaybot.richtext.tape import tape

_ROOMY = 1000  # characters: with less, dividers only cost lines
_ENDLESS = re.compile(r"(?<![!-~])([!-~]{60})[!-~]{41,}")
_LONGEST_WORD = 100  # characters: what is longer may be endless
_FEWEST_LINES, _LINE = 20, 25  # a limit of so many lines, or one for so many characters
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))  # two of them make a flag
_SENTENCE_PART = 0.6  # a sentence that ends before this much of the limit wastes too much of it


def length(document: Document) -> int:
    """Visible characters without pictures; the end of a line counts as one."""
    return max(0, sum(len(tape(block)) + 1 for block in _worded(document)) - 1)


def is_longer(document: Document, limit: int) -> bool:
    """Whether its `length` is beyond a limit; of a long document only the beginning is counted."""
    counted = -1
    for block in _worded(document):
        counted += len(tape(block)) + 1
        if counted > limit:
            return True
    return False


def fits_whole(document: Document, limit: int) -> bool:
    """Whether an `excerpt` of that length leaves no words out."""
    begin = _beginning(document, limit)
    kept = _without_trailing_heads([one.block for one in begin])
    return len(kept) == len(begin) and (not kept or begin[-1].end <= _room(begin, limit))


def excerpt(document: Document, limit: int) -> tuple[Document, bool]:
    """At most `limit` visible characters from the start, and whether words were left out.

    Ends with a sentence if one ends in the last 40 % of the limit, else after a word with an
    ellipsis; never within a link or code (unless nothing stands before it) and never in or after
    what announces something: a heading, a bold line, the bold beginning of a paragraph.
    Pictures are left out: they are shown elsewhere; so are dividers where there is little room.
    There is a limit of lines as well: a list of one-word items can be a screen long and say little.
    A larger limit never gives less.
    """
    begin = _beginning(document, limit)
    limit = _room(begin, limit)
    blocks = [one.block for one in begin]
    kept = _without_trailing_heads(blocks)
    if not kept or begin[len(kept) - 1].end <= limit:
        return Document(tuple(kept)), len(kept) < len(blocks)
    at, is_sentence = _best(endable(begin), limit)
    whole = sum(one.at < at and one.end <= at for one in begin)
    cut = (*kept[:whole], *take_blocks(kept[whole:], at - begin[whole].at))
    return Document(cut if is_sentence else with_ellipsis(cut)), True


def _beginning(document: Document, limit: int) -> list[Placed]:
    """The first blocks, until one that is no heading ends beyond the limit."""
    begin: list[Placed] = []
    blocks = _worded(document)
    if limit < _ROOMY:
        blocks = (block for block in blocks if not isinstance(block, Divider))
    if len(document.blocks) > 1:
        blocks = map(_without_endless_words, blocks)
    for one in placed(blocks):
        begin.append(one)
        if one.end > limit and not is_head(one.block):
            break
    return begin


def _room(begin: list[Placed], limit: int) -> int:
    """The limit, or where the last line ends of as many as it stands for."""
    return min(limit, _end_of_lines(begin, max(_FEWEST_LINES, limit // _LINE)))


def _end_of_lines(blocks: list[Placed], most: int) -> int:
    """Where the last of so many lines ends."""
    for one in blocks:
        lines = one.text.count("\n") + 1
        if lines > most:
            return one.at + len("\n".join(one.text.split("\n", most)[:most]))
        most -= lines
    return blocks[-1].end + 1 if blocks else 0


def _without_endless_words(block: Block) -> Block:
    """With what nobody reads (a key among words) shortened; links keep their words."""
    if not isinstance(block, Paragraph):
        return block
    for one in block.children:
        if isinstance(one, Text) and _may_be_endless(one.text):
            return Paragraph(tuple(map(_shortened, block.children)))
    return block


def _may_be_endless(text: str) -> bool:
    """Whether `_ENDLESS` might be found: hopping from space to space costs an eighth of that."""
    at = 0
    while len(text) - at > _LONGEST_WORD:
        space = text.rfind(" ", at, at + _LONGEST_WORD + 1)
        if space < 0:
            return True
        at = space + 1
    return False


def _shortened(node: Inline) -> Inline:
    return Text(_ENDLESS.sub(r"\1…", node.text)) if isinstance(node, Text) else node


def _worded(document: Document) -> Iterator[Block]:
    """Without pictures, and without dividers that nothing stands above."""
    is_begun = False
    for block in document.blocks:
        if isinstance(block, Picture) or (isinstance(block, Divider) and not is_begun):
            continue
        is_begun = True
        worded = _worded_block(block)
        if worded:
            yield worded


def _worded_block(block: Block) -> Block | None:
    """Without the pictures inside, and with the embeds inside as links; None when that is all."""
    match block:
        case Quote():
            inner = _worded_parts(block.children)
            return Quote(inner) if inner else None
        case Listing():
            return _worded_list(block)
        case _:
            return block


def _worded_list(block: Listing) -> Listing | None:
    """Without the items that have no words; the others keep what stood before them."""
    marks, worded = marks_of(block), tuple(map(_worded_parts, block.items))
    kept = [number for number, item in enumerate(worded) if item]
    items = tuple(worded[number] for number in kept)
    if kept == list(range(len(kept))) or block.start is None:
        return replace(block, items=items, marks=block.marks[: len(kept)]) if kept else None
    return replace(block, items=items, marks=tuple(marks[number] for number in kept))


def _worded_parts(blocks: Sequence[Block]) -> tuple[Block, ...]:
    kept = (_linked(block) for block in blocks if not isinstance(block, Picture | Divider))
    return tuple(filter(None, map(_worded_block, kept)))


def _linked(block: Block) -> Block:
    if isinstance(block, Embed):
        return Paragraph((Link(block.url, (Text(block.name),)),))
    return block


def _without_trailing_heads(blocks: list[Block]) -> list[Block]:
    """Without headings and dividers that nothing follows; a document of headings stays."""
    end = len(blocks)
    while end and is_head(blocks[end - 1]):
        end -= 1
    return blocks[:end] or blocks


def _best(blocks: list[Placed], limit: int) -> tuple[int, bool]:
    """Where to cut, and whether a sentence ends there. 0 = nowhere."""
    sentence = last_sentence(blocks, limit, limit * _SENTENCE_PART)
    if sentence:
        return sentence, True
    room = limit - 1  # for the ellipsis
    word = last_word(blocks, room) or last_word(blocks, room, anywhere=True)
    if word:
        return word, last_sentence(blocks, word, word - 1) == word
    wordy = (one for one in reversed(blocks) if one.text and not isinstance(one.block, Embed))
    last = next((one for one in wordy if one.at < room), None)
    if last is None:
        return 0, True
    return last.at + _between_characters(last.text, min(room - last.at, len(last.text))), False


def _between_characters(text: str, at: int) -> int:
    """Not between a letter and its accents, nor within an emoji."""
    while 0 < at < len(text) and (_joins(text[at]) or text[at - 1] == "\u200d"):
        at -= 1
    half_flags = len(text[:at]) - len(text[:at].rstrip(_FLAG_LETTERS))
    return at - half_flags % 2


def _joins(character: str) -> bool:
    return (
        character in "\u200d\ufe0f\u20e3"
        or "\u0300" <= character <= "\u036f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )
