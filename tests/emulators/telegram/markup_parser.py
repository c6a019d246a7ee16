"""Telegram's HTML, accepted and refused as tdlib's `do_parse_html` and `find_entities` do.

https://core.telegram.org/bots/api#html-style. Texts of the errors are tdlib's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

MAX_ENTITIES = 100

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
_COUNTED_LAST = ("bold", "italic", "underline", "strikethrough", "spoiler")
_NOT_WITHIN = ("pre", "code", "text_link", "text_mention", "url")
# What Telegram makes of plain words by itself, in order of precedence where two begin together.
_AUTOMATIC: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("url", re.compile(r"(?:https?://|tg://|www\.)(?:[\w-]+\.)*[\w-]+[^\s<>«»“”…\u2060]*")),
    ("url", re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+(?:com|org|net|example|info|me|ch)\b/?[^\s]*")),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{2,32}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")),
)


class MarkupError(Exception):
    """Telegram would refuse the whole message; the text says why, as tdlib does."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of the text with a meaning; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    def to_json(self) -> dict[str, object]:
        """Return it as the Bot API does."""
        given = {"type": self.type, "offset": self.offset, "length": self.length}
        extra = {"url": self.url, "language": self.language}
        return {**given, **{key: value for key, value in extra.items() if value}}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message as its readers get it."""

    text: str
    entities: tuple[Entity, ...]
    dropped: int = 0  # entities beyond Telegram's limit, lost without a word

    def covered(self, entity: Entity) -> str:
        """Return the words an entity stands on."""
        raw = self.text.encode("utf-16-le")
        return raw[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le")

    def words(self, kind: str) -> list[str]:
        """Return the words of every entity of a type."""
        return [self.covered(entity) for entity in self.entities if entity.type == kind]


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


def utf16(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


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
    return _finished(reader.text, reader.entities)


def parse_plain(text: str) -> Parsed:
    """Read a message without parse_mode."""
    return _finished(text, [])


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


def _finished(text: str, entities: list[Entity]) -> Parsed:
    shift = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    end = utf16(text)
    moved = []
    for entity in entities:
        start = max(entity.offset - shift, 0)
        stop = min(entity.offset - shift + entity.length, end)
        if stop > start:
            moved.append(Entity(entity.type, start, stop - start, entity.url, entity.language))
    everything = moved + _automatic(text, moved)
    kept = sorted(everything, key=lambda entity: entity.type in _COUNTED_LAST)[:MAX_ENTITIES]
    kept.sort(key=lambda entity: (entity.offset, -entity.length))
    return Parsed(text, tuple(kept), len(everything) - len(kept))


def _automatic(text: str, given: list[Entity]) -> list[Entity]:
    taken = [
        (entity.offset, entity.offset + entity.length)
        for entity in given
        if entity.type in _NOT_WITHIN
    ]
    candidates = [
        Entity(kind, utf16(text[: found.start()]), utf16(found[0]))
        for kind, pattern in _AUTOMATIC
        for found in pattern.finditer(text)
    ]
    result = []
    for entity in sorted(candidates, key=lambda entity: (entity.offset, -entity.length)):
        start, stop = entity.offset, entity.offset + entity.length
        if all(stop <= begin or end <= start for begin, end in taken):
            taken.append((start, stop))
            result.append(entity)
    return result
