"""Runs of styled text, collected flat while walking, become the inline nodes of one paragraph.

Flat runs make every later question easy: where white space collapses, whether a link has words,
what may be cut; the nesting is made once, at the end.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from relaybot.richtext.addresses import host_of, without_trackers
from relaybot.richtext.autolink import bare_addresses, poses_as_another
from relaybot.richtext.characters import clean, single_spaced
from relaybot.richtext.emoji_names import with_emoji
from relaybot.richtext.nodes import Code, Emphasis, Inline, LineBreak, Link, Strike, Strong, Text

# How words look: one bit each, so that looks add up.
PLAIN, STRONG, EMPHASIS, STRIKE, CODE = 0, 1, 2, 4, 8


class Run(NamedTuple):
    """Words in one look that lead to one place; text "\\n" is a line break."""

    text: str
    style: int
    url: str | None = None


BREAK = Run("\n", 0)
IN_PAGE = "#"  # instead of an address: the words lead to a place on the same page
_WRAPPERS: dict[int, type[Strong | Emphasis | Strike]] = {
    STRONG: Strong,
    EMPHASIS: Emphasis,
    STRIKE: Strike,
}
_INSIDE_OUT = tuple(reversed(_WRAPPERS.items()))
_ELSEWHERE = re.compile(
    r"(?:skip|jump|go|back|return) (?:back )?to .{1,40}|(?:back to )?top|nach oben|volver arriba"
    r"|ir al contenido|saltar al contenido",
    re.IGNORECASE,
)
_DOT_OR_QUERY = re.compile(r"\.(?:[^\W\d_]|\Z)|\?")  # what the words of a link need to name a host


def paragraphs(runs: Sequence[Run]) -> list[tuple[Inline, ...]]:
    """The inline nodes of each paragraph: two line breaks in a row start a new one."""
    if BREAK not in runs:  # most paragraphs
        line = _collapsed(runs)
        if len(line) > 1 and _is_dropped_capital(*line[:2]):
            line = [Run(line[0].text + line[1].text, PLAIN, line[1].url), *line[2:]]
        return [nested(_addressed(line))] if line else []
    lines = [_collapsed(line) for line in _lines(runs)]
    found: list[list[Run]] = [[]]
    for line in lines:
        if not line:
            found.append([])
        elif found[-1]:
            found[-1] += [BREAK, *line]
        else:
            found[-1] += line
    return [nested(_addressed(part)) for part in found if part]


def _is_dropped_capital(first: Run, second: Run) -> bool:
    """Whether the first letter stands apart only because it is drawn larger than its word."""
    is_letter = first.style == STRONG and len(first.text) == 1 and first.text.isalpha()
    return is_letter and second[1:] == (PLAIN, first.url) and second.text[:1].isalpha()


def without_places(runs: list[Run], *, is_heading: bool) -> list[Run]:
    """Runs without links into the page itself; nothing of a line that is only a row of those."""
    places = [run for run in runs if run.url == IN_PAGE and _says(run)]
    only_places = not any(_says(run) for run in runs if run.url != IN_PAGE)
    goes_on = len(places) > 1 or any(_ELSEWHERE.fullmatch(run.text.strip()) for run in places)
    if only_places and goes_on and not is_heading:
        return []
    return [run._replace(url=None) if run.url == IN_PAGE else run for run in runs]


def _says(run: Run) -> bool:
    return any(map(str.isalnum, run.text))


def one_line(runs: Iterable[Run]) -> tuple[Inline, ...]:
    """The inline nodes of one paragraph, whatever breaks it holds."""
    joined: list[Run] = []
    for line in filter(None, map(_collapsed, _lines(runs))):
        joined += [BREAK, *line] if joined else line
    return nested(_addressed(joined))


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run is BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def _collapsed(runs: Sequence[Run]) -> list[Run]:
    """Clean runs with single spaces, none at either end and none styled alone at a style's edge."""
    out: list[Run] = []
    space = False
    for text, style, url in runs:
        text = clean(text)
        if ":" in text and not style & CODE:
            text = with_emoji(text)
        words = single_spaced(text)
        if not words:
            space = space or bool(text)
            continue
        touching = out and url and out[-1].url and out[-1].url != url  # two links: two words
        if out and (space or touching or text[0].isspace()):
            _append_after_space(out, words, style, url)
        else:
            _append(out, words, style, url)
        space = text[-1].isspace()
    return out


