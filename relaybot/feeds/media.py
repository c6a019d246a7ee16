"""What feedparser would lose about pictures, put where it keeps it.

- The words of Media RSS beside a picture: it takes `media:description` for the entry's summary.
- `<image>https://…</image>` in an entry: it knows that element only in channels.
"""

import html
import re

_OPENING = re.compile(r"<(?:item|entry)[\s>]")
_CLOSING = re.compile(r"(</(?:item|entry)\s*>)")
_MEDIA = re.compile(
    r"<media:(?P<name>content|thumbnail)\b(?P<attributes>[^<>]*[^<>/])?>"
    r"(?P<inside>(?:(?!<media:(?:content|thumbnail)\b).)*?)</media:(?P=name)\s*>",
    re.S,
)
_GROUP = re.compile(r"<media:group\b[^<>]*>.*?</media:group\s*>", re.S)
_WORDS = re.compile(
    r"<media:(?P<kind>title|description|text)\b[^<>]*(?:/>|>(?P<words>.*?)</media:(?P=kind)\s*>)",
    re.S,
)
_BODY = re.compile(r"<(?:description|summary|content:encoded|content)\b[^<>]*(?<!/)>")
_PICTURE = re.compile(r"<media:(?:content|thumbnail)\b(?![^<>]*\balt=)")
_IMAGE = re.compile(
    r"<(?P<name>image|post-thumbnail)\b(?P<attributes>[^<>]*)"
    r"(?:/>|>(?P<inside>.{0,2000}?)</(?P=name)\s*>)",
    re.S,
)
_ADDRESS = re.compile(r"https?://[^\s<>\"'\]]+")
_KINDS = ("description", "title")  # a description tells more
_LONGEST = 1_000
ELEMENT = "own_image"  # what an entry's picture is called from here on


def keep_pictures(text: str) -> str:
    """Return the XML of a feed with its pictures, and the words beside them, readable."""
    if "<media:" not in text and not ("<image" in text or "<post-thumbnail" in text):
        return text
    return "".join(map(_kept, _CLOSING.split(text)))


def _kept(part: str) -> str:
    """Return what stands before an entry as it is, and the entry with its pictures."""
    opening = _OPENING.search(part)
    return part[: opening.start()] + _kept_in(part[opening.start() :]) if opening else part


def _kept_in(entry: str) -> str:
    if "<media:" in entry:
        entry = _with_words_of_entry(_MEDIA.sub(_with_alt, entry))
    return _IMAGE.sub(_named, entry) if "<image" in entry or "<post-th" in entry else entry


def _with_alt(match: re.Match[str]) -> str:
    """Put the title or description within a picture into an attribute of it."""
    inside = match["inside"]
    alt = _alternative(inside)
    opening = f"<media:{match['name']}{alt}{match['attributes'] or ''}>"
    return f"{opening}{_WORDS.sub('', inside)}</media:{match['name']}>"


def _with_words_of_entry(entry: str) -> str:
    """Take words beside pictures for theirs, where the entry has a text; a video's are its text."""
    if not _BODY.search(entry):
        return entry
    outside = _GROUP.sub("", entry)
    alt = _alternative(outside)
    if not alt:
        return entry
    groups = iter(_GROUP.findall(entry))
    stripped = _WORDS.sub("", _GROUP.sub("\0", entry))
    whole = re.sub("\0", lambda _: next(groups, ""), stripped)
    return _PICTURE.sub(lambda found: found.group() + alt, whole, count=1)


def _alternative(inside: str) -> str:
    """Return an attribute with what the elements say, "" when they say nothing."""
    said = {found["kind"]: found["words"] or "" for found in _WORDS.finditer(inside)}
    words = next((text for kind in _KINDS if (text := _plain(said.get(kind, "")))), "")
    return f' alt="{html.escape(words[:_LONGEST])}"' if words else ""


def _plain(words: str) -> str:
    cdata = re.fullmatch(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", words, re.S)
    return " ".join((cdata[1] if cdata else html.unescape(words)).split())


def _named(match: re.Match[str]) -> str:
    """Name an entry's own picture so that nobody takes it for the channel's."""
    address = _ADDRESS.search(match["attributes"]) or _ADDRESS.search(match["inside"] or "")
    return f"<{ELEMENT}>{address.group()}</{ELEMENT}>" if address else match.group()
