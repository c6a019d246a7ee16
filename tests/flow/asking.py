"""A desk with fakes at its edges, for flow tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

from relaybot.commands.ask import Ask, Asker, Place
from relaybot.commands.desk import Desk
from relaybot.commands.reply import Reply
from relaybot.commands.words import ENGLISH, Language
from relaybot.model.destination import Destination, PlatformName
from relaybot.richtext.plain import plain
from relaybot.sources.catalogue import Catalogue
from tests.builders import a_chapter, an_address
from tests.fakes.clock import FakeClock
from tests.fakes.places import FakePlaces
from tests.fakes.store import FakeStore

NEWS = Place(address=an_address("4001"), name="#news")
ALL_NEWS = Place(address=an_address("-1007", "telegram"), name="All Tenant News")


class Marked(NullTranslations):
    """A language of which one can see that it was spoken."""

    def gettext(self, message: str) -> str:
        return f"¡{message}!"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


LANGUAGES = {"en": ENGLISH, "es": Language("es", Marked())}


@dataclass(slots=True, kw_only=True)
class Front:
    """People come with `await front.ask("follow", what="elmford")`."""

    store: FakeStore = field(default_factory=FakeStore)
    clock: FakeClock = field(default_factory=FakeClock)
    discord: FakePlaces = field(default_factory=FakePlaces)
    telegram: FakePlaces = field(default_factory=FakePlaces)
    connected: bool = True
    woken: int = 0
    codes: int = 0
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        places = {PlatformName.DISCORD: self.discord, PlatformName.TELEGRAM: self.telegram}
        self.desk = Desk(
            store=self.store,
            catalogue=Catalogue([a_chapter("elmford"), a_chapter("riverbend")]),
            languages=LANGUAGES,
            places=places if self.connected else {},
            wake=self._wake,
            new_id=lambda: "c0ffee",
            new_code=self._new_code,
        )

    async def ask(
        self,
        verb: str,
        place: Place = NEWS,
        *,
        user: str = "801",
        manages: bool = True,
        language: str | None = None,
        given: Mapping[str, str] | None = None,
        **arguments: str,
    ) -> Reply:
        return await self.desk.answer(
            self.an_ask(verb, place, user, manages, language, given or arguments)
        )

    def an_ask(
        self,
        verb: str,
        place: Place = NEWS,
        user: str = "801",
        manages: bool = True,
        language: str | None = None,
        arguments: Mapping[str, str] | None = None,
    ) -> Ask:
        asker: Any = {"user": user, "manages": manages, "language": language}
        return Ask(
            verb=verb,
            place=place,
            asker=Asker(platform=place.address.platform, **asker),
            now=self.clock(),
            arguments=arguments or {},
        )

    async def destination(self, place: Place = NEWS) -> Destination | None:
        return await self.store.read(lambda tx: tx.destinations.find(place.address))

    def _new_code(self) -> str:
        self.codes += 1
        return f"K7WM{self.codes:04}"

    def _wake(self) -> None:
        self.woken += 1


def text(reply: Reply) -> str:
    return plain(reply.body)
