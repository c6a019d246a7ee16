"""What each HTML element means: `Reader.enter` is the one place that decides it.

A row of a table below per kind of element; what needs looking at has a method of its own.
"""

import re
from collections.abc import Callable
from functools import partial

from selectolax.lexbor import LexborNode

from relaybot.richtext import embeds, frames, hidden, notes, pictures
from relaybot.richtext.addresses import mail_address, web_address, without_trackers
from relaybot.richtext.blocks import Builder
from relaybot.richtext.characters import clean
from relaybot.richtext.looks import STYLES, with_look
from relaybot.richtext.nodes import CodeBlock, Divider, Embed

Attributes = dict[str, str | None]
Leave = Callable[[], None] | None  # what is to do after the children, if anything

_BLOCKS = frozenset(
    [
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "address", "form"),
        *("center", "fieldset", "legend", "details", "hgroup", "dl", "dd", "body", "object"),
        *("tbody", "thead", "tfoot", "search", "dir", "menu", "caption", "summary", "dt"),
    ]
)
_FRAMES: dict[str, frames.Closing] = {
    "blockquote": frames.as_quote,
    "li": frames.as_item,
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
    "image-caption": frames.as_caption,
    "footnote": frames.as_footnote,
}
_WORDY_FORM = 4  # paragraphs: such a form is a page wrapped in one, not a form to fill in


def skip() -> None:
    """The answer that this element and all in it is done, or not to be read."""


