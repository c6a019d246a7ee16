"""Footnotes: the numbers in the text, the notes below, the arrows back."""

import re

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_NOTES = re.compile(r"(?:^|\s)(?:footnotes|wp-block-footnotes|footnote-list)(?=\s|$)")
_BACK = re.compile(r"[\s\[(]*(?:[↩↑⤴⏎^⇑][\ufe0e\ufe0f]?\d*)+[\s\])]*")
_NUMBER = re.compile(r"\[?([0-9]{1,3})\]?")


def holds_notes(class_names: str) -> bool:
    """Whether an element with these classes holds the notes of an article."""
    return bool(_NOTES.search(class_names))


def leads_back(words: str) -> bool:
    """Whether the words of a link are only an arrow back into the text."""
    return bool(_BACK.fullmatch(words))


def small_number(words: str, digits: dict[int, int]) -> str | None:
    """A number of up to three digits, written raised or lowered; None when it is not one."""
    number = _NUMBER.fullmatch(words)
    return number[1].translate(digits) if number else None
