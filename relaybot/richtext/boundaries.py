"""Where a document may end: after sentences and words, not in headings, not within links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from relaybot.richtext.nodes import Block, Divider, Embed, Heading
from relaybot.richtext.tape import link_spans, tape

_WORD = re.compile(r"\S+")
_TRAILING = ",;:–—-([{“‘«\"'/&+|"  # no word ends in these
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff](?=[^\s、。，．！？」』）])")
_FULL_STOPS = ".!?…。！？"
_CLOSING = "\"'”’»)]」』）"
_ENDINGS = frozenset(_FULL_STOPS + _CLOSING) - frozenset(_TRAILING)
_OPENING = "\"'“‘«([¿¡「『（"
_SHORT_FORMS = """
    mr mrs ms dr prof sr jr st ave blvd rd no nos vs etc rep sen gov gen col lt sgt hon rev jan feb
    mar apr jun jul aug sep sept oct nov dec inc ltd co corp dept fig vol p pp ed eds approx est ext
    art av núm ud uds sra srta dra
"""
_SHORT = frozenset(_SHORT_FORMS.split())
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_UNSPACED_END = re.compile(r"[。！？]+[」』）]*(?=\S)")
_LOOKAHEAD = 200  # characters around the limit that are looked at first


class Placed(NamedTuple):
    """A block with its tape, and where that begins on the tape of the document."""

    at: int
    block: Block
    text: str

    @property
    def end(self) -> int:
        """Where its tape ends on that of the document."""
        return self.at + len(self.text)


def placed(blocks: Iterable[Block]) -> Iterator[Placed]:
    """Each block with its place."""
    at = 0
    for block in blocks:
        text = tape(block)
        yield Placed(at, block, text)
        at += len(text) + 1


def endable(blocks: Sequence[Placed]) -> list[Placed]:
    """The blocks a document may end in: no headings, unless there is nothing but headings."""
    bodies = [one for one in blocks if not isinstance(one.block, Heading | Divider)]
    return bodies or list(blocks)


def last_sentence(blocks: Sequence[Placed], limit: int, beyond: float) -> int:
    """Where the last sentence up to `limit` ends; 0 when that is not beyond `beyond`."""
    for one in reversed(blocks):
        ends = (end for end in _sentence_ends(one, limit, beyond) if beyond < end <= limit)
        last = max(ends, default=0) if one.at <= limit else 0
        if last or one.at <= beyond:
            return last
    return 0


def last_word(blocks: Sequence[Placed], limit: int, *, within_links: bool = False) -> int:
    """Where the last word up to `limit` ends, outside of all links or within one; 0 = nowhere."""
    for one in reversed(blocks):
        room = limit - one.at
        if isinstance(one.block, Embed):  # whole or not at all
            if len(one.text) <= room and not within_links:
                return one.at + len(one.text)
        elif room > 0:
            last = _last_word(one, room, within_links=within_links)
            if last:
                return one.at + last
    return 0


def _last_word(one: Placed, room: int, *, within_links: bool) -> int:
    spans = link_spans(one.block)
    text = one.text[: room + _LOOKAHEAD]
    near = _word_begin(text, room - _LOOKAHEAD)
    for begin in (near, 0) if near else (0,):
        ends = (end for end in _word_ends(text, begin) if end <= room)
        last = max((end for end in ends if _splits(spans, end) == within_links), default=0)
        if last:
            return last
    return 0


def _sentence_ends(one: Placed, limit: int, beyond: float) -> Iterator[int]:
    """Ends of sentences on the document's tape, from a little before `beyond` on."""
    if isinstance(one.block, Embed):
        yield one.at + len(one.text)
        return
    text = one.text[: max(0, limit - one.at) + _LOOKAHEAD]
    begin = _word_begin(text, int(beyond) - one.at)
    spans = link_spans(one.block)
    for end in _sentences(text, begin, is_whole=len(text) == len(one.text)):
        if not _splits(spans, end):
            yield one.at + end


def _splits(spans: list[tuple[int, int]], at: int) -> bool:
    return any(begin < at < end for begin, end in spans)


def _word_begin(text: str, at: int) -> int:
    """Where the word begins that `at` stands in."""
    return max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1 if at > 0 else 0


def _word_ends(text: str, begin: int) -> Iterator[int]:
    for match in _WORD.finditer(text, begin):
        length = len(match.group().rstrip(_TRAILING))
        if length:
            yield match.start() + length
    for pattern in (_UNSPACED, _UNSPACED_END):
        for match in pattern.finditer(text, begin):
            yield match.end()


def _sentences(text: str, begin: int, *, is_whole: bool) -> Iterator[int]:
    """Ends of sentences in the tape of a block; its own end is one."""
    words = list(_WORD.finditer(text, begin))
    for word, following in pairwise(words):
        if text[word.end() - 1] in _ENDINGS and _ends_sentence(word.group(), following.group()):
            yield word.end()
    if words and is_whole and text[words[-1].end() - 1] not in _TRAILING:
        yield words[-1].end()
    for match in _UNSPACED_END.finditer(text, begin):
        yield match.end()


def _ends_sentence(word: str, following: str) -> bool:
    """Whether a full stop ends a sentence, and does not only shorten a word ("Dr.", "e.g.")."""
    word = word.rstrip(_CLOSING)
    said = word.rstrip(_FULL_STOPS)
    if said == word or following.lstrip(_OPENING)[:1].islower():
        return False
    said = said.lstrip(_OPENING)
    return not word.endswith(".") or not (said.lower() in _SHORT or _INITIALS.fullmatch(said))
