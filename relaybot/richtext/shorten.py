"""The first sentences of a document, cut where a person would cut.

`boundaries` says where a document may end, here it is chosen, `cut` cuts the tree there. All count
on the `tape`: the visible characters, one more for each line that ends.
"""

from collections.abc import Sequence
from dataclasses import replace

from relaybot.richtext.boundaries import Boundaries, boundaries_up_to
from relaybot.richtext.cut import take_blocks, with_ellipsis
from relaybot.richtext.nodes import (
    Block,
    Divider,
    Document,
    Embed,
    Heading,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Text,
)
from relaybot.richtext.tape import tape

_SENTENCE_PART = 0.6  # a sentence that ends before this much of the limit wastes too much of it


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
    ends = boundaries_up_to(kept, limit, limit * _SENTENCE_PART)
    at, is_sentence = _best(ends, limit)
    cut = take_blocks(kept, at)
    return Document(cut if is_sentence else with_ellipsis(cut)), True


def _worded(document: Document) -> tuple[Block, ...]:
    """Without pictures, and without dividers that nothing stands above."""
    blocks = [block for block in document.blocks if not isinstance(block, Picture)]
    while blocks and isinstance(blocks[0], Divider):
        del blocks[0]
    return tuple(filter(None, map(_worded_block, blocks)))


def _worded_block(block: Block) -> Block | None:
    """Without the pictures inside, and with the embeds inside as links; None when that is all."""
    match block:
        case Quote():
            inner = _worded_parts(block.children)
            return Quote(inner) if inner else None
        case Listing():
            items = tuple(filter(None, map(_worded_parts, block.items)))
            return replace(block, items=items) if items else None
        case _:
            return block


def _worded_parts(blocks: Sequence[Block]) -> tuple[Block, ...]:
    kept = (_linked(block) for block in blocks if not isinstance(block, Picture | Divider))
    return tuple(filter(None, map(_worded_block, kept)))


def _linked(block: Block) -> Block:
    if isinstance(block, Embed):
        return Paragraph((Link(block.url, (Text(block.name),)),))
    return block


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
