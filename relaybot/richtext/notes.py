"""Footnotes: the numbers in the text, the notes below, the arrows back."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NOTES = re.compile(r"(?:^|\s)(?:footnotes|wp-block-footnotes|footnote-list)(?=\s|$)")
_BACK = re.compile(r"[\s\[(]*(?:[↩↑⤴⏎^⇑][\ufe0e\ufe0f]?\d*)+[\s\])]*")
_REMARK = re.compile(r"#cmnt(?:_ref)?\d")
_NUMBER = re.compile(r"\[?([0-9]{1,3})\]?")


def holds_notes(class_names: str) -> bool:
    """Whether an element with these classes holds the notes of an article."""
    return bool(_NOTES.search(class_names))


def leads_back(words: str) -> bool:
    """Whether the words of a link are only an arrow back into the text."""
    return bool(_BACK.fullmatch(words))


def is_remark(attributes: Mapping[str, str | None]) -> bool:
    """Whether a link leads to an editor's remark in Google Docs, or back from one."""
    return bool(_REMARK.match(attributes.get("href") or ""))


def without_remarks(body: LexborNode) -> None:
    """Take the remarks of editors, which Google Docs writes below a text, out of a page."""
    for sign in body.css("a[id^='cmnt'][href^='#cmnt_ref']"):
        box = sign.parent
        while box is not None and box.tag not in ("div", "body"):
            box = box.parent
        # The box of the remark alone; the whole text may stand in one, too.
        if box is not None and box.tag == "div" and _starts_with(box, sign):
            box.decompose()
        elif sign.parent is not None:
            sign.parent.decompose()


def _starts_with(box: LexborNode, sign: LexborNode) -> bool:
    return box.text().strip().startswith(sign.text().strip())


def digits(words: str) -> str:
    """The digits among words: two ways to write one telephone number have the same."""
    return "".join(filter(str.isdigit, words))


def small_number(words: str, digits: dict[int, int]) -> str | None:
    """A number of up to three digits, written raised or lowered; None when it is not one."""
    number = _NUMBER.fullmatch(words)
    return number[1].translate(digits) if number else None