class Reader:
    """Reads elements into a builder; `base` resolves relative addresses."""

    def __init__(self, base: str | None) -> None:
        self.base = base
        self.build = Builder()

    def enter(self, node: LexborNode, tag: str) -> Leave:
        """Take in an element; skip when its children are not to be visited."""
        attributes = node.attributes
        if tag in hidden.UNREAD:
            return self._unread(tag, attributes)
        if attributes and hidden.is_hidden(attributes):
            return skip
        special = _SPECIAL.get(tag)
        if special:
            return special(self, node, attributes)
        if attributes and tag in ("div", "p", "section", "ol"):
            answer = self._by_class(node, attributes)
            if answer:
                return answer
        if tag in _FRAMES:
            return self._frame(_FRAMES[tag], self._styled(STYLES.get(tag, 0)))
        if tag in _BLOCKS:
            self.build.end_paragraph()
            return partial(self._end_block, self._styled(STYLES.get(tag, 0)))
        return self._inline(tag, attributes)

    def _unread(self, tag: str, attributes: Attributes) -> Leave:
        if tag in ("iframe", "script"):
            embed = embeds.of_frame(attributes, self.base)
            if embed:
                self.build.block(embed)
        return skip

    def _frame(self, closing: frames.Closing, style: int, start: int | None = None) -> Leave:
        opened = self.build.open(closing, start)
        return partial(self._end_frame if opened else self._end_block, style)

    def _by_class(self, node: LexborNode, attributes: Attributes) -> Leave:
        """What only the class or id of an element tells."""
        if hidden.may_be_platform_button(attributes):
            return skip if hidden.is_platform_button(node.text(separator=" ")) else None
        area = embeds.of_action_area(attributes)
        if area:
            self.build.block(area)
            return skip
        names = attributes.get("class") or ""
        if notes.holds_notes(names):
            self.build.block(Divider())
        closing = next((_FRAMES_BY_CLASS[n] for n in names.split() if n in _FRAMES_BY_CLASS), None)
        return self._frame(closing, self.build.style) if closing else None

    def _inline(self, tag: str, attributes: Attributes) -> Leave:
        style = self._styled(STYLES.get(tag, 0))
        look = attributes.get("style")
        if look:
            self.build.style = with_look(self.build.style, style, look.lower())
        return partial(self._restyle, style) if self.build.style != style else None

    def _styled(self, style: int) -> int:
        """Add to the present look; returns the one to restore."""
        before = self.build.style
        self.build.style = before | style
        return before

    def _restyle(self, style: int) -> None:
        self.build.style = style

    def _end_block(self, style: int) -> None:
        self.build.end_paragraph()
        self.build.style = style

    def _end_frame(self, style: int) -> None:
        self.build.close()
        self.build.style = style

    # --- elements that need looking at ---

    def _line_break(self, _node: LexborNode, _attributes: Attributes) -> Leave:
        self.build.line_break()
        return skip

    def _divider(self, _node: LexborNode, _attributes: Attributes) -> Leave:
        self.build.block(Divider())
        return skip

    def _image(self, _node: LexborNode, attributes: Attributes) -> Leave:
        words = pictures.words_instead(attributes)
        picture = pictures.picture(attributes, self.base) if words is None else None
        if words:
            self.build.words(words)
        elif picture:
            self.build.picture(picture)
        return skip

    def _link(self, node: LexborNode, attributes: Attributes) -> Leave:
        href = (attributes.get("href") or "").strip()
        if href.startswith("#"):
            return self._within_page(node, attributes)
        if href[:7].lower() == "mailto:":
            url = mail_address(href)
        else:
            address = web_address(href, self.base)
            url = without_trackers(address) if address else None
        before, self.build.url = self.build.url, url
        return partial(self._end_link, before)

    def _end_link(self, url: str | None) -> None:
        self.build.url = url

    def _within_page(self, node: LexborNode, attributes: Attributes) -> Leave:
        """A place on the same page: nothing to open, but the numbers of notes say something."""
        words = node.text().strip()
        if "footnote-number" in (attributes.get("class") or "") or notes.leads_back(words):
            return skip
        number = notes.small_number(words, notes.RAISED)
        if number:
            self.build.words(number)
            return skip
        return None

    def _raised(self, node: LexborNode, _attributes: Attributes) -> Leave:
        return self._small_number(node, notes.RAISED)

    def _lowered(self, node: LexborNode, _attributes: Attributes) -> Leave:
        return self._small_number(node, notes.LOWERED)

    def _small_number(self, node: LexborNode, digits: dict[int, int]) -> Leave:
        number = notes.small_number(node.text().strip(), digits)
        if number is None:
            return None
        link = node.css_first("a")
        if link is not None and not (link.attributes.get("href") or "#").startswith("#"):
            return None
        self.build.words(number)
        return skip

    def _quoted(self, _node: LexborNode, _attributes: Attributes) -> Leave:
        self.build.words("“")
        return partial(self.build.words, "”")

    def _preformatted(self, node: LexborNode, attributes: Attributes) -> Leave:
        text = clean(node.text()).strip("\n").rstrip()
        if "wp-block-verse" in (attributes.get("class") or ""):
            self._verse(text)
        elif text:
            self.build.block(CodeBlock(text))
        return skip

    def _verse(self, text: str) -> None:
        self.build.end_paragraph()
        for line in text.split("\n"):
            self.build.words(line)
            self.build.line_break()
        self.build.end_paragraph()

    def _heading(self, node: LexborNode, _attributes: Attributes) -> Leave:
        self.build.end_paragraph()
        before, self.build.heading = self.build.heading, int((node.tag or "h1")[1])
        return partial(self._end_heading, before)

    def _end_heading(self, before: int | None) -> None:
        self.build.end_paragraph()
        self.build.heading = before

    def _numbered(self, node: LexborNode, attributes: Attributes) -> Leave:
        self._by_class(node, attributes)
        start = re.fullmatch(r"\s*(\d{1,6})\s*", attributes.get("start") or "", re.ASCII)
        return self._frame(frames.as_list, self.build.style, int(start[1]) if start else 1)

    def _row(self, _node: LexborNode, _attributes: Attributes) -> Leave:
        self.build.new_row()
        return self.build.end_paragraph

    def _quote(self, node: LexborNode, attributes: Attributes) -> Leave:
        """A quotation, or a post of a social network: its words (where it has some) and address."""
        links = attributes.get("class") and [a.attributes.get("href") for a in node.css("a")]
        embed = embeds.of_quote(attributes, [href for href in links or () if href])
        if embed and embed.name not in ("X post", "Bluesky post"):
            self.build.block(embed)
            return skip
        leave = self._frame(frames.as_quote, self.build.style)
        return partial(self._end_post, leave, embed) if embed else leave

    def _end_post(self, leave: Leave, embed: Embed) -> None:
        if leave:
            leave()
        self.build.block(embed)

    def _form(self, node: LexborNode, _attributes: Attributes) -> Leave:
        if len(node.css("p")) < _WORDY_FORM:
            return skip
        return self._block()

    def _block(self) -> Leave:
        self.build.end_paragraph()
        return self.build.end_paragraph

    def _media(self, node: LexborNode, attributes: Attributes) -> Leave:
        """A video or sound that plays on the page."""
        source = node.css_first("source")
        inner = source.attributes.get("src") if source is not None else None
        url = web_address(attributes.get("src") or inner, self.base)
        if url:
            self.build.block(Embed((node.tag or "video").title(), url))
        return skip

    def _plugin(self, _node: LexborNode, attributes: Attributes) -> Leave:
        embed = embeds.of_frame(attributes, self.base)
        if embed:
            self.build.block(embed)
            return skip
        return self._block()


_Handler = Callable[[Reader, LexborNode, Attributes], Leave]
_SPECIAL: dict[str, _Handler] = {
    "br": Reader._line_break,
    "hr": Reader._divider,
    "img": Reader._image,
    "a": Reader._link,
    "sup": Reader._raised,
    "sub": Reader._lowered,
    "q": Reader._quoted,
    "pre": Reader._preformatted,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Reader._heading),
    "ol": Reader._numbered,
    "tr": Reader._row,
    "blockquote": Reader._quote,
    "form": Reader._form,
    "video": Reader._media,
    "audio": Reader._media,
    "object": Reader._plugin,
    "embed": Reader._plugin,
}
