"""Where every ask arrives, typed or pressed, from whatever platform, and every answer leaves.

::

    words     = the place's language and zone, else the asker's
    too many asks in a minute?           say so
    not allowed?                         say which right is needed
    verbs that need it: examine the place (the only question to the platform)
    in ONE transaction: the verb         what it changes, and the history of it
    what the verb wants posted: say it   and tell the asker what came of it
    RelaybotError → its words            anything else → an apology with an id that the log knows
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import structlog

from relaybot.commands.ask import Ask
from relaybot.commands.context import Context, words_for
from relaybot.commands.doctor import outcome_of_test
from relaybot.commands.limits import PRESSES_A_MINUTE, AskLimit
from relaybot.commands.menu import BY_VERB
from relaybot.commands.reply import Choice, Reply, paragraphs, plus
from relaybot.commands.suggest import suggest
from relaybot.commands.verbs import ANSWERS, EXAMINED, FOR_EVERYONE, READ_ONLY
from relaybot.commands.words import Language, Words
from relaybot.errors import PlatformError, RelaybotError, StoreError
from relaybot.model.destination import Destination, PlatformName, Preferences
from relaybot.model.examination import Examination
from relaybot.model.outcome import RetryLater
from relaybot.ports import Places
from relaybot.repositories import Store, Transaction
from relaybot.richtext.nodes import Inline, Paragraph, Text
from relaybot.sources.catalogue import Catalogue

log = structlog.get_logger(__name__)


# Without 0, 1, I, L and O, which are taken for each other; 31 ** 8 cannot be guessed in 10 minutes.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8


def _new_id() -> str:
    return secrets.token_hex(3)


def _new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


@dataclass(slots=True, kw_only=True)
class Desk:
    """Answers asks; one for the whole program."""

    store: Store
    catalogue: Catalogue
    languages: Mapping[str, Language]
    places: Mapping[PlatformName, Places]
    wake: Callable[[], None]  # a verb may have made something to deliver
    new_id: Callable[[], str] = _new_id
    new_code: Callable[[], str] = _new_code
    limit: AskLimit = field(default_factory=AskLimit)
    press_limit: AskLimit = field(default_factory=lambda: AskLimit(PRESSES_A_MINUTE))

    async def answer(self, ask: Ask) -> Reply:
        """Answer; never raises."""
        words = self.words_for(None, ask.asker.language)
        try:
            limit = self.press_limit if ask.pressed else self.limit
            if not limit.allows(ask.asker.platform, ask.asker.user, ask.now):
                return _sorry(words.say("That was a lot at once. Please wait a minute."))
            destination = await self._destination(ask)
            words = self.words_for(destination, ask.asker.language)
            if not _allowed(ask, destination):
                return _denied(ask, words)
            return await self._answer(ask, destination, words)
        except StoreError:  # told to whoever runs the bot: nobody in a chat can help it
            return self._apology(ask, words)
        except RelaybotError as problem:
            return _sorry((Text(str(problem)),))
        except Exception:
            return self._apology(ask, words)

    async def _answer(self, ask: Ask, destination: Destination | None, words: Words) -> Reply:
        context = Context(
            catalogue=self.catalogue,
            words=words,
            examination=await self._examine(ask) if ask.verb in EXAMINED else None,
            languages=self.languages,
            code=self.new_code(),
        )
        transaction = self.store.read if ask.verb in READ_ONLY else self.store.write
        reply = await transaction(lambda tx: _in_transaction(tx, ask, destination, context))
        if ask.verb not in READ_ONLY:
            self.wake()
        return await self._say(ask, reply, words)

    async def _destination(self, ask: Ask) -> Destination | None:
        address = ask.place.address
        return await self.store.read(lambda tx: tx.destinations.find(address))

    async def _examine(self, ask: Ask) -> Examination | None:
        """Ask the platform about the place; None: it does not answer now."""
        places = self.places.get(ask.place.address.platform)
        try:
            return await places.examine(ask.place.address) if places else None
        except PlatformError as problem:
            log.warning("place_not_examined", to=str(ask.place.address), reason=str(problem))
            return None

    async def _say(self, ask: Ask, reply: Reply, words: Words) -> Reply:
        """Post what the verb wants posted, and add what came of it to the answer."""
        if reply.say is None:
            return reply
        places = self.places.get(ask.place.address.platform)
        outcome = (
            await places.say(ask.place.address, reply.say)
            if places
            else RetryLater("the bot is not connected")
        )
        told = Paragraph(outcome_of_test(outcome, ask.place.name, words))
        return replace(reply, body=plus(reply.body, told), say=None)

    def _apology(self, ask: Ask, words: Words) -> Reply:
        number = self.new_id()
        log.exception("command_failed", verb=ask.verb, id=number)
        return _sorry(
            words.say(
                "Sorry, that went wrong on my side and nothing was changed. If it happens"
                " again, tell whoever runs this bot the number {number}.",
                number=number,
            )
        )

    async def suggest(self, ask: Ask, argument: str) -> Sequence[Choice]:
        """Return up to 25 choices for an argument of which the ask has the beginning; never raises.

        Who may not see what is followed in a place is offered nothing there.
        """
        wanted = next(one for one in BY_VERB[ask.verb].arguments if one.name == argument)
        typed = ask.arguments.get(argument, "")
        try:
            destination = await self._destination(ask)
            if not _allowed(ask, destination):
                return ()
            context = Context(
                catalogue=self.catalogue,
                words=self.words_for(destination, ask.asker.language),
                languages=self.languages,
            )
            return await self.store.read(
                lambda tx: suggest(tx, wanted.suggest, typed, ask.place.address, context)
            )
        except Exception:
            log.exception("suggestions_failed", verb=ask.verb, argument=argument)
            return ()

    def words_for(self, destination: Destination | None, asked_in: str | None = None) -> Words:
        """Return words in the destination's language and zone, else in the asker's language."""
        preferences = destination.preferences if destination else Preferences()
        return words_for(self.languages, preferences, asked_in)


def _in_transaction(
    tx: Transaction, ask: Ask, destination: Destination | None, context: Context
) -> Reply:
    reply = ANSWERS[ask.verb](tx, ask, context)
    if ask.verb not in READ_ONLY and ask.asker.manages and ask.place.name:
        _remember_name(tx, ask, destination)
    return reply


def _remember_name(tx: Transaction, ask: Ask, before: Destination | None) -> None:
    """Keep how the place is called, for people in linked places and for warnings."""
    if before is None or before.name != ask.place.name:
        there = tx.destinations.find(ask.place.address)
        if there is not None:
            tx.destinations.set_name(there.id, ask.place.name)


def _allowed(ask: Ask, destination: Destination | None) -> bool:
    """Managing is for those who may; looking is for everyone, unless the moderators said no."""
    if ask.asker.manages or ask.verb in FOR_EVERYONE:
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
