"""A body as it came → markup that is safe to parse and says what its author saw.

- A body without any tag is plain text: its lines are kept.
- A body escaped once too often is unescaped.
- Tags nested absurdly deep are left out: the parser's time grows with the square of the depth
  (100,000 open `<div>` take lexbor 20 s; measured 2026-11).
"""

import html
import re
from itertools import pairwise

_TAG = re.compile(r"<[a-zA-Z/!]")
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|div|br|a|ul|ol|li|h[1-6]|strong|em|img|blockquote)\b", re.I)
# Signs that were escaped twice.
_TWICE = re.compile(r"&amp;(#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_ALONE_TWICE = re.compile(r"(?<=\s)&amp;(amp|lt|gt);(?=\s)")
_MARKUP_SIGNS = frozenset("&<>\"'")
# Shortcodes of WordPress plugins that were not there any more when the feed was made.
_CODES = re.compile(
    r"\[/?(?:et_pb_\w+|vc_\w+|fusion_\w+|av_\w+|tribe_\w+|gravityforms?|contact-form-7|wpforms|ninja_forms?"
    r"|mc4wp_form|jetpack[_-]\w+|sharethis\S*|addtoany|smartslider3|elementor-template|caption|gallery"
    r"|tablepress|metaslider|soliloquy|smartslider\d?)(?:\s[^\[\]<>]{0,1000})?\]",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"\[caption[^\[\]<>]{0,500}\]((?:<a\b[^>]{0,2000}>\s*)?<img\b[^>]{0,4000}>(?:\s*</a>)?)"
    r"([^\[]{0,2000})\[/caption\]",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(
    r"<(?:p|div|br|li|h[1-6]|tr|td|blockquote|pre|ul|ol|section|article|figure|hr)\b", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)[^>]*>?")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_BULLET = re.compile(r"\s*(?:[-*•–]|\d{1,3}[.)])\s")
_CLOSED_BY_OTHERS = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "option"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
_MANY_TAGS = 2000  # below this the depth does not matter: 0.01 s at worst
_DEEPEST = 200
_SHORT_LINE = 60  # a line that ends earlier was ended on purpose, not wrapped


def prepared(body: str) -> str:
    """Markup to parse for this body."""
    if "&amp;" in body:
        body = _once(body)
    if "[" in body:
        body = _CODES.sub("", _CAPTION.sub(_caption, body))
    if not _TAG.search(body):
        if not _ESCAPED_TAG.search(body):
            return _lines_kept(body)
        body = html.unescape(body)
    if not _BLOCK_TAG.search(body):
        body = _BLANK_LINE.sub("<p>", body.replace("\r\n", "\n"))
    return _flattened(body) if body.count("<") > _MANY_TAGS else body


def _once(body: str) -> str:
    """Without the second escape of signs; never of those that could make a tag of words.

    An "&", "<" or ">" alone counts as escaped twice where others are.
    """
    read = _TWICE.sub(_sign, body)
    return _ALONE_TWICE.sub(r"&\1;", read) if read != body else body


def _sign(match: re.Match[str]) -> str:
    escaped = f"&{match[1]};"
    sign = html.unescape(escaped)
    return match.group() if sign == escaped or sign in _MARKUP_SIGNS else escaped


def _caption(match: re.Match[str]) -> str:
    return f"<figure>{match[1]}<figcaption>{match[2]}</figcaption></figure>"


def _lines_kept(text: str) -> str:
    """Plain text: blank lines separate paragraphs, lines that were ended on purpose stay."""
    parts = _BLANK_LINE.split(text.replace("\r\n", "\n").strip())
    return "".join(f"<p>{_broken(part)}" for part in parts).replace("\x00", "")


def _broken(paragraph: str) -> str:
    lines = paragraph.split("\n")
    out = lines[:1]
    for before, line in pairwise(lines):
        on_purpose = len(before.strip()) < _SHORT_LINE or _BULLET.match(line)
        out += ["<br>" if on_purpose else " ", line]
    return "".join(out)


def _flattened(body: str) -> str:
    """Without the tags that open below the deepest level anyone needs, and their ends."""
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        name = match[2].lower()
        if name in _VOID or name in _CLOSED_BY_OTHERS:
            return match.group()
        depth = max(0, depth - 1) if match[1] else depth + 1
        return match.group() if depth < _DEEPEST + (not match[1]) else ""

    return _ANY_TAG.sub(kept, body)
