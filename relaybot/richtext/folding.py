"""Two texts that say the same, whatever their case, accents, quotes and dashes."""

import re
import unicodedata

_BEGINNING = 24  # characters
_UNSAID = re.compile(r"[\W_]+")  # accents, too, once they stand apart


def fold(text: str) -> str:
    """The letters and digits alone, in lower case, without accents; "" when there are none."""
    return _UNSAID.sub("", unicodedata.normalize("NFKD", text.casefold()))


def says_the_same(one: str, other: str) -> bool:
    """Whether both have letters or digits, and the same."""
    if not _may_say_the_same(one, other):
        return False
    folded = fold(one)
    return bool(folded) and folded == fold(other)


def _may_say_the_same(one: str, other: str) -> bool:
    """Whether they begin alike: most do not, and whole paragraphs are compared with a title."""
    if not one or not other:
        return False
    begin, another = fold(one[:_BEGINNING]), fold(other[:_BEGINNING])
    return begin.startswith(another) or another.startswith(begin)


def says_nearly_the_same(one: str, other: str) -> bool:
    """The same, or one is the shortened beginning of the other (of 12 letters or more)."""
    shorter, longer = sorted((fold(one), fold(other)), key=len)
    return bool(shorter) and (
        shorter == longer or (len(shorter) >= 12 and longer.startswith(shorter))
    )
