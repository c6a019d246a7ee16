"""Which images of a page say something, and what stands in for those that do not."""

import re
from collections.abc import Mapping
from dataclasses import replace

from relaybot.richtext.addresses import may_be_fetched, secure, web_address
from relaybot.richtext.characters import tidy
from relaybot.richtext.nodes import Picture

Attributes = Mapping[str, str | None]

_SOURCES = (
    *("data-orig-file", "data-pin-media", "data-src", "data-lazy-src", "data-original"),
    *("data-image", "src"),
)
_EMOJI = re.compile(r"\b(?:emoji|wp-smiley|twemoji)\b|/images/core/emoji/|/twemoji/", re.I)
# Addresses that count readers instead of showing something.
_COUNTER = re.compile(
    r"//(?:[\w-]+\.)*(?:pixel\.wp\.com|stats\.wp\.com|stats\.wordpress\.com|doubleclick\.net"
    r"|google-analytics\.com|scorecardresearch\.com|quantserve\.com|feedsportal\.com"
    r"|feedblitz\.com|pheedo\.com|pixel\.\w+\.\w+)/"
    r"|/_/stat\?|//feeds?\d*\.feedburner\.com/|//feeds\.\w+\.(?:com|org)/~[rf4]/|/~r/|/~ff/"
    r"|facebook\.com/tr\b|/track/open|/open\.aspx|/o\.gif|/(?:b|g)\.gif\?|wordpress\.com/b\.gif",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"(?:^|[^a-z])(?:logos?|avatars?|gravatar|favicon|hackergotchi)(?:[^a-z]|$)", re.I
)
_SPACER = re.compile(
    r"/(?:spacer|blank|pixel|transparent|clear|1x1|dot|trans|grey|placeholder)\.(?:gif|png|svg)$",
    re.I,
)
_LOGO_FOLDER = re.compile(r"/logos?/", re.IGNORECASE)
_NO_WORDS = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|heic|svg)|(?:img|dsc|image|photo|picture|screenshot)?[-_ ]?[\d_-]*"
    r"|__wf_reserved_\w+",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_DRAWING = re.compile(r"\.svgz?$", re.IGNORECASE)  # no chat shows it
_BLURRED = re.compile(r"(https://static\.wixstatic\.com/media/[^/]+)/v1/.*\bblur_.*")
_SIDE = re.compile(r"-(\d{2,5})x\d{2,5}\.\w{3,4}$|/[sw](\d{2,4})(?:-\w+)*/[^/]*$")
_LONGEST_ALT = 1000
_WORDY = 4  # words that describe more than an icon
_SMALL = 600  # pixels: less is grainy where a larger one is named
_LARGE = 1000  # and this much is enough
_SMALLEST = 33  # pixels; what is not larger in both directions is an icon


def words_instead(attributes: Attributes) -> str | None:
    """The alternative text when the image is an emoji; None when it is not one."""
    signs = f"{attributes.get('class') or ''} {attributes.get('src') or ''}"
    if "data-emoji" in attributes or _EMOJI.search(signs):
        return tidy(attributes.get("alt") or "")
    return None


def picture(attributes: Attributes, base: str | None) -> Picture | None:
    """The picture, or None for logos, avatars, spacers, icons, drawings and tracking pixels."""
    shown = _meaningful(attributes, base)
    return None if shown and _DRAWING.search(shown.url.partition("?")[0]) else shown


def drawing(attributes: Attributes, base: str | None) -> Picture | None:
    """An SVG that is described: no chat shows it, but it can be opened."""
    shown = _meaningful(attributes, base)
    if shown and len(shown.alt.split()) >= _WORDY:
        return shown if _DRAWING.search(shown.url.partition("?")[0]) else None
    return None


def _meaningful(attributes: Attributes, base: str | None) -> Picture | None:
    url = _source(attributes, base)
    if url is None or _is_tiny(attributes) or _COUNTER.search(url) or not may_be_fetched(url, base):
        return None
    path = url.partition("?")[0]
    alt = tidy(attributes.get("alt") or "")
    file_name = path.rpartition("/")[2]
    signs = (file_name, attributes.get("class") or "", alt if len(alt) < 60 else "")
    if _SPACER.search(path) or "gravatar.com/" in url or any(map(_ORNAMENT.search, signs)):
        return None
    if _LOGO_FOLDER.search(path):
        return None
    alt = "" if _NO_WORDS.fullmatch(alt) else alt[:_LONGEST_ALT].rstrip()
    return Picture(secure(_BLURRED.sub(r"\1", url)), alt)


def larger(picture: Picture, attributes: Attributes, link: str | None) -> Picture:
    """The picture as its page names it in a larger size, where the one shown is small."""
    side = _side(attributes, picture.url)
    if side is None or side >= _SMALL:
        return picture
    if link and _FILE.search(link.partition("?")[0]) and may_be_fetched(link, picture.url):
        return replace(picture, url=secure(link))
    candidates = _candidates(attributes)
    wide = [one for one in candidates if _width(one) >= _LARGE]
    best = min(wide, key=_width) if wide else max(candidates, key=_width, default=[""])
    url = web_address(best[0], picture.url) if _width(best) > side else None
    return (
        replace(picture, url=secure(url)) if url and may_be_fetched(url, picture.url) else picture
    )


def _side(attributes: Attributes, url: str) -> float | None:
    """How wide a picture is, as far as anything tells."""
    match = _SIDE.search(url.partition("?")[0])
    if match:
        return int(match[1] or match[2])
    return _pixels(attributes.get("width"))


def _source(attributes: Attributes, base: str | None) -> str | None:
    """The first usable address: pages that load lazily keep the real one outside of `src`."""
    for name in _SOURCES:
        url = web_address(attributes.get(name), base)
        if url:
            return url
    return web_address(max(_candidates(attributes), key=_width, default=[""])[0], base)


def _candidates(attributes: Attributes) -> list[list[str]]:
    """What a `srcset` offers: each an address and its width."""
    offered = attributes.get("srcset") or attributes.get("data-srcset") or ""
    return [part.split() for part in re.split(r",\s+", offered) if part.strip()]


def _width(candidate: list[str]) -> float:
    digits = candidate[1][:-1] if len(candidate) > 1 else ""
    return float(digits) if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", digits, re.ASCII) else 0


def _is_tiny(attributes: Attributes) -> bool:
    width, height = (_pixels(attributes.get(side)) for side in ("width", "height"))
    known = [size for size in (width, height) if size is not None]
    return bool(known) and (min(known) <= 3 or (len(known) == 2 and max(known) < _SMALLEST))


def _pixels(size: str | None) -> int | None:
    match = re.match(r"\s*(\d{1,6})(?:px)?\s*$", size or "", re.ASCII)
    return int(match[1]) if match else None
