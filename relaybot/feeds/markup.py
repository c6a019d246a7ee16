"""Plain text ↔ HTML, and where HTML may be cut."""

import html
import re

_ELEMENT = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|cite|code|del|div|em|figure|h[1-6]|hr|i|iframe|img|ins|li|mark|ol"
    r"|p|s|small|span|strong|sub|sup|table|u|ul)(?:\s[^<>]*)?/?>",
    re.I,
)


def holds_elements(text: str) -> bool:
    """Say whether there is HTML in it, as opposed to a stray `<`."""
    return _ELEMENT.search(text) is not None


def html_of_text(text: str) -> str:
    """Return plain text as HTML: blank lines part paragraphs, line ends stay."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    lines = (html.escape(part.strip(), quote=False).replace("\n", "<br>") for part in paragraphs)
    return "".join(f"<p>{line}</p>" for line in lines if line)


def title_markup(text: str) -> str:
    """Return a title as markup: a `<` that opens no element stands for itself."""
    return text if holds_elements(text) else text.replace("<", "&lt;")


def cap(markup: str, limit: int) -> str:
    """Cut HTML to at most `limit` characters, at the border of a tag or of a word."""
    if len(markup) <= limit:
        return markup
    kept = markup[:limit]
    after_tag = kept.rfind(">") + 1
    if kept.rfind("<") >= after_tag:  # the cut is inside a tag
        return kept[: kept.rfind("<")]
    if after_tag > limit * 9 // 10:
        return kept[:after_tag]
    return kept.rsplit(maxsplit=1)[0] if " " in kept[after_tag:] else kept
