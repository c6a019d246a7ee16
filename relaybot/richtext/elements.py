"""What each HTML element means: `enter` is the one place that decides it.

A row of a table below per kind of element; what needs looking at is a function of `links`,
`passages` or `media`.
"""

from collections.abc import Callable
from functools import lru_cache

from selectolax.lexbor import LexborNode

from relaybot.richtext import embeds, frames, hidden, links, media, notes, passages
from relaybot.richtext.cards import may_be_card, of_card
from relaybot.richtext.looks import STYLES, with_look
from relaybot.richtext.nodes import Divider
from relaybot.richtext.reader import Attributes, Leave, Reader, skip

_BLOCKS = frozenset(
    [
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "address"),
        *("center", "fieldset", "legend", "details", "hgroup", "dl", "dd", "body"),
        *("tbody", "thead", "tfoot", "search", "dir", "menu", "caption", "summary", "dt"),
    ]
)
_FRAMES: dict[str, frames.Closing] = {
    "figure": frames.as_figure,
    "figcaption": frames.as_caption,
    "table": frames.as_table,
    "td": frames.as_cell,
    "th": frames.as_cell,
    "ul": frames.as_list,
}
_FRAMES_BY_CLASS: dict[str, frames.Closing] = {
    "wp-caption": frames.as_figure,
    "wp-caption-text": frames.as_caption,
    "tr-caption-container": frames.as_figure,
    "tr-caption": frames.as_caption,
    "image-caption": frames.as_caption,
    "footnote": frames.as_footnote,
    "wsite-multicol-table": frames.as_document,  # columns of Weebly
}
# Elements whose class may tell more than their name.
_TOLD_BY_CLASS = frozenset(["div", "p", "section", "ol", "table", "td"])
_LONGEST_NAMES = 200  # characters; no real ones are longer
_LINES_BY_CLASS = frozenset(["eventitem-meta-address-line"])


def enter(reader: Reader, node: LexborNode, tag: str) -> Leave:
    """Take in an element; skip when its children are not to be visited."""
    attributes = node.attributes
    if tag in hidden.UNREAD:
        return _unread(reader, tag, attributes)
    if attributes and hidden.is_hidden(attributes):
        return skip
    special = _SPECIAL.get(tag)
    if special:
        return special(reader, node, attributes)
    if attributes and tag in _TOLD_BY_CLASS:
        answer = _by_class(reader, node, attributes)
        if answer:
            return answer
    if tag in _FRAMES:
        return reader.frame(_FRAMES[tag], reader.styled(STYLES.get(tag, 0)))
    if tag in _BLOCKS:
        return reader.block(STYLES.get(tag, 0))
    return _inline(reader, tag, attributes)


def _unread(reader: Reader, tag: str, attributes: Attributes) -> Leave:
    if tag == "button" and (reader.build.heading or hidden.opens_words(attributes)):
        return None  # the heading of what it opens
    if tag in ("iframe", "script"):
        media.frame(reader, attributes)
    return skip


def _by_class(reader: Reader, node: LexborNode, attributes: Attributes) -> Leave:
    """What only the class or id of an element tells."""
    area = embeds.of_action_area(attributes) if attributes.get("id") else None
    names = attributes.get("class") or ""
    if area is None and not (names and _may_tell(names[:_LONGEST_NAMES])):
        return None
    if hidden.may_be_platform_button(attributes):
        return skip if hidden.is_platform_button(node.text(separator=" ")) else None
    blocks = [area] if area else of_card(node, attributes, reader.base)
    if blocks is not None:
        for block in blocks:
            reader.build.block(block)
        return skip
    if notes.holds_notes(names):
        reader.build.block(Divider())
    if "MsoListParagraph" in names:
        return passages.item_of_word(reader, node)
    if hidden.is_callout_text(attributes):
        return passages.callout(reader, node)
    closing = next((_FRAMES_BY_CLASS[n] for n in names.split() if n in _FRAMES_BY_CLASS), None)
    return reader.frame(closing, reader.build.style) if closing else None


@lru_cache(maxsize=512)
def _may_tell(names: str) -> bool:
    """Whether classes tell anything at all; the same ones are met again and again."""
    return (
        not _FRAMES_BY_CLASS.keys().isdisjoint(names.split())
        or may_be_card(names)
        or hidden.may_be_platform_button({"class": names})
        or notes.holds_notes(names)
        or "MsoListParagraph" in names
        or hidden.is_callout_text({"class": names})
    )


def _inline(reader: Reader, tag: str, attributes: Attributes) -> Leave:
    style = reader.styled(STYLES.get(tag, 0))
    look = attributes.get("style")
    if look:
        reader.build.style = with_look(reader.build.style, style, look.lower())
    if attributes.get("class") in _LINES_BY_CLASS:
        return reader.build.line_break
    return reader.inline(style)


def _numbered(reader: Reader, node: LexborNode, attributes: Attributes) -> Leave:
    _by_class(reader, node, attributes)
    return passages.numbered(reader, node, attributes)


_Handler = Callable[[Reader, LexborNode, Attributes], Leave]
_SPECIAL: dict[str, _Handler] = {
    "a": links.link,
    "sup": links.raised,
    "sub": links.lowered,
    "br": passages.line_break,
    "hr": passages.divider,
    "q": passages.quoted,
    "small": passages.small,
    "pre": passages.preformatted,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), passages.heading),
    "ol": _numbered,
    "li": passages.item,
    "tr": passages.row,
    "blockquote": passages.quote,
    "form": passages.form,
    "img": media.image,
    "video": media.player,
    "audio": media.player,
    "object": media.plugin,
    "embed": media.plugin,
}
