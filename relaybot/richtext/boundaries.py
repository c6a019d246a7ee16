"""Where a document may end: after sentences and words, not in headings, not within links."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from relaybot.richtext.nodes import Block, Divider, Embed, Heading
from relaybot.richtext.tape import link_spans, tape

_WORD = re.compile(r"\S+")
_TRAILING = ",;:–—-([{“‘«\"'/&+|"  # no word ends in these
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff](?=[^\s、。，．！？」』）])")
_FULL_STOPS = ".!?…。！？"
_CLOSING = "\"'”’»)]」』）"
_OPENING = "\"'“‘«([¿¡「『（"
_SHORT_FORMS = """
    mr mrs ms dr prof sr jr st ave blvd rd no nos vs etc rep sen gov gen col lt sgt hon rev jan feb
    mar apr jun jul aug sep sept oct nov dec inc ltd co corp dept fig vol p pp ed eds approx est ext
    art av núm ud uds sra srta dra
"""
_SHORT = frozenset(_SHORT_FORMS.split())
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_UNSPACED_END = re.compile(r"[。！？]+[」』）]*(?=\S)")
_LOOKAHEAD = 200  # characters beyond the limit that decide whether a sentence ended


@dataclass(slots=True)
class Boundaries:
    """Positions on the tape of a document, and the tape as far as it was looked at."""

    sentences: list[int] = field(default_factory=list)  # some of `words`
    words: list[int] = field(default_factory=list)
    within_links: list[int] = field(default_factory=list)
    first_letter: int | None = None  # where the first words begin that are not a heading's
    text: str = ""


def boundaries_up_to(blocks: Sequence[Block], limit: int, after: float) -> Boundaries:
    """The positions up to `limit`: all beyond `after`, or the last ones before it.

    Headings have none, unless there is nothing but headings.
    """
    found = Boundaries()
    only_heads = all(isinstance(block, Heading | Divider) for block in blocks)
    near = list(_up_to(blocks, limit))
    found.text = "\n".join(text for _, _, text in near)
    for at, block, text in reversed(near):
        if isinstance(block, Embed):  # whole or not at all
            if at + len(text) <= limit:
                found.words.append(at + len(text))
                found.sentences.append(at + len(text))
        elif text and (only_heads or not isinstance(block, Heading)):
            found.first_letter = at
            _add(found, block, text, at, limit)
        if found.words and at <= after:
            break
    return found


def _up_to(blocks: Sequence[Block], limit: int) -> Iterator[tuple[int, Block, str]]:
    """Where each block begins that begins up to `limit`, the block and its tape."""
    at = 0
    for block in blocks:
        text = tape(block)
        yield at, block, text
        at += len(text) + 1
        if at > limit:
            return


def _add(found: Boundaries, block: Block, text: str, at: int, limit: int) -> None:
    room = limit - at
    spans = [span for span in link_spans(block) if span[0] < room]
    near = text[: room + _LOOKAHEAD]
    inside = {position for begin, end in spans for position in range(begin + 1, min(end, room + 1))}
    for position in _word_ends(near):
        if position <= room:
            (found.within_links if position in inside else found.words).append(at + position)
    outside = set(found.words)
    ends = (at + position for position in _sentence_ends(near, len(text)) if position <= room)
    found.sentences += [end for end in ends if end in outside]


def _word_ends(text: str) -> Iterator[int]:
    for match in _WORD.finditer(text):
        length = len(match.group().rstrip(_TRAILING))
        if length:
            yield match.start() + length
    for pattern in (_UNSPACED, _UNSPACED_END):
        for match in pattern.finditer(text):
            yield match.end()


def _sentence_ends(text: str, whole: int) -> Iterator[int]:
    """Ends of sentences in the part of a block that is looked at; `whole` is the block's length."""
    words = list(_WORD.finditer(text))
    for word, following in pairwise(words):
        if _ends_sentence(word.group(), following.group()):
            yield word.end()
    if words and whole == len(text) and text[words[-1].end() - 1] not in _TRAILING:
        yield words[-1].end()
    for match in _UNSPACED_END.finditer(text):
        yield match.end()


def _ends_sentence(word: str, following: str) -> bool:
    """Whether a full stop ends a sentence, and does not only shorten a word ("Dr.", "e.g.")."""
    word = word.rstrip(_CLOSING)
    said = word.rstrip(_FULL_STOPS)
    if said == word or following.lstrip(_OPENING)[:1].islower():
        return False
    said = said.lstrip(_OPENING)
    return not word.endswith(".") or not (said.lower() in _SHORT or _INITIALS.fullmatch(said))
