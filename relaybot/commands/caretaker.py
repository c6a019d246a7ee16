"""What runs by itself: pauses that end, people who are forgotten, warnings before a post fails.

::

    tick            pauses whose time has come end; who changed what is forgotten after 90 days
    rights_changed  examine the places of these chats
                    something missing, and not told before?
                    warn in the channel if that still works, else whoever managed it last, else log
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from relaybot.commands.changes import BY_ITSELF
from relaybot.commands.context import words_for
from relaybot.commands.doctor import findings, is_fine
from relaybot.commands.pause import status_of
from relaybot.commands.reply import paragraphs
from relaybot.commands.words import Language, bold
from relaybot.errors import PlatformError, StoreError
from relaybot.model.change import Change
from relaybot.model.destination import Destination, DestinationStatus, PlatformName
from relaybot.model.examination import Examination
from relaybot.model.outcome import Delivered
from relaybot.ports import Clock, Places
from relaybot.repositories import Store, Transaction
from relaybot.richtext.nodes import Document, Paragraph

log = structlog.get_logger(__name__)

PEOPLE_ARE_KEPT = timedelta(days=90)
FORGET_EVERY = timedelta(hours=1)
LOOK_BACK = 50  # changes looked through for whoever managed a place last


@dataclass(slots=True, kw_only=True)
class Caretaker:
    """Looks after the places; one for the whole program."""

    store: Store
    places: Mapping[PlatformName, Places]
    languages: Mapping[str, Language]
    clock: Clock
    wake: Callable[[], None]  # a pause has ended: there may be something to deliver
    _forgot_at: datetime | None = None
    _told: dict[int, Examination] = field(default_factory=dict)  # by destination, until it changes

    async def tick(self) -> None:
        """Do what is due; called every few seconds, and never raises."""
        try:
            await self._end_pauses()
            await self._forget_people()
        except StoreError as failure:
            log.error("caretaker_failed", reason=str(failure))

    async def rights_changed(self, platform: PlatformName, chats: Collection[str]) -> None:
        """Examine the places in these chats and warn where a post would fail; never raises."""
        try:
            for destination in await self.store.read(lambda tx: _affected(tx, platform, chats)):
                await self._examine(destination)
        except StoreError as failure:
            log.error("caretaker_failed", reason=str(failure))

    async def returned(self, destinations: Sequence[Destination]) -> None:
        """Ask, where the bot is back, which of the posts that waited are wanted."""
        for destination in destinations:
            places = self.places.get(destination.address.platform)
            if places is None:
                continue
            words = words_for(self.languages, destination.preferences)
            name = destination.name or destination.address.chat
            body = paragraphs(
                words.say("I am back in {place}, and posts have been waiting.", place=bold(name)),
                words.say("Send /resume to choose which of them you want, and to go on."),
            )
            outcome = await places.say(destination.address, body)
            told = isinstance(outcome, Delivered)
            log.info("return_told", to=str(destination.address), told=told)

    async def _end_pauses(self) -> None:
        now = self.clock()
        if await self.store.read(lambda tx: bool(tx.destinations.due_to_resume(now))):
            for destination in await self.store.write(lambda tx: _end_pauses(tx, now)):
                log.info("pause_ended", to=str(destination.address))
            self.wake()

    async def _forget_people(self) -> None:
        now = self.clock()
        if self._forgot_at is not None and now - self._forgot_at < FORGET_EVERY:
            return
        forgotten = await self.store.write(
            lambda tx: tx.history.forget_people(now - PEOPLE_ARE_KEPT)
        )
        self._forgot_at = now
        if forgotten:
            log.info("people_forgotten", changes=forgotten)

    async def _examine(self, destination: Destination) -> None:
        places = self.places.get(destination.address.platform)
        if places is None:
            return
        try:
            examination = await places.examine(destination.address)
        except PlatformError as problem:
            log.warning("place_not_examined", to=str(destination.address), reason=str(problem))
            return
        if is_fine(examination):
            self._told.pop(destination.id, None)
        elif self._told.get(destination.id) != examination:
            self._told[destination.id] = examination
            await self._warn(destination, examination, places)

    async def _warn(
        self, destination: Destination, examination: Examination, places: Places
    ) -> None:
        """Tell somebody who can help, in the first way that works."""
        body = self._warning(destination, examination)
        if examination.can_send and isinstance(
            await places.say(destination.address, body), Delivered
        ):
            told = "channel"
        elif (user := await self._last_moderator(destination)) and isinstance(
            await places.whisper(user, body), Delivered
        ):
            told = "moderator"
        else:
            told = "nobody"
        missing = [right.name for right in examination.missing]
        log.warning(
            "rights_missing",
            to=str(destination.address),
            missing=missing,
            problem=examination.problem,
            told=told,
        )

    def _warning(self, destination: Destination, examination: Examination) -> Document:
        words = words_for(self.languages, destination.preferences)
        name = examination.name or destination.name or destination.address.chat
        last = words.say("When that is done, /check tells whether all is well.")
        return Document((*findings(examination, name, words), Paragraph(last)))

    async def _last_moderator(self, destination: Destination) -> str | None:
        changes = await self.store.read(lambda tx: tx.history.of(destination.id, LOOK_BACK))
        return next((change.actor for change in changes if change.actor), None)


def _affected(tx: Transaction, platform: PlatformName, chats: Collection[str]) -> list[Destination]:
    """Return the places in these chats to which posts are still to come."""
    return [
        one
        for one in tx.destinations.all()
        if one.address.platform is platform
        and one.address.chat in chats
        and one.status is not DestinationStatus.GONE
        and tx.subscriptions.of(one.id)
    ]


def _end_pauses(tx: Transaction, now: datetime) -> list[Destination]:
    """Let everything go on whose pause has come to its end; nobody did it, and it is told so."""
    due = list(tx.destinations.due_to_resume(now))
    for destination in due:
        tx.destinations.set_status(destination.id, DestinationStatus.ACTIVE, None, now)
        tx.history.add(
            Change(
                destination=destination.id,
                at=now,
                actor=None,
                verb="resume",
                before=status_of(destination),
                after={"status": str(DestinationStatus.ACTIVE), BY_ITSELF: True},
            )
        )
    return due
