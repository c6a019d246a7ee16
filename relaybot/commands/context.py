"""What every verb is given besides the transaction and the ask, and what it must look like."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from relaybot.commands.ask import Ask
from relaybot.commands.reply import Reply
from relaybot.commands.words import ENGLISH, Language, Words
from relaybot.model.destination import Preferences
from relaybot.model.examination import Examination
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The directory, and words in the right language and zone."""

    catalogue: Catalogue
    words: Words
    examination: Examination | None = None  # of the ask's place, for verbs that want one
    languages: Mapping[str, Language] = field(default_factory=lambda: {ENGLISH.code: ENGLISH})
    code: str = ""  # fresh and unguessable: what `/link` gives out


Answer = Callable[[Transaction, Ask, Context], Reply]
"""A verb: a plain function in one transaction. What it raises undoes everything it did."""


def words_for(
    languages: Mapping[str, Language], preferences: Preferences, asked_in: str | None = None
) -> Words:
    """Return words as a place wants them, in the asker's language where it does not say."""
    wanted = preferences.language or asked_in or ""
    language = languages.get(wanted) or languages.get(wanted.split("-")[0])
    return Words(language or ENGLISH, _zone(preferences.timezone))


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):  # the system's list of zones may have changed
        return ZoneInfo("UTC")
