"""Pictures that say nothing about one entry: the feed's logo, and what nearly all entries show.

A banner "Join us" under every article, an avatar, a placeholder for articles without a picture:
each would otherwise be the picture of every post.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from relaybot.model.raw import RawEntry, RawFeed
from relaybot.richtext.motif import motif

_IMG = re.compile(r"<img\s[^<>]{0,2000}?\bsrc\s*=\s*[\"']?([^\"'\s<>]{1,2000})", re.I)
_MOST = 30  # <img> of one body
_ENOUGH = 4  # entries from which on "nearly all" means something
# A banner of the theme is in all but the oldest entries. Lower, and a picture that a series shares
# would be one's own today and an ornament tomorrow.
_NEARLY_ALL = 4 / 5


def with_ornaments(raw: RawFeed) -> RawFeed:
    """Return the feed with each entry knowing which pictures are not its own."""
    logos = frozenset(map(motif, raw.logos))
    ornaments = logos | _repeated(raw.entries)
    if not ornaments:
        return raw
    return replace(raw, entries=tuple(replace(entry, ornaments=ornaments) for entry in raw.entries))


def _repeated(entries: tuple[RawEntry, ...]) -> frozenset[str]:
    if len(entries) < _ENOUGH:
        return frozenset()
    uses = Counter(key for entry in entries for key in set(_shown(entry)))
    return frozenset(key for key, count in uses.items() if count >= _NEARLY_ALL * len(entries))


def _shown(entry: RawEntry) -> Iterator[str]:
    for picture in (*entry.images, *entry.stand_ins, *entry.enclosures):
        yield motif(picture.url)
    body = entry.content or entry.summary
    for found in islice(_IMG.finditer(body), _MOST):
        yield motif(found[1])
