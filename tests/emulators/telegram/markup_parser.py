"""Telegram's HTML, accepted and refused as tdlib's `do_parse_html` does.

https://core.telegram.org/bots/api#html-style. Texts of the errors are tdlib's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.emulators.telegram.entities import Entity, Parsed, finished, utf16

_TAGS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")


class MarkupError(Exception):
    """Telegram would refuse the whole message; the text says why, as tdlib does."""


@dataclass(slots=True)
class _Open:
    tag: str
    position: int  # in the text
    at: int  # in the markup, for errors
    attributes: dict[str, str]


@dataclass(slots=True)
class _Reader:
    markup: str
    at: int = 0
    text: str = ""
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def offset(self, position: int) -> int:
        """Return a position in bytes, which is how tdlib counts in its messages."""
        return len(self.markup[:position].encode())

    def take(self, wanted: Callable[[str], bool]) -> str:
        """Read on as long as the characters are wanted."""
        start = self.at
        while self.at < len(self.markup) and wanted(self.markup[self.at]):
            self.at += 1
        return self.markup[start : self.at]

    def peek(self) -> str:
        """Return the next character, or nothing at the end."""
        return self.markup[self.at : self.at + 1]


def parse_html(markup: str) -> Parsed:
    """Parse a message with parse_mode=HTML. Raises MarkupError."""
    reader = _Reader(markup)
    while reader.at < len(markup):
        character = reader.peek()
        if character == "&":
            _read_character(reader)
        elif character != "<":
            reader.text += character
            reader.at += 1
        elif markup.startswith("</", reader.at):
            _read_end(reader)
        else:
            _read_start(reader)
    if reader.open:
        last = reader.open[-1]
        raise MarkupError(f'Can\'t find end tag corresponding to start tag "{last.tag}"')
    return finished(reader.text, reader.entities)


def parse_plain(text: str) -> Parsed:
    """Read a message without parse_mode."""
    return finished(text, [])


def _read_character(reader: _Reader) -> None:
    found = _CHARACTER.match(reader.markup, reader.at)
    meant = _meant(found) if found else None
    if found is None or meant is None:  # anything unknown is shown as it stands
        reader.text += "&"
        reader.at += 1
        return
    reader.text += meant
    reader.at = found.end()


def _meant(found: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = found.groups()
    if name:
        return _NAMED.get(name)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF and len(found[0].rstrip(";")) < 10 else None


def _read_start(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 1
    tag = reader.take(lambda c: not c.isspace() and c != ">").lower()
    where = f"at byte offset {reader.offset(begin)}"
    if reader.at == len(reader.markup):
        raise MarkupError(f"Unclosed start tag {where}")
    if tag not in _TAGS:
        raise MarkupError(f'Unsupported start tag "{tag}" {where}')
    attributes = _read_attributes(reader, tag, begin)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise MarkupError(f'Tag "span" must have class "tg-spoiler" {where}')
    if tag == "blockquote" and any(opened.tag == "blockquote" for opened in reader.open):
        raise MarkupError(f"Nested blockquotes are not allowed {where}")
    reader.open.append(_Open(tag, len(reader.text), begin, attributes))


def _read_attributes(reader: _Reader, tag: str, begin: int) -> dict[str, str]:
    attributes: dict[str, str] = {}
    while True:
        reader.take(str.isspace)
        if reader.peek() == ">":
            reader.at += 1
            return attributes
        at = f'the tag "{tag}" at byte offset {reader.offset(begin)}'
        name = reader.take(lambda c: not c.isspace() and c not in "=>").lower()
        if not name:
            raise MarkupError(f"Empty attribute name in {at}")
        reader.take(str.isspace)
        if reader.peek() == "=":
            reader.at += 1
            attributes[name] = _read_value(reader, at)
        elif tag == "blockquote" and name == "expandable":
            attributes[name] = ""
        else:
            raise MarkupError(f"Expected equal sign in declaration of an attribute of {at}")


def _read_value(reader: _Reader, at: str) -> str:
    reader.take(str.isspace)
    quote = reader.peek()
    if not quote:
        raise MarkupError(f"Unclosed start tag of {at}")
    if quote not in "\"'":
        return reader.take(lambda c: c.isalnum() or c in ".-").lower()
    inner = _Reader(reader.markup, reader.at + 1)
    while inner.peek() and inner.peek() != quote:
        if inner.peek() == "&":
            _read_character(inner)
        else:
            inner.text += inner.peek()
            inner.at += 1
    if not inner.peek():
        raise MarkupError(f"Unclosed attribute value of {at}")
    reader.at = inner.at + 1
    return inner.text


def _read_end(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 2
    tag = reader.take(lambda c: not c.isspace() and c != ">").lower()
    reader.take(str.isspace)
    where = f"at byte offset {reader.offset(begin)}"
    if not reader.open:
        raise MarkupError(f"Unexpected end tag {where}")
    if reader.peek() != ">":
        raise MarkupError(f"Unclosed end tag {where}")
    reader.at += 1
    opened = reader.open.pop()
    if tag not in ("", opened.tag):
        raise MarkupError(
            f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"'
        )
    _close(reader, opened)


def _close(reader: _Reader, opened: _Open) -> None:
    words = reader.text[opened.position :]
    if not words:
        return
    kind, url = _TAGS[opened.tag], None
    if opened.tag == "a":
        url = _checked(opened.attributes.get("href") or words)
        if url is None:
            return  # not an address: the words stay, the link is dropped
    if "expandable" in opened.attributes:
        kind = "expandable_blockquote"
    language = opened.attributes.get("class", "").removeprefix("language-") or None
    entity = Entity(
        "text_mention" if url and url.startswith("tg://user") else kind,
        utf16(reader.text[: opened.position]),
        utf16(words),
        url,
        language if opened.tag == "code" else None,
    )
    reader.entities.append(entity)


def _checked(url: str) -> str | None:
    parts = urlsplit(url)
    if parts.scheme in ("tg", "ton", "tonsite"):
        return url
    host = parts.hostname or ""
    return url if parts.scheme in ("http", "https") and ("." in host or ":" in host) else None
