"""Who wrote it, when the text says so in a line of its own near the top.

A line counts as a byline when it begins like one and the rest is names and perhaps a date: "By the
way", "By Monday we need" and "By popular demand" do not.
"""

import re
from typing import NamedTuple

from relaybot.richtext.everyday_words import BEGIN_NO_NAME, is_everyday, is_given_name
from relaybot.richtext.folding import fold, says_the_same

_LABEL = re.compile(
    r"(?P<label>by|authors?|written by|words by|text by|story by|article by|posted by|reported by"
    r"|contributed by|por|autor(?:a|es|as)?|escrito por|texto de|escrito de|par|écrit par|texte de"
    r"|von|text von)\b"
    r"(?P<colon>\s*[::])?\s*",
    re.IGNORECASE,
)
_LETTER = r"[^\W\d_]"
_UPPER = r"(?=[^\W\d_])(?![a-zà-öø-ÿ])"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|enero|abril|agosto|diciembre"  # en, es
    r"|fév|avr|mai|juin|juil|août|déc|märz|okt|dez)\w*\.?"  # fr, de
)
_NO_DATE = rf"(?!(?i:{_MONTH})\s+\d|(?i:mon|tues|wednes|thurs|fri|satur|sun)day\b)"
_WITH = r"(?i:and|with|y|e|con|et|avec|und|mit|&)"
_NAME = rf"(?:{_NO_DATE}(?!{_WITH}\s){_UPPER}{_LETTER}[\w’'.\-]*|@\w{{2,30}})"
_PARTICLE = r"(?:de|del|della|la|las|los|van|von|der|den|da|di|dos|bin|ibn|al|el|y|e|le|du|ten)"
_PERSON = rf"{_NAME}(?:\s+(?:{_PARTICLE}\s+){{0,3}}{_NAME}){{0,4}}(?:\s*\((?:\w+/)+\w+\))?"
_AND = rf"(?:\s*,\s*{_WITH}\s+|\s*,\s*|\s+{_WITH}\s+|\s*&\s*|\s*/\s*)"
_PEOPLE = re.compile(rf"(?P<names>{_PERSON}(?:{_AND}{_PERSON}){{0,7}})")
_GROUP = re.compile(rf"(?:[Tt]he |[Ee]l |[Ll]a )?{_PEOPLE.pattern}")  # "By: the Editors"
_DATE = (
    rf"(?:(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}(?:\.|er|\s+de)?\s+{_MONTH}"
    rf"(?:,?(?:\s+de)?\s+\d{{4}})?|{_MONTH}\s+\d{{4}}|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}))"
)
_REST = re.compile(
    rf"\s*(?:[,|–—·•-]\s*)?(?:(?:on|published|posted)\s+)*(?P<date>{_DATE})?\s*\.?\s*", re.I
)
_JOB = re.compile(r"\s*,\s*[\w’' .&-]{3,60}")
_STARTS = """
    On In At The This That These We Our Last A An It As When After Before For If There Since With
    They He She While Over Yesterday Today Tonight During Every Many Most Some Thousands Hundreds
    Dozens More
    El La Los Las En Desde Cuando Este Esta Hoy Ayer Para Por
"""
_GLUED = re.compile(
    rf"(?P<names>{_NAME}(?:\s+{_NAME}){{1,2}}?)\s+(?=(?:{'|'.join(_STARTS.split())})\s+\S+\s+\S+)"
)
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9_.-]*")  # "harborcomms", "wp_editor2"
_LONGEST = 160
_INITIAL, _FULL_NAME = 1, 2  # letters; names of a person
_INITIAL_OR_PRONOUNS = re.compile(rf"(?<!\w){_UPPER}{_LETTER}(?:\.|\s|$)|/")
_ENDS_WITH_INITIAL = re.compile(r"\s[^\W\d_]\.$")
_SMALL = re.compile(rf"(?<=\s)(?:{_PARTICLE}|{_WITH})(?=\s)", re.I)
_CAPITALS = re.compile(r"(?<!\w)(?![B-DF-HJ-NP-TV-XZ]{2,3}(?!\w))([^\W\d_])([^\W\d_]+)")
_MC = re.compile(r"(?<!\w)Mc([a-z])(?=[a-z]{2})")


class Byline(NamedTuple):
    """Who is named, and how many characters of the line say so.

    `doubtful`: these may be words of the article that only look like a name.
    """

    names: str
    length: int
    doubtful: bool = False


