"""Calls to action: what an article clearly asks its readers to do, and where.

A call is a link in the article's own words (not in a quotation, not in a row of links like a menu)
that says by itself what it is for, as `call_signs` knows. Where one kind has several addresses that
are equally clear, it has none: a button must not choose for the reader.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from relaybot.richtext import call_signs
from relaybot.richtext.call_signs import CallKind
from relaybot.richtext.nodes import (
    Block,
    Document,
    Embed,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Table,
)
from relaybot.richtext.tape import LinkSpan, inline_tape, links, tape

_MOST = 6  # addresses that ask for something; a post with more of them is a list of events
_MOST_OF_A_KIND = 3
_DIRECTORY = 40  # links of one paragraph
_MENU = 3  # links in a line, or items of a list, that hardly say anything else
_SENTENCE_OVER = re.compile(r"(?:^|[.!?:;–—…|)”\"\n])\W*$")
_SAYS = re.compile(r"[^\W_]")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")  # bullets, arrows, emoji, full stops
_SHORT = 25  # characters: longer links are more than the words of a menu
_NEAR = 200  # characters around a link that say what it is for

__all__ = ["Call", "CallKind", "calls", "calls_and_own", "same_page"]


@dataclass(frozen=True, slots=True)
class Call:
    """Something a reader is asked to do, and the page to do it on."""

    kind: CallKind
    url: str


class _Candidate(NamedTuple):
    kind: CallKind
    url: str
    clarity: int


class _Place(NamedTuple):
    """A link and the words around it."""

    url: str
    words: str
    alone: bool  # in its line
    before: str  # in its paragraph
    after: str  # in its line


def calls(document: Document, *, page: str | None = None) -> tuple[Call, ...]:
    """The clear calls, each kind at most once, the clearest first; none leads to `page` itself."""
    return calls_and_own(document, page)[0]


def calls_and_own(
    document: Document, page: str | None
) -> tuple[tuple[Call, ...], tuple[Call, ...]]:
    """The clear calls that lead elsewhere, and those that lead to `page` itself."""
    found = list(_in_blocks(document.blocks))
    own = [one for one in found if page and same_page(one.url, page)]
    return _clear([one for one in found if one not in own]), _clear(own)


def _clear(found: list[_Candidate]) -> tuple[Call, ...]:
    if len({_same(one.url) for one in found}) > _MOST:
        return ()
    clear = (_clearest([one for one in found if one.kind is kind]) for kind in CallKind)
    chosen = sorted(filter(None, clear), key=lambda one: -one.clarity)
    return tuple(Call(one.kind, one.url) for one in chosen)


def _clearest(found: list[_Candidate]) -> _Candidate | None:
    """The one that is clearer than all others of its kind."""
    if not found or len({_same(one.url) for one in found}) > _MOST_OF_A_KIND:
        return None
    most = max(one.clarity for one in found)
    first, *others = (one for one in found if one.clarity == most)
    return None if any(_same(one.url) != _same(first.url) for one in others) else first


def same_page(one: str, other: str) -> bool:
    """Whether two addresses differ only in scheme, "www.", a last slash or a fragment."""
    return _same(one) == _same(other)


def _same(url: str) -> str:
    """What the addresses of one page have in common."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")


def _in_blocks(blocks: Iterable[Block]) -> Iterator[_Candidate]:
    for block in blocks:
        if isinstance(block, Embed):
            kind = call_signs.of_address(block.url)
            if kind:
                yield _Candidate(kind, block.url, 3)
        elif isinstance(block, Listing):
            for item in () if _is_menu(block.items) else block.items:
                yield from _in_blocks(item)
        else:
            for children in _words(block):
                yield from filter(None, map(_judged, _places(children)))


def _words(block: Block) -> Iterable[tuple[Inline, ...]]:
    match block:
        case Paragraph(children) | Heading(_, children):
            return (children,)
        case Table(rows):
            return [cell for row in rows for cell in row]
        case _:
            return ()


def _places(children: tuple[Inline, ...]) -> Iterator[_Place]:
    """The links of a paragraph, without those of lines that are rows of links."""
    spans = links(children)
    if not spans or len(spans) > _DIRECTORY:
        return
    text = inline_tape(children)
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        inside = [span for span in spans if at <= span.begin < end]
        if len(inside) < _MENU or 2 * sum(span.end - span.begin for span in inside) < len(line):
            yield from (_place(text, span, at, end) for span in inside if _may_call(text, span))
        at = end + 1


def _may_call(text: str, span: LinkSpan) -> bool:
    """Whether a link needs to be judged: of most, neither words nor address ask for anything."""
    words = _bare(text[span.begin : span.end])
    return call_signs.says_anything(words) or call_signs.of_address(span.link.url) is not None


def _place(text: str, span: LinkSpan, at: int, end: int) -> _Place:
    alone = not _SAYS.search(text, at, span.begin) and not _SAYS.search(text, span.end, end)
    far = span.begin - _NEAR
    before = "x" + text[far : span.begin] if far > 0 else text[: span.begin]
    words = _bare(text[span.begin : span.end])
    return _Place(span.link.url, words, alone, before, text[span.end : end][:_NEAR])


def _is_menu(items: tuple[tuple[Block, ...], ...]) -> bool:
    """Whether the items of a list are nothing but links of a word or two."""
    if len(items) <= _MENU or not all(len(item) == 1 and _is_link(item[0]) for item in items):
        return False
    return max(len(tape(item[0])) for item in items) < _SHORT


def _is_link(block: Block) -> bool:
    return isinstance(block, Paragraph) and [type(one) for one in block.children] == [Link]


def _bare(words: str) -> str:
    return words if words[:1].isalnum() and words[-1:].isalnum() else _EDGES.sub("", words)


def _judged(place: _Place) -> _Candidate | None:
    """What a link calls for; the clearer, the more signs agree."""
    if not place.url.startswith("http"):
        return None
    by_address = call_signs.of_address(place.url)
    by_words, clarity = None, 0
    if call_signs.says_anything(place.words):
        by_words, clarity = _by_words(place, by_address)
    if by_words and call_signs.is_other(by_words, f"{place.words} {place.after[:60]}"):
        return None
    if by_words and by_address is CallKind.RSVP:  # "Register", "Join us": for an event
        by_words = by_address
    if by_words:
        return _Candidate(by_words, place.url, clarity + (by_address is not None))
    stands_out = place.alone or call_signs.only_points(place.words)
    return _Candidate(by_address, place.url, 2) if by_address and stands_out else None


def _by_words(place: _Place, by_address: CallKind | None) -> tuple[CallKind | None, int]:
    """What the words call for, and how clearly."""
    button = call_signs.of_button(place.words)
    if button and place.alone:
        return button, 4
    phrase = call_signs.of_phrase(place.words)
    if phrase:
        return phrase, 3
    if call_signs.only_points(place.words):
        return call_signs.of_surroundings(place.before, place.after), 3
    begins = place.words[:1].isupper() and _SENTENCE_OVER.search(place.before[-20:])
    told = by_address is button and button not in (CallKind.DONATE, CallKind.JOIN)
    return (button, 2) if begins or told else (None, 0)
