"""When and where, from lines that a person labelled: "When: … Where: …", "Fecha: … / Lugar: …".

Only near the beginning or the end of a body, and only when it names one event: a digest of several
names none.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from relaybot.feeds.event_times import names_a_day, span_of
from relaybot.feeds.event_years import with_year
from relaybot.model.raw import RawEvent
from relaybot.richtext.event_words import LABELS
from relaybot.richtext.from_html import document_of
from relaybot.richtext.tape import tape

_KINDS = {
    **LABELS,
    "other": "what|who|why|how|rsvp|cost|price|contact|bring|qué|quién|cómo|costo|contacto|doors",
}
_KIND = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
_LABEL = re.compile(rf"\b(?:{_KIND})\??\s?[:：]\s*", re.I)
_ALONE = re.compile(rf"\W*(?:{_KIND})\W*", re.I)
_BEFORE = re.compile(r"\W*")  # an emoji, a bullet
# Whether a body is worth reading at all: a label with a colon, or alone in an element.
_WORDS = ("when", "date", "time", "day", "cuándo", "cuando", "fecha", "hora", "día", "dia")
_COLON = re.compile(r"\??\s?(?:</\w{1,9}>\s?){0,3}[:：]")
_IN_ELEMENT = re.compile(rf">[^\w<>]{{0,9}}(?:{'|'.join(_WORDS)})[^\w<>]{{0,9}}<")
_RELEASE = re.compile(r"for (?:immediate )?release|press release|comunicado de prensa", re.I)
_NEAR = 12  # lines from the beginning or the end
_MOST_LINES = 2_000


class _Labelled(NamedTuple):
    kind: str
    value: str
    line: int


def in_lines(body: str, published: float | None = None) -> list[RawEvent]:
    """Return the one event that lines of a body name, else nothing.

    `published` tells the year of a weekday and day without one.
    """
    if not _may_have_labels(body.lower()):
        return []
    blocks = document_of(body, base=None).blocks
    lines = [line for block in blocks for line in tape(block).split("\n") if line.strip()]
    if len(lines) > _MOST_LINES:
        return []
    labelled = list(_labelled(lines))
    event = _one_event(labelled, published) if _are_near_an_end(labelled, len(lines)) else None
    return [event] if event and not (_is_only_dated(labelled) and _is_release(lines)) else []


def _may_have_labels(body: str) -> bool:
    ends = (found.end() for word in _WORDS for found in re.finditer(word, body))
    return any(_COLON.match(body, end) for end in ends) or bool(_IN_ELEMENT.search(body))


def _labelled(lines: list[str]) -> Iterator[_Labelled]:
    for number, line in enumerate(lines):
        if alone := _ALONE.fullmatch(line):
            yield from _below(alone.lastgroup or "", lines, number)
        elif _begins_with_label(line):
            yield from _in_line(line, number)


def _below(kind: str, lines: list[str], number: int) -> Iterator[_Labelled]:
    """Yield what the line below a label says, and the next if that is another day."""
    value, after = (*lines[number + 1 : number + 3], "", "")[:2]
    if not _begins_with_label(value):
        yield _Labelled(kind, value, number)
        if kind in ("when", "day") and names_a_day(value) and names_a_day(after):
            yield _Labelled(kind, after, number)


def _in_line(line: str, number: int) -> Iterator[_Labelled]:
    """Yield what one line says; labels within it are written with a capital letter."""
    begin = _begin(line)
    found = _LABEL.finditer(line)
    labels = [label for label in found if label[0][0].isupper() or label.start() == begin]
    for label, until in pairwise([*labels, None]):
        if label is not None:
            value = line[label.end() : until.start() if until else len(line)]
            yield _Labelled(label.lastgroup or "", value.strip(" |;•·–—-"), number)


def _begins_with_label(line: str) -> bool:
    return bool(_LABEL.match(line, _begin(line)) or _ALONE.fullmatch(line))


def _begin(line: str) -> int:
    before = _BEFORE.match(line)
    return before.end() if before else 0


def _one_event(labelled: list[_Labelled], published: float | None) -> RawEvent | None:
    whens = _values(labelled, "when") or _values(labelled, "day")
    hours, places = _values(labelled, "hours"), _values(labelled, "where")
    if len(whens) != 1 or len(hours) > 1 or len(places) > 1:
        return None
    starts = with_year(whens[0], published)
    span = span_of(starts)
    if span and span.all_day and hours:
        starts = f"{starts.rstrip(' .,')}, {hours[0]}"
    place = ", ".join((*places, *_values(labelled, "address")[:1]))
    if span is None or (_is_only_dated(labelled) and not place and not hours):
        return None
    return RawEvent(starts=starts, place=place)


def _is_only_dated(labelled: list[_Labelled]) -> bool:
    """Say whether there is only "Date:", which may as well tell when the text was written."""
    return not _values(labelled, "when")


def _are_near_an_end(labelled: list[_Labelled], lines: int) -> bool:
    at = [found.line for found in labelled if found.kind in ("when", "day")]
    return any(line < _NEAR or line >= lines - _NEAR for line in at)


def _is_release(lines: list[str]) -> bool:
    return any(_RELEASE.search(line) for line in lines[:_NEAR])


def _values(labelled: list[_Labelled], kind: str) -> list[str]:
    """Return what stands behind a kind of label, each value once."""
    values = (found.value for found in labelled if found.kind == kind)
    return list(dict.fromkeys(filter(None, values)))
