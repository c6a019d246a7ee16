"""Where a document may end: after sentences and words, not in headings, not within links."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from relaybot.richtext.nodes import (
    Block,
    CodeBlock,
    Divider,
    Embed,
    Heading,
    Paragraph,
    Strong,
)
from relaybot.richtext.tape import inline_tape, link_spans, tape

_WORD = re.compile(r"\S+")
_TRAILING = ",;:–—-([{“‘«/&+|"  # no word ends in these
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff](?=[^\s、。，．！？」』）])")
_FULL_STOPS = ".!?…。！？"
_CLOSING = "\"'”’»)]」』）"
_ENDINGS = frozenset(_FULL_STOPS + _CLOSING) - frozenset(_TRAILING)
# A word that may end a sentence, and the next one.
_MARKED = re.compile(rf"[{re.escape(''.join(sorted(_ENDINGS)))}](?=\s+(\S+))")
_OPENING = "\"'“‘«([¿¡「『（"
_SHORT_FORMS = """
    mr mrs ms messrs dr prof sr jr esq st ave blvd rd bldg vs etc rep sen gov gen col lt sgt hon rev
    jan feb apr jun jul aug sep sept oct nov dec tue tues thu thur thurs inc ltd corp dept cf ed eds
    approx acc ext hr hrs calif av ud uds sra srta dra lic ing arq tel aprox
"""
_SHORT_NAMES = "mon wed fri sat sun mar co ore wash penn mont al emer adm est"
_SHORT_COUNTS = "no nos art vol fig p pp ch sec rm ff min núm pág"
_SHORT = frozenset(_SHORT_FORMS.split())
_SHORT_IF_CAPITAL = frozenset(_SHORT_NAMES.split())  # else words: "in the sun."
_SHORT_IF_COUNTED = frozenset(_SHORT_COUNTS.split())  # before a number: "She said no."
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_ROMAN = re.compile(r"[IVXLC]+(?=$|[\s.,:;)§–-])")
_COUNT = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z])[.)]|[•●▪–—*-]")
_UNSPACED_END = re.compile(r"[。！？]+[」』）]*(?=\S)")
_LONGEST_HEAD = 80  # characters of bold words that announce what follows
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


def is_head(block: Block) -> bool:
    """Whether a block only announces what follows: a heading, or a short bold line like one."""
    if not isinstance(block, Paragraph):
        return isinstance(block, Heading | Divider)
    for one in block.children:  # a plain loop: hardly any paragraph begins in bold
        if not isinstance(one, Strong):
            return False
    words = inline_tape(block.children)
    return len(words) < _LONGEST_HEAD and words[-1:] not in _ENDINGS


def endable(blocks: Sequence[Placed]) -> list[Placed]:
    """The blocks a document may end in: no headings, unless there is nothing but headings."""
    bodies = [one for one in blocks if not is_head(one.block)]
    return bodies or list(blocks)


def last_sentence(blocks: Sequence[Placed], limit: int, beyond: float) -> int:
    """Where the last sentence up to `limit` ends; 0 when that is not beyond `beyond`."""
    for one in reversed(blocks):
        ends = (end for end in _sentence_ends(one, limit, beyond) if beyond < end <= limit)
        last = max(ends, default=0) if one.at <= limit else 0
        if last or one.at <= beyond:
            return last
    return 0


def last_word(blocks: Sequence[Placed], limit: int, *, anywhere: bool = False) -> int:
    """Where the last word up to `limit` ends; 0 = nowhere.

    Not within links and code, nor after "Dr." or the bold words that announce a paragraph, unless
    `anywhere`.
    """
    for one in reversed(blocks):
        room = limit - one.at
        if isinstance(one.block, Embed | CodeBlock) and not anywhere:  # whole or not at all
            if len(one.text) <= room:
                return one.at + len(one.text)
        elif room > 0 and not isinstance(one.block, Embed):
            last = _last_word(one, room, anywhere=anywhere)
            if last:
                return one.at + last
    return 0


def _last_word(one: Placed, room: int, *, anywhere: bool) -> int:
    spans = [] if anywhere else _unbroken(one.block)
    text = one.text[: room + _LOOKAHEAD]
    near = _word_begin(text, room - _LOOKAHEAD)
    for begin in (near, 0) if near else (0,):
        ends = (end for end in _word_ends(text, begin, anywhere=anywhere) if end <= room)
        last = max((end for end in ends if not _splits(spans, end)), default=0)
        if last:
            return last
    return 0


def _sentence_ends(one: Placed, limit: int, beyond: float) -> Iterator[int]:
    """Ends of sentences on the document's tape, from a little before `beyond` on."""
    if isinstance(one.block, Embed | CodeBlock):
        yield one.at + len(one.text)
        return
    text = one.text[: max(0, limit - one.at) + _LOOKAHEAD]
    begin = _word_begin(text, int(beyond) - one.at)
    spans = _unbroken(one.block)
    for end in _sentences(text, begin, is_whole=len(text) == len(one.text)):
        if not _splits(spans, end):
            yield one.at + end


