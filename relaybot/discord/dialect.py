"""Discord's Markdown read back, as its client shows it: for previews."""

import re
from datetime import UTC, datetime

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Of CommonMark, what Discord does not speak.
_NOT_DISCORD = [
    "image",
    "html_inline",
    "html_block",
    "entity",
    "reference",
    "code",
    "hr",
    "lheading",
]
_MOMENT = re.compile(r"(?<!\\)<t:(-?\d+):([Df])>")
_SHOWN = {"softbreak": "\n", "hardbreak": "\n", "s_open": "~~", "s_close": "~~"}  # as words
_SMALL = "-# "  # at the start of a line: small and grey


def _discord_dialect() -> MarkdownIt:
    dialect = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return dialect.enable("strikethrough").disable(_NOT_DISCORD)


_MARKDOWN = _discord_dialect()


def dated(markdown: str) -> str:
    """Return the text with its timestamps told in UTC; each reader's zone is not known here."""
    return _MOMENT.sub(_moment, markdown)


def inline(markdown: str) -> str:
    """Return one line as safe HTML."""
    return str(_MARKDOWN.renderInline(markdown))


def body(markdown: str) -> str:
    """Return a text as safe HTML; links are marked as a feed's."""
    return "\n".join(_part(small, text) for small, text in _parts(markdown))


def words(markdown: str) -> str:
    """Return what is left when marks are taken away, one block a line; what is struck stays so."""
    return "\n".join(_words(text) for _, text in _parts(markdown))


def _moment(match: re.Match[str]) -> str:
    at = datetime.fromtimestamp(int(match[1]), UTC)
    day = f"{at.day} {at:%B %Y}"
    return f"{day} {at:%H:%M} UTC" if match[2] == "f" else day


def _parts(markdown: str) -> list[tuple[bool, str]]:
    """Return the text in parts that are small print, and parts that are not."""
    parts: list[tuple[bool, str]] = []
    for line in markdown.split("\n"):
        small = line.startswith(_SMALL)
        text = line.removeprefix(_SMALL)
        if parts and parts[-1][0] is small:
            parts[-1] = (small, f"{parts[-1][1]}\n{text}")
        else:
            parts.append((small, text))
    return [(small, text) for small, text in parts if text.strip()]


def _part(small: bool, markdown: str) -> str:
    tokens = _MARKDOWN.parse(markdown)
    for token in _walk(tokens):
        if token.type == "link_open":
            token.attrSet("rel", "noopener nofollow")
    html = str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})).strip()
    return f'<div class="msg-small">{html}</div>' if small else html


def _walk(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *_walk(token.children or []))]


def _words(markdown: str) -> str:
    lines: list[str] = []
    mark = ""
    for token in _MARKDOWN.parse(markdown):
        if token.type == "list_item_open":
            mark = f"{token.info}. " if token.info else "• "
        elif token.type in ("inline", "fence"):
            lines.append(mark + _words_of(token).strip())
            mark = ""
    return "\n".join(lines)


def _words_of(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(_SHOWN.get(child.type, child.content) for child in token.children)
