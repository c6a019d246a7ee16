r"""The neutral document in Discord's Markdown. Nothing else in this package escapes.

Discord's dialect: a backslash before any punctuation mark makes it plain; `#`, `-`, `>`, `-#` and
numbers mean something at the start of a line only; `<…>` holds mentions, emoji, timestamps and
links; masked links `[words](url)` work in embeds. @everyone is found before any escaping is looked
at, so it is broken with a zero-width space, as discord.py's own `escape_mentions` does.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, urlsplit

from relaybot.discord.code import code_block, inline_code
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

ZERO_WIDTH_SPACE = "\u200b"
_EMPTY_CELL = "–"

_LINE_ENDS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_PUNCTUATION = re.compile(r"[\\*_~`|<\[\]](?!(?<=\*)\ufe0f?\u20e3)")  # but in a keycap
_SCHEME = re.compile(r"(?<=\w)://")
_INVITE = re.compile(r"(discord(?:app)?\.(?:gg|com\\?/invite))/", re.IGNORECASE)
_PING = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_LINE_START = re.compile(r"(\s*)([>+-]|#(?!\ufe0f?\u20e3)|\d+(?=[.)]))")
_PLAIN_ADDRESS = re.compile(r"https?://[\w!#$%&'+,./:;=?@-]+", re.ASCII)  # nothing to encode
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s/?#]+", re.IGNORECASE)
_BARE_HOST = re.compile(r"^(?:[\w-]+\.)+[a-z]{2,}(?=[/?#:]|$)\S*$", re.IGNORECASE)


def escape(text: str) -> str:
    """Return one line of text that shows as it is: no format, link, mention, emoji or unfurling."""
    return _escape_line_starts(_escape_inline(text))


def to_markdown(document: Document) -> str:
    """Return the document in Discord's Markdown; its pictures are left out."""
    return _blocks(document.blocks, quoted=False)


def link(label: str, url: str) -> str:
    """Return a link whose words never pretend to lead elsewhere."""
    return _link(url, (Text(label),), frozenset())


def quiet_link(words: str, url: str) -> str:
    """Return a link for a message's own text, where Discord would else unfurl it.

    Discord shows no link whose words hold an address: such words stand before it.
    """
    words = _one_line(words)
    if _ADDRESS.search(words) or _BARE_HOST.match(words):
        return f"{escape(words)} ([{_escape_inline(_host(url) or 'link')}](<{_address(url)}>))"
    return f"[{_escape_inline(_bracketless(words))}](<{_address(url)}>)"


def moment(when: datetime) -> str:
    """Return a date that each reader sees in their own zone and way of writing."""
    return f"<t:{int(when.timestamp())}:D>"


def _escape_inline(text: str) -> str:
    if not text.isprintable():
        text = _LINE_ENDS.sub(" ", text)
    text = _PUNCTUATION.sub(_backslashed, text)  # a template takes five times as long
    if "/" in text:
        text = _SCHEME.sub(r"\\://", text)
        text = _INVITE.sub(r"\1\\/", text)
    return _PING.sub("@" + ZERO_WIDTH_SPACE, text) if "@" in text else text


def _backslashed(mark: re.Match[str]) -> str:
    return "\\" + mark[0]


def _escape_line_starts(text: str) -> str:
    return "\n".join(map(_escape_line_start, text.split("\n")))


def _escape_line_start(line: str) -> str:
    match = _LINE_START.match(line)
    if match is None:
        return line
    at = match.end() if match[2].isdigit() else match.start(2)
    return f"{line[:at]}\\{line[at:]}"


def _blocks(blocks: Iterable[Block], *, quoted: bool) -> str:
    text = ""
    previous: Block | None = None
    for block in blocks:
        rendered = _block(block, quoted=quoted)
        if not rendered:
            continue
        if previous is not None:
            text += "\n" if isinstance(previous, Heading) else "\n\n"
        text += rendered
        previous = block
    return text


def _block(block: Block, *, quoted: bool) -> str:  # noqa: C901 - one row per kind of block
    match block:
        case Paragraph(children):
            return _lines(children)
        case Heading(_, children):
            words = _one_line(_inlines(children, frozenset()))
            return f"### {words}" if words else ""
        case Quote(children):
            return _quote(children, quoted=quoted)
        case Listing():
            return _listing(block)
        case CodeBlock(text):
            return code_block(text)
        case Embed(name, url):
            return f"▶ {link(name or url, url)}"
        case Table(rows):
            return "\n".join(filter(None, (_row(row) for row in rows)))
        case Divider():
            return "———"
        case Picture():
            return ""


def _lines(children: Iterable[Inline]) -> str:
    lines = _inlines(children, frozenset()).strip().split("\n")
    return "\n".join(_escape_line_start(line.strip()) for line in lines)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quote(children: Iterable[Block], *, quoted: bool) -> str:
    inner = _blocks(children, quoted=True)
    if quoted or not inner:  # Discord has no quotation within a quotation
        return inner
    return "\n".join(f"> {line}" for line in inner.split("\n"))


