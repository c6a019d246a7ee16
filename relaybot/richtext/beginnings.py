"""What stands above an article without being part of it: its title again, who wrote it."""

from dataclasses import replace
from typing import NamedTuple

from relaybot.richtext.bylines import Byline, byline_of, glued_byline, is_date
from relaybot.richtext.cut import drop_inlines
from relaybot.richtext.folding import fold, says_the_same
from relaybot.richtext.nodes import (
    Block,
    Divider,
    Embed,
    Heading,
    Inline,
    LineBreak,
    Paragraph,
    Picture,
)
from relaybot.richtext.tape import inline_tape

_NEAR_THE_TOP = 4  # blocks of words among which a byline is looked for


class Beginning(NamedTuple):
    """Blocks without what stood above them, and the byline found there."""

    blocks: list[Block]
    byline: str | None


def captions_once(blocks: list[Block]) -> list[Block]:
    """A paragraph that repeats the words of the picture before it becomes its caption."""
    out: list[Block] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(last, Picture) and isinstance(block, Paragraph):
            said = inline_tape(block.children)
            if says_the_same(said, inline_tape(last.caption)):
                continue
            if says_the_same(said, last.alt) and not last.caption:
                out[-1] = replace(last, caption=block.children)
                continue
        out.append(block)
    return out


def without_title(blocks: list[Block], title: str) -> list[Block]:
    """Without the title as first heading, paragraph or line."""
    at = next((i for i, block in enumerate(blocks) if not _is_wordless(block)), None)
    if at is None:
        return blocks
    first = blocks[at]
    if not isinstance(first, Paragraph | Heading):
        return blocks
    words = inline_tape(first.children)
    if says_the_same(words, title) and not words.endswith(":"):
        return blocks[:at] + blocks[at + 1 :]
    line, rest = _first_line(first.children)
    if rest and says_the_same(inline_tape(line), title):
        return [*blocks[:at], replace(first, children=rest), *blocks[at + 1 :]]
    return blocks


def without_byline(blocks: list[Block], given: str) -> Beginning:
    """Lift the first byline near the top; one that names others than `given` stays."""
    seen = 0
    for at, block in enumerate(blocks):
        if _is_wordless(block):
            continue
        if isinstance(block, Paragraph | Heading):
            found = _lifted(block, given, is_first=seen == 0)
            if found:
                left = [replace(block, children=found.rest)] if found.rest else []
                if given and not _is_same_person(found.names, given):
                    break
                return Beginning([*blocks[:at], *left, *blocks[at + 1 :]], found.names)
        seen += 1
        if seen >= _NEAR_THE_TOP or not isinstance(block, Paragraph | Heading):
            break
    return Beginning(blocks, None)


class _Lifted(NamedTuple):
    names: str
    rest: tuple[Inline, ...]


def _lifted(block: Paragraph | Heading, given: str, *, is_first: bool) -> _Lifted | None:
    line, rest = _first_line(block.children)
    words = inline_tape(line)
    byline = byline_of(words, given, in_heading=isinstance(block, Heading))
    if byline:
        date, after = _first_line(rest)
        return _Lifted(byline.names, after if is_date(inline_tape(date)) else rest)
    glued: Byline | None = glued_byline(words, given) if is_first else None
    return _Lifted(glued.names, drop_inlines(block.children, glued.length)) if glued else None


def _is_same_person(names: str, given: str) -> bool:
    one, other = fold(names), fold(given)
    return one in other or other in one


def _is_wordless(block: Block) -> bool:
    return isinstance(block, Picture | Embed | Divider)


def _first_line(children: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """The inline nodes up to the first line break, and those after it."""
    for at, child in enumerate(children):
        if isinstance(child, LineBreak):
            return children[:at], children[at + 1 :]
    return children, ()
