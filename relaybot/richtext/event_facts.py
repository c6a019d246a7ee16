"""What a message says about an event, as the words by which a line may say the same."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from relaybot.richtext.event_words import MONTHS, WEEKDAYS

Kind = Literal["when", "where"]

_WORD = re.compile(r"\d+(?:[:.h]\d{2})?|[^\W\d_]+")
_OTHER_COLON = re.compile(r"(?<=\d)[.h](?=\d\d$)")
_LONGEST = 300  # characters of a line that is looked at
_SHORTEST = 4  # words of a line without a label: "April 2, 6 pm"
_BETWEEN_WORDS = """
    a al and at de del desde el from hasta la las los on the through til till to until y
"""
_BETWEEN = frozenset(_BETWEEN_WORDS.split())
_HALVES = {False: ("am", "a", "m", "mañana"), True: ("pm", "p", "m", "tarde", "noche")}
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_ZONES = frozenset(f"{zone}{kind}t" for zone in "ecmp" for kind in ("", "s", "d"))
_ONLINE = re.compile(r"zoom|online|virtual|en línea|webinar|meet\b|call\b|teams\b", re.I)


@dataclass(frozen=True)
class Facts:
    """What a message says about an event; times as a clock on the spot shows them."""

    starts: datetime
    ends: datetime | None
    place: str
    all_day: bool

    def cover(self, text: str, kind: Kind) -> bool:
        """Return whether these facts say all that a text says about when or where it is."""
        words = _words(text)
        known = self._times if kind == "when" else self._places
        return known.issuperset(words) and not _BETWEEN.issuperset(words)

    def cover_day(self, text: str) -> bool:
        """Return whether a text says when it is, the day at least."""
        words = _words(text)
        return self._times.issuperset(words) and not _day_words(self.starts).isdisjoint(words)

    def cover_day_and_hour(self, text: str) -> bool:
        """Return whether a text is nothing but the day by name, and the hour."""
        words = _words(text)
        if self.all_day or len(words) < _SHORTEST or not self._times.issuperset(words):
            return False
        is_named = any(word in MONTHS or word in WEEKDAYS for word in words)
        return is_named and not _hour_words(self.starts).isdisjoint(words)

    @cached_property
    def _times(self) -> frozenset[str]:
        moments = [self.starts, *([self.ends] if self.ends else [])]
        days = {word for moment in moments for word in _day_words(moment)}
        hours = set() if self.all_day else {w for at in moments for w in _hour_words(at)}
        # Who comes to a place knows its time; who joins from elsewhere must know which is meant.
        is_here = self.place and not _ONLINE.search(self.place)
        return frozenset(days | hours | _BETWEEN | _ORDINALS | (_ZONES if is_here else set()))

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(_words(self.place)) | _BETWEEN


def _words(text: str) -> list[str]:
    """The words and numbers of a text in lower case; "6:00" and "6.00" and "6h00" are the same.

    Of a text that is too long to be a line, none.
    """
    found = _WORD.findall(text.casefold()) if len(text) <= _LONGEST else []
    return [_OTHER_COLON.sub(":", word) for word in found]


def _day_words(at: datetime) -> set[str]:
    names = {name for name, number in MONTHS.items() if number == at.month}
    names |= {name for name, number in WEEKDAYS.items() if number == at.weekday()}
    numbers = {str(at.year), str(at.month), f"{at.month:02}", str(at.day), f"{at.day:02}"}
    return names | numbers


def _hour_words(at: datetime) -> set[str]:
    twelve = at.hour % 12 or 12
    words = {
        f"{twelve}:{at.minute:02}",
        f"{at.hour}:{at.minute:02}",
        f"{at.hour:02}:{at.minute:02}",
    }
    words |= set(_HALVES[at.hour >= 12]) | {"h", "hs", "hrs"}
    if not at.minute:
        words |= {str(twelve), str(at.hour)}
        words |= {"noon", "mediodía"} if at.hour == 12 else set()
    return words
