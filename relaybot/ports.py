"""What the core asks of the world. Every edge implements one of these; every test fake does too.

What it asks of its memory stands in `repositories`.
"""

from datetime import datetime
from typing import Protocol

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Address, PlatformName
from relaybot.model.errand import ErrandKind
from relaybot.model.examination import Examination
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.outcome import Outcome, Recovery
from relaybot.model.raw import RawFeed
from relaybot.model.source import Feed
from relaybot.richtext.nodes import Document


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class Rhythm(Protocol):
    """Knows when a feed is to be asked again when nothing else speaks against it."""

    def next_after(self, feed: Feed, now: datetime) -> datetime:
        """Return the first planned moment after `now`, spread so that feeds differ."""
        ...


class Fetcher(Protocol):
    """Gets a feed's document."""

    async def fetch(self, feed: Feed, state: FeedState | None) -> Fetched | NotModified:
        """Fetch once, conditionally when `state` allows it. Raises `FetchError` only."""
        ...


class Parser(Protocol):
    """Reads a document, within limits of time and memory."""

    async def parse(self, fetched: Fetched) -> RawFeed:
        """Return what the document says. Raises `ParseError` only."""
        ...


class Platform(Protocol):
    """A chat platform."""

    @property
    def name(self) -> PlatformName:
        """Which one."""
        ...

    async def deliver(self, outgoing: Outgoing) -> Outcome:
        """Send one message. Never raises for something the platform said or the network did."""
        ...

    async def reachable(self) -> bool:
        """Say whether the platform answers: asked after an unknown outcome, before more is sent."""
        ...

    async def recover(self, outgoing: Outgoing) -> Recovery:
        """Find out what became of an earlier attempt whose answer was lost.

        Delivered: it is there. Repeatable: sending again is safe. RetryLater: ask again later.
        Unknown: nobody can tell; the destination's policy decides.
        """
        ...

    async def attend(self, outgoing: Outgoing, kind: ErrandKind) -> Outcome:
        """Do something more to the message that `outgoing.claim.delivery` says was sent.

        AMEND: let it say what the post says now. Doing it twice changes nothing.
        Delivered: it is done, or was before. RetryLater, Blocked: try again. Any other: it cannot
        be done, for the reason given.
        """
        ...


class Places(Protocol):
    """What only the platform knows about its channels, for commands."""

    async def examine(self, address: Address) -> Examination:
        """Look at a channel and the bot's rights in it. Raises `PlatformError` in words."""
        ...

    async def say(self, address: Address, body: Document) -> Outcome:
        """Post words of our own into a channel (a test message, a warning); nothing is pinged."""
        ...

    async def whisper(self, user: str, body: Document) -> Outcome:
        """Write to a person privately; Refused when they do not let us."""
        ...
