"""How words look: by their element, and by the CSS that editors write instead."""

import re

from relaybot.richtext.inlines import CODE, EMPHASIS, STRIKE, STRONG

STYLES: dict[str, int] = {
    **dict.fromkeys(("b", "strong", "summary", "dt", "th"), STRONG),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), EMPHASIS),
    **dict.fromkeys(("s", "strike", "del"), STRIKE),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), CODE),
}
_BOLD = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:bold|[6-9]00)")
_LIGHT = re.compile(r"(?<![\w-])font-weight\s*:\s*(?:normal|[1-5]00|inherit)")
_ITALIC = re.compile(r"(?<![\w-])font-style\s*:\s*(?:italic|oblique)")
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:\s*line-through")


def with_look(style: int, before: int, look: str) -> int:
    """The style with what CSS says: editors make words bold without `<b>`, and undo it."""
    if _LIGHT.search(look):
        style = style & ~STRONG | before & STRONG
    elif _BOLD.search(look):
        style |= STRONG
    if _ITALIC.search(look):
        style |= EMPHASIS
    return style | STRIKE if _STRUCK.search(look) else style
