"""Code in Discord's Markdown: within a line, and in a block of its own.

Nothing can be escaped within code, so what would end it has to be another character.
"""

import re

GRAVE = "\u02cb"  # looks like a backtick and is none
_FENCE = "```"
_TICKS, _LONE_TICK = re.compile(r"`+"), re.compile(r"(?<!`)`(?!`)")


def code_block(text: str) -> str:
    """Return a block of code as it is, but for three backticks in a row; "" for nothing."""
    lines = text.replace(_FENCE, GRAVE * 3).strip("\n")
    return f"{_FENCE}\n{lines}\n{_FENCE}" if text.strip() else ""


def inline_code(words: str) -> str:
    """Return one line of code, "" for nothing.

    One or two backticks stay between others in another number; three would open a block.
    """
    words = words.replace(_FENCE, GRAVE * 3)
    runs = set(_TICKS.findall(words))
    if len(runs) > 1:
        words = _LONE_TICK.sub(GRAVE, words)
    fence = "``" if runs == {"`"} else "`"
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}" if words else ""
