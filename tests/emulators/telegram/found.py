"""What Telegram makes of plain words by itself, as tdlib's `find_entities` finds it."""

import re
from collections.abc import Sequence

from tests.emulators.telegram.entities import Entity, utf16

_NOT_WITHIN = ("pre", "code", "text_link", "text_mention", "url", "custom_emoji", "date_time")
# In order of precedence where two begin together.
_AUTOMATIC: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("url", re.compile(r"(?:https?://|tg://|www\.)(?:[\w-]+\.)*[\w-]+[^\s<>«»“”…\u2060]*")),
    ("url", re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+(?:com|org|net|example|info|me|ch)\b/?[^\s]*")),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{2,32}(?!\w)")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>])")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
    ("cashtag", re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")),
)


def found_in(text: str, given: Sequence[Entity]) -> list[Entity]:
    """Return what is found where nothing given stands."""
    taken = [(entity.offset, entity.end) for entity in given if entity.type in _NOT_WITHIN]
    candidates = [
        Entity(kind, utf16(text[: found.start()]), utf16(found[0]))
        for kind, pattern in _AUTOMATIC
        for found in pattern.finditer(text)
    ]
    result = []
    for entity in sorted(candidates, key=lambda entity: (entity.offset, -entity.length)):
        if all(entity.end <= begin or end <= entity.offset for begin, end in taken):
            taken.append((entity.offset, entity.end))
            result.append(entity)
    return result
