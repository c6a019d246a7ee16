"""Blocks of words that need looking at: lists, quotations, code, verse, forms, callouts."""

import re
from functools import partial

from selectolax.lexbor import LexborNode

from relaybot.richtext import embeds, frames, hidden
from relaybot.richtext.characters import clean, tidy
from relaybot.richtext.nodes import CodeBlock, Divider
from relaybot.richtext.numbering import Numbering, number_in, numbering_of
from relaybot.richtext.reader import Attributes, Leave, Reader, skip

_WORDY_FORM = 4  # paragraphs: such a form is a page wrapped in one, not a form to fill in
_FIELDS = "input, textarea, select, label"
_LEVEL = re.compile(r"mso-list:\s*\w{1,9} level([1-4])\b")
# Numbers beside the lines of code.
_GUTTER = ".rouge-gutter, .gutter, .lineno, .linenos, .linenodiv, .line-numbers-rows, .ln, .lnt"


def line_break(reader: Reader, _node: LexborNode, _attributes: Attributes) -> Leave:
    """`<br>`."""
    reader.build.line_break()
    return skip


def divider(reader: Reader, _node: LexborNode, _attributes: Attributes) -> Leave:
    """`<hr>`."""
    reader.build.block(Divider())
    return skip


def quoted(reader: Reader, _node: LexborNode, _attributes: Attributes) -> Leave:
    """`<q>`: words within quotation marks."""
    reader.build.words("“")
    return partial(reader.build.words, "”")


def small(reader: Reader, _node: LexborNode, _attributes: Attributes) -> Leave:
    """`<small>`: the caption of a picture, if nothing else stands beside that."""
    if reader.build.has_only_pictures():
        return reader.frame(frames.as_small_caption, reader.build.style)
    return None


def heading(reader: Reader, node: LexborNode, _attributes: Attributes) -> Leave:
    """`<h1>` to `<h6>`."""
    reader.build.end_paragraph()
    before, reader.build.heading = reader.build.heading, int((node.tag or "h1")[1])
    return partial(_end_heading, reader, before)


def _end_heading(reader: Reader, before: int | None) -> None:
    reader.build.end_paragraph()
    reader.build.heading = before


def preformatted(reader: Reader, node: LexborNode, attributes: Attributes) -> Leave:
    """`<pre>`: code, or verse, whose lines are kept and whose words may be styled."""
    if "wp-block-verse" in (attributes.get("class") or ""):
        reader.build.end_paragraph()
        reader.build.keeps_lines = True
        return partial(_end_verse, reader)
    for gutter in node.css(_GUTTER):
        gutter.decompose()
    text = clean(node.text()).strip("\n").rstrip()
    if text:
        reader.build.block(CodeBlock(text))
    return skip


def _end_verse(reader: Reader) -> None:
    reader.build.end_paragraph()
    reader.build.keeps_lines = False


def numbered(reader: Reader, _node: LexborNode, attributes: Attributes) -> Leave:
    """`<ol>`."""
    return reader.frame(frames.as_list, reader.build.style, numbering_of(attributes))


def item(reader: Reader, _node: LexborNode, attributes: Attributes) -> Leave:
    """`<li>`, which may name its number."""
    number = number_in(attributes.get("value")) if "value" in attributes else None
    if number is not None:
        reader.build.next_number(number)
    return reader.frame(frames.as_item, reader.build.style)


def item_of_word(reader: Reader, node: LexborNode) -> Leave:
    """A paragraph that Word draws as an item: its bullet or number is typed into it."""
    sign = node.css_first("span[style*='mso-list:Ignore'], span[style*='mso-list: Ignore']")
    number = number_in(sign.text().strip(" \n\t\u00a0.)")) if sign is not None else None
    if sign is not None:
        sign.decompose()
    reader.build.end_paragraph()
    start = Numbering(number) if number is not None else None
    level = _LEVEL.search(node.attributes.get("style") or "")
    closing = partial(frames.as_loose_item, start, int(level[1]) if level else 1)
    return reader.frame(closing, reader.build.style)


def row(reader: Reader, _node: LexborNode, _attributes: Attributes) -> Leave:
    """`<tr>`."""
    reader.build.new_row()
    return reader.build.end_paragraph


def quote(reader: Reader, node: LexborNode, attributes: Attributes) -> Leave:
    """A quotation, or a post of a social network: its words (where it has some) and address."""
    links = attributes.get("class") and [a.attributes.get("href") for a in node.css("a")]
    embed = embeds.of_quote(attributes, [href for href in links or () if href])
    if embed and embed.name not in ("X post", "Bluesky post"):
        reader.build.block(embed)
        return skip
    closing = partial(frames.as_post, embed) if embed else frames.as_quote
    return reader.frame(closing, reader.build.style)


def form(reader: Reader, node: LexborNode, _attributes: Attributes) -> Leave:
    """`<form>`: some pages are wrapped in one."""
    words = [one for one in node.css("p") if one.css_first(_FIELDS) is None]
    return skip if len(words) < _WORDY_FORM else reader.block()


def callout(reader: Reader, node: LexborNode) -> Leave:
    """The words of a callout after the sign that stands in a box beside them."""
    sign = node.prev
    leave = reader.block()
    if sign is not None and hidden.is_callout_sign(sign.attributes):
        reader.build.words(tidy(sign.text()) + " ")
    return leave
