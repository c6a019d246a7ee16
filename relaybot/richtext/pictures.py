"""Which images of a page say something, and what stands in for those that do not."""

import re
from collections.abc import Mapping

from relaybot.richtext.addresses import web_address
from relaybot.richtext.characters import tidy
from relaybot.richtext.nodes import Picture

Attributes = Mapping[str, str | None]

_SOURCES = ("data-orig-file", "data-src", "data-lazy-src", "data-original", "data-image", "src")
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
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|heic|svg)|(?:img|dsc|image|photo|screenshot)[-_ ]?\d*", re.I
)
_LONGEST_ALT = 1000
_SMALLEST = 33  # pixels; what is not larger in both directions is an icon


def words_instead(attributes: Attributes) -> str | None:
    """The alternative text when the image is an emoji; None when it is not one."""
    signs = f"{attributes.get('class') or ''} {attributes.get('src') or ''}"
    if "data-emoji" in attributes or _EMOJI.search(signs):
        return tidy(attributes.get("alt") or "")
    return None


def picture(attributes: Attributes, base: str | None) -> Picture | None:
    """The picture, or None for logos, avatars, spacers, icons and tracking pixels."""
    url = _source(attributes, base)
    if url is None or _is_tiny(attributes) or _COUNTER.search(url):
        return None
    path = url.partition("?")[0]
    alt = tidy(attributes.get("alt") or "")
    file_name = path.rpartition("/")[2]
    signs = (file_name, attributes.get("class") or "", alt if len(alt) < 60 else "")
    if _SPACER.search(path) or "gravatar.com/" in url or any(map(_ORNAMENT.search, signs)):
        return None
    return Picture(url, "" if _FILE_NAME.fullmatch(alt) else alt[:_LONGEST_ALT].rstrip())


def _source(attributes: Attributes, base: str | None) -> str | None:
    """The first usable address: pages that load lazily keep the real one outside of `src`."""
    for name in _SOURCES:
        url = web_address(attributes.get(name), base)
        if url:
            return url
    return _widest(attributes.get("srcset") or attributes.get("data-srcset") or "", base)


def _widest(srcset: str, base: str | None) -> str | None:
    candidates = [part.split() for part in re.split(r",\s+", srcset) if part.strip()]
    best = max(candidates, key=_width, default=[""])
    return web_address(best[0], base)


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
