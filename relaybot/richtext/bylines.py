"""Who wrote it, when the text says so in a line of its own near the top.

A line counts as a byline when it begins like one and the rest is names and perhaps a date: "By the
way", "By Monday we need" and "By popular demand" do not.
"""

import re
from typing import NamedTuple

from relaybot.richtext.folding import fold

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
# Capital words that follow "by" in headings and first lines, and begin no name.
_NO_NAMES = """
    a acclamation ahora air all amor an and any appointment as at autumn being bike bringing
    building bus cada candlelight car chance choice coming comparison consent contrast day
    default definition derechos design doing domingo each eight ejemplo el email eso esto
    every fall far favor fighting fin five foot for force four friday from getting giving
    going half hand heart her his how hoy hundred i if in invitation it its itself joining
    jueves justicia keeping la land las law less letting ley libertad lo los lunes mail
    majority making many martes mañana means medio mi midnight miércoles monday more most my
    myself más nature necessity night nine no noon not now nuestra nuestras nuestro nuestros
    of on one only or order organising organizing otra otro our ourselves passing paz phone
    popular primer primera proxy public putting que qué reading request saturday sea seven
    showing siempre signing six some speaking spring standing su summer sunday supuesto sábado
    taking telling ten that the their them themselves then these they this those thousand
    three thursday to toda todas today todo todos tomorrow tonight train tu tuesday two un una
    unanimous unanimously uno us using vida viernes virtue vivienda vote voting way we
    wednesday what when where who why winter with working writing you your
"""
_NOT_NAMES = frozenset(_NO_NAMES.split())
_STARTS = """
    On In At The This That These We Our Last A An It As When After Before For If There Since With
    While Over Yesterday Today Tonight During Every Many Most Some Thousands Hundreds Dozens More
    El La Los Las En Desde Cuando Este Esta Hoy Ayer Para Por
"""
_GLUED = re.compile(
    rf"(?P<names>{_NAME}(?:\s+{_NAME}){{1,2}}?)\s+(?=(?:{'|'.join(_STARTS.split())})\s+\S+\s+\S+)"
)
_ACCOUNT = re.compile(r"[a-z0-9][a-z0-9_.-]*")  # "harborcomms", "wp_editor2"
_LONGEST = 160


class Byline(NamedTuple):
    """Who is named, and how many characters of the line say so."""

    names: str
    length: int


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
    sure = bool(label["colon"]) or " " in label["label"] or (given and fold(names) == fold(given))
    if not sure and (in_heading or not _may_be_names(names, line, label["label"].lower())):
        return None
    return None if _first_word(names) in _NOT_NAMES else Byline(rest[: people.end()], len(line))


def glued_byline(text: str, given: str) -> Byline | None:
    """A byline that an excerpt ran together with the first sentence: "by Ada B On Monday, …"."""
    label = _LABEL.match(text)
    if label is None:
        return None
    rest = text[label.end() :]
    if given and rest.startswith(given + " "):
        return Byline(given, label.end() + len(given) + 1)
    is_marked = bool(label["colon"]) or " " in label["label"] or label["label"] in ("by", "por")
    people = _GLUED.match(rest) if is_marked else None
    if people is None or _first_word(people["names"]) in _NOT_NAMES:
        return None
    return Byline(people["names"], label.end() + people.end())


def is_account(name: str) -> bool:
    """Whether what a feed names as author is the account of whoever put the article there."""
    return bool(_ACCOUNT.fullmatch(name))


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
    words = names.casefold().split()
    if len(words) < 2 or words[0] in _NOT_NAMES or line.endswith(("!", "?")):
        return False
    if label in ("by", "por"):
        return True
    people = re.split(_AND, names)
    return label in ("par", "von") and not line.isupper() and all(" " in one for one in people)
