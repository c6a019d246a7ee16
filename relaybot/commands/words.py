"""What people read, in their language: the only place where sentences are put together.

`words.say("{what} is followed since {since}.", what=…, since=…)` looks the template up in the
language's catalogue (`relaybot/locale/<language>.po`) and fills it in. Templates are English and
literal (a test extracts them from the source), and whole sentences, never parts of one. What is
filled in is data: text or nodes (`bold(title)`), never markup and never looked up itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from gettext import NullTranslations

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta, get_datetime_format
from babel.numbers import format_decimal

from relaybot.richtext.nodes import Code, Inline, Link, Strong, Text

Filling = str | int | tuple[Inline, ...]

_MOMENT = timedelta(seconds=5)
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Language:
    """A language the bot speaks."""

    code: str  # BCP 47, such as "es"
    sentences: NullTranslations = field(default_factory=NullTranslations)


ENGLISH = Language("en")


@dataclass(frozen=True, slots=True)
class Words:
    """Speaks one language, in one time zone."""

    language: Language = ENGLISH
    zone: tzinfo = UTC

    def say(self, template: str, **filling: Filling) -> tuple[Inline, ...]:
        """Return a sentence as nodes, ready for a `Paragraph`."""
        return tuple(_filled(self.language.sentences.gettext(template), filling))

    def many(self, one: str, more: str, count: int, **filling: Filling) -> tuple[Inline, ...]:
        """Return the sentence for `count` things; `{count}` in it is the number, written out."""
        template = self.language.sentences.ngettext(one, more, count)
        return tuple(_filled(template, {"count": self.number(count), **filling}))

    def label(self, template: str, **filling: str | int) -> str:
        """Return a sentence as plain text: for buttons, menus and descriptions."""
        said = self.say(template, **filling)
        return "".join(node.text for node in said if isinstance(node, Text))

    def number(self, value: float) -> str:
        """Return a number as it is written in this language."""
        return format_decimal(value, locale=self._locale)

    def moment(self, at: datetime) -> str:
        """Return date and time in the channel's zone; UTC, which few live in, is named."""
        local, locale = at.astimezone(self.zone), self._locale
        day, time = format_date(local, "medium", locale), format_time(local, "short", locale=locale)
        said = str(get_datetime_format("medium", locale)).format(time, day)
        return f"{said} UTC" if str(self.zone) == "UTC" else said

    def day(self, at: datetime | date) -> str:
        """Return a date, in the channel's zone."""
        local = at.astimezone(self.zone).date() if isinstance(at, datetime) else at
        return format_date(local, "long", locale=self._locale)

    def weekday(self, at: datetime) -> str:
        """Return a date with its day of the week, in whatever zone `at` is."""
        return format_date(at.date(), "full", locale=self._locale)

    def time(self, at: datetime) -> str:
        """Return "6:30 PM", in whatever zone `at` is."""
        return format_time(at.time(), "short", locale=self._locale)

    def ago(self, at: datetime, now: datetime) -> str:
        """Return "3 hours ago", or "in 5 minutes" for what is to come."""
        return format_timedelta(at - now, add_direction=True, locale=self._locale)

    def until(self, at: datetime, now: datetime) -> str:
        """Return "in 5 minutes", "in a moment" for what is due."""
        return self.ago(at, now) if at - now > _MOMENT else self.label("in a moment")

    def lasting(self, time: timedelta) -> str:
        """Return "3 hours"."""
        return format_timedelta(time, locale=self._locale)

    def language_name(self, tag: str) -> str:
        """Return "Spanish" for "es", the tag (BCP 47) itself when it is not known."""
        try:
            return Locale.parse(tag, sep="-").get_display_name(self._locale) or tag
        except (UnknownLocaleError, ValueError):
            return tag

    @property
    def _locale(self) -> Locale:
        return Locale.parse(self.language.code, sep="-")


def bold(text: str) -> tuple[Inline, ...]:
    """Return data to fill in that stands out."""
    return (Strong((Text(text),)),)


def to_type(text: str) -> tuple[Inline, ...]:
    """Return what somebody is to type, as it is."""
    return (Code(text),)


def capital(said: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return it with a capital at its beginning, as a sentence or a line begins."""
    match said:
        case (Text(text), *rest):
            return (Text(text[:1].upper() + text[1:]), *rest)
    return said


def link(text: str, url: str | None) -> tuple[Inline, ...]:
    """Return data to fill in that leads somewhere, or just says it."""
    return (Link(url, (Text(text),)),) if url else (Text(text),)


def _filled(template: str, filling: Mapping[str, Filling]) -> Iterator[Inline]:
    """Put data into the places of a template; a place nobody fills stays as it is written."""
    end = 0
    for place in _PLACE.finditer(template):
        if before := template[end : place.start()]:
            yield Text(before)
        value = filling.get(place[1], place[0])
        yield from value if isinstance(value, tuple) else (Text(str(value)),)
        end = place.end()
    if rest := template[end:]:
        yield Text(rest)
