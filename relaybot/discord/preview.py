"""A Discord message as its readers see it, for the demo page and a terminal."""

import re
from datetime import UTC, datetime
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from relaybot.discord.format import DiscordMessage
from relaybot.model.destination import PlatformName
from relaybot.model.preview import Preview

_REL = 'rel="noopener nofollow"'


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


def _discord_dialect() -> MarkdownIt:
    dialect = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return dialect.enable("strikethrough").disable(_NOT_DISCORD)


_MARKDOWN = _discord_dialect()
_MOMENT = re.compile(r"(?<!\\)<t:(-?\d+):d>")


def preview(message: DiscordMessage) -> Preview:
    """Return the message as safe HTML and as text."""
    return Preview(
        platform=PlatformName.DISCORD,
        html=_html(message),
        text="\n".join(part for part in _text_parts(message) if part),
    )


def _html(message: DiscordMessage) -> str:
    parts = _line(message) if message.line else _card(message)
    if message.buttons:
        links = " ".join(_linked(escape(button.label), button.url) for button in message.buttons)
        parts.append(f'<div class="msg-buttons">{links}</div>')
    return "\n".join(('<article class="msg msg-discord">', *parts)) + "</article>"


def _line(message: DiscordMessage) -> list[str]:
    return [f'<div class="msg-body">{_body(_dated(message.line))}</div>']


def _card(message: DiscordMessage) -> list[str]:
    parts = [
        f'<div class="msg-author">{_logo(message)}{_author(message)}</div>',
        f'<div class="msg-title">{_linked(_inline(message.title), message.url)}</div>',
    ]
    if message.description:
        parts.append(f'<div class="msg-body">{_body(message.description)}</div>')
    if message.image:
        parts.append(f'<img class="msg-image" src="{escape(message.image)}" alt="" loading="lazy">')
    return [*parts, f'<div class="msg-footer">{escape(_footer(message))}</div>']


def _dated(markdown: str) -> str:
    return _MOMENT.sub(lambda match: _day(datetime.fromtimestamp(int(match[1]), UTC)), markdown)


def _day(moment: datetime) -> str:
    return f"{moment:%d %B %Y}".lstrip("0")


def _logo(message: DiscordMessage) -> str:
    icon = message.author_icon
    return f'<img class="msg-logo" alt="" src="{escape(icon)}" loading="lazy">' if icon else ""


def _author(message: DiscordMessage) -> str:
    return _linked(escape(message.author_name), message.author_url)


def _linked(html: str, url: str | None) -> str:
    return f'<a href="{escape(url)}" {_REL}>{html}</a>' if url else html


def _inline(markdown: str) -> str:
    return str(_MARKDOWN.renderInline(markdown))


def _body(markdown: str) -> str:
    tokens = _MARKDOWN.parse(markdown)
    for token in _walk(tokens):
        if token.type == "link_open":
            token.attrSet("rel", "noopener nofollow")
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})).strip()


def _walk(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *_walk(token.children or []))]


def _footer(message: DiscordMessage) -> str:
    date = _day(message.timestamp) if message.timestamp else ""
    return " · ".join(filter(None, (message.footer, date)))


def _text_parts(message: DiscordMessage) -> tuple[str, ...]:
    buttons = tuple(f"[{button.label}: {button.url}]" for button in message.buttons)
    if message.line:
        return _words(_dated(message.line)), message.url or "", *buttons
    return (
        message.author_name,
        _words(message.title),
        message.url or "",
        _words(message.description),
        f"[image] {message.image}" if message.image else "",
        _footer(message),
        *buttons,
    )


def _words(markdown: str) -> str:
    """Return what is left when the marks are taken away, one block a line."""
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
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(breaks.get(child.type, child.content) for child in token.children)
