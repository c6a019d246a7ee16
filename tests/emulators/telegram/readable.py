"""A message as readers get it: cleaned, trimmed, with the entities that are left.

As tdlib's `fix_formatted_text` does it (td/telegram/MessageEntity.cpp of 2026).
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from tests.emulators.telegram.entities import Entity, Parsed, utf16
from tests.emulators.telegram.found import found_in
from tests.emulators.telegram.nesting import fixed, in_order, limited

# Line and paragraph separators, directions of writing, and three marks that draw lines.
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_MARKS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
# A text of nothing else is no text.
_BLANK = re.compile("[ \n\t\u1680\u180e\u2000-\u200d\u202e\u202f\u205f\u2800\u3000\ufffc\u00a0]*")


def finished(text: str, entities: Iterable[Entity]) -> Parsed:
    """Return what becomes of a text and what was marked in it."""
    cleaned, moved = _clean(text, fixed(entities))
    cleaned, moved = _trimmed(cleaned, fixed(moved))
    if _BLANK.fullmatch(cleaned):
        return Parsed("", ())
    kept, dropped = limited(moved)
    return Parsed(cleaned, tuple(in_order(kept + found_in(cleaned, kept))), dropped)


def _clean(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    skipped = [utf16(text[: found.start()]) for found in _REMOVED.finditer(text)]

    def moved(offset: int) -> int:
        return offset - sum(at < offset for at in skipped)

    cleaned = _CONTROL.sub(" ", _REMOVED.sub("", text))
    cleaned = _MARKS.sub(lambda run: "\u200c" * len(run[0]), cleaned)
    placed = [_at(entity, moved(entity.offset), moved(entity.end)) for entity in entities]
    return cleaned, placed


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Spaces and line breaks go: at the end always, before the text only up to an entity."""
    text = text.rstrip(" \n")
    end = utf16(text)
    kept = [_at(entity, entity.offset, min(entity.end, end)) for entity in entities]
    kept = [entity for entity in kept if entity.length > 0]
    first = kept[0].offset if kept else end
    shift = min(len(text) - len(text.lstrip(" \n")), first)
    return text[shift:], [replace(entity, offset=entity.offset - shift) for entity in kept]


def _at(entity: Entity, start: int, end: int) -> Entity:
    return replace(entity, offset=start, length=end - start)
