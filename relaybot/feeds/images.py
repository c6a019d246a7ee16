"""The picture that stands for a post, and its audio."""

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relaybot.feeds.links import clean_link
from relaybot.model.post import Audio, Image
from relaybot.model.raw import RawEnclosure, RawEntry
from relaybot.richtext.characters import plain_text

_SMALLEST = 48  # pixels; smaller is an icon, 1×1 is a tracker
_NO_PICTURE = re.compile(
    r"/_/stat\?|/pixel[./?]|/tracking|/beacon|feedburner\.com/~|feeds\.wordpress\.com|/b\.gif|"
    r"pixel\.wp\.com|stats\.wp\.com|/spacer|/blank\.|/transparent\.|/1x1|s\.w\.org/images/core/emoji|"
    r"/emoji/|twemoji|gravatar\.com|/avatars?/|/smilies/|\bicons?/|/badges?/|doubleclick\.net|"
    r"[/_-]logo[-_.]|/share-?buttons|addtoany|google-analytics",
    re.I,
)
_NO_PICTURE_CLASS = re.compile(r"\b(?:emoji|wp-smiley|avatar|logo|icon|pixel|screen-reader)", re.I)
_AUDIO_FILE = re.compile(r"\.(?:mp3|m4a|ogg|oga|opus|aac|wav|flac)$", re.I)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.I)
_IMG = re.compile(r"<img\s[^<>]{1,8000}>", re.I)
_MOST_LOOKED_AT = 30  # <img> of one body


def best_image(entry: RawEntry, body: str, base: str) -> Image | None:
    """Return the picture the feed names, else the first of the body that says something."""
    named = [*entry.images, *(e for e in entry.enclosures if _is_picture(e))]
    for picture in named:
        url = _usable(picture.url, base)
        if url:
            return Image(url=url, alt=plain_text(picture.alt))
    return next(_in_body(body, base), None)


def first_audio(entry: RawEntry, base: str) -> Audio | None:
    """Return the episode that is enclosed, if there is one."""
    for enclosure in entry.enclosures:
        stated = enclosure.type.lower().startswith("audio/")
        if not stated and not _AUDIO_FILE.search(_path(enclosure.url)):
            continue
        url = clean_link(enclosure.url, base)
        if url:
            return Audio(
                url=url,
                type=enclosure.type,
                length=enclosure.length or None,
                duration=enclosure.duration,
            )
    return None


def _in_body(body: str, base: str) -> Iterator[Image]:
    # Only the tags are parsed: a whole body of thirty thousand nested <div> takes seconds.
    tags = [match.group() for match in islice(_IMG.finditer(body), _MOST_LOOKED_AT)]
    for node in LexborHTMLParser("".join(tags)).css("img") if tags else ():
        url = _usable(_source(node), base)
        if url and not _is_small(node) and not _NO_PICTURE_CLASS.search(_attribute(node, "class")):
            yield Image(url=url, alt=plain_text(_attribute(node, "alt")))


def _source(node: LexborNode) -> str:
    """Return where the picture really is: lazy loading puts a placeholder into `src`."""
    for name in ("data-src", "data-lazy-src", "data-original", "src"):
        found = _attribute(node, name)
        if found and not found.startswith("data:"):
            return found
    return _largest(_attribute(node, "srcset") or _attribute(node, "data-srcset"))


def _largest(source_set: str) -> str:
    """Return the widest of "a.jpg 480w, b.jpg 1200w"; addresses may hold commas of their own."""
    candidates = re.findall(
        r"(\S+)(?:\s+(\d{1,5})(?:\.\d+)?[wx])?(?:,\s+|,?\s*$)", source_set[:4000]
    )
    return max(candidates, key=lambda found: int(found[1] or 0), default=("", ""))[0]


def _usable(url: str, base: str) -> str | None:
    if not url or _NO_PICTURE.search(url) or _path(url).lower().endswith(".svg"):
        return None  # neither platform shows SVG
    return clean_link(url, base)


def _is_small(node: LexborNode) -> bool:
    return any(
        0 <= size < _SMALLEST
        for size in map(_pixels, (_attribute(node, "width"), _attribute(node, "height")))
    )


def _pixels(text: str) -> int:
    """Return a size in pixels, -1 when it is unknown or relative."""
    found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*", text)
    return int(found[1]) if found else -1


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _is_picture(enclosure: RawEnclosure) -> bool:
    """Substack encloses pictures with length 0, so only the type counts, else the file's name."""
    if enclosure.type:
        return enclosure.type.lower().startswith("image/")
    return _PICTURE_FILE.search(_path(enclosure.url)) is not None


def _path(url: str) -> str:
    return re.split(r"[?#]", url, maxsplit=1)[0]