def _unbroken(block: Block) -> list[tuple[int, int]]:
    """Stretches that nothing may end in: links, and what announces a paragraph in bold."""
    spans = link_spans(block)
    if isinstance(block, Paragraph) and block.children and isinstance(block.children[0], Strong):
        lead = len(inline_tape(block.children[:1]))
        if lead < _LONGEST_HEAD and len(block.children) > 1:
            spans.append((0, lead + 1))
    return spans


def _splits(spans: list[tuple[int, int]], at: int) -> bool:
    return any(begin < at < end for begin, end in spans)


def _word_begin(text: str, at: int) -> int:
    """Where the word begins that `at` stands in."""
    return max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1 if at > 0 else 0


def _word_ends(text: str, begin: int, *, anywhere: bool) -> Iterator[int]:
    for match in _WORD.finditer(text, begin):
        word = match.group().rstrip(_TRAILING)
        dangles = _is_short_form(word, "1") or _counts(match.group(), match.start(), text)
        if word and (anywhere or not dangles):
            yield match.start() + len(word)
    for pattern in (_UNSPACED, _UNSPACED_END):
        for match in pattern.finditer(text, begin):
            yield match.end()


def _sentences(text: str, begin: int, *, is_whole: bool) -> Iterator[int]:
    """Ends of sentences in the tape of a block; its own end is one."""
    for mark in _MARKED.finditer(text, begin):  # few words have one
        end = mark.start() + 1
        word = text[begin:end].rsplit(None, 1)[-1]
        if not _counts(word, end - len(word), text) and _ends_sentence(word, mark[1]):
            yield end
    end = len(text.rstrip())
    if is_whole and end > begin and text[end - 1] not in _TRAILING:
        yield end
    for match in _UNSPACED_END.finditer(text, begin):
        yield match.end()


def _counts(word: str, at: int, text: str) -> bool:
    """Whether the word that begins there is the number of a paragraph or line: "1." of it."""
    begins_line = not at or text[at - 1] == "\n"
    return begins_line and bool(_COUNT.fullmatch(word))


def _ends_sentence(word: str, following: str) -> bool:
    """Whether a full stop ends a sentence, and does not only shorten a word ("Dr.", "e.g.")."""
    word = word.rstrip(_CLOSING)
    said = word.rstrip(_FULL_STOPS)
    if said == word or following.lstrip(_OPENING)[:1].islower():
        return False
    return not _is_short_form(word, following)


def _is_short_form(word: str, following: str) -> bool:
    """Whether a word ends with a full stop only because it is shortened: "Dr.", "e.g.", "J."."""
    if not word.endswith("."):
        return False
    said = word.lstrip(_OPENING).removesuffix(".")
    if said.lower() in _SHORT or _INITIALS.fullmatch(said):
        return True
    if said.lower() in _SHORT_IF_COUNTED:
        return following[:1].isdigit() or _is_roman(following, said)
    return said.istitle() and said.lower() in _SHORT_IF_CAPITAL


def _is_roman(following: str, said: str) -> bool:
    """Whether "Art." counts in Roman; a lone "I" may begin a sentence ("I like art. I do")."""
    number = _ROMAN.match(following)
    if number is None:
        return False
    return len(number[0]) > 1 or (said.istitle() and said not in ("No", "Nos"))
