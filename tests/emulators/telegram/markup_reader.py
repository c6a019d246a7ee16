"""Reads the letters of Telegram's HTML: character references, names, attributes, as tdlib does.

The errors are its own, with offsets in bytes. White space and the case of letters are ASCII's.
"""

import re
from dataclasses import dataclass, field

from tests.emulators.telegram.entities import Entity

SPACE = " \t\r\n\0\v"
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_UNQUOTED = re.compile(r"[A-Za-z0-9.\-]*")


class MarkupError(Exception):
    """Telegram would refuse the whole message; the text says why, as tdlib does."""


@dataclass(slots=True)
class Open:
    """A tag whose end has not come yet."""

    tag: str
    position: int  # in the text
    attributes: dict[str, str]


@dataclass(slots=True)
class Reader:
    """How far the markup is read, and what came of it."""

    markup: str
    at: int = 0
    text: str = ""
    open: list[Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def where(self, position: int) -> str:
        """Return a position in bytes, which is how tdlib counts in its messages."""
        return f"at byte offset {len(self.markup[:position].encode())}"

    def take_until(self, ends: str) -> str:
        """Read on up to one of these characters, or the end."""
        start = self.at
        while self.at < len(self.markup) and self.markup[self.at] not in ends:
            self.at += 1
        return self.markup[start : self.at]

    def skip_space(self) -> None:
        """Read on over white space, which for Telegram is ASCII only."""
        while self.at < len(self.markup) and self.markup[self.at] in SPACE:
            self.at += 1

    def peek(self) -> str:
        """Return the next character, or nothing at the end."""
        return self.markup[self.at : self.at + 1]


def read_character(reader: Reader) -> str:
    """Return what stands at an ampersand."""
    found = _CHARACTER.match(reader.markup, reader.at)
    meant = _meant(found) if found else None
    if found is None or meant is None:  # anything unknown is shown as it stands
        reader.at += 1
        return "&"
    reader.at = found.end()
    return meant


def _meant(found: re.Match[str]) -> str | None:
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return _NAMED.get(name)
    if len(found[0].removesuffix(";")) >= 10:
        return None
    code = int(hexadecimal or "0", 16) if hexadecimal is not None else int(decimal or "0")
    return chr(code) if 0 < code < 0x10FFFF else None


def lower(name: str) -> str:
    """ASCII only: a name that merely looks like one, in other letters, is another name."""
    return "".join(c.lower() if c.isascii() else c for c in name)


def read_attributes(reader: Reader, tag: str, where: str) -> dict[str, str]:
    """Read up to the end of a tag. Names are as they are written; one without value is none."""
    attributes: dict[str, str] = {}
    while True:
        reader.skip_space()
        if reader.peek() == ">":
            reader.at += 1
            return attributes
        name = reader.take_until(SPACE + "=>/\"'")
        if not name:
            raise MarkupError(f'Empty attribute name in the tag "{tag}" {where}')
        reader.skip_space()
        if reader.peek() != "=":
            _check_goes_on(reader, tag, where)
            if (tag, name) == ("blockquote", "expandable"):
                attributes[name] = ""
            continue
        reader.at += 1
        reader.skip_space()
        _check_goes_on(reader, tag, where)
        attributes[name] = _read_value(reader, where)


def _check_goes_on(reader: Reader, tag: str, where: str) -> None:
    if not reader.peek():
        raise MarkupError(f'Unclosed start tag "{tag}" {where}')


def _read_value(reader: Reader, where: str) -> str:
    quote = reader.peek()
    value = _read_quoted(reader, quote) if quote in "\"'" else _read_unquoted(reader)
    if not reader.peek():
        raise MarkupError(f"Unclosed start tag {where}")
    return value


def _read_unquoted(reader: Reader) -> str:
    found = _UNQUOTED.match(reader.markup, reader.at)
    value, begin = found[0] if found else "", reader.at
    reader.at += len(value)
    if reader.peek() and reader.peek() not in SPACE + ">":
        raise MarkupError(f"Unexpected end of name token {reader.where(begin)}")
    return lower(value)


def _read_quoted(reader: Reader, quote: str) -> str:
    value = ""
    reader.at += 1
    while reader.peek() and reader.peek() != quote:
        if reader.peek() == "&":
            value += read_character(reader)
        else:
            value += reader.peek()
            reader.at += 1
    reader.at += 1
    return value
