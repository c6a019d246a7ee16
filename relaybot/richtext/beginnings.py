"""What stands above an article without being part of it: its title again, who wrote it."""

import re
from dataclasses import replace
from typing import NamedTuple

from relaybot.richtext.bylines import (
    Byline,
    byline_of,
    glued_byline,
    is_account,
    is_date,
    is_same_person,
    name_words,
)
from relaybot.richtext.cut import drop_inlines
from relaybot.richtext.everyday_words import is_given_name
from relaybot.richtext.folding import says_the_same
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
from relaybot.richtext.tape import inline_tape, tape

_CREDIT = re.compile(
    r"(?:photos?|fotos?|pictures?|images?|illustrations?|im[aá]genes|fotograf[ií]as?|cr[eé]ditos?)"
    r"(?: credits?| courtesy)?(?: ?: ?| by | of | de | por | von )[^.!?\n]{2,80}\.?",
    re.IGNORECASE,
)
_RELEASE = re.compile(
    r"\W*(?:(?:press|news|media) release\W+)?"
    r"(?:for immediate release|para publicaci[oó]n inmediata)"
    r"(?:\W+(?:press|news|media) release)?\W*",
    re.IGNORECASE,
)
_MOST_REPEATS = 20  # more is an attack on our time
_NEAR_THE_TOP = 4  # blocks of words among which a byline is looked for
_SMALL_WORD = re.compile(r"(?<!\w)[^\W\d_A-Z]\w*")  # one that begins with no capital letter
_LOOKED_AT, _MOST_LOOKED_AT = 40, 8_000  # blocks and characters of the article


class Kept(NamedTuple):
    """Blocks that stay, and the words of what was taken out."""

    blocks: list[Block]
    removed: tuple[str, ...] = ()


class Beginning(NamedTuple):
    """Blocks without what stood above them, the byline found there, and all words taken out."""

    blocks: list[Block]
    byline: str | None = None
    removed: tuple[str, ...] = ()


def captions_once(blocks: list[Block]) -> Kept:
    """A paragraph that repeats the picture before it in words, or says whose it is, joins it."""
    out: list[Block] = []
    removed: list[str] = []
    for block in blocks:
        last = out[-1] if out else None
        if isinstance(last, Picture) and isinstance(block, Paragraph):
            said = inline_tape(block.children)
            if says_the_same(said, inline_tape(last.caption)):
                removed.append(said)
                continue
            if says_the_same(said, last.alt) and not last.caption:
                out[-1] = replace(last, caption=block.children)
                continue
            if _CREDIT.fullmatch(said):
                caption = (*last.caption, LineBreak()) if last.caption else ()
                out[-1] = replace(last, caption=(*caption, *block.children))
                continue
        out.append(block)
    return Kept(out, tuple(removed))


def without_head(blocks: list[Block], title: str, given: str) -> Beginning:
    """Without the title above the text, and with the byline lifted that stood below or above it.

    A byline that names others than `given` (the author the feed names, or "") stays if it may be
    something else, unless that is only the account of somebody who put the article there.
    """
    release = _without_release_marks(blocks)
    above = _without_glued_title(_without_titles(release.blocks, title), title, given)
    found = _without_bylines(above.blocks, "" if is_account(given) else given)
    below = _without_titles(found.blocks, title) if found.byline else Kept(found.blocks)
    removed = release.removed + above.removed + found.removed + below.removed
    return Beginning(below.blocks, found.byline, removed)


def _without_bylines(blocks: list[Block], given: str) -> Beginning:
    """Lift the byline near the top, and every other that names the same people."""
    first = found = _without_byline(blocks, given)
    removed = found.removed
    for _ in range(_MOST_REPEATS):
        if not found.byline or not first.byline:
            break
        found = _without_byline(found.blocks, given, only=first.byline)
        removed += found.removed
    return Beginning(found.blocks, first.byline, removed)


def _without_release_marks(blocks: list[Block]) -> Kept:
    """Without "For immediate release", and the date that stands by it."""
    removed: list[str] = []
    at = 0
    while at < len(blocks) and at + len(removed) < _MOST_REPEATS:
        block = blocks[at]
        rest = _after_release_mark(block)
        if isinstance(block, Divider):
            at += 1
        elif rest is None:
            break
        else:
            words, left = rest
            removed.append(words)
            blocks = [*blocks[:at], *left, *blocks[at + 1 :]]
    return Kept(blocks, tuple(removed))


