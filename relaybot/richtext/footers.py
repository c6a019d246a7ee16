"""What platforms put below an article or an excerpt of it; cut only at the very end.

WordPress: "The post T appeared first on S." · Medium: "T was originally published in P on Medium,
where people are continuing …" · teasers: "[…]", "Read More… from T", "Continue reading" ·
what plugins leave: `leftovers`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from relaybot.richtext.cut import inline_ellipsis, take_inlines
from relaybot.richtext.folding import says_nearly_the_same, says_the_same
from relaybot.richtext.leftovers import is_leftover, is_share_list, share_tail
from relaybot.richtext.nodes import (
    Block,
    Code,
    Divider,
    Heading,
    Inline,
    LineBreak,
    Link,
    Listing,
    Paragraph,
    Text,
)
from relaybot.richtext.plain import words_of
from relaybot.richtext.tape import inline_tape, tape

# WordPress in its languages. Greedy: a title may itself say "appeared first on".
_POST_WORDS = (
    r"The post |El art[ií]culo |La entrada |El cargo |(?:L['’]|Cet )article |Der Beitrag |O post "
    r"|L['’]articolo |Het bericht "
)
_APPEARED = re.compile(
    rf"(?:{_POST_WORDS})?(?P<title>.+)"
    r" (?:appeared first on|first appeared on|se public[oó] primero en|apareci[oó] primero en"
    r"|est apparu en premier sur|erschien zuerst auf|apareceu primeiro em|proviene da"
    r"|verscheen eerst op) (?P<site>[^\n]{1,120}?)\.?",
    re.IGNORECASE,
)
_POST = re.compile(_POST_WORDS)
_ARROWS = r"[\s>»→›…\].)]*"
_MORE = re.compile(
    r"[\[(]?(?:read more|continue reading|keep reading|continue|more"
    r"|read the (?:rest of this|full) (?:article|entry|post|story)|read on"
    r"|leer m[aá]s|seguir leyendo|sigue leyendo"
    rf"|contin[uú]a leyendo)(?:\.\.\.)?{_ARROWS}",
    re.IGNORECASE,
)
_MORE_OF = re.compile(
    r"[\[(]?(?P<verb>read more|continue reading|keep reading|leer m[aá]s|seguir leyendo)"
    rf"[\s.…:]*(?:(?:from|of|about|de) )?[\"“]?(?P<title>[^\n]+?)[\"”]?{_ARROWS}",
    re.IGNORECASE,
)
_MORE_FROM = re.compile(  # where only the title is a link
    r"(?:read more|continue reading|keep reading|leer m[aá]s|seguir leyendo)[\s.…:]*"
    r"(?:from|of|about|de)\s+[\"“]?$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"Continue reading|Keep reading|Seguir leyendo|Sigue leyendo")
_ELLIPSIS = r"(?:…|\.\s?\.\s?\.)"
_BRACKETS = re.compile(rf"\s*[\[(]\s*{_ELLIPSIS}\s*[\])]\s*$")
_AFTER_ELLIPSIS = re.compile(
    rf"{_ELLIPSIS}[\])]?\s*(?=[\[(]?(?:read|continu|keep|leer|seguir|sigue|more))", re.I
)
_TRAILS_OFF = re.compile(rf"{_ELLIPSIS}\s*$")
_SENTENCE_OVER = re.compile(r"(?:^|[.!?…\])”\"’:\n])\s*$")
_LONGEST_MORE = 300
_LONGEST_FOOTER = 1000
_MOST_FOOTERS = 30  # more is an attack on our time, not a footer


class Trim(NamedTuple):
    """How much of a last block is the article's."""

    keep: int  # characters of its tape
    continues: bool = False  # what is cut said that there is more
    ellipsis: bool = False  # what is cut stood for words left out


class Ending(NamedTuple):
    """Blocks without what stood below them, whether it said that there is more, and its words."""

    blocks: list[Block]
    continues: bool
    removed: tuple[str, ...]


def without_footers(blocks: list[Block], title: str) -> Ending:
    """Cut footers from the end, one after the other."""
    blocks = list(blocks)
    continues = cut = False
    removed: list[str] = []  # from the end
    for _ in range(_MOST_FOOTERS):
        trim = _trim(blocks[-1], title) if blocks else None
        if trim is None:
            break
        last = blocks.pop()
        removed.append(tape(last)[trim.keep :].strip())
        if trim.keep and isinstance(last, Paragraph | Heading):
            blocks.append(_trimmed(last, trim))
        continues = continues or trim.continues
        cut = cut or not isinstance(last, Divider)
    said = tuple(filter(None, reversed(removed)))
    return Ending(blocks, continues or (cut and _trails_off(blocks)), said)


