"""A moderator who asks any verb of the menu: `Talk` with what the other verbs need besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from relaybot.commands.ask import Ask, Asker
from relaybot.commands.context import Context, words_for
from relaybot.commands.reply import Reply
from relaybot.commands.verbs import ANSWERS
from relaybot.commands.words import ENGLISH, Language, Words
from relaybot.model.delivery import DeliveryState, Settlement
from relaybot.model.destination import Destination, PlatformName
from relaybot.repositories import Transaction
from relaybot.sources.selectors import parse_selector
from tests.unit.commands.talking import Talk, look_over

LANGUAGES = {"en": ENGLISH, "es": Language("es")}
BOTH = tuple(PlatformName)


@dataclass
class Moderator(Talk):
    """`await moderator.ask("pause", until="3d")`."""

    languages: Mapping[str, Language] = field(default_factory=lambda: LANGUAGES)
    roles: Mapping[str, str] = field(default_factory=dict)  # id → name, all may be mentioned
    language: str | None = None
    codes: "count[int]" = field(default_factory=count)

    step: timedelta = timedelta(0)  # how much later every ask comes

    async def _ask(self, verb: str, arguments: dict[str, str], pressed: bool = False) -> Reply:
        self.now += self.step
        ask = Ask(
            verb=verb,
            place=self.place,
            asker=Asker(
                platform=self.place.address.platform,
                user=self.user,
                manages=self.manages,
                language=self.language,
                mentionable_roles=frozenset(self.roles),
                role_names=self.roles,
            ),
            now=self.now,
            arguments=arguments,
            pressed=pressed,
        )
        reply = await self.store.write(lambda tx: ANSWERS[verb](tx, ask, self._context(tx, ask)))
        look_over(reply)
        return reply

    def _context(self, tx: Transaction, ask: Ask) -> Context:
        found = tx.destinations.find(ask.place.address)
        words = words_for(self.languages, found.preferences, self.language) if found else Words()
        return Context(
            catalogue=self.catalogue,
            words=words,
            examination=self.examination,
            languages=self.languages,
            code=f"CODE{next(self.codes):04}",
        )

    async def follow(self, what: str = "elmford") -> Destination:
        """Make the place follow something, as if it had for long."""
        selector = parse_selector(what, self.catalogue)

        def work(tx: Transaction) -> Destination:
            found = tx.destinations.find(self.place.address)
            there = found or tx.destinations.add(self.place.address, self.now)
            tx.subscriptions.add(there.id, selector, self.now)
            return there

        return await self.do(work)

    async def owe(self, number: int) -> None:
        """Owe a stored post to the place."""
        there = await self.destination()
        await self.do(lambda tx: tx.outbox.owe(number, [there.id], self.now))

    async def settle(self, state: DeliveryState, **changes: str) -> None:
        """Let the oldest open delivery be tried, and end like this."""

        def work(tx: Transaction) -> None:
            (claim,) = tx.outbox.claim(BOTH, self.now, 1)
            settlement = Settlement(state=state, **changes)  # type: ignore[arg-type] # texts only
            tx.outbox.settle(claim.delivery.id, settlement, self.now)

        await self.do(work)
