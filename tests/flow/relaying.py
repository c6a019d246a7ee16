"""A whole relay with fakes at its edges, for flow tests."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from relaybot.model.destination import Address, PlatformName, UnknownPolicy
from relaybot.model.selector import Selector
from relaybot.model.source import Chapter, Feed
from relaybot.relay.decide import DecideSettings
from relaybot.relay.deliver import DeliveryLoop
from relaybot.relay.errands import ErrandLoop
from relaybot.relay.poll import Poller, PollResult
from relaybot.relay.remember import Delays
from relaybot.relay.resting import Resting
from relaybot.relay.retry import RetrySettings
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.selectors import parse_selector
from tests.builders import a_chapter, a_feed, an_address
from tests.fakes.clock import FakeClock
from tests.fakes.fetcher import FakeFetcher
from tests.fakes.parser import InlineParser
from tests.fakes.platform import FakePlatform
from tests.fakes.store import FakeStore

SENT_AT_ONCE = Delays(edits=timedelta(minutes=2), withdrawals=timedelta(minutes=10))


class QuarterHour:
    def next_after(self, feed: Feed, now: datetime) -> datetime:
        return now + (feed.every or timedelta(minutes=15))


def rss(*posts: tuple[int, str], host: str = "elmford") -> bytes:
    """A document of (number, title) posts, in the order given."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{host}-{number}</guid><title>{title}</title>"
        f"<link>https://{host}.example/posts/{number}</link>"
        f"<pubDate>Sat, 14 Mar 2026 {number:02}:00:00 GMT</pubDate>"
        f"<description>Words about number {number} of {host}, {title}.</description></item>"
        for number, title in posts
    )
    return f"<rss version='2.0'><channel><title>{host}</title>{items}</channel></rss>".encode()


def numbered(*numbers: int, host: str = "elmford") -> bytes:
    return rss(*((number, f"Post {number}") for number in numbers), host=host)


@dataclass(slots=True, kw_only=True)
class Relaying:
    """Poll with `await relaying.poll("elmford")`, deliver with `await relaying.deliver()`."""

    chapters: tuple[Chapter, ...] = (a_chapter("elmford"), a_chapter("riverbend"))
    store: FakeStore = field(default_factory=FakeStore)
    clock: FakeClock = field(default_factory=FakeClock)
    fetcher: FakeFetcher = field(default_factory=FakeFetcher)
    discord: FakePlatform = field(default_factory=FakePlatform)
    telegram: FakePlatform = field(
        default_factory=lambda: FakePlatform("telegram", idempotent=False)
    )
    wait: Delays = SENT_AT_ONCE
    woken: int = 0

    @property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.chapters)

    async def follow(
        self,
        what: str,
        chat: str = "4001",
        platform: str = "discord",
        on_unknown: UnknownPolicy = UnknownPolicy.ASSUME_DELIVERED,
    ) -> Address:
        selector: Selector = parse_selector(what, self.catalogue)
        address = an_address(chat, platform)

        def work(tx: Transaction) -> None:
            destination = tx.destinations.find(address)
            destination = destination or tx.destinations.add(address, self.clock())
            tx.destinations.set_options(destination.id, on_unknown=on_unknown)
            tx.subscriptions.add(destination.id, selector, self.clock())

        await self.store.write(work)
        return address

    async def poll(self, slug: str = "elmford", document: bytes | None = None) -> PollResult:
        if document is not None:
            self.fetcher.documents[slug] = document
        poller = Poller(
            catalogue=self.catalogue,
            fetcher=self.fetcher,
            parser=InlineParser(),
            store=self.store,
            rhythm=QuarterHour(),
            clock=self.clock,
            jitter=lambda: 0.0,
            wake=self._wake,
            settings=DecideSettings(),
            wait=self.wait,
        )
        return await poller.poll(self.catalogue.feed(slug) or a_feed(slug))

    async def deliver(self) -> None:
        await self.loop().work.drain()
        await self.errands().work.drain()

    def errands(self) -> ErrandLoop:
        return ErrandLoop(
            catalogue=self.catalogue,
            store=self.store,
            platforms={
                PlatformName.DISCORD: self.discord,
                PlatformName.TELEGRAM: self.telegram,
            },
            clock=self.clock,
            jitter=lambda: 0.0,
            resting=Resting(clock=self.clock),
            wait=self.wait,
        )

    def loop(self) -> DeliveryLoop:
        return DeliveryLoop(
            catalogue=self.catalogue,
            store=self.store,
            platforms={
                PlatformName.DISCORD: self.discord,
                PlatformName.TELEGRAM: self.telegram,
            },
            clock=self.clock,
            jitter=lambda: 0.0,
            resting=Resting(clock=self.clock),
            settings=RetrySettings(),
        )

    def _wake(self) -> None:
        self.woken += 1
