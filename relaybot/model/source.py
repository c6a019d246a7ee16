"""Chapters and their feeds, as the directory describes them."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What sort of body speaks; `kind:publication` is a selector."""

    CHAPTER = "chapter"
    PUBLICATION = "publication"
    NATIONAL = "national"
    WORKING_GROUP = "working-group"
    COMMITTEE = "committee"
    YDSA = "ydsa"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed of one chapter; what the entry leaves out is already filled in from its chapter."""

    slug: str  # stable for ever; URLs, titles and hosts are not
    url: str
    chapter: str  # slug of the chapter it speaks for
    name: str
    kind: Kind
    region: str | None = None  # upper case, e.g. "CA"; None = national or across regions
    language: str | None = None  # BCP 47, e.g. "en"; None = as the feed or its posts say
    site: str | None = None
    logo: str | None = None
    aliases: tuple[str, ...] = ()  # slugs it had before
    every: timedelta | None = None  # own rhythm; None = the one in [polling]
    cron: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A body that publishes through one or more feeds."""

    slug: str
    name: str
    kind: Kind
    feeds: tuple[Feed, ...]
    region: str | None = None
    language: str | None = None
    site: str | None = None
    logo: str | None = None
    aliases: tuple[str, ...] = ()
    quarantine: bool = False  # polled, but its new posts are held instead of relayed
    organization: str = ""  # name of the TOML file it stands in, without ".toml"
