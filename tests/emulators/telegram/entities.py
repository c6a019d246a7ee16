"""Messages as their readers get them: text with entities, as tdlib's `find_entities` finds them."""

import re
from dataclasses import dataclass

MAX_ENTITIES = 100

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


def utf16(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def finished(text: str, entities: list[Entity]) -> Parsed:
    """Trim the text, add what Telegram finds by itself, and drop what is too much."""
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
