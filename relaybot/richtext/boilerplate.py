"""What platforms and habits add to an article, taken off again; never a sentence of the article.

- `beginnings`, `bylines`: a repeated title, who wrote it, a caption said twice
- `footers`: "The post … appeared first on …", "Read more", "[…]"
- here: end marks of press releases, lines of stars, contact blocks (kept, but last)

Whatever is in doubt stays: a leftover looks untidy, a cut sentence is a lie about the source.
"""

import re
from dataclasses import dataclass, replace

from relaybot.richtext.beginnings import Kept, captions_once, without_head
from relaybot.richtext.cut import take_blocks
from relaybot.richtext.footers import without_footers
from relaybot.richtext.nodes import Block, Divider, Document, Heading, Paragraph
from relaybot.richtext.platform_lines import is_platform_line, without_platform_lines
from relaybot.richtext.tape import inline_tape, tape

_END_MARK = re.compile(r"\s*(?:#\s*){2,}|\s*[-–—]\s*30\s*[-–—]\s*")
_MARK_BEHIND = re.compile(r"(?<=[.!?…”\"’)])\s+#(?:\s?#){2,}\s*$")  # the last sentence
_LINE = re.compile(r"(?:[*~_=•·⁂❧—–-]\s*){3,}|[⁂❧*]|(?:\.\s){2,}\.|[•·]{2}")
_LONGEST_LINE = 40
_CONTACT = re.compile(
    r"(?:(?:media|press|public relations|union)\s+)?contacts?(?:\s+information)?\s*(?::|$)|contacto"
    r"(?:\s+de\s+prensa)?\s*(?::|$)",
    re.IGNORECASE | re.MULTILINE,
)
_CONTACT_INITIALS = "cmpuCMPU"
_REACHABLE = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:\+?\d[\s.()-]{0,2}){9,15}")
_LONGEST_CONTACT = 300
_MOST_CONTACTS = 3  # short lines below a label that stands alone


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document without boilerplate, and what the boilerplate told."""

    document: Document
    byline: str | None
    continues: bool
    removed: tuple[str, ...]  # words: what stood above, within and below, in this order


def without_boilerplate(document: Document, title: str, byline: str) -> Cleaned:
    """Clean the document of a post with this title (tidy) and byline ("" = the feed names none)."""
    unmarked = _without_marks(document.blocks)
    ending = without_footers(unmarked.blocks, title)
    within = captions_once(ending.blocks)
    beginning = without_head(_with_contact_last(within.blocks), title, byline)
    blocks = beginning.blocks
    while blocks and isinstance(blocks[0], Divider):
        del blocks[0]
    removed = beginning.removed + within.removed + unmarked.removed + ending.removed
    return Cleaned(Document(tuple(blocks)), beginning.byline, ending.continues, removed)


def _without_marks(blocks: tuple[Block, ...]) -> Kept:
    """Without "###", "-30-" and lines of platforms; a line of stars or dashes is a divider."""
    out: list[Block] = []
    removed: list[str] = []
    for block in blocks:
        words = inline_tape(block.children) if isinstance(block, Paragraph | Heading) else ""
        if words.endswith("#") and (mark := _MARK_BEHIND.search(words)):
            block, removed = take_blocks([block], mark.start())[0], [*removed, mark[0].strip()]
            words = words[: mark.start()]
        if words and (is_platform_line(words) or _is_end_mark(words)):
            removed.append(words)
        elif not _is_line(words) and not isinstance(block, Divider):
            kept = _without_lines(block, words)
            out += kept.blocks
            removed += kept.removed
        elif out[-1:] != [Divider()]:
            out.append(Divider())
    return Kept(out, tuple(removed))


def _without_lines(block: Block, words: str) -> Kept:
    """A paragraph without the lines of platforms within it."""
    if not isinstance(block, Paragraph | Heading) or not ("\n" in words or "{" in words):
        return Kept([block])
    children, removed = without_platform_lines(block.children)
    left: list[Block] = [replace(block, children=children)] if children else []
    return Kept(left, tuple(removed)) if removed else Kept([block])


def _is_end_mark(words: str) -> bool:
    return not words[0].isalnum() and bool(_END_MARK.fullmatch(words))


def _is_line(words: str) -> bool:
    return 0 < len(words) < _LONGEST_LINE and bool(_LINE.fullmatch(words))


def _initial(block: Block) -> str:
    """The first character of words: what is looked for begins with few, most blocks do not."""
    return inline_tape(block.children[:1])[:1] if isinstance(block, Paragraph | Heading) else ""


def _with_contact_last(blocks: list[Block]) -> list[Block]:
    """The contact block (whom the press may call) moves below the article.

    Where there are several, each belongs to what it stands below: they stay.
    """
    found = [at for at in range(len(blocks)) if _contact_size(blocks, at)]
    if len(found) != 1:
        return blocks
    at, size = found[0], _contact_size(blocks, found[0])
    return blocks[:at] + blocks[at + size :] + blocks[at : at + size]


def _contact_size(blocks: list[Block], at: int) -> int:
    """How many blocks from here on are a contact block; 0 when none begins here."""
    initial = _initial(blocks[at])
    if not initial or initial not in _CONTACT_INITIALS:
        return 0
    words = tape(blocks[at])
    label = _CONTACT.match(words)
    if label is None or len(words) > _LONGEST_CONTACT:
        return 0
    if _REACHABLE.search(words):
        return 1
    following = blocks[at + 1 : at + 1 + _MOST_CONTACTS]
    reachable = [n for n, block in enumerate(following, 2) if _is_reachable(block)]
    alone = not words[label.end() :].strip() or len(words) < 80
    return max(reachable) if alone and reachable and _all_short(following, reachable) else 0


def _all_short(following: list[Block], reachable: list[int]) -> bool:
    return all(len(tape(block)) < 120 for block in following[: max(reachable) - 1])


def _is_reachable(block: Block) -> bool:
    words = tape(block) if isinstance(block, Paragraph) else ""
    return len(words) < 120 and bool(_REACHABLE.search(words))