def byline_of(line: str, given: str = "", *, in_heading: bool = False) -> Byline | None:
    """The byline a whole line is; None when it says anything else.

    `given`: the author the feed names, who needs no other sign to be a name. Headings need more
    than the word "by": a colon, a longer label or the given name.
    """
    label = _LABEL.match(line)
    if label is None or len(line) > _LONGEST:
        return None
    rest = line[label.end() :]
    people = (_GROUP if label["colon"] else _PEOPLE).match(rest)
    if people is None or not _only_date_follows(rest[people.end() :]):
        return None
    names = people["names"].rstrip(" .,") + ("." if people["names"].endswith(".") else "")
    sure = bool(label["colon"]) or " " in label["label"] or says_the_same(names, given)
    if _first_word(names) in BEGIN_NO_NAME and not is_given_name(_first_word(names)):
        return None
    if not sure and (in_heading or not _may_be_names(names, line, label["label"].lower())):
        return None
    sure = sure or _has_marks_of_a_byline(names, rest[people.end() :])
    if not sure and not _are_like_persons(names, line):
        return None
    is_one = len(re.split(_AND, names)) == 1
    return Byline(_spelt(rest[: people.end()]), len(line), doubtful=not sure and is_one)


def glued_byline(text: str, given: str) -> Byline | None:
    """A byline that an excerpt ran together with the first sentence: "by Ada B On Monday, …"."""
    label = _LABEL.match(text)
    if label is None:
        return None
    rest = text[label.end() :]
    if given and rest.startswith(given + " ") and _is_said_of(label, rest[len(given) + 1 :]):
        return Byline(given, label.end() + len(given) + 1)
    is_marked = bool(label["colon"]) or " " in label["label"] or label["label"] in ("by", "por")
    people = _GLUED.match(rest) if is_marked else None
    if people is None:
        return None
    names = people["names"]
    if not _has_marks_of_a_byline(names, "") and not _are_like_persons(names, names):
        return None
    return Byline(names, label.end() + people.end())


def _is_said_of(label: re.Match[str], after: str) -> bool:
    """Say whether a sentence begins after label and name; "Author Ada B reads on" is one itself."""
    is_subject = label["label"].casefold().startswith("aut") and not label["colon"]
    return not is_subject and not after[:1].islower()


def name_words(names: str) -> list[str]:
    """Return the words of names, in lower case, but for particles and initials."""
    found = (word.strip(".,").casefold() for word in names.split() if word[:1].isupper())
    return [word for word in found if len(word) > _INITIAL]


def _spelt(names: str) -> str:
    """Return people's names that stand in capitals as one writes them; others as they are."""
    if not names.isupper() or not _are_like_persons(names, names):
        return names
    small = _SMALL.sub(lambda match: match[0].lower(), names)
    written = _CAPITALS.sub(lambda match: match[1] + match[2].lower(), small)
    return _MC.sub(lambda match: f"Mc{match[1].upper()}", written)


def is_account(name: str) -> bool:
    """Whether what a feed names as author is the account of whoever put the article there."""
    return bool(_ACCOUNT.fullmatch(name))


def is_same_person(one: str, other: str) -> bool:
    """Whether two bylines name the same, one of them perhaps more shortly."""
    return fold(one) in fold(other) or fold(other) in fold(one)


def is_date(line: str) -> bool:
    """Whether a line is a date and nothing else."""
    match = _REST.fullmatch(line)
    return bool(match and match["date"])


def _only_date_follows(rest: str) -> bool:
    return bool(_REST.fullmatch(rest))


def _first_word(names: str) -> str:
    return re.split(r"[\s,]", names, maxsplit=1)[0].casefold()


def _may_be_names(names: str, line: str, label: str) -> bool:
    """Without a colon: two names or more, no everyday word among them, and no full stop.

    "Par" and "Von" begin more than bylines: not what stands in capitals, and of German, where
    every noun has one, only people with a second name.
    """
    if len(names.split()) < 2 or line.endswith(("!", "?")):
        return False
    if label in ("by", "por"):
        return True
    people = re.split(_AND, names)
    return label in ("par", "von") and not line.isupper() and all(" " in one for one in people)


def _has_marks_of_a_byline(names: str, rest: str) -> bool:
    """Say whether something shows that these are people: initials, pronouns, a date after them."""
    return bool(_INITIAL_OR_PRONOUNS.search(names) or is_date(rest))


def _are_like_persons(names: str, line: str) -> bool:
    """Say whether each has two names at least, and none of them is an everyday word."""
    if line.endswith(".") and not _ENDS_WITH_INITIAL.search(line):
        return False
    return all(
        len(one.split()) >= _FULL_NAME
        and not any(is_everyday(word, is_first=at == 0) for at, word in enumerate(name_words(one)))
        for one in re.split(_AND, names)
    )