def _append_after_space(out: list[Run], text: str, style: int, url: str | None) -> None:
    """Words after a space, which belongs to both its neighbours as far as they agree."""
    before = out[-1]
    shared, to = before.style & style, url if url == before.url else None
    if shared == before.style and to == before.url:
        out[-1] = Run(before.text + " ", shared, to)
    elif shared == style and to == url:
        text = " " + text
    else:
        out.append(Run(" ", shared, to))
    _append(out, text, style, url)


def _append(out: list[Run], text: str, style: int, url: str | None) -> None:
    """Words at the end: part of the last run if that looks and leads the same."""
    last = out[-1] if out else BREAK
    if last is not BREAK and last.style == style and last.url == url:
        out[-1] = Run(last.text + text, style, url)
    else:
        out.append(Run(text, style, url))


def _addressed(runs: list[Run]) -> list[Run]:
    """With bare addresses made links, and links that pose as another address unmasked."""
    for run in runs:
        if _may_hold_address(run):
            return _with_addresses(runs)
    return runs  # most paragraphs


def _with_addresses(runs: list[Run]) -> list[Run]:
    out: list[Run] = []
    for url, group in groupby(runs, lambda run: run.url):
        part = list(group)
        for run in _with_links(part) if url is None else _honest(part, url):
            if run is BREAK:
                out.append(run)
            else:
                _append(out, *run)
    return out


def _may_hold_address(run: Run) -> bool:
    text = run.text
    if run.url is None:
        return "/" in text or "www." in text
    return bool(_DOT_OR_QUERY.search(text)) or not text.isascii()


def _with_links(runs: Iterable[Run]) -> Iterable[Run]:
    for run in runs:
        if run.style & CODE or run is BREAK:
            yield run
        else:
            for text, url in bare_addresses(run.text):
                yield Run(text, run.style, url)


def _honest(runs: list[Run], url: str) -> list[Run]:
    words = "".join(run.text for run in runs)
    if poses_as_another(words, url):
        host = Run(host_of(url), PLAIN, url)
        plain = [Run(run.text, run.style) for run in runs]
        return [*plain, Run(" (", PLAIN), host, Run(")", PLAIN)]
    if "?" in words and words.startswith("http") and " " not in words:
        return [Run(without_trackers(words), runs[0].style, url)]
    return runs


def nested(runs: Sequence[Run]) -> tuple[Inline, ...]:
    """The runs as nodes: of two looks that begin together, the one that lasts longer is outside."""
    out: list[Inline] = []
    at = 0
    while at < len(runs):
        text, style, url = runs[at]
        following = runs[at + 1] if at + 1 < len(runs) else BREAK
        if url is None and not style & following.style:
            out.append(LineBreak() if runs[at] is BREAK else _styled(text, style))
            at += 1
        elif url and not style and url != following.url:
            out.append(Link(url, (Text(text),)))
            at += 1
        else:
            node, at = _node(runs, at)
            out.append(node)
    return tuple(out)


def _styled(text: str, style: int) -> Inline:
    """The words of one run."""
    node: Inline = Code(text) if style & CODE else Text(text)
    for flag, wrapper in _INSIDE_OUT:
        if style & flag:
            node = wrapper((node,))
    return node


def _node(runs: Sequence[Run], at: int) -> tuple[Inline, int]:
    """The styled node or link that begins at a run, and where the next begins."""
    text, style, url = runs[at]
    link_end = _extent(runs, at, lambda run: run.url == url) if url else at
    ends = {flag: _styled_until(runs, at, flag) for flag in _WRAPPERS if style & flag}
    flag = max(ends, key=ends.__getitem__, default=PLAIN)
    if flag and ends[flag] > link_end:
        inner = [Run(run.text, run.style & ~flag, run.url) for run in runs[at : ends[flag]]]
        return _WRAPPERS[flag](nested(inner)), ends[flag]
    if url:
        return Link(url, nested([run._replace(url=None) for run in runs[at:link_end]])), link_end
    return (Code(text) if style & CODE else Text(text)), at + 1


def _styled_until(runs: Sequence[Run], at: int, flag: int) -> int:
    """Where a look that begins at a run ends; never within a link that began after it did."""
    end = _extent(runs, at, lambda run: bool(run.style & flag))
    if end == len(runs) or end == at or not (url := runs[end].url):
        return end
    start = end
    while start > at and runs[start - 1].url == url:
        start -= 1
    return start if start > at else end


def _extent(runs: Sequence[Run], at: int, belongs: Callable[[Run], bool]) -> int:
    while at < len(runs) and belongs(runs[at]):
        at += 1
    return at
