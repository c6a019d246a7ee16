"""The words of a post at the lengths that Telegram and a style allow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relaybot.message.struck import struck
from relaybot.richtext.nodes import Document, Paragraph, Text
from relaybot.richtext.part import part
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt, length
from relaybot.telegram.frame import Frame
from relaybot.telegram.limits import fits, utf16_cut
from relaybot.telegram.markup import to_folded_html, to_html

_UNFOLDED = 600  # visible characters of long words; the rest is opened by a tap
_WORTH_FOLDING = 300  # a fold shows three lines of what it hides: it must hide more than that


@dataclass(frozen=True, slots=True)
class Body:
    """As much of a post's words as is told, and whether that is all of them."""

    document: Document
    whole: bool


NOTHING = Body(Document(), whole=False)


@dataclass(frozen=True, slots=True)
class Manner:
    """How words are told: whether the page has more of them, whether they are struck through."""

    continues: bool = False
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
        for body in bodies(words, lengths, continues=manner.continues):
            told = Body(struck(body.document), body.whole) if manner.struck else body
            fitting = Fitting(laid_out(lesser, told), told, lesser)
            if fits(fitting.markup, units):
                return fitting
    return fitting


def bodies(words: Document, lengths: Iterable[int], *, continues: bool) -> Iterator[Body]:
    """Yield ever less of a post's words, for many or long links and emoji outgrow Telegram.

    The least but nothing are words without links and markup. `continues`: the page has more.
    """
    least = 0
    for least in lengths:
        short, was_cut = excerpt(words, least)
        yield Body(_with_more(short) if continues and not was_cut else short, not was_cut)
    if least:
        yield _unlinked(words, least)
    yield NOTHING


def laid_out(frame: Frame, body: Body) -> str:
    """Return the markup of a whole message; what is long is folded."""
    if length(body.document) <= _UNFOLDED + _WORTH_FOLDING:
        return to_html(Document((*frame.above, *body.document.blocks, *frame.below)))
    shown, hidden = part(body.document, _UNFOLDED)
    parts = (
        to_html(Document((*frame.above, *shown.blocks))),
        to_folded_html(hidden),
        to_html(Document(frame.below)),
    )
    return "\n\n".join(filter(None, parts))


def _with_more(document: Document) -> Document:
    """Say that the page has more than the feed, unless the words say so themselves."""
    if not to_html(document) or plain(document).endswith("…"):
        return document
    last = document.blocks[-1]
    if isinstance(last, Paragraph):
        return Document((*document.blocks[:-1], Paragraph((*last.children, Text(" …")))))
    return Document((*document.blocks, Paragraph((Text("…"),))))


def _unlinked(words: Document, limit: int) -> Body:
    text = utf16_cut(plain(excerpt(words, limit)[0]).strip(), limit)
    return Body(Document((Paragraph((Text(text),)),) if text else ()), whole=False)
