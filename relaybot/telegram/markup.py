"""Telegram's HTML dialect: https://core.telegram.org/bots/api#html-style.

The one place that escapes. Everything in a document came from a feed and is hostile: nothing in it
may become a mention, a bot command, or a link that pretends to lead elsewhere.
"""

import html
import re

from relaybot.richtext.nodes import (
    Block,
    Code,
    CodeBlock,
    Divider,
    Document,
    Embed,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Picture,
    Quote,
    Strike,
    Strong,
    Table,
    Text,
)
from relaybot.richtext.plain import marks_of, words_of
from relaybot.telegram.limits import host_of

_WORD_JOINER = "\u2060"  # invisible, and no part of a name: what it splits is no entity any more
_INDENT = "    "
_EMPTY_CELL = "–"
_DASHES = ("—", "–")  # begin the line that says whose words a quotation has
_TAGS: dict[type, str] = {Strong: "b", Emphasis: "i", Strike: "s"}

# Patterns that begin with a plain character, and not with a look back or a letter of either case,
# let the search hop to it: seven times as fast, and every word of every post is searched.
# A whole address that Telegram itself makes a link of: an "@" or "/" within it is left alone.
_TTP = r"(?i:ttps?)://(?:[\w-]+\.)+[\w-]+(?::\d+)?(?:/[\w\-.~:/?#@!$&*+,;=%]*)?"
# What tdlib's match_mentions, match_bot_commands and tg:// links look for. A sign at the end of
# a node counts too: the name may stand in the next one.
_ENTITY_SIGN = (
    r"@(?<![A-Za-z0-9_]@)(?=[A-Za-z0-9_]|\Z)"
    r"|/(?<![A-Za-z0-9_/<>]/)(?=[A-Za-z0-9_]|\Z)"
    r"|t(?i:g|on|onsite):(?=//)|T(?i:g|on|onsite):(?=//)"
)
_HARMFUL = re.compile(f"h{_TTP}|H{_TTP}|{_ENTITY_SIGN}", re.ASCII)
_DOTTED = re.compile(r"\.(?<=\w\.)[^\W\d_]{2}")
_FOREIGN_HOST = re.compile(
    r"https?:(?=//[^\s/]*[^\x00-\x7f\s/])|[\w-]*[^\W\d_\x00-\x7f][\w-]*(?=\.[^\W\d_]{2,})"
)
_CLAIMED_HOST = re.compile(
    r"(?:https?://|\bwww\.)(?P<inside>[\w.-]+)|\A(?P<whole>(?:[\w-]+\.)+[a-z]{2,})(?:[:/?#]\S*)?\Z",
    re.IGNORECASE,
)

_SCHEME = re.compile(r"https?://(?=\S+\Z)", re.IGNORECASE)
_OPENS = re.compile(r"(?:https?://|\bwww\.)[^\s/()\[\]]*", re.IGNORECASE)
_JOINT = re.compile(r"\.(?=[^\W\d_])|(?<=[a-z]):(?=//)", re.IGNORECASE)

Open = frozenset[str]  # the tags we are inside of
_OUTSIDE: Open = frozenset()
_FOLD = "blockquote expandable"


def escape(text: str) -> str:
    """Escape for text and for attribute values in double quotes.

    Half a surrogate pair, which no request can carry, becomes "?".
    """
    if not text.isprintable():  # half a pair never is
        text = text.encode(errors="replace").decode()
    # Not html.escape alone: it writes &#x27; for an apostrophe, six bytes where one will do.
    return html.escape(text, quote=False).replace('"', "&quot;")


def to_html(document: Document) -> str:
    """Write a document in Telegram's HTML."""
    return _blocks(document.blocks, _OUTSIDE).strip()


def to_folded_html(document: Document) -> str:
    """Write a document of which three lines are seen until it is tapped; quotes become italics."""
    return _tag(_FOLD, _blocks(document.blocks, frozenset({_FOLD})).strip(), _OUTSIDE)


def _blocks(blocks: tuple[Block, ...], inside: Open, between: str = "\n\n") -> str:
    text, gap = "", ""
    for block in blocks:
        if rendered := _block(block, inside):
            text += gap + rendered
            gap = "\n" if isinstance(block, Heading) else between
    return text


def _block(block: Block, inside: Open) -> str:  # noqa: C901 - one flat case per kind of block
    match block:
        case Paragraph(children):
            return _inlines(children, inside).strip()
        case Heading(_, children):
            return _tag("b", _inlines(children, inside | {"b"}).strip(), inside)
        case Quote(children):
            return _quote(children, inside)
        case Listing():
            return _listing(block, inside)
        case CodeBlock(text):
            return _tag("pre", escape(text), inside)
        case Picture():
            words = block.caption or (Text(block.alt or "Picture"),)
            return "🖼 " + _link(Link(block.url, words), inside)
        case Embed(name, url):
            return "▶ " + _link(Link(url, (Text(name),)), inside)
        case Table(rows):
            return "\n".join(filter(None, (_row(row, inside) for row in rows)))
        case Divider():
            return "———"


