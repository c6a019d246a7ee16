"""The few words that stand around a post, the same on every platform: buttons, dates, places.

They are a table and no catalogue: a message is also written where none was loaded. A language
has all of them or is not in it.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from relaybot.commands.words import Language, Words
from relaybot.model.delivery import Outgoing
from relaybot.model.wording import region_name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    read: str
    listen: str
    by: str
    new_post: str


_PHRASES = {
    "en": _Phrases(read="Read", listen="Listen", by="By {}", new_post="New post from {}"),
    "es": _Phrases(read="Leer", listen="Escuchar", by="Por {}", new_post="Nueva publicación de {}"),
}


@dataclass(frozen=True, slots=True)
class PostWords:
    """Speaks one language; two are equal when they would say the same."""

    language: str = "en"  # one of those in the table

    @property
    def read(self) -> str:
        """Return what a button says that leads to the post."""
        return _PHRASES[self.language].read

    @property
    def listen(self) -> str:
        """Return what a button says that leads to the episode."""
        return _PHRASES[self.language].listen

    def by(self, name: str) -> str:
        """Return who wrote it."""
        return _PHRASES[self.language].by.format(name)

    def new_post(self, name: str) -> str:
        """Return a title for a post that has none."""
        return _PHRASES[self.language].new_post.format(name)

    def day(self, day: date) -> str:
        """Return a date as it is written in this language."""
        return Words(Language(self.language)).day(day)

    def region(self, code: str | None) -> str:
        """Return "Oregon" for "OR", the code itself when it is not known, "" for None."""
        return region_name(code, self.language)

    def language_name(self, tag: str | None) -> str:
        """Return "Spanish" for "es" and "es-MX", the tag when it is not known, "" for None."""
        base = (tag or "").split("-")[0].lower()
        name = Words(Language(self.language)).language_name(base)
        return (tag or "") if name == base else name


def post_words(outgoing: Outgoing) -> PostWords:
    """Return words in the language the place chose, else the post's, else English."""
    wanted = outgoing.claim.destination.preferences.language, post_language(outgoing)
    bases = ((tag or "").split("-")[0].lower() for tag in wanted)
    return PostWords(next((base for base in bases if base in _PHRASES), "en"))


def post_language(outgoing: Outgoing) -> str | None:
    """Return what the post is written in (BCP 47), as far as anybody says so."""
    post = outgoing.claim.post.post
    return post.language or outgoing.feed.language or outgoing.chapter.language


def local_day(outgoing: Outgoing) -> date | None:
    """Return the day a post was published on, in the zone the place chose."""
    published = outgoing.claim.post.post.published
    if published is None:
        return None
    try:
        return published.astimezone(_zone(outgoing)).date()
    except OverflowError:  # the first or the last day there is
        return published.date()


def _zone(outgoing: Outgoing) -> ZoneInfo:
    try:
        return ZoneInfo(outgoing.claim.destination.preferences.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the list of zones may have changed
        return ZoneInfo("UTC")
