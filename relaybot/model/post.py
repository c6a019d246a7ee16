"""One post, understood; and what the store remembers of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that belongs to a post: absolute http(s) address."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audio:
    """An episode."""

    url: str
    type: str = ""
    length: int | None = None  # bytes
    duration: float | None = None  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a post invites to, as far as its feed states it.

    Times are aware where the feed gives an offset, else what a clock on the spot will show.
    """

    starts: datetime
    ends: datetime | None = None
    place: str = ""  # one line; "" = not told
    all_day: bool = False  # the time of day in `starts` and `ends` means nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One entry of one feed, normalised. Text is plain NFC; `html` and `summary` are untrusted."""

    feed: str  # slug
    chapter: str  # slug
    key: str  # its identity within the feed; see feeds.identity
    aliases: tuple[str, ...]  # every key it may be recognised by, `key` included
    title: str = ""
    link: str | None = None  # absolute http(s), trackers removed
    byline: str | None = None  # a person's name, no "By:"
    html: str = ""  # the body, capped
    summary: str = ""  # the feed's own summary when it differs from the body, capped
    base: str | None = None  # what relative addresses in `html` and `summary` are relative to
    published: datetime | None = None  # UTC; None = unknown or nonsense
    updated: datetime | None = None
    image: Image | None = None
    audio: Audio | None = None
    event: Event | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    fingerprint: str = ""  # changes when the entry's words change: how an edit is noticed
    story_keys: tuple[str, ...] = ()  # how the same post is recognised in another feed


class PostState(StrEnum):
    """What was decided about a post when it was first seen."""

    ABSORBED = "absorbed"  # was there at the first poll: remembered, not relayed
    RELAYED = "relayed"  # handed to everyone who follows it
    HELD = "held"  # part of a burst that looks wrong, or its chapter is in quarantine
    DISMISSED = "dismissed"  # was held, and a person said no


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPost:
    """As much of a stored post as recognising and comparing need."""

    id: int
    key: str
    title: str
    link: str | None
    published: datetime | None
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentPost:
    """As much of a relayed post as noticing needs that its chapter took it back."""

    id: int
    published: datetime | None
    seen_at: datetime
    missing_since: datetime | None  # first looked for in vain; None = it was there last time
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPost:
    """A post with what the store added."""

    id: int
    story: int  # posts of several feeds that tell the same story share it: the id of the first
    state: PostState
    seen_at: datetime
    withdrawn_at: datetime | None = None  # its chapter took it back; None = it stands
    post: Post
