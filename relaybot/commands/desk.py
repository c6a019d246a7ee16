"""Where every ask arrives, typed or pressed, from whatever platform, and every answer leaves.

::

    words     = the place's language and zone, else the asker's
    too many asks in a minute?           say so
    not allowed?                         say which right is needed
    verbs that need it: examine the place (the only question to the platform)
    in ONE transaction: the verb         what it changes, and the history of it
    RelaybotError → its words            anything else → an apology with an id that the log knows
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from relaybot.commands.ask import Ask
from relaybot.commands.context import Context
from relaybot.commands.limits import AskLimit
from relaybot.commands.menu import BY_VERB
from relaybot.commands.reply import Reply, paragraphs
from relaybot.commands.verbs import ANSWERS, EXAMINED
from relaybot.commands.words import ENGLISH, Language, Words
from relaybot.errors import RelaybotError
from relaybot.model.destination import Destination, PlatformName
from relaybot.model.examination import Examination
from relaybot.ports import Places
from relaybot.repositories import Store
from relaybot.richtext.nodes import Inline, Text
from relaybot.sources.catalogue import Catalogue

log = structlog.get_logger(__name__)


def _new_id() -> str:
    return secrets.token_hex(3)


@dataclass(slots=True, kw_only=True)
class Desk:
    """Answers asks; one for the whole program."""

    store: Store
    catalogue: Catalogue
    languages: Mapping[str, Language]
    places: Mapping[PlatformName, Places]
    wake: Callable[[], None]  # a verb may have made something to deliver
    new_id: Callable[[], str] = _new_id
    limit: AskLimit = field(default_factory=AskLimit)

    async def answer(self, ask: Ask) -> Reply:
        """Answer; never raises."""
        words = Words()
        try:
            destination = await self._destination(ask)
            words = self.words_for(destination, ask.asker.language)
            return await self._answer(ask, destination, words)
        except RelaybotError as problem:
            return _sorry((Text(str(problem)),))
        except Exception:
            number = self.new_id()
            log.exception("command_failed", verb=ask.verb, id=number)
            return _sorry(
                words.say(
                    "Sorry, that went wrong on my side and nothing was changed. If it happens"
                    " again, tell whoever runs this bot the number {number}.",
                    number=number,
                )
            )

    async def _answer(self, ask: Ask, destination: Destination | None, words: Words) -> Reply:
        if not self.limit.allows(ask.asker.platform, ask.asker.user, ask.now):
            return _sorry(words.say("That was a lot at once. Please wait a minute."))
        if not _allowed(ask, destination):
            return _denied(ask, words)
        examination = await self._examine(ask) if ask.verb in EXAMINED else None
        context = Context(catalogue=self.catalogue, words=words, examination=examination)
        reply = await self.store.write(lambda tx: ANSWERS[ask.verb](tx, ask, context))
        self.wake()
        return reply

    async def _destination(self, ask: Ask) -> Destination | None:
        address = ask.place.address
        return await self.store.read(lambda tx: tx.destinations.find(address))

    async def _examine(self, ask: Ask) -> Examination | None:
        places = self.places.get(ask.place.address.platform)
        return await places.examine(ask.place.address) if places else None

    def words_for(self, destination: Destination | None, asked_in: str | None = None) -> Words:
        """Return words in the destination's language and zone, else in the asker's language."""
        wanted = (destination.preferences.language if destination else None) or asked_in or ""
        language = self.languages.get(wanted) or self.languages.get(wanted.split("-")[0])
        zone = destination.preferences.timezone if destination else None
        return Words(language or ENGLISH, _zone(zone))


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):  # the system's list of zones may have changed
        return ZoneInfo("UTC")


def _allowed(ask: Ask, destination: Destination | None) -> bool:
    """Managing is for those who may; looking is for everyone, unless the moderators said no."""
    if ask.asker.manages:
        return True
    return not BY_VERB[ask.verb].manages and (
        destination is None or destination.preferences.open_listing
    )


def _denied(ask: Ask, words: Words) -> Reply:
    place = ask.place.name
    if ask.place.address.platform is PlatformName.DISCORD:
        return _sorry(
            words.say(
                "For that you need the right “Manage Channels” in {place}. Ask somebody who"
                " looks after this server.",
                place=place,
            )
        )
    return _sorry(words.say("Only administrators of {place} can do that.", place=place))


def _sorry(sentence: tuple[Inline, ...]) -> Reply:
    return Reply(body=paragraphs(sentence), denied=True)
