"""When and where an event is, told once: a text's own lines go where a message says the same above.

A line goes only if every word of it is one of the facts: a labelled line ("When: Saturday, April 18
at 10 AM"), a label with its line below, a line that is nothing but day and hour, or a whole list of
such. "Location: Grange Hall, ring twice" stays, and so does every sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from relaybot.richtext.event_facts import Facts, Kind
from relaybot.richtext.event_words import LABELS
from relaybot.richtext.nodes import (
    Block,
    Divider,
    Document,
    Heading,
    Inline,
    LineBreak,
    Listing,
    Paragraph,
    Table,
)
from relaybot.richtext.tape import inline_tape, links

_WHEN = "|".join((LABELS["when"], LABELS["day"], LABELS["hours"], "starts?|ends?|empieza|termina"))
_WHERE = f"{LABELS['where']}|{LABELS['address']}"
_KINDS = rf"(?:(?P<when>{_WHEN})|(?P<where>{_WHERE}))\??"
_LABEL = re.compile(rf"(?<!\w){_KINDS}\s?[:：]\s*", re.I)
_ALONE = re.compile(rf"\W*{_KINDS}\W*", re.I)
_LONGEST = 300  # characters of a line that is looked at


class _Line(NamedTuple):
    words: tuple[Inline, ...]
    text: str  # "" = it leads somewhere, or is too long to be looked at


def without_facts(document: Document, facts: Facts) -> Document:
    """Return a document without the lines that say nothing but these facts."""
    out: list[Block] = []
    blocks = iter(pairwise([*document.blocks, Divider()]))
    for block, after in blocks:
        if _are_label_and_fact(_only_line((block,)), _only_line((after,)), facts):
            next(blocks)
        else:
            kept = _without_lines(block, facts)
            out += [kept] if kept else []
    return Document(tuple(out))


def _are_label_and_fact(label: _Line | None, value: _Line | None, facts: Facts) -> bool:
    kind = _label_alone(label.text) if label else None
    return bool(kind and value and facts.cover(value.text, kind))


def _label_alone(text: str) -> Kind | None:
    match = _ALONE.fullmatch(text)
    return _kind(match) if match else None


def _kind(label: re.Match[str]) -> Kind:
    return "when" if label["when"] else "where"


def _without_lines(block: Block, facts: Facts) -> Block | None:
    match block:
        case Paragraph() | Heading():
            return _without_said(block, facts)
        case Listing():
            return _without_items(block, facts)
        case Table():
            rows = tuple(row for row in block.rows if not _is_said_row(row, facts))
            return replace(block, rows=rows) if rows else None
        case _:
            return block


def _without_said(block: Paragraph | Heading, facts: Facts) -> Block | None:
    lines = list(_lines(block.children))
    if len(lines) == 1 and facts.cover_day_and_hour(lines[0].text):
        return None
    kept = list(_unsaid(lines, facts))
    if len(kept) == len(lines):
        return block
    words: list[Inline] = []
    for line in kept:
        words += [LineBreak(), *line.words] if words else line.words
    return replace(block, children=tuple(words)) if words else None


def _unsaid(lines: list[_Line], facts: Facts) -> Iterator[_Line]:
    pairs = iter(pairwise([*lines, None]))
    for line, after in pairs:
        if _are_label_and_fact(line, after, facts):
            next(pairs)
        elif line and not _is_said(line, facts):
            yield line


def _without_items(block: Listing, facts: Facts) -> Block | None:
    """A list without its labelled lines; nothing of one that only says when and where."""
    lines = [_only_line(item) for item in block.items]
    if _only_say(lines, facts):
        return None
    if block.start is not None:
        return block  # its numbers would tell that something is missing
    items = (
        item
        for item, line in zip(block.items, lines, strict=True)
        if not (line and _is_said(line, facts))
    )
    left = tuple(items)
    return replace(block, items=left) if left else None


def _only_say(lines: Sequence[_Line | None], facts: Facts) -> bool:
    said = [line for line in lines if line and _is_fact(line, facts)]
    return len(said) == len(lines) and any(facts.cover_day(_value(line)) for line in said)


def _value(line: _Line) -> str:
    label = _LABEL.search(line.text)
    return line.text[label.end() :] if label else line.text


def _only_line(blocks: Sequence[Block]) -> _Line | None:
    """The words of what is one paragraph or heading and nothing else."""
    only = blocks[0] if len(blocks) == 1 else None
    return _line(only.children) if isinstance(only, Paragraph | Heading) else None


def _line(words: tuple[Inline, ...]) -> _Line:
    text = inline_tape(words)
    return _Line(words, "" if len(text) > _LONGEST or links(words) else text)


def _is_said_row(row: Sequence[tuple[Inline, ...]], facts: Facts) -> bool:
    first, *others = map(_line, row)
    kind = _label_alone(first.text)
    return bool(kind and others) and all(kind and facts.cover(one.text, kind) for one in others)


def _is_fact(line: _Line, facts: Facts) -> bool:
    return (
        facts.cover(line.text, "when") or facts.cover(line.text, "where") or _is_said(line, facts)
    )


def _is_said(line: _Line, facts: Facts) -> bool:
    """Whether a line is labels, each with facts behind it."""
    labels = list(_LABEL.finditer(line.text))
    if not labels or re.search(r"\w", line.text[: labels[0].start()]):
        return False
    return all(
        facts.cover(line.text[label.end() : until.start() if until else None], _kind(label))
        for label, until in pairwise([*labels, None])
        if label
    )


def _lines(children: Sequence[Inline]) -> Iterator[_Line]:
    line: list[Inline] = []
    for child in (*children, LineBreak()):
        if isinstance(child, LineBreak):
            yield _line(tuple(line))
            line = []
        else:
            line.append(child)
