"""What a link asks its reader to do: by its words, by the words around it, by its address.

Only what is said clearly counts: "Donate here" is a call, one word of a sentence about people who
donate blood is not. A row per kind below; an address that means a kind is one more line of it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class CallKind(StrEnum):
    """What a reader is asked to do; of equally clear calls, the first kind here comes first."""

    RSVP = "rsvp"  # to say that one will come
    SIGN_UP = "sign-up"
    SIGN = "sign"  # a petition or a letter
    JOIN = "join"
    DONATE = "donate"


@dataclass(frozen=True, slots=True)
class _Signs:
    """Patterns, all of them without regard to case."""

    kind: CallKind
    verbs: str
    objects: str  # what may follow the verb of a call that stands alone, as on a button
    plain: str  # what is clear in the middle of a sentence, too
    addresses: str  # whose pages are for this and nothing else; hosts may have subdomains
    otherwise: str = "(?!)"  # what looks the same and is something else


_LETTERS = r"newsletter|mailing list|e-?mails?\b|updates\b|alerts\b|bolet[ií]n"
_SIGNS = (
    _Signs(
        CallKind.RSVP,
        verbs=r"rsvp|get (?:your )?tickets|(?:save|reserve) your (?:seat|spot|place)"
        r"|confirma (?:tu|su) asistencia",
        objects=r"(?:for|to|by|on|at|with|via|para|al?) .{1,60}",
        plain=r"rsvp|confirma (?:tu|su) asistencia",
        addresses=r"actionnetwork\.org/(?:events|ticketed_events|event_campaigns)/"
        r"|eventbrite\.[\w.]+/e/|mobilize\.us/(?:[\w-]+/)?event/|lu\.ma/\w|partiful\.com/e/"
        r"|zoom\.us/(?:meeting|webinar)/register|facebook\.com/events/\d",
    ),
    _Signs(
        CallKind.SIGN_UP,
        verbs=r"sign[ -]?up|register|enroll?|inscr[ií]b(?:ete|ase)|reg[ií]str(?:ate|ese)",
        objects=r"(?:for|by|at|with|via|para|en|al?) .{1,60}|to (?:attend|speak|join).{0,50}"
        r"|in advance|beforehand",
        plain=r"register to attend",
        addresses=r"actionnetwork\.org/forms/|signupgenius\.com/go/",
        otherwise=rf"{_LETTERS}|to vote\b",
    ),
    _Signs(
        CallKind.SIGN,
        verbs=r"sign|add your name|firma",
        objects=r"(?:on to |onto )?(?:the|our|this|la|nuestra|esta) .{1,60}",
        plain=r"(?:sign|firma) (?:the|our|this|la|nuestra|esta) (?:[\w-]+ ){0,2}"
        r"(?:petition|letter|pledge|petici[oó]n|carta)",
        addresses=r"actionnetwork\.org/(?:petitions|letters)/|change\.org/p/",
    ),
    _Signs(
        CallKind.JOIN,
        verbs=r"join|become a (?:[\w-]+ )?member|[uú]n(?:ete|ase)|af[ií]liate|hazte miembro",
        objects=r"us(?: (?:on|at|for|this|next|tonight|and) .{1,50})?|y?dsa|nosotr[oa]s"
        r"|(?:the|our|your|al?|la|nuestr[oa]) [^:?]{1,50}",
        plain=r"join y?dsa",
        addresses=r"act\.[\w.-]+/(?:.*/)?membership|[\w.-]+/(?:.*/)?join(?:-us|-dsa)?/?(?:[?#]|$)",
        otherwise=rf"{_LETTERS}|\blist\b|discord|slack|facebook|whatsapp|telegram|signal|zoom"
        r"|\bchat\b|\bcall\b|conversation|discussion|stream|waitlist|conversaci[oó]n",
    ),
    _Signs(
        CallKind.DONATE,
        verbs=r"donate|chip in|contribute|make a donation|dona|haz una donaci[oó]n",
        objects=r"(?:to|for|via|at|through|al?|para) .{1,60}",
        plain="(?!)",
        addresses=r"actionnetwork\.org/fundraising/|secure\.actblue\.com/\w|givebutter\.com/\w"
        r"|opencollective\.com/\w|gofundme\.com/f/|act\.[\w.-]+/(?:.*/)?donate",
        otherwise=r"\bblood|\bplasma|\bsangre",
    ),
)
_NOW = r"(?: (?:here|now|today|online|aqu[ií]|ahora|hoy|ya))"
_PLEASE = r"(?:please |por favor,? )?"
# The verb begins a sentence or follows what makes it a request: not "people who donate …".
_BEGINS = r"(?:^\W*|[.!?:;–—(]\s*|\b(?:please|to|por favor,?|para) )"
_POINTER = re.compile(
    r"(?:click |at |using |via |en )?(?:here|link|(?:this|the|our) (?:link|form|page|address)"
    r"|aqu[ií]|(?:este|el) (?:enlace|formulario)|(?:https?://|www\.)?[\w-]+(?:\.[\w-]+)+\S*)",
    re.IGNORECASE,
)
_LONGEST = 120  # characters of words that ask for anything, and of an address that tells

_Table = list[tuple[CallKind, re.Pattern[str]]]


def _table(pattern: Callable[[_Signs], str]) -> _Table:
    return [(signs.kind, re.compile(pattern(signs), re.IGNORECASE)) for signs in _SIGNS]


# Cheap to look for: without one of these, none of the tables below needs to be asked. They look at
# what was put into small letters: with the flag for that a search takes three times as long.
_WORDS_HINT = re.compile(
    r"rsvp|ticket|your (?:seat|spot|place)|asistencia|sign|regist|reg[ií]str|enrol|inscr|your name"
    r"|firma|join|member|[uú]n(?:ete|ase)|af[ií]l|miembro|donat|donaci|\bdona\b|chip|contribut"
    r"|\b(?:here|link|form|page|address|aqu[ií]|enlace|formulario)$|\.\w"
)
_PLACE_HINT = re.compile(
    r"actionnetwork|eventbrite|mobilize|//lu\.ma|partiful|zoom\.us|/events/|signupgenius|change\.org"
    r"|//act\.|/join|actblue|givebutter|opencollective|gofundme"
)
_BUTTON = _table(lambda its: rf"{_PLEASE}(?:{its.verbs})(?: (?:{its.objects}))??{_NOW}?")
_PHRASE = _table(lambda its: rf"{_PLEASE}(?:(?:{its.plain}){_NOW}?|(?:{its.verbs}){_NOW})")
_LEAD = _table(lambda its: rf"{_BEGINS}(?:{its.verbs})\b[^.!?;]{{0,80}}$")
_PURPOSE = _table(lambda its: rf",?\s*(?:to|para) (?:{its.verbs})\b[^.!?]{{0,40}}")
_ADDRESS = _table(lambda its: rf"https?://(?:[\w-]+\.)*?(?:{its.addresses})")
_OTHERWISE = dict(_table(lambda its: its.otherwise))


def says_anything(words: str) -> bool:
    """Whether the words of a link can be any call at all; most say something else."""
    return len(words) <= _LONGEST and bool(_WORDS_HINT.search(words.casefold()))


def of_button(words: str) -> CallKind | None:
    """What words ask for that stand alone: "Donate", "Register for the May meeting"."""
    return _first(_BUTTON, re.Pattern.fullmatch, words)


def of_phrase(words: str) -> CallKind | None:
    """What words ask for wherever they stand: "RSVP", "sign up here", "sign the petition"."""
    return _first(_PHRASE, re.Pattern.fullmatch, words)


def of_surroundings(before: str, after: str) -> CallKind | None:
    """What a link is for that only points: "To sign up, click [here]", "[Here] to register"."""
    asked = _first(_LEAD, re.Pattern.search, before[-_LONGEST:])
    return asked or _first(_PURPOSE, re.Pattern.match, after[:_LONGEST])


def of_address(url: str) -> CallKind | None:
    """What a page is for, by its address."""
    url = url[:_LONGEST]
    return _first(_ADDRESS, re.Pattern.match, url) if _PLACE_HINT.search(url.lower()) else None


def only_points(words: str) -> bool:
    """Whether words say nothing but where: "here", "this link", an address."""
    return bool(_POINTER.fullmatch(words))


def is_other(kind: CallKind, words: str) -> bool:
    """Whether words say that the call is for something else: a newsletter, a chat room, blood."""
    return bool(_OTHERWISE[kind].search(words))


def _first(
    table: _Table, matches: Callable[[re.Pattern[str], str], re.Match[str] | None], text: str
) -> CallKind | None:
    return next((kind for kind, pattern in table if matches(pattern, text)), None)
