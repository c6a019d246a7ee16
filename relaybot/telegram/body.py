"""The words of a post at the lengths that Telegram and a style allow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relaybot.message.shortened import leading_on, shortened
from relaybot.message.struck import struck
from relaybot.richtext.nodes import (
    Document,
    Paragraph,
    Text,
)
from relaybot.richtext.part import part
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt, is_longer
from relaybot.telegram.frame import Frame
from relaybot.telegram.lighter import lighter
from relaybot.telegram.limits import fits, usable, utf16_cut
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

    Marks go before words; the least but nothing are words without links and markup. Where words
    were left out, by us or by the feed, the last line says so and leads to the page.
    """
    least = 0
    for least in lengths:
        for told, was_cut in shortened(words, least):
            more = manner.continues or was_cut
            document = leading_on(told, usable(manner.page)) if more else told
            yield Body(document, whole=not was_cut)
            if (light := lighter(document)) != document:
                yield Body(light, whole=not was_cut)
    if least:
        yield _unlinked(words, least, manner)
    yield NOTHING


def laid_out(frame: Frame, body: Body) -> str:
    """Return the markup of a whole message; what is long is folded."""
    if not is_longer(body.document, _UNFOLDED + _WORTH_FOLDING):
        return _unfolded(frame, body)
    shown, hidden = part(body.document, _UNFOLDED)
    if not is_longer(hidden, _WORTH_FOLDING):
        return _unfolded(frame, body)
    parts = (
        to_html(Document((*frame.above, *shown.blocks))),
        to_folded_html(hidden),
        to_html(Document(frame.below)),
    )
    return "\n\n".join(filter(None, parts))


def _unfolded(frame: Frame, body: Body) -> str:
    return to_html(Document((*frame.above, *body.document.blocks, *frame.below)))


def _unlinked(words: Document, limit: int, manner: Manner) -> Body:
    short, was_cut = excerpt(words, limit)
    text = plain(short).strip()
    told = utf16_cut(text, limit)
    document = Document((Paragraph((Text(told),)),) if told else ())
    more = manner.continues or was_cut or told != text
    return Body(leading_on(document, usable(manner.page)) if more else document, whole=False)
