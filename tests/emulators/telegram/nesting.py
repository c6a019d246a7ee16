"""Which entities may stand within which, as tdlib's `fix_entities` puts them right.

Nothing is refused here: what may not be is dropped, joined or split without a word.
Read in td/telegram/MessageEntity.cpp of 2026.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.emulators.telegram.entities import Entity

MOST_ENTITIES = 100  # that a bot gives; what Telegram finds by itself is not among them

SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
BLOCKQUOTES = ("blockquote", "expandable_blockquote")
VERBATIM = ("pre", "code")
# Who comes first where two cover the same words; of those that cannot share, the first stays.
_PRIORITY = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Return them by place, longer ones first."""
    return sorted(entities, key=lambda e: (e.offset, -e.length, _PRIORITY.get(e.type, 50)))


def fixed(entities: Iterable[Entity]) -> list[Entity]:
    """Return what is left of entities given in any way."""
    given = in_order(entity for entity in entities if entity.length > 0)
    styles = [entity for entity in given if entity.type in SPLITTABLE]
    quotes = _apart([entity for entity in given if entity.type in BLOCKQUOTES])
    others = [e for e in given if e.type not in SPLITTABLE and e.type not in BLOCKQUOTES]
    kept = [each for each in _apart(others) if not any(_cross(each, quote) for quote in quotes)]
    continuous = in_order(kept + quotes)
    return in_order(continuous + split(styles, continuous))


def limited(entities: Sequence[Entity]) -> tuple[list[Entity], int]:
    """Return what Telegram keeps, and how many it drops: links and quotes count before styles."""
    emoji = [entity for entity in entities if entity.type == "custom_emoji"]
    first = [e for e in entities if e.type not in SPLITTABLE and e.type != "custom_emoji"]
    last = split([entity for entity in entities if entity.type in SPLITTABLE], ())
    counted = first + last
    return in_order(emoji + counted[:MOST_ENTITIES]), max(0, len(counted) - MOST_ENTITIES)


def _apart(entities: list[Entity]) -> list[Entity]:
    """Of those that overlap or stand within each other, the first stays."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _cross(entity: Entity, quote: Entity) -> bool:
    """A link may stand in a quote; neither half in it nor around it."""
    overlap = entity.offset < quote.end and quote.offset < entity.end
    return overlap and not (quote.offset <= entity.offset and entity.end <= quote.end)


class _Splitter:
    """Joins styles of one kind, and cuts all that are open wherever another begins."""

    def __init__(self) -> None:
        self.result: list[Entity] = []
        self._open: dict[str, Entity] = {}

    def begin(self, entity: Entity) -> None:
        """Let a style begin, or go on."""
        already = self._open.get(entity.type)
        if already and entity.offset <= already.end:
            longer = max(already.end, entity.end) - already.offset
            self._open[entity.type] = replace(already, length=longer)
            return
        self.cut(entity.offset)
        self._open[entity.type] = entity

    def cut(self, at: int) -> None:
        """Write down what stands before a place; what goes beyond it stays open."""
        for kind in SPLITTABLE:
            style = self._open.get(kind)
            if style is None or style.offset >= at:
                continue
            before = replace(style, length=min(style.end, at) - style.offset)
            self.result.append(before)
            del self._open[kind]
            if style.end > at:
                self._open[kind] = replace(style, offset=at, length=style.end - at)


def split(styles: Sequence[Entity], around: Sequence[Entity]) -> list[Entity]:
    """Return the styles, cut at the ends of what is around them; within code there are none."""
    splitter, rest, stack = _Splitter(), list(styles), list[Entity]()

    def go_to(place: int) -> None:
        while rest and rest[0].offset < place:
            splitter.begin(rest.pop(0))
        splitter.cut(place)

    def close_before(place: int) -> None:
        while stack and place >= stack[-1].end:
            written = len(splitter.result)
            go_to(stack[-1].end)
            if stack.pop().type in VERBATIM:
                del splitter.result[written:]

    for other in around:
        close_before(other.offset)
        go_to(other.offset)
        stack.append(other)
    end = max((entity.end for entity in (*styles, *around)), default=0) + 1
    close_before(end)
    go_to(end)
    return in_order(splitter.result)
