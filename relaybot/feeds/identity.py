"""Which entry is which, and which are known already.

A post is known by several names (aliases), because feeds change guids, links and titles, seldom
all at once. From the surest to the weakest:

========  ===========================================  ==========================================
prefix    made of                                      means the same post
========  ===========================================  ==========================================
hash:     guid, link, title, time, enclosure           always
both:     guid and link                                always
guid:     guid (no scheme, www., final slash)          unless it is reused for another link
sole:     link, where entries have no guid             always
link:     link that is not a site's root               when the title or the time agrees
title:    folded title and time of publication         unless both are of a numbered series
path:     path of the link and folded title            (a feed moved to another domain)
========  ===========================================  ==========================================

A name that several entries of one document share names none of them, unless they are copies: alike
in all that a reader sees, under several guids. Those are one post, which has the names of each.
A wrong "new" is a post sent twice, a wrong "known" is a post lost; where signs contradict each
other, it is new.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from relaybot.feeds.fingerprint import fingerprint
from relaybot.feeds.folding import digest, fold, fold_markup
from relaybot.feeds.links import page_path, same_page
from relaybot.feeds.title import spellings
from relaybot.model.post import KnownPost
from relaybot.model.raw import RawEntry

__all__ = ["Identified", "fingerprint", "identify", "link_alias", "recognise"]

_ADDRESS = re.compile(r"https?://(?:www\.)?([^/?#]*)(.*)", re.I | re.S)
_LONGEST_GUID = 300  # a longer guid is known by its hash
# Two dates of one post may differ by a misread time zone, and by no more.
_ZONE_MISTAKE = 14 * 3600


@dataclass(frozen=True, slots=True)
class Identified:
    """An entry and its names; `key` is one of `aliases`, surest first."""

    entry: RawEntry
    key: str
    aliases: tuple[str, ...]


def identify(entries: Sequence[RawEntry]) -> tuple[Identified, ...]:
    """Name every entry, in document order; an entry that is there twice is named once.

    Of copies the first is kept, and has the names of all, so that any of their guids finds it.
    """
    unique: dict[str, RawEntry] = {}
    for entry in entries:
        unique.setdefault(_whole(entry), entry)
    posts = _copies(unique)
    kept = [unique[first] for first, *_ in posts]
    links = Counter(same_page(entry.link) for entry in kept if page_path(entry.link))
    telling = len(links) > 1 and set(links.values()) == {1}
    names = [
        dict.fromkeys(name for one in copies for name in _names(one, unique[one], telling))
        for copies in posts
    ]
    uses = Counter(name for own in names for name in own)
    return tuple(
        _identified(entry, [name for name in own if uses[name] == 1])
        for entry, own in zip(kept, names, strict=True)
    )


def recognise(
    identified: Sequence[Identified], known: Mapping[str, KnownPost]
) -> tuple[KnownPost | None, ...]:
    """Return, for each item of a document, the stored post it is; None = new.

    `known` holds, of the items' aliases, those that are stored. Sure names are asked for all items
    before weak ones, so that a post that is still there by its guid is taken by nobody else.
    Only copies of which one was edited are two items of one post: each has a guid of that post.
    """
    found: dict[str, KnownPost] = {}
    taken: set[int] = set()
    for prefix, agrees in _PASSES:
        closed = taken if prefix not in _OWN else frozenset[int]()
        for item in identified:
            if item.key in found:
                continue
            candidates = (known[name] for name in _aliases(item, prefix) if name in known)
            for post in candidates:
                if post.id not in closed and agrees(item, post):
                    found[item.key] = post
                    taken.add(post.id)
                    break
    return tuple(found.get(item.key) for item in identified)


def link_alias(url: str) -> str | None:
    """Return the alias that a post with this address has; None when it says too little."""
    return f"link:{same_page(url)}" if page_path(url) else None


def _copies(unique: Mapping[str, RawEntry]) -> list[list[str]]:
    """Put the hashes of copies together, in document order; what has no copy stands alone."""
    outsides = {whole: _outside(whole, entry) for whole, entry in unique.items()}
    shared = Counter(outsides.values())
    posts: dict[tuple[object, ...], list[str]] = {}
    for whole, outside in outsides.items():
        # Reading every text takes long, so it is done only where nothing else differs.
        words = fingerprint(replace(unique[whole], title="")) if shared[outside] > 1 else ""
        posts.setdefault((outside, words), []).append(whole)
    return list(posts.values())


def _outside(whole: str, entry: RawEntry) -> tuple[object, ...]:
    """Return what copies share but for their words; what has no page or time has no copies."""
    if not page_path(entry.link) or entry.published is None:
        return (whole,)
    files = tuple(file.url for file in (*entry.enclosures, *entry.images, *entry.stand_ins))
    return same_page(entry.link), fold_markup(entry.title), int(entry.published), files


def _identified(entry: RawEntry, names: Sequence[str]) -> Identified:
    """Choose the key: guid (told apart by its link), else a telling link, else the hash."""
    key = next((name for name in names if name.startswith(("both:", "sole:"))), names[0])
    return Identified(entry, key, tuple(names))


def _names(whole: str, entry: RawEntry, telling: bool) -> Iterator[str]:
    guid, path, title = _guid(entry), page_path(entry.link), fold_markup(entry.title)
    page = same_page(entry.link)
    yield f"hash:{whole}"
    if guid:
        yield f"both:{digest(guid, page)}"
        yield f"guid:{guid}"
    elif path and telling:
        yield f"sole:{page}"  # no guid, and links tell the entries apart: the link is the identity
    if path:
        yield f"link:{page}"
    if title and entry.published is not None:
        yield f"title:{digest(title, str(int(entry.published)))}"
    if title and path:
        yield f"path:{digest(path, title)}"


def _whole(entry: RawEntry) -> str:
    """Return a hash over all that tells an entry from others; its text only for want of more."""
    named = entry.guid or page_path(entry.link) or entry.published is not None
    text = "" if named and entry.title else (entry.content or entry.summary)
    return digest(
        _guid(entry),
        same_page(entry.link),
        fold_markup(entry.title),
        "" if entry.published is None else str(int(entry.published)),
        entry.enclosures[0].url if entry.enclosures else "",
        fold_markup(text),
    )


def _guid(entry: RawEntry) -> str:
    """Return the guid made comparable; "" when it is missing, or only the address of the site."""
    guid = entry.guid.strip()
    address = _ADDRESS.match(guid)
    if address:
        guid = address[1].lower() + address[2].rstrip("/") if page_path(guid) else ""
    return guid if len(guid) <= _LONGEST_GUID else digest(guid)


def _aliases(item: Identified, prefix: str) -> Iterator[str]:
    return (name for name in item.aliases if name.startswith(prefix))


def _always(_item: Identified, _post: KnownPost) -> bool:
    return True


def _same_by_guid(item: Identified, post: KnownPost) -> bool:
    """A guid is reused when another link, another title and another time stand beside it."""
    link = item.entry.link
    if not link or not post.link or _same_link(link, post.link):
        return True
    return _same_title(item, post) or _same_time(item, post)


def _same_by_link(item: Identified, post: KnownPost) -> bool:
    """Another guid, the same link: the title must agree, or else the time to the second."""
    if _same_title(item, post):
        return not _contradicts(item, post)
    return _same_time(item, post)


def _same_by_title(item: Identified, post: KnownPost) -> bool:
    """Another guid and link; but meeting-2026-04 and meeting-2026-05 are two, made in one go."""
    if not post.link:
        return True
    old, new = page_path(post.link).partition("?")[0], page_path(item.entry.link).partition("?")[0]
    return old == new or re.sub(r"\d", "", old) != re.sub(r"\d", "", new)


def _same_by_path(item: Identified, post: KnownPost) -> bool:
    return not _contradicts(item, post)


_Test = Callable[[Identified, KnownPost], bool]
_PASSES: tuple[tuple[str, _Test], ...] = (
    ("hash:", _always),
    ("both:", _always),
    ("guid:", _same_by_guid),
    ("sole:", _always),
    ("link:", _same_by_link),
    ("title:", _same_by_title),
    ("path:", _same_by_path),
)

# Whoever has such a name was this post before; it cannot become new because a copy has it too.
_OWN = ("hash:", "both:")


def _same_link(one: str, other: str) -> bool:
    """Compare addresses; one that is relative is compared by its path."""
    if page_path(one) != page_path(other):
        return False
    pages = same_page(one), same_page(other)
    return pages[0] == pages[1] or any(page.startswith(("/", "?", "#")) for page in pages)


def _same_title(item: Identified, post: KnownPost) -> bool:
    """Compare titles; posts without one are compared by their words instead."""
    if not post.title and not fold_markup(item.entry.title):
        return fingerprint(item.entry) == post.fingerprint
    return fold(post.title) in spellings(item.entry.title)


def _same_time(item: Identified, post: KnownPost) -> bool:
    apart = _apart(item, post)
    return apart is not None and apart < 1


def _contradicts(item: Identified, post: KnownPost) -> bool:
    """Say whether both time and words differ: a new issue under an old heading."""
    apart = _apart(item, post)
    if apart is None or apart <= _ZONE_MISTAKE:
        return False
    return fingerprint(item.entry) != post.fingerprint


def _apart(item: Identified, post: KnownPost) -> float | None:
    """Return the seconds between the two times of publication, None when one is unknown."""
    if item.entry.published is None or post.published is None:
        return None
    return abs(item.entry.published - post.published.timestamp())
