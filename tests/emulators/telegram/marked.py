"""What a tag means once its end has come: the entity over its words, or none."""

import re

from tests.emulators.telegram.entities import Entity, utf16
from tests.emulators.telegram.links import LinkError, checked, user_of
from tests.emulators.telegram.markup_reader import MarkupError, Open, Reader

TAGS = {
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
_DATE_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_LANGUAGE = "language-"


def mark(reader: Reader, opened: Open) -> None:
    """Add the entity of a tag that ends here; a tag around nothing means nothing."""
    words = reader.text[opened.position :]
    if not words:
        return
    kind, given = TAGS[opened.tag], opened.attributes
    start, length = utf16(reader.text[: opened.position]), utf16(words)
    if kind == "text_link":
        reader.entities += _linked(start, length, given.get("href") or words)
    elif kind in ("pre", "code"):
        _verbatim(reader.entities, kind, (start, length), given.get("class", ""))
    elif kind == "date_time":
        reader.entities += _dated(start, length, given)
    else:
        if kind == "custom_emoji":
            _check_emoji(given.get("emoji-id", ""))
        folds = kind == "blockquote" and "expandable" in given
        kind = "expandable_blockquote" if folds else kind
        reader.entities.append(Entity(kind, start, length))


def _linked(start: int, length: int, link: str) -> list[Entity]:
    """Where it is no address, the words stay and the link is lost."""
    if user_of(link):
        return [Entity("text_mention", start, length, link)]
    try:
        return [Entity("text_link", start, length, checked(link))]
    except LinkError:
        return []


def _verbatim(entities: list[Entity], kind: str, extent: tuple[int, int], classes: str) -> None:
    """`pre` and `code` around the same words are one, if they name a language."""
    language = classes.removeprefix(_LANGUAGE) if classes.startswith(_LANGUAGE) else None
    language = language if kind == "code" else None
    last = entities[-1] if entities else None
    other = "pre" if kind == "code" else "code"
    if last and (last.type, last.offset, last.length) == (other, *extent):
        named = language or (last.language if last.type == "code" else None)
        if named:
            entities[-1] = Entity("pre", *extent, language=named)
            return
    entities.append(Entity(kind, *extent, language=language))


def _dated(start: int, length: int, given: dict[str, str]) -> list[Entity]:
    if not _DATE_FORMAT.fullmatch(given.get("format", "")):
        raise MarkupError("Invalid date-time format specified")
    unix = given.get("unix", "")
    valid = unix.isascii() and unix.isdigit() and int(unix) > 0
    return [Entity("date_time", start, length)] if valid else []


def _check_emoji(number: str) -> None:
    if not (number.isascii() and number.isdigit() and int(number)):
        raise MarkupError("Invalid custom emoji identifier specified")
