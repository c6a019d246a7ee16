"""Whether a feed's summary says something of its own: a subtitle, a teaser that a person wrote.

Most summaries are the beginning of the body, cut off by a machine, with or without its title,
byline, captions and links; or what a platform puts below it, and nothing else.
"""

import re

from relaybot.feeds.folding import fold, fold_markup
from relaybot.model.raw import RawEntry
from relaybot.richtext.characters import plain_text

_MOST = 200_000  # characters of a summary that are looked at
_TAIL = 700  # characters at its end in which a footer is looked for
# How an excerpt ends when a machine made it; looked for from where such an ending may begin.
_CUT = re.compile(
    r"(?:[\[(]?(?:…|\.\.\.)[\])]?\s*"
    r"|[\[(]?(?:read (?:more|on|the (?:full|rest))|continue reading|keep reading|learn more"
    r"|leer m[aá]s|(?:seguir|sigue|contin[uú]a) leyendo|view (?:post|article))\b.*"
    r"|(?:the post|la entrada|el art[ií]culo) .{1,500} (?:appeared first on|first appeared on"
    r"|se public[oó] primero en|apareci[oó] primero en) .*)+$",
    re.I | re.S,
)
_MEDIUM = re.compile(r".{1,300} was originally published in .{1,120} on medium", re.I | re.S)
_BYLINE = re.compile(r"(?:(?:posted |written )?(?:by|por)|author|autora?)\b.{0,80}$", re.I)
_WORD = re.compile(r"\w")
_START = 1_500  # characters of the body
_OPENING = 12  # words
_SHINGLE = 3  # words that stand side by side
_FEW = 8  # words; a shorter summary is compared as a whole
_REPEATED = 0.7  # share of a summary that stands in the body


def own_summary(entry: RawEntry) -> str:
    """Return the summary of an entry that has a body too, "" when it adds nothing to that."""
    if not entry.content or not entry.summary:
        return ""
    words = plain_text(entry.summary[:_MOST])
    own = words[:-_TAIL] + _CUT.sub("", words[-_TAIL:])
    said = fold(own)
    if not _WORD.search(own) or said == fold_markup(entry.title) or _is_byline(own, entry.author):
        return ""
    if _MEDIUM.match(own):
        return ""
    # As far into the body as an excerpt reaches, with what it leaves out: captions, addresses.
    start, reach = entry.content[:_START], entry.content[: 3 * len(entry.summary) + 2_000]
    repeats = _opens(said, fold_markup(start)) or _stands_in(said, fold_markup(reach))
    return "" if repeats else entry.summary


def _is_byline(words: str, author: str) -> bool:
    return bool(author) and fold(author) in fold(words) and bool(_BYLINE.match(words))


def _opens(said: str, start: str) -> bool:
    """Say whether a longer text begins near the start of the body: that is soon found out."""
    words = said.split()[:_OPENING]
    return len(words) == _OPENING and " ".join(words) in start


def _stands_in(said: str, body: str) -> bool:
    """Say whether folded words are most of them words of the body, in the same order."""
    words = said.split()
    if len(words) < _FEW:
        return said in body[: 2 * len(said) + 400]
    apart = (" ".join(words[at : at + _SHINGLE]) for at in range(0, len(words) - 2, _SHINGLE))
    found = [shingle in body for shingle in apart]
    return sum(found) >= _REPEATED * len(found)
