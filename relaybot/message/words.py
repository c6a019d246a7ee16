"""The few words that stand around a post, the same on every platform: buttons, dates, places.

They are a table and no catalogue: a message is also written where none was loaded. A language
has all of them or is not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from relaybot.commands.words import Language, Words
from relaybot.model.delivery import Outgoing
from relaybot.model.post import Event
from relaybot.model.source import Kind
from relaybot.model.wording import region_name
from relaybot.richtext.calls import CallKind

_NAMED = 5  # chapters that are named beside the first; of more only the number is told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrases:
    read: str
    listen: str
    by: str
    new_post: str
    also_from: str
    and_more: str
    posted_in: str
    posted: str
    at: str
    withdrawn: str
    calls: dict[CallKind, str]
    kinds: dict[Kind, str]


_PHRASES = {
    "en": _Phrases(
        read="Read",
        listen="Listen",
        by="By {}",
        new_post="New post from {}",
        also_from="also from {}",
        and_more="{} and {} more",
        posted_in="Posted in {language}",
        posted="Posted",
        at="{day} at {time}",
        withdrawn="{} has taken this post back.",
        calls={
            CallKind.RSVP: "RSVP",
            CallKind.SIGN_UP: "Sign up",
            CallKind.SIGN: "Sign",
            CallKind.DONATE: "Donate",
            CallKind.JOIN: "Join",
        },
        kinds={
            Kind.CHAPTER: "Chapter",
            Kind.PUBLICATION: "Publication",
            Kind.NATIONAL: "National",
            Kind.WORKING_GROUP: "Working group",
            Kind.COMMITTEE: "Committee",
            Kind.YDSA: "YDSA",
            Kind.OTHER: "Other",
        },
    ),
    "es": _Phrases(
        read="Leer",
        listen="Escuchar",
        by="Por {}",
        new_post="Nueva publicación de {}",
        also_from="también de {}",
        and_more="{} y {} más",
        posted_in="Publicado en {language}",
        posted="Publicado",
        at="{day}, {time}",
        withdrawn="{} ha retirado esta publicación.",
        calls={
            CallKind.RSVP: "Confirmar asistencia",
            CallKind.SIGN_UP: "Inscribirse",
            CallKind.SIGN: "Firmar",
            CallKind.DONATE: "Donar",
            CallKind.JOIN: "Unirse",
        },
        kinds={
            Kind.CHAPTER: "Capítulo",
            Kind.PUBLICATION: "Periódico",
            Kind.NATIONAL: "Nacional",
            Kind.WORKING_GROUP: "Grupo de trabajo",
            Kind.COMMITTEE: "Comité",
            Kind.YDSA: "YDSA",
            Kind.OTHER: "Otro",
        },
    ),
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

    def call(self, kind: CallKind) -> str:
        """Return what a button says by which readers can do what the post asks for."""
        return _PHRASES[self.language].calls[kind]

    def kind(self, kind: Kind) -> str:
        """Return what sort of body speaks: "Working group"."""
        return _PHRASES[self.language].kinds[kind]

    def by(self, name: str) -> str:
        """Return who wrote it."""
        return _PHRASES[self.language].by.format(name)

    def new_post(self, name: str) -> str:
        """Return a title for a post that has none."""
        return _PHRASES[self.language].new_post.format(name)

    def also_from(self, names: Sequence[str]) -> str:
        """Return which other chapters tell the same, "" for none."""
        if not names:
            return ""
        phrases, named = _PHRASES[self.language], ", ".join(names[:_NAMED])
        if len(names) > _NAMED:
            named = phrases.and_more.format(named, len(names) - _NAMED)
        return phrases.also_from.format(named)

    def withdrawn(self, name: str) -> str:
        """Return that a chapter took its post back."""
        return _PHRASES[self.language].withdrawn.format(name)

    def posted(self, tag: str | None) -> str:
        """Return "Posted in English"; only "Posted" where nobody knows the language."""
        phrases, name = _PHRASES[self.language], self.language_name(tag)
        return phrases.posted_in.format(language=name) if name else phrases.posted

    def moment(self, at: datetime) -> str:
        """Return "March 14, 2026 at 10:40 AM", as `at` says it: in whatever zone that is."""
        said = _moment(self.language, at.replace(tzinfo=None))
        return f"{said} UTC" if str(at.tzinfo) == "UTC" else said

    def event(self, event: Event, zone: tzinfo) -> str:
        """Return when and where it takes place: "Saturday, March 14, 2026, 9:30 AM – 11:30 AM".

        A time that the feed gives in UTC is told in `zone`; any other as a clock on the spot says.
        """
        return _event(self.language, event, zone)

    def day(self, day: date) -> str:
        """Return a date as it is written in this language."""
        return _words(self.language).day(day)

    def region(self, code: str | None) -> str:
        """Return "Oregon" for "OR", the code itself when it is not known, "" for None."""
        return region_name(code, self.language)

    def language_name(self, tag: str | None) -> str:
        """Return "Spanish" for "es" and "es-MX", the tag when it is not known, "" for None."""
        base = (tag or "").split("-")[0].lower()
        name = _language_name(self.language, base)
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


def local_time(outgoing: Outgoing) -> datetime | None:
    """Return when a post was published, in the zone the place chose (else UTC)."""
    published = outgoing.claim.post.post.published
    if published is None:
        return None
    try:
        return published.astimezone(zone_of(outgoing))
    except OverflowError:  # the first or the last day there is
        return published


def published_day(outgoing: Outgoing) -> date | None:
    """Return the day of publication of a post whose feed gives no time of day; else None.

    Such a date reads as midnight, UTC; no zone makes another day of it.
    """
    published = outgoing.claim.post.post.published
    midnight = published is not None and published.astimezone(UTC).time() == time.min
    return published.date() if published and midnight else None


def zone_of(outgoing: Outgoing) -> ZoneInfo:
    """Return the zone the place chose, UTC when it chose none."""
    return _zone(outgoing.claim.destination.preferences.timezone or "UTC")


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the list of zones may have changed
        return ZoneInfo("UTC")


@lru_cache(maxsize=8)
def _words(language: str) -> Words:
    return Words(Language(language))


# The same few moments and languages are asked for again and again, and CLDR's patterns are slow.
# Moments stand here without their zone: aware ones are equal in every zone, and read differently.
@lru_cache(maxsize=512)
def _language_name(language: str, base: str) -> str:
    return _words(language).language_name(base)


@lru_cache(maxsize=512)
def _moment(language: str, at: datetime) -> str:
    words = _words(language)
    return _PHRASES[language].at.format(day=words.day(at.date()), time=words.time(at))


def _event(language: str, event: Event, zone: tzinfo) -> str:
    starts, ends = _on_the_spot(event.starts, zone), _end(event, zone)
    said = _when(language, starts.replace(tzinfo=None), event.all_day)
    if ends and ends.date() > starts.date():
        return f"{said} – {_when(language, ends.replace(tzinfo=None), event.all_day)}"
    if ends and ends > starts and not event.all_day:
        return f"{said} – {_words(language).time(ends)}"
    return said


@lru_cache(maxsize=512)
def _when(language: str, at: datetime, all_day: bool) -> str:
    words = _words(language)
    return words.weekday(at) if all_day else f"{words.weekday(at)}, {words.time(at)}"


def _end(event: Event, zone: tzinfo) -> datetime | None:
    """An end that is told in another way than the beginning cannot be compared with it."""
    if event.ends is None or (event.ends.tzinfo is None) != (event.starts.tzinfo is None):
        return None
    return _on_the_spot(event.ends, zone)


def _on_the_spot(at: datetime, zone: tzinfo) -> datetime:
    offset = at.utcoffset()
    try:
        return at.astimezone(zone) if offset is not None and not offset else at
    except OverflowError:  # the first or the last day there is
        return at
