"""Titles and texts made comparable: what two spellings of the same words share."""

import hashlib
import re

from relaybot.richtext.characters import plain_text

_WORDS = re.compile(r"\w+")
_MOST = 200_000  # characters of a body that are looked at


def fold(text: str) -> str:
    """Return plain text without case, punctuation and spacing; of signs only, the signs."""
    return " ".join(_WORDS.findall(text.casefold())) or text.strip()


def fold_markup(markup: str) -> str:
    """Return `fold` of the words in a title or body that may hold markup."""
    return fold(plain_text(markup[:_MOST]))


def digest(*parts: str) -> str:
    """Return 32 hexadecimal digits that stand for these texts in this order."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]