def _listing(listing: Listing) -> str:
    rendered = []
    for mark, item in zip(_marks(listing), listing.items, strict=True):
        blocks = filter(None, (_within_item(block) for block in item))
        lines = "\n".join(blocks).split("\n")
        if any(lines):
            rendered.append(mark + ("\n" + " " * len(mark)).join(lines))
    return "\n".join(rendered)


def _marks(listing: Listing) -> Iterable[str]:
    """Numbers that do not count up are words: Discord counts for itself."""
    if listing.start is None:
        return ["- "] * len(listing.items)
    if listing.marks:
        return [f"{_escape_line_start(mark)} " for mark in listing.marks]
    return [f"{mark} " for mark in marks_of(listing)]


def _within_item(block: Block) -> str:
    """A heading would be one of Discord's in the midst of a list, and a quotation none at all."""
    if isinstance(block, Heading):
        return _block(Paragraph((Strong(block.children),)), quoted=True)
    return _block(block, quoted=True)


def _row(cells: Iterable[Iterable[Inline]]) -> str:
    """An empty cell keeps its place, lest the values behind it stand in another's column."""
    words = [_one_line(_inlines(cell, frozenset())) for cell in cells]
    while words and not words[-1]:
        del words[-1]
    return _escape_line_starts(" · ".join(word or _EMPTY_CELL for word in words))


def _inlines(children: Iterable[Inline], within: frozenset[str]) -> str:
    text = ""
    for child in children:
        piece = _inline(child, within)
        if text and piece and text[-1] == piece[0] and piece[0] in "*~`":
            text += ZERO_WIDTH_SPACE  # two neighbours would merge into another mark
        text += piece
    return text


def _inline(node: Inline, within: frozenset[str]) -> str:
    match node:
        case Text(text):
            return _escape_inline(text)
        case Strong(children):
            return _wrap("**", children, within)
        case Emphasis(children):
            return _wrap("*", children, within)
        case Strike(children):
            return _wrap("~~", children, within)
        case Code(text):
            return inline_code(_one_line(text))
        case Link(url, children):
            return _link(url, children, within)
        case LineBreak():
            return "\n"


def _wrap(mark: str, children: Iterable[Inline], within: frozenset[str]) -> str:
    inner = _inlines(children, within | {mark})
    words = inner.strip()
    if mark in within or not words:
        return inner
    before, after = inner.split(words, 1)
    return f"{before}{mark}{words}{mark}{after}"


def _link(url: str, children: tuple[Inline, ...], within: frozenset[str]) -> str:
    words = _one_line(words_of(children))
    if not url.lower().startswith(("http://", "https://")):
        return _mail(url, words, _inlines(children, within))  # Discord links nothing else
    if _pretends(words, url):
        return (
            f"{_escape_inline(words)} ([{_escape_inline(_host(url) or 'link')}]({_address(url)}))"
        )
    if not words:
        label = _escape_inline(_host(url) or "link")
    elif _ADDRESS.match(words):
        label = _escape_inline(_bracketless(words.split("://", 1)[-1]))
    else:
        label = _one_line(_inlines(tuple(map(_label, children)), within))
    return f"[{label}]({_address(url)})"


def _mail(url: str, words: str, markdown: str) -> str:
    """Words with the mailbox they lead to, unless they name it."""
    mailbox = url.partition(":")[2].partition("?")[0]
    is_said = not url.lower().startswith("mailto:") or mailbox in words
    return markdown if is_said or not words else f"{markdown} ({_escape_inline(mailbox)})"


def _label(node: Inline) -> Inline:
    """Square brackets end a label even when escaped, and a link cannot hold another."""
    match node:
        case Text(text):
            return Text(_bracketless(text))
        case Code(text):
            return Code(_bracketless(text))
        case Link(_, children):
            return Text(_bracketless(words_of(children)))
        case LineBreak():
            return Text(" ")
        case Strong(children):
            return Strong(tuple(map(_label, children)))
        case Emphasis(children):
            return Emphasis(tuple(map(_label, children)))
        case Strike(children):
            return Strike(tuple(map(_label, children)))


def _bracketless(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")


def _address(url: str) -> str:
    """Percent-encode what could end a link or format within it."""
    if _PLAIN_ADDRESS.fullmatch(url):
        return url
    return quote(url, safe="!#$%&'+,-./:;=?@[]_" if "://[" in url else "!#$%&'+,-./:;=?@_")


def _host(url: str) -> str:
    try:
        host = urlsplit(url if "://" in url else f"https://{url}").hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


def _pretends(words: str, url: str) -> bool:
    """Tell whether words that look like an address name another host than the link leads to."""
    named = _ADDRESS.findall(words) + _BARE_HOST.findall(words)
    return any(_host(address) != _host(url) for address in named)
