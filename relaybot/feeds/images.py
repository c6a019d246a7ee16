"""The picture that stands for a post, and its audio.

::

    1. what the feed names: media:content, enclosures, fields such as featured_image
    2. the first picture of the text that says something
    3. stand-ins: a small thumbnail, the cover of an episode

Never a logo (the chapter's, the feed's, or whatever nearly all posts show), an avatar, an emoji, a
pixel, a spacer, or a drawing that no platform shows (SVG).
"""

import html
import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relaybot.feeds.links import clean_link
from relaybot.model.post import Audio, Image
from relaybot.model.raw import RawEnclosure, RawEntry
from relaybot.richtext.addresses import may_be_fetched, secure, web_address
from relaybot.richtext.characters import plain_text
from relaybot.richtext.motif import motif
from relaybot.richtext.pictures import larger, picture, words_instead

_SMALLEST = 48  # pixels; smaller is an icon, 1×1 is a tracker
_NO_PICTURE = re.compile(
    r"/_/stat\?|/pixel[./?]|/tracking|/beacon|feedburner\.com/~|feeds\.wordpress\.com|/b\.gif|"
    r"pixel\.wp\.com|stats\.wp\.com|/spacer|/blank\.|/transparent\.|/1x1|s\.w\.org/images/core/emoji|"
    r"/emoji/|twemoji|gravatar\.com|/avatars?/|/smilies/|\bicons?/|/badges?/|doubleclick\.net|"
    r"[/_-]logo[-_.]|/share-?buttons|addtoany|google-analytics",
    re.I,
)
_NO_PICTURE_CLASS = re.compile(r"\b(?:emoji|wp-smiley|avatar|logo|icon|pixel|screen-reader)", re.I)
_FILE_NAME = re.compile(
    r"(?:\S+\.\w{3,4}|(?:img|dsc|image|photo|picture|screenshot)[-_ ]?\d*)", re.I
)
_AUDIO_FILE = re.compile(r"\.(?:mp3|m4a|ogg|oga|opus|aac|wav|flac)$", re.I)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.I)
_IMG = re.compile(r"(?:<a\s[^<>]{1,4000}>\s{0,9})?<img\s[^<>]{1,8000}>", re.I)
_SRC = re.compile(
    r"<img\s[^<>]{0,2000}?\b(?:data-(?:orig-file|src|lazy-src)|src)\s*=\s*[\"']?(?!data:)"
    r"([^\"'\s<>]{1,2000})",
    re.I,
)
_TINY = re.compile(r"\b(?:width|height)\s*=\s*[\"']?[0-4]?\d(?:px)?[\"'\s/>]", re.I)
_MOST_LOOKED_AT = 30  # <img> of one body


def best_image(
    entry: RawEntry, body: str, base: str, logos: Iterable[str | None] = ()
) -> Image | None:
    """Return the picture to show, absolute; `logos`: addresses of what is none of its own."""
    ornaments = entry.ornaments.union(motif(logo) for logo in logos if logo)
    files = (file for file in entry.enclosures if _is_picture(file))
    found = next(
        chain(
            _named((*entry.images, *files), base, ornaments),
            _in_body(body, base, ornaments),
            _named(entry.stand_ins, base, ornaments),
        ),
        None,
    )
    if found is None:
        return None
    alt = found.alt or _alt_in_body(found.url, body, base)
    return Image(url=secure(found.url), alt=alt)


def likely_picture(entry: RawEntry, body: str) -> str:
    """Return what all addresses of the best picture share, found without parsing; "" = none."""
    files = (file for file in entry.enclosures if _is_picture(file))
    named = (file.url for file in (*entry.images, *files))
    stand_ins = (file.url for file in entry.stand_ins)
    for url in chain(named, _sources(body), stand_ins):
        if url and not _NO_PICTURE.search(url):
            key = motif(html.unescape(url))
            if key not in entry.ornaments:
                return key
    return ""


def _sources(body: str) -> Iterator[str]:
    for found in islice(_SRC.finditer(body), _MOST_LOOKED_AT):
        end = body.find(">", found.end(), found.end() + 2_000)
        tag = body[found.start() : end + 1 or found.end()]
        if not _TINY.search(tag) and not _NO_PICTURE_CLASS.search(tag):
            yield found[1]


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


def _named(
    pictures: Iterable[RawEnclosure], base: str, ornaments: frozenset[str]
) -> Iterator[Image]:
    for named in pictures:
        url = _usable(named.url, base, ornaments)
        if url and not _is_small((named.width, named.height)):
            alt = plain_text(named.alt)
            yield Image(url=url, alt="" if _FILE_NAME.fullmatch(alt) else alt)


def _in_body(body: str, base: str, ornaments: frozenset[str] = frozenset()) -> Iterator[Image]:
    # Only the tags are parsed: a whole body of thirty thousand nested <div> takes seconds.
    tags = [f"{match.group()}</a>" for match in islice(_IMG.finditer(body), _MOST_LOOKED_AT)]
    for node in LexborHTMLParser("".join(tags)).css("img") if tags else ():
        attributes = node.attributes
        found = picture(attributes, base)
        if found is None or words_instead(attributes) is not None:
            continue
        url = _usable(larger(found, attributes, _link_around(node, base)).url, base, ornaments)
        sizes = (_pixels(attributes.get(side) or "") for side in ("width", "height"))
        if (
            url
            and not _is_small(sizes)
            and not _NO_PICTURE_CLASS.search(attributes.get("class") or "")
        ):
            yield Image(url=url, alt=found.alt)


def _link_around(node: LexborNode, base: str) -> str | None:
    """Return where a picture leads: often to itself, in its own size."""
    link = node.parent if node.parent is not None and node.parent.tag == "a" else None
    return web_address(link.attributes.get("href"), base) if link is not None else None


def _alt_in_body(url: str, body: str, base: str) -> str:
    """Return what the text says about the same picture."""
    if "alt=" not in body:
        return ""
    shown = motif(url)
    alike = (found.alt for found in _in_body(body, base) if motif(found.url) == shown)
    return next(filter(None, alike), "")


def _usable(url: str, base: str, ornaments: frozenset[str]) -> str | None:
    if not url or _NO_PICTURE.search(url) or _path(url).lower().endswith((".svg", ".ico")):
        return None
    address = None if ornaments and motif(url) in ornaments else clean_link(url, base)
    return address if address and may_be_fetched(address, base) else None


def _is_small(sizes: Iterable[int | None]) -> bool:
    return any(size is not None and size < _SMALLEST for size in sizes)


def _pixels(text: str) -> int | None:
    """Return a size in pixels, None when it is unknown or relative."""
    found = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*", text)
    return int(found[1]) if found else None


def _is_picture(enclosure: RawEnclosure) -> bool:
    """Substack encloses pictures with length 0, so only the type counts, else the file's name."""
    if enclosure.type:
        return enclosure.type.lower().startswith("image/")
    return _PICTURE_FILE.search(_path(enclosure.url)) is not None


def _path(url: str) -> str:
    return re.split(r"[?#]", url, maxsplit=1)[0]
