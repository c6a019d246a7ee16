"""Telegram's HTML, accepted and refused as tdlib's `parse_html` does; the errors are its own.

https://core.telegram.org/bots/api#html-style; td/telegram/MessageEntity.cpp of 2026. In one thing
it is stricter than what could be read there: a quote within a quote, which the page forbids and
tdlib drops without a word, is refused.
"""

from dataclasses import replace

from tests.emulators.telegram.entities import Entity, Parsed
from tests.emulators.telegram.marked import TAGS, mark
from tests.emulators.telegram.markup_reader import (
    SPACE,
    Open,
    Reader,
    lower,
    read_attributes,
    read_character,
)
from tests.emulators.telegram.markup_reader import MarkupError as MarkupError
from tests.emulators.telegram.readable import finished


def parse_html(markup: str) -> Parsed:
    """Parse a message with parse_mode=HTML. Raises MarkupError."""
    reader = Reader(markup)
    while reader.at < len(markup):
        character = reader.peek()
        if character == "&":
            reader.text += read_character(reader)
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
    if any("\ud800" <= character <= "\udfff" for character in reader.text):
        raise MarkupError(
            "Text contains invalid Unicode characters after decoding HTML entities,"
            " check for unmatched surrogate code units"
        )
    return finished(reader.text, map(_without_language, reader.entities))


def parse_plain(text: str) -> Parsed:
    """Read a message without parse_mode."""
    return finished(text, [])


def _without_language(entity: Entity) -> Entity:
    """Only blocks of code have one."""
    return replace(entity, language=None) if entity.type == "code" else entity


def _read_start(reader: Reader) -> None:
    begin = reader.at
    reader.at += 1
    tag = lower(reader.take_until(SPACE + ">"))
    where = reader.where(begin)
    if not reader.peek():
        raise MarkupError(f"Unclosed start tag {where}")
    if tag not in TAGS:
        raise MarkupError(f'Unsupported start tag "{tag}" {where}')
    attributes = read_attributes(reader, tag, where)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise MarkupError(f'Tag "span" must have class "tg-spoiler" {where}')
    if tag == "blockquote" and any(opened.tag == "blockquote" for opened in reader.open):
        raise MarkupError(f"Nested blockquotes are not allowed {where}")
    reader.open.append(Open(tag, len(reader.text), attributes))


def _read_end(reader: Reader) -> None:
    begin = reader.at
    reader.at += 2
    where = reader.where(begin)
    if not reader.open:
        raise MarkupError(f"Unexpected end tag {where}")
    tag = lower(reader.take_until(SPACE + ">"))
    reader.skip_space()
    if reader.peek() != ">":
        raise MarkupError(f"Unclosed end tag {where}")
    reader.at += 1
    opened = reader.open.pop()
    if tag not in ("", opened.tag):
        raise MarkupError(
            f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"'
        )
    mark(reader, opened)
