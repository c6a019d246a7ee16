"""What the parser read, before anything is believed: untrusted text, as the feed wrote it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEnclosure:
    """RSS enclosure, Atom link rel=enclosure, JSON Feed attachment, media:content."""

    url: str
    type: str = ""  # MIME type as stated
    length: int | None = None  # bytes as stated
    duration: float | None = None  # seconds
    alt: str = ""
    width: int | None = None  # pixels as stated
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEvent:
    """When and where something is, in the words of the feed."""

    starts: str = ""
    ends: str = ""
    place: str = ""
    ends_before: bool = False  # iCalendar: a day given as the end is the first one after it


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One item of a feed. Empty text = absent. Times are Unix seconds (UTC), None = unreadable."""

    guid: str = ""
    link: str = ""
    title: str = ""  # may hold markup and (double-escaped) entities
    author: str = ""
    summary: str = ""  # HTML
    content: str = ""  # HTML; empty when the feed has only a summary
    base: str = ""  # xml:base in force for this entry
    language: str = ""
    published: float | None = None
    updated: float | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[RawEnclosure, ...] = ()
    images: tuple[RawEnclosure, ...] = ()  # what stands for it, best first
    stand_ins: tuple[RawEnclosure, ...] = ()  # for want of better: small thumbnails, itunes:image
    ornaments: frozenset[str] = frozenset()  # pictures that are none of its own: feeds.ornaments
    event: RawEvent | None = None  # fields made for it; what the body says is read later


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A parsed document."""

    title: str = ""
    site: str = ""
    language: str = ""
    logos: tuple[str, ...] = ()  # channel image, itunes:image, logo, icon
    format: str = ""  # "rss20", "atom10", "json1.1" …
    complete: bool = True  # False: cut short or ill-formed; only whole entries were kept
    ttl: float | None = None  # seconds (RSS ttl, sy:updatePeriod)
    entries: tuple[RawEntry, ...] = ()  # in document order