def _trim(block: Block, title: str) -> Trim | None:
    """How to trim the last block; None when it is the article's as it stands."""
    if isinstance(block, Divider):
        return Trim(0)
    if isinstance(block, Listing):
        if block.start is not None:
            return None
        return Trim(0) if is_share_list(block) else _read_more_item(block, title)
    if not isinstance(block, Paragraph | Heading):
        return None
    words = inline_tape(block.children)
    if not words or is_leftover(block, words):
        return Trim(0)
    tail = share_tail(words)
    if tail is not None:
        return Trim(tail)
    return (
        _appeared_first(words, block.children, title)
        or _read_more(words, block.children, title)
        or _bracketed_dots(words)
    )


def _read_more_item(block: Listing, title: str) -> Trim | None:
    """ "Read more" as the only item of a list."""
    only = block.items[0][0] if len(block.items) == len(block.items[0]) == 1 else None
    if not isinstance(only, Paragraph):
        return None
    more = _read_more(inline_tape(only.children), only.children, title)
    return more if more and not more.keep else None


def _trimmed(block: Paragraph | Heading, trim: Trim) -> Block:
    words = inline_tape(block.children)[: trim.keep].rstrip()
    children = take_inlines(block.children, len(words))
    children = tuple(child for child in children if not isinstance(child, LineBreak) or words)
    return replace(block, children=inline_ellipsis(children) if trim.ellipsis else children)


def _appeared_first(words: str, children: tuple[Inline, ...], title: str) -> Trim | None:
    """ "The post T appeared first on S.": only when T is this post's title, or a link."""
    begin = max(0, len(words) - _LONGEST_FOOTER)
    for start in (begin, *(match.start() for match in _POST.finditer(words, begin))):
        match = _APPEARED.fullmatch(words[start:])
        if match and (
            says_nearly_the_same(match["title"], title)
            or any(says_the_same(match["title"], said) for said in _link_words(children))
        ):
            return Trim(start)
    return None


def _read_more(words: str, children: tuple[Inline, ...], title: str) -> Trim | None:
    """ "Read more", "Continue reading T": alone, as a last link, or after an ellipsis."""
    whole_link = len(children) == 1 and isinstance(children[0], Link)
    if _asks_to_go_on(words, title, whole_link):
        return Trim(0, continues=True)
    if isinstance(children[-1], Link) and (trim := _last_link(words, children[-1], title)):
        return trim
    for match in _AFTER_ELLIPSIS.finditer(words, max(0, len(words) - _LONGEST_MORE)):
        if _asks_to_go_on(words[match.end() :], title, False):
            return Trim(len(words[: match.end()].rstrip()), continues=True)
    return None


def _last_link(words: str, link: Link, title: str) -> Trim | None:
    said = words_of((link,))
    before = words[: len(words) - len(said)]
    if _asks_to_go_on(said, title, True):
        if _SENTENCE_OVER.search(before):
            return Trim(len(before.rstrip()), continues=True)
        if _GOES_ON.match(said) and before[-1:].isspace():  # an excerpt that was cut off there
            return Trim(len(before.rstrip()), continues=True, ellipsis=True)
    lead = _MORE_FROM.search(before)
    if lead and says_nearly_the_same(said, title):
        return Trim(len(before[: lead.start()].rstrip()), continues=True)
    return None


def _asks_to_go_on(words: str, title: str, is_link: bool) -> bool:
    if len(words) > _LONGEST_MORE:
        return False
    if _MORE.fullmatch(words):
        return True
    match = _MORE_OF.fullmatch(words)
    if match is None:
        return False
    always = is_link and match["verb"].lower() in ("continue reading", "keep reading")
    return always or says_nearly_the_same(match["title"], title)


def _bracketed_dots(words: str) -> Trim | None:
    match = _BRACKETS.search(words)
    if match is None:
        return None
    ellipsis = bool(match.start()) and not _TRAILS_OFF.search(words[: match.start()])
    return Trim(match.start(), continues=True, ellipsis=ellipsis)


def _trails_off(blocks: list[Block]) -> bool:
    last = blocks[-1] if blocks else None
    return isinstance(last, Paragraph) and bool(_TRAILS_OFF.search(inline_tape(last.children)))


def _link_words(children: Iterable[Inline]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Link):
            yield words_of((child,))
        elif not isinstance(child, Text | Code | LineBreak):
            yield from _link_words(child.children)
