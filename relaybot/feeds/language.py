"""The language a post is in: as stated, else read off a text that is long enough to be sure.

An entry that states another language than its feed is believed before all. Most other entries only
repeat what their publishing system was set up with, so the directory, where people wrote, comes
first; then the feed. The only home of gcld3.
"""

import re

from relaybot.richtext.characters import plain_text

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")  # BCP 47
_NO_WORDS = ("://", "@", "#")  # what addresses, people and hashtags are known by
_ENOUGH = 160  # letters: about 200 characters with what stands between them
_MOST = 1_000  # characters that are looked at
_IDEOGRAPHS = "\u2e80"  # from here on one letter is a word
# What nobody means: unknown, placeholder text in Latin, and the detector's old name for Hebrew.
_NOT_MEANT = ("und", "la")
_TODAY = {"iw": "he"}
# Written in a script of their own: the detector takes senseless Latin letters for some of them.
_SCRIPTS = """
    am ar be bg bn el fa gu he hi hy ja ka kk km kn ko ky lo mk ml mn mr my ne pa ps ru sd si sr ta
    te tg th uk ur yi zh
"""
_NOT_LATIN = frozenset(_SCRIPTS.split())
_LATIN_ENDS = "\u0370"


def language_of(*, entry: str, feed: str, directory: str | None, markup: str) -> str | None:
    """Return a language tag from what entry, feed and directory state, else from the text."""
    own, general = _tag(entry), _tag(feed)
    if own and _language(own) != _language(general):
        return own
    return _tag(directory or "") or general or own or detected(markup)


def detected(markup: str) -> str | None:
    """Return the language of a text; None when it is short, or both of its halves do not agree."""
    words = plain_text(markup[: 20 * _MOST])[: 2 * _MOST].split()
    text = " ".join(word for word in words if not any(sign in word for sign in _NO_WORDS))[:_MOST]
    if sum(1 + 2 * (sign > _IDEOGRAPHS) for sign in text if sign.isalpha()) < _ENOUGH:
        return None
    middle = len(text) // 2
    first, second = _sure(text[:middle]), _sure(text[middle:])
    return first if first == second else None


def _sure(text: str) -> str | None:
    # Imported late: most feeds state a language. A detector of its own each time (13 µs), since it
    # lets go of the interpreter's lock and says nothing about threads.
    import gcld3

    detector = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * _MOST)
    found = detector.FindLanguage(text)
    code = _TODAY.get(found.language, found.language)
    # "ru-Latn" and the like are most often names and noise.
    if not found.is_reliable or code in _NOT_MEANT or "Latn" in code:
        return None
    return None if code in _NOT_LATIN and _is_latin(text) else code


def _is_latin(text: str) -> bool:
    letters = [sign > _LATIN_ENDS for sign in text if sign.isalpha()]
    return sum(letters) * 2 < len(letters)


def _tag(written: str) -> str:
    """Return a language tag, however a feed writes it; "" when it is none."""
    tag = written.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else ""


def _language(tag: str) -> str:
    return tag.partition("-")[0].lower()
