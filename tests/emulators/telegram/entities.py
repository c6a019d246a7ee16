"""Text and what it means: entities, counted in UTF-16 code units as Telegram counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of the text with a meaning; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None

    @property
    def end(self) -> int:
        """Return the offset behind it."""
        return self.offset + self.length

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
        return raw[entity.offset * 2 : entity.end * 2].decode("utf-16-le")

    def words(self, kind: str) -> list[str]:
        """Return the words of every entity of a type."""
        return [self.covered(entity) for entity in self.entities if entity.type == kind]

    def links(self) -> dict[str, str]:
        """Return the links: words → address."""
        return {self.covered(e): e.url for e in self.entities if e.type == "text_link" and e.url}


def utf16(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
