"""Addresses within words: bare ones become links, false ones lose their mask.

The words of a link must never look like another address than the one it leads to: a reader
judges a link by what it says.
"""

import re
import unicodedata

from relaybot.richtext.addresses import host_of, web_address, without_trackers

_BARE = re.compile(
    r"(?<![\w@./-])(?:https?://|www\.(?=\w)|(?:[a-z0-9-]{1,63}\.){1,4}(?:com|edu|gov|info|net|org|us)/)"
    r"[^\s<>\"“”«»]{2,2000}",
    re.IGNORECASE,
)
_CLOSING = {")": "(", "]": "[", "}": "{"}
# Words that name a host: always with a scheme or www., else by the ending that people know.
_NAMES_HOST = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:/*|(?:www\.)|(?<![^\s(\[{<\"'“‘@]))"
    r"((?:[^\W_][\w-]*\.)+[^\W\d_]{2,24})(?![\w.-]*\w)",
    re.IGNORECASE,
)
_KNOWN_ENDING = re.compile(
    r"\.(?:com|org|net|edu|gov|mil|int|info|biz|io|co|us|me|app|dev|uk|ca|de|eu|tv|fm|ly|gl|be|to"
    r"|xyz|online|site|shop|link|club|news|coop|ru|cn|ch|fr|es|mx|nl|it)$",
    re.IGNORECASE,
)


def bare_addresses(text: str) -> list[tuple[str, str | None]]:
    """The text in pieces, each with the address it is, or None for words around addresses."""
    if "/" not in text and "www." not in text:
        return [(text, None)]
    pieces: list[tuple[str, str | None]] = []
    at = 0
    for match in _BARE.finditer(text):
        said = _without_closing_marks(match.group())
        url = web_address(said if "://" in said else f"https://{said}")
        if url is None or poses_as_another(said, url):
            continue
        if match.start() > at:
            pieces.append((text[at : match.start()], None))
        shorter = without_trackers(url)
        pieces.append((said if shorter == url else shorter, shorter))
        at = match.start() + len(said)
    return [*pieces, (text[at:], None)] if at < len(text) else pieces


def poses_as_another(words: str, url: str) -> bool:
    """Whether the words of a link look like an address elsewhere than `url` leads."""
    if not words.isascii():
        words = unicodedata.normalize("NFKC", words).replace("\u3002", ".")
    if "." not in words:
        return False
    tokens = words[:3000].split()
    # The first address in a token counts: what follows is its path, however it looks.
    first = filter(None, map(_NAMES_HOST.search, (token for token in tokens if "." in token)))
    alone = len(tokens) == 1 and not words.startswith("@")  # a name on a network holds dots, too
    named = [match[1] for match in first if alone or _is_surely_address(match)]
    true_host = host_of(url) if named else ""
    return any(not _same_place(one.lower().removeprefix("www."), true_host) for one in named)


def _without_closing_marks(said: str) -> str:
    """Without the full stop or bracket that ends the sentence around it."""
    while said:
        last = said[-1]
        opening = _CLOSING.get(last)
        if opening and said.count(opening) >= said.count(last):
            break
        if not opening and last not in ".,;:!?'’…*_":
            break
        said = said[:-1]
    return said


def _is_surely_address(match: re.Match[str]) -> bool:
    said = match.group().lower()
    return ":" in said or said.startswith("www.") or bool(_KNOWN_ENDING.search(said))


def _same_place(named: str, true_host: str) -> bool:
    return named == true_host or true_host.endswith("." + named)
