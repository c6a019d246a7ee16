"""The words of a post at the lengths that Telegram and a style allow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from relaybot.message.struck import struck
from relaybot.richtext.nodes import (
    Block,
    Document,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Table,
    Text,
)
from relaybot.richtext.part import part
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt, length
from relaybot.telegram.frame import Frame
from relaybot.telegram.limits import fits, usable, utf16_cut
from relaybot.telegram.markup import to_folded_html, to_html

_UNFOLDED = 600  # visible characters of long words; the rest is opened by a tap
_WORTH_FOLDING = 300  # a fold shows three lines of what it hides: it must hide more than that
_LEEWAY = 1.15  # of a length: a post is not cut for one last short passage
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Body:
    """As much of a post's words as is told, and whether that is all of them."""

    document: Document
    whole: bool


NOTHING = Body(Document(), whole=False)


@dataclass(frozen=True, slots=True)
class Manner:
    """How words are told: whether a page has more, and which one; whether they are struck."""

    continues: bool = False
    page: str | None = None
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Fitting:
    """Markup within the limits, and what of a post it tells."""

    markup: str
    body: Body
    frame: Frame


def fitted(
    frame: Frame, words: Document, lengths: tuple[int, ...], units: int, manner: Manner
) -> Fitting:
    """Return the most that fits. A head alone always does: its parts are cut to so much."""
    fitting = Fitting("", NOTHING, frame)
    for lesser in frame.lesser():
        for body in bodies(words, lengths, manner):
            told = Body(struck(body.document), body.whole) if manner.struck else body
            fitting = Fitting(laid_out(lesser, told), told, lesser)
            if fits(fitting.markup, units):
                return fitting
    return fitting


def bodies(words: Document, lengths: Iterable[int], manner: Manner) -> Iterator[Body]:
    """Yield ever less of a post's words, for many or long links and emoji outgrow Telegram.

    The least but nothing are words without links and markup. Where words were left out, by us or by
    the feed, the last line says so and leads to the page.
    """
    least = 0
    for least in lengths:
        for body in _shortened(words, least):
            more = manner.continues or not body.whole
            yield Body(_with_more(body.document, manner.page), body.whole) if more else body
    if least:
        yield _unlinked(words, least, manner)
    yield NOTHING


def _shortened(words: Document, limit: int) -> Iterator[Body]:
    short, was_cut = excerpt(words, limit)
    if was_cut:
        longer, is_cut = excerpt(words, int(limit * _LEEWAY))
        if not is_cut:
            yield Body(longer, whole=True)
    yield Body(short, whole=not was_cut)


def laid_out(frame: Frame, body: Body) -> str:
    """Return the markup of a whole message; what is long is folded."""
    if length(body.document) <= _UNFOLDED + _WORTH_FOLDING:
        return _unfolded(frame, body)
    shown, hidden = part(body.document, _UNFOLDED)
    if length(hidden) <= _WORTH_FOLDING:
        return _unfolded(frame, body)
    parts = (
        to_html(Document((*frame.above, *shown.blocks))),
        to_folded_html(hidden),
        to_html(Document(frame.below)),
    )
    return "\n\n".join(filter(None, parts))


def _unfolded(frame: Frame, body: Body) -> str:
    return to_html(Document((*frame.above, *body.document.blocks, *frame.below)))


def _with_more(document: Document, page: str | None) -> Document:
    """Say that the page has more, and lead there; an ellipsis that says so already leads there."""
    if not to_html(document):
        return document
    address = usable(page)
    more: Inline = Link(address, (Text(_ELLIPSIS),)) if address else Text(_ELLIPSIS)
    *before, last = document.blocks
    if plain(document).endswith(_ELLIPSIS):
        return Document((*before, _leading_on(last, more)))
    if isinstance(last, Paragraph):
        return Document((*before, Paragraph((*last.children, Text(" "), more))))
    return Document((*document.blocks, Paragraph((more,))))


def _leading_on(block: Block, more: Inline) -> Block:
    """The block with its last ellipsis replaced, where that stands in words of its own."""
    match block:
        case Paragraph(children):
            return Paragraph(_replaced(children, more))
        case Table((*before, (*cells, cell))):
            return Table((*before, (*cells, _replaced(cell, more))))
        case Quote((*before, last)):
            return replace(block, children=(*before, _leading_on(last, more)))
        case Listing((*before, (*inner, last))):
            return replace(block, items=(*before, (*inner, _leading_on(last, more))))
        case _:
            return block


def _replaced(children: tuple[Inline, ...], more: Inline) -> tuple[Inline, ...]:
    match children:
        case (*before, Text(text)) if text.endswith(_ELLIPSIS):
            return (*before, Text(text.removesuffix(_ELLIPSIS)), more)
        case _:
            return children


def _unlinked(words: Document, limit: int, manner: Manner) -> Body:
    short, was_cut = excerpt(words, limit)
    text = plain(short).strip()
    told = utf16_cut(text, limit)
    document = Document((Paragraph((Text(told),)),) if told else ())
    more = manner.continues or was_cut or told != text
    return Body(_with_more(document, manner.page) if more else document, whole=False)
