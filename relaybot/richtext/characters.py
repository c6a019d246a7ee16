"""Characters people can see: what feeds carry besides words is removed here.

Invisible marks are not only untidy: bidirectional overrides can make a link read backwards, and
zero-width characters hide mentions and addresses from every later check.
"""

import html
import re
import unicodedata

# Pictographs and what may stand before a joiner in an emoji sequence (UTS #51, emoji-zwj-sequence).
_PICTURE = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_FILLERS = "\u115f\u1160\u3164\uffa0"
_INVISIBLE = (
    "[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f"  # C0 and C1 controls (NEL is white space)
    "\\xad"  # soft hyphen
    "\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f"  # bidi marks, zero widths
    f"{_FILLERS}"  # Hangul fillers: letters that draw nothing
    "\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\\ud800-\\udfff"  # lone surrogates: no encoding takes them
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # format marks of shorthand and music
    "\U000e0000-\U000e0fff"  # tags
    "]"
    f"|\u200d(?![{_PICTURE}])|(?<![{_PICTURE}\ufe0f])\u200d"
)
# Only these flags are written in invisible letters: England, Scotland, Wales (UTS #51, RGI).
_NATIONS = ("".join(chr(0xE0000 + ord(one)) for one in name) for name in ("eng", "sct", "wls"))
_FLAG = f"\U0001f3f4\U000e0067\U000e0062(?:{'|'.join(_NATIONS)})\U000e007f"
_FLAG_OR_INVISIBLE = re.compile(f"({_FLAG})|{_INVISIBLE}")
_SPACE = re.compile(r"[^\S\n\t ]")
# Marks above and below a letter. Vietnamese needs two, Hebrew with its accents four; hundreds paint
# over the lines around ("Zalgo"). Latin and general, Cyrillic, Hebrew, Arabic, Thai and Lao.
_MARK = (
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\u0483-\u0489"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1"
    "\u0eb4-\u0ebc\u0ec8-\u0ecd]"
)
# Not "{4}": a pattern that begins with one sign is looked for in a third of the time.
_STACKED = re.compile(f"({_MARK}{_MARK}{{3}}){_MARK}+")

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)(?=[\s/>])[^<>]{0,2000}>")
_UNREAD = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_INLINE_NAMES = """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span
    strike strong sub sup time tt u var wbr
"""
_BLOCK_NAMES = """
    address article aside audio blockquote body br button center dd details div dl dt embed
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html iframe img input label li
    link main meta nav noscript object ol option p picture pre script section select source style
    summary svg table tbody td template textarea tfoot th thead title tr ul video
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_KNOWN = _INLINE | frozenset(_BLOCK_NAMES.split())


def clean(text: str) -> str:
    """The text in NFC, without invisible characters; every space is a plain one, lines stay.

    A letter keeps four marks at most.
    """
    if "\u00a0" in text:  # by far the commonest of what is not clean
        text = text.replace("\u00a0", " ")
    flat = text.replace("\n", "") if "\n" in text else text
    if flat.isprintable() and (flat.isascii() or _is_clean(flat)):
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    text = _FLAG_OR_INVISIBLE.sub(r"\1", text)
    text = _SPACE.sub(_plain_space, text)
    return _STACKED.sub(r"\1", unicodedata.normalize("NFC", text))


def tidy(text: str) -> str:
    """The text as one clean line: see `clean`; runs of white space are one space. Idempotent."""
    return single_spaced(clean(text))


def single_spaced(cleaned: str) -> str:
    """Clean text without space at its ends, and one space wherever there were several."""
    if "  " in cleaned or "\n" in cleaned or "\t" in cleaned:
        return " ".join(cleaned.split())
    return cleaned.strip()


def plain_text(markup: str) -> str:
    """The words of a title that may hold tags and entities (even escaped twice), tidy.

    A sign that opens no known element is text: `a < b`, `I <3 it` and `List<String>` survive.
    """
    if "<" in markup:
        markup = _without_tags(markup)
    if "&" in markup:
        markup = html.unescape(markup)
        if "<" in markup:
            markup = _without_escaped_tags(markup)
        markup = html.unescape(markup)
    return tidy(markup)


def _is_clean(printable: str) -> bool:
    """Whether printable text (no control, format mark or odd space) is in NFC and all visible."""
    for filler in _FILLERS:  # a plain loop: this is asked for every piece of text
        if filler in printable:
            return False
    return unicodedata.is_normalized("NFC", printable) and not _STACKED.search(printable)


def _plain_space(match: re.Match[str]) -> str:
    return "\n" if match.group() in "\r\v\f\x85\u2028\u2029" else " "


def _without_tags(markup: str) -> str:
    return _TAG.sub(_in_place_of_tag, _UNREAD.sub("", markup))


def _in_place_of_tag(match: re.Match[str]) -> str:
    name = match[2].lower()
    if name in _INLINE:
        return ""
    foreign = ":" in name or "-" in name  # <o:p> of Word, <my-widget>
    return " " if foreign or name in _KNOWN else match.group()


def _without_escaped_tags(text: str) -> str:
    """Without tags that were escaped by mistake: those that come in pairs, around words."""
    tags = [(match[2].lower(), bool(match[1])) for match in _TAG.finditer(text)]
    opened = {name for name, closes in tags if not closes}
    paired = {name for name, closes in tags if closes} & opened & _INLINE
    return _TAG.sub(lambda match: "" if match[2].lower() in paired else match.group(), text)