def _after_release_mark(block: Block) -> tuple[str, list[Block]] | None:
    """The words of a mark that a block begins with, and what is left of it; None without one."""
    if not isinstance(block, Paragraph | Heading):
        return None
    line, rest = _first_line(block.children)
    words = inline_tape(line)
    mark = _RELEASE.match(words)
    if mark is None or (words[mark.end() :] and not is_date(words[mark.end() :])):
        return None
    date, after = _first_line(rest)
    if is_date(inline_tape(date)):
        words, rest = f"{words}\n{inline_tape(date)}", after
    return words, [replace(block, children=rest)] if rest else []


def _without_titles(blocks: list[Block], title: str) -> Kept:
    """Without the title, which some pages say twice."""
    once = _without_title(blocks, title)
    twice = _without_title(once.blocks, title) if once.removed else once
    return Kept(twice.blocks, once.removed + twice.removed) if once.removed else once


def _without_glued_title(above: Kept, title: str, given: str) -> Kept:
    """Without the title that an excerpt ran together with a byline and the first sentence."""
    first = above.blocks[0] if above.blocks else None
    if not isinstance(first, Paragraph) or not title or above.removed:
        return above
    words, end = inline_tape(first.children), len(title) + 1
    if words[:end].casefold() != f"{title} ".casefold() or not glued_byline(words[end:], given):
        return above
    left = replace(first, children=drop_inlines(first.children, end))
    return Kept([left, *above.blocks[1:]], (title,))


def _without_title(blocks: list[Block], title: str) -> Kept:
    """Without the title as first heading, paragraph or line."""
    at = next((i for i, block in enumerate(blocks) if not _is_wordless(block)), None)
    first = blocks[at] if at is not None else None
    if at is None or not isinstance(first, Paragraph | Heading):
        return Kept(blocks)
    words = inline_tape(first.children)
    if says_the_same(words, title) and not words.endswith(":"):
        return Kept(blocks[:at] + blocks[at + 1 :], (words,))
    line, rest = _first_line(first.children)
    if rest and says_the_same(inline_tape(line), title):
        below = [*blocks[:at], replace(first, children=rest), *blocks[at + 1 :]]
        return Kept(below, (inline_tape(line),))
    return Kept(blocks)


def _without_byline(blocks: list[Block], given: str, only: str = "") -> Beginning:
    """Lift the first byline near the top.

    One that names others than `only` stays, and a doubtful one that names others than `given`.
    """
    seen = 0
    for at, block in enumerate(blocks):
        if _is_wordless(block):
            continue
        if isinstance(block, Paragraph | Heading):
            found = _lifted(block, given, is_first=seen == 0)
            if found and not (found.doubtful and _are_words(found.names, blocks[at + 1 :])):
                left = [replace(block, children=found.rest)] if found.rest else []
                known = only or (given if found.doubtful else "")
                if known and not is_same_person(found.names, known):
                    break
                lifted = inline_tape(block.children)[: found.length].strip()
                return Beginning([*blocks[:at], *left, *blocks[at + 1 :]], found.names, (lifted,))
        seen += 1
        if seen >= _NEAR_THE_TOP or not isinstance(block, Paragraph | Heading):
            break
    return Beginning(blocks)


class _Lifted(NamedTuple):
    names: str
    rest: tuple[Inline, ...]
    length: int  # characters of the tape before the rest
    doubtful: bool = False


def _lifted(block: Paragraph | Heading, given: str, *, is_first: bool) -> _Lifted | None:
    line, rest = _first_line(block.children)
    words = inline_tape(line)
    byline = byline_of(words, given, in_heading=isinstance(block, Heading))
    if byline:
        date, after = _first_line(rest)
        if is_date(inline_tape(date)):
            return _Lifted(byline.names, after, len(words) + 1 + len(inline_tape(date)))
        return _Lifted(byline.names, rest, len(words), byline.doubtful)
    glued: Byline | None = glued_byline(words, given) if is_first else None
    if glued is None:
        return None
    return _Lifted(glued.names, drop_inlines(block.children, glued.length), glued.length)


def _are_words(names: str, blocks: list[Block]) -> bool:
    """Whether the article itself uses these names as words: "By Harbor Wardens", "our wardens"."""
    said = set(_SMALL_WORD.findall("\n".join(map(tape, blocks[:_LOOKED_AT]))[:_MOST_LOOKED_AT]))
    return any(word in said and not is_given_name(word) for word in name_words(names))


def _is_wordless(block: Block) -> bool:
    return isinstance(block, Picture | Embed | Divider)


def _first_line(children: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]]:
    """The inline nodes up to the first line break, and those after it."""
    for at, child in enumerate(children):
        if isinstance(child, LineBreak):
            return children[:at], children[at + 1 :]
    return children, ()