def _quote(children: tuple[Block, ...], inside: Open) -> str:
    if _FOLD not in inside:
        return _tag("blockquote", _blocks(children, inside | {"blockquote"}), inside)
    # Telegram refuses a quote within a quote, and a fold is one. Whose words they were is not said.
    said = [not _names_source(block) for block in children]
    end = len(said) if all(said) else said.index(False)
    words = _tag("i", _blocks(children[:end], inside | {"i"}), inside)
    return "\n".join(filter(None, (words, _blocks(children[end:], inside))))


def _names_source(block: Block) -> bool:
    return isinstance(block, Paragraph) and words_of(block.children).lstrip().startswith(_DASHES)


def _listing(listing: Listing, inside: Open) -> str:
    lines = []
    for mark, item in zip(marks_of(listing), listing.items, strict=True):
        # A quote within an item would break the item apart: it stays words.
        content = _blocks(item, inside | {"blockquote"}, "\n")
        lines.append(f"{mark} " + content.replace("\n", "\n" + _INDENT))
    return "\n".join(lines)


def _row(cells: tuple[tuple[Inline, ...], ...], inside: Open) -> str:
    """An empty cell keeps its place, lest the values behind it stand in another's column."""
    texts = [" ".join(_inlines(cell, inside).split()) for cell in cells]
    while texts and not texts[-1]:
        del texts[-1]
    return " · ".join(text or _EMPTY_CELL for text in texts)


def _inlines(children: tuple[Inline, ...], inside: Open) -> str:
    return "".join([_inline(child, inside) for child in children])


def _inline(node: Inline, inside: Open) -> str:
    match node:
        case Text(text):
            return escape(_defuse(text if "a" in inside else dead(text)))
        case Strong(children) | Emphasis(children) | Strike(children):
            tag = _TAGS[type(node)]
            return _tag(tag, _inlines(children, inside | {tag}), inside)
        case Code(text):
            return _tag("code", escape(text), inside)
        case Link():
            return _link(node, inside)
        case LineBreak():
            return "\n"


def _tag(tag: str, content: str, inside: Open) -> str:
    if tag in inside or not content.strip():
        return content
    return f"<{tag}>{content}</{tag.split()[0]}>"


def _link(link: Link, inside: Open) -> str:
    words = _inlines(link.children, inside | {"a"})
    said = words_of(link.children).strip()
    if "a" in inside or not said:
        return words
    if link.url.lower().startswith("mailto:"):  # Telegram drops such links
        mailbox = link.url.partition(":")[2].partition("?")[0]
        return words if mailbox in said else f"{words} ({escape(mailbox)})"
    host = host_of(link.url)
    if not host:
        return words
    target = f'<a href="{escape(link.url)}">'
    if _lies(said, host):
        return (
            f"{escape(_defuse(_disjointed(words_of(link.children))))} ({target}{escape(host)}</a>)"
        )
    if named := _SCHEME.match(said):  # an address as people write it
        words = escape(_defuse(said[named.end() :]))
    return f"{target}{words}</a>"


def _lies(said: str, host: str) -> bool:
    """Tell whether words look like an address of another host than the one they lead to."""
    claims = (found["inside"] or found["whole"] for found in _CLAIMED_HOST.finditer(said))
    return any(not _same_site(claim.rstrip(".").lower(), host.lower()) for claim in claims)


def _same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith("." + other) or other.endswith("." + one)


def dead(text: str) -> str:
    """Return words in which no address opens: Telegram makes a link of each that it finds."""
    if "." not in text or ("://" not in text and "www." not in text.lower()):  # four times as fast
        return text
    return _OPENS.sub(lambda found: _disjointed(found[0]), text)


def _disjointed(text: str) -> str:
    return _JOINT.sub(lambda found: _WORD_JOINER + found[0], text)


def _defuse(text: str) -> str:
    """Keep words from becoming mentions and commands; hashtags are harmless and stay.

    An address in other than Latin letters is for reading, not for opening: it may only look like
    the one it seems.
    """
    if not text.isascii() and _DOTTED.search(text):
        text = _FOREIGN_HOST.sub(lambda found: found[0] + _WORD_JOINER, text)
    if "@" not in text and "/" not in text:
        return text
    return _HARMFUL.sub(lambda it: it[0] if "://" in it[0] else it[0] + _WORD_JOINER, text)
