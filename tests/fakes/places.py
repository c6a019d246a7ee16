"""A platform's channels in memory, as commands see them: all is allowed unless told otherwise."""

from relaybot.model.destination import Address
from relaybot.model.examination import Examination
from relaybot.model.outcome import Delivered, Outcome
from relaybot.richtext.nodes import Document
from relaybot.richtext.plain import plain


class FakePlaces:
    """`trouble`: what examining raises. `says`, `whispers`: what the platform answers instead."""

    def __init__(self) -> None:
        self.found: dict[Address, Examination] = {}
        self.trouble: Exception | None = None
        self.says: Outcome | None = None
        self.whispers: Outcome | None = None
        self.said: list[tuple[Address, str]] = []
        self.whispered: list[tuple[str, str]] = []

    async def examine(self, address: Address) -> Examination:
        if self.trouble:
            raise self.trouble
        return self.found.get(address, Examination(name=f"#{address.chat}", reachable=True))

    async def say(self, address: Address, body: Document) -> Outcome:
        if self.says:
            return self.says
        self.said.append((address, plain(body)))
        return Delivered(f"said-{len(self.said)}")

    async def whisper(self, user: str, body: Document) -> Outcome:
        if self.whispers:
            return self.whispers
        self.whispered.append((user, plain(body)))
        return Delivered(f"whispered-{len(self.whispered)}")
