"""The few words that stand around a post, the same on every platform: buttons, dates, places.

They are a table and no catalogue: a message is also written where none was loaded. A language
has all of them or is not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from relaybot.message.event_moment import event_in_words, spoken
from relaybot.message.zones import zone_of_region
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
    taken_back: str
    calls: dict[CallKind, str]
    kinds: dict[Kind, str]


_PHRASES = {
    "en": _Phrases(
        read="Read",
        listen="Listen",
        by="By {}",
        new_post="New post from {}",
        also_from="Also from {}",
        and_more="{} and {} more",
        posted_in="Posted in {language}",
        posted="Posted",
        at="{day} at {time}",
        withdrawn="{} has taken this post back.",
        taken_back="taken back",
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
        also_from="También de {}",
        and_more="{} y {} más",
        posted_in="Publicado en {language}",
        posted="Publicado",
        at="{day}, {time}",
        withdrawn="{} ha retirado esta publicación.",
        taken_back="retirada",
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

    @property
    def taken_back(self) -> str:
        """Return the same where there is room for two words."""
        return _PHRASES[self.language].taken_back

    def posted(self, tag: str | None) -> str:
        """Return "Posted in English"; only "Posted" where nobody knows the language."""
        phrases, name = _PHRASES[self.language], self.language_name(tag)
        return phrases.posted_in.format(language=name) if name else phrases.posted

    def moment(self, at: datetime, *, zoned: bool = False) -> str:
        """Return "March 14, 2026 at 10:40 AM", as `at` says it; `zoned`: and the zone's name."""
        said = _moment(self.language, at.replace(tzinfo=None))
        return f"{said} {at:%Z}" if zoned or str(at.tzinfo) == "UTC" else said

    def event(self, event: Event, zone: tzinfo, *, zoned: bool = False) -> str:
        """Return when and where it takes place: "Saturday, March 14, 2026, 9:30 AM – 11:30 AM".

        A time that the feed gives in UTC is told in `zone`, and with its name if `zoned`; any other
        as a clock on the spot says.
        """
        return event_in_words(self.language, event, zone, zoned=zoned)

    def day(self, day: date) -> str:
        """Return a date as it is written in this language."""
        return spoken(self.language).day(day)

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
    """Return when a post was published, in the zone of the place: see `zone_of`."""
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


def local_day(outgoing: Outgoing) -> date | None:
    """Return the day of publication, in the zone of the place: see `zone_of`."""
    at = local_time(outgoing)
    return published_day(outgoing) or (at.date() if at else None)


def zone_of(outgoing: Outgoing) -> ZoneInfo:
    """Return the zone the place chose, else that of the chapter's region, else UTC."""
    chosen = outgoing.claim.destination.preferences.timezone
    region = outgoing.feed.region or outgoing.chapter.region
    return _zone(chosen or zone_of_region(region) or "UTC")


def names_zone(outgoing: Outgoing) -> bool:
    """Tell whether times need the name of their zone: where the place chose none."""
    return not outgoing.claim.destination.preferences.timezone


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the list of zones may have changed
        return ZoneInfo("UTC")


# The same few moments and languages are asked for again and again, and CLDR's patterns are slow.
# Moments stand here without their zone: aware ones are equal in every zone, and read differently.
@lru_cache(maxsize=512)
def _language_name(language: str, base: str) -> str:
    return spoken(language).language_name(base)


@lru_cache(maxsize=512)
def _moment(language: str, at: datetime) -> str:
    words = spoken(language)
    return _PHRASES[language].at.format(day=words.day(at.date()), time=words.time(at))
