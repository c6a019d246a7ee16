"""What is mended in an XML document before a strict parser sees it.

A strict parse is quicker and truer than feedparser's lenient one, and most broken feeds are broken
in one of these few ways. Declared entities are dropped with the DOCTYPE: they are how a few hundred
bytes become gigabytes ("billion laughs").
"""

import html.entities
import re
from dataclasses import dataclass

_ROOT = re.compile(r"<(?:([A-Za-z][\w.-]*):)?(rss|feed|RDF)(?=[\s/>])", re.I)
_HTML = re.compile(r"<html[\s>]", re.I)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|&#x(d[89ab][0-9a-f]{2});&#x(d[c-f][0-9a-f]{2});"
    r"|&(?!(?:amp|lt|gt|quot|apos);)(?:#(\d{1,8});|#x([0-9a-f]{1,8});|([A-Za-z][A-Za-z0-9]*);)?",
    re.I | re.S,
)
_ENTRY_END = re.compile(r"</(?:[A-Za-z][\w.-]*:)?(?:item|entry)\s*>", re.I)


@dataclass(frozen=True, slots=True)
class Repaired:
    """A document ready for a strict parser; `complete` is False when its end was missing."""

    text: str
    complete: bool


def repair(text: str) -> Repaired | None:
    """Mend what can be mended; None when nothing in the text opens a feed.

    A document that is cut short before its first entry ends comes back empty.
    """
    root = _ROOT.search(text)
    if not root or _HTML.search(text, 0, root.start()):
        return None
    # What stands before the root (PHP warnings, blank lines, DOCTYPE) is not read; neither is
    # what was printed after its end.
    body, complete = _whole(text[root.start() :], root)
    body = _ILLEGAL.sub("", body)
    return Repaired(_REFERENCE.sub(_mended, body), complete)


def _whole(text: str, root: re.Match[str]) -> tuple[str, bool]:
    """Cut after the root's end, or after the last whole entry when there is none."""
    end_tag = f"</{root[1]}:{root[2]}" if root[1] else f"</{root[2]}"
    end = text.rfind(end_tag)
    if end != -1 and not _in_cdata(text, end):
        return f"{text[:end]}{end_tag}>", True
    if re.match(r"<[^<>]*/>", text):
        return text, True
    kept = text[: _end_of_last_entry(text)]
    if not kept:
        return "", False
    channel = root[2].lower() == "rss" and re.search(r"<channel[\s>]", kept, re.I)
    return f"{kept}{'</channel>' if channel else ''}{end_tag}>", False


def _end_of_last_entry(text: str) -> int:
    """Return where the last entry that was closed ends; 0 when there is none."""
    for found in reversed(list(_ENTRY_END.finditer(text))):
        if not _in_cdata(text, found.start()):
            return found.end()
    return 0


def _in_cdata(text: str, position: int) -> bool:
    return text.rfind("<![CDATA[", 0, position) > text.rfind("]]>", 0, position)


def _mended(match: re.Match[str]) -> str:
    high, low, decimal, hexadecimal, name = match.groups()
    if high:  # half of a pair each, as JavaScript and Java count
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10 | int(low, 16) & 0x3FF))
    if decimal:
        return _character(int(decimal))
    if hexadecimal:
        return _character(int(hexadecimal, 16))
    if name:
        return html.entities.html5.get(f"{name};") or f"&amp;{name};"
    return "&amp;" if match.group() == "&" else match.group()


def _character(number: int) -> str:
    if number > 0x10FFFF or _ILLEGAL.match(chr(number)):
        return "\ufffd"
    return f"&#{number};"
