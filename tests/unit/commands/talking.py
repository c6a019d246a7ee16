"""Somebody asks and presses; every answer is looked over as the platforms would look it over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from relaybot.commands import (
    chapters,
    follow,
    following,
    help,
    latest,
    preview,
    privacy,
    unfollow,
)
from relaybot.commands.action import LONGEST, Action, decode, encode
from relaybot.commands.ask import Ask, Asker, Place
from relaybot.commands.context import Answer, Context
from relaybot.commands.reply import Button, Reply, Select
from relaybot.commands.words import Words
from relaybot.model.change import Change
from relaybot.model.destination import Address, Destination
from relaybot.model.examination import Examination
from relaybot.model.post import PostState
from relaybot.model.source import Chapter, Kind
from relaybot.repositories import Transaction
from relaybot.richtext.plain import plain
from relaybot.sources.catalogue import Catalogue
from tests.builders import NOON, a_chapter, a_feed, a_post, an_address
from tests.fakes.store import FakeStore

T = TypeVar("T")

ANSWERS: dict[str, Answer] = {
    "chapters": chapters.answer,
    "follow": follow.answer,
    "following": following.answer,
    "help": help.answer,
    "latest": latest.answer,
    "preview": preview.answer,
    "privacy": privacy.answer,
    "unfollow": unfollow.answer,
}


def a_listed(slug: str, name: str, **changes: Any) -> Chapter:
    """A chapter with one feed, alike in everything."""
    feed = a_feed(slug, name=name, **changes)
    return a_chapter(slug, name=name, feeds=(feed,), **changes)


CHAPTERS = (
    a_listed("elmford", "Elmford Renters’ League", aliases=("elm",)),
    a_chapter(
        "riverbend",
        name="Riverbend Tenants’ Union",
        feeds=(
            a_feed("riverbend"),
            a_feed("riverbend-dates", chapter="riverbend", name="Riverbend dates"),
        ),
    ),
    a_listed("puerto-claro", "Sindicato de Puerto Claro", region="CA", language="es"),
    a_listed("saltmarsh", "Saltmarsh Tenants’ Council", region="CA"),
    a_listed("high-fell", "High Fell Housing Union", region="NM", site=None),
    a_listed("doorbell", "The Doorbell", region=None, kind=Kind.PUBLICATION),
    a_listed("orchard", "Orchard Hill Tenants", region="CA"),
)


@dataclass
class Talk:
    """One person in one place, with a store of their own unless they share one."""

    store: FakeStore = field(default_factory=FakeStore)
    place: Place = field(default_factory=lambda: Place(address=an_address(), name="#news"))
    manages: bool = True
    user: str = "801"
    now: datetime = NOON
    examination: Examination | None = None
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(CHAPTERS))
    words: Words = field(default_factory=Words)

    @property
    def context(self) -> Context:
        return Context(catalogue=self.catalogue, words=self.words, examination=self.examination)

    async def ask(self, verb: str, **arguments: str) -> Reply:
        """Type a command."""
        return await self._ask(verb, arguments)

    async def _ask(self, verb: str, arguments: dict[str, str], pressed: bool = False) -> Reply:
        """Ask, and look the answer over."""
        asker = Asker(platform=self.place.address.platform, user=self.user, manages=self.manages)
        ask = Ask(
            verb=verb,
            place=self.place,
            asker=asker,
            now=self.now,
            arguments=arguments,
            pressed=pressed,
        )
        reply = await self.store.write(lambda tx: ANSWERS[verb](tx, ask, self.context))
        look_over(reply)
        return reply

    async def press(self, reply: Reply, label: str) -> Reply:
        """Press the button with this label, as it comes back from the platform."""
        action = next(one.action for one in buttons(reply) if one.label == label)
        return await self.act(action)

    async def choose(self, reply: Reply, label: str) -> Reply:
        """Choose from the select."""
        (select,) = selects(reply)
        value = next(choice.value for choice in select.choices if choice.label == label)
        return await self.act(select.action.with_argument(select.argument, value))

    async def act(self, action: Action | None) -> Reply:
        assert action is not None
        returned = decode(encode(action) or "")
        assert returned is not None
        given = {name: value for name, value in returned.arguments.items() if name != "where"}
        return await self._ask(returned.verb, given, pressed=True)

    async def do(self, work: Callable[[Transaction], T]) -> T:
        return await self.store.write(work)

    async def posts(self, count: int, feed: str = "elmford", **changes: Any) -> None:
        def add(tx: Transaction) -> None:
            for number in range(1, count + 1):
                tx.posts.add(a_post(number, feed=feed, **changes), PostState.RELAYED, NOON, None)

        await self.do(add)

    async def followed(self, address: Address | None = None) -> list[str]:
        def look(tx: Transaction) -> list[str]:
            found = tx.destinations.find(address or self.place.address)
            return [str(s.selector) for s in tx.subscriptions.of(found.id)] if found else []

        return await self.do(look)

    async def destination(self, address: Address | None = None) -> Destination:
        found = await self.do(lambda tx: tx.destinations.find(address or self.place.address))
        assert found is not None
        return found

    async def owed(self, address: Address | None = None) -> list[str]:
        """Return the titles of what waits, oldest first."""
        there = await self.destination(address)

        def look(tx: Transaction) -> list[str]:
            posts = [tx.posts.get(row.post) for row in tx.outbox.waiting(there.id)]
            return [post.post.title for post in posts if post]

        return await self.do(look)

    async def changes(self, address: Address | None = None) -> list[Change]:
        """Return the history, oldest first."""
        there = await self.destination(address)
        return list(reversed(await self.do(lambda tx: tx.history.of(there.id, 100))))

    async def link(self, other: Address) -> None:
        """Link the place with another one."""

        def link(tx: Transaction) -> None:
            own = tx.destinations.find(self.place.address)
            mine = own or tx.destinations.add(self.place.address, NOON)
            theirs = tx.destinations.add(other, NOON)
            tx.destinations.set_name(theirs.id, "All Tenant News")
            tx.destinations.link(mine.id, theirs.id)

        await self.do(link)


def text(reply: Reply) -> str:
    return plain(reply.body)


def buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.rows if isinstance(row, tuple) for button in row]


def labels(reply: Reply) -> list[str]:
    return [button.label for button in buttons(reply)]


def selects(reply: Reply) -> list[Select]:
    return [row for row in reply.rows if isinstance(row, Select)]


def look_over(reply: Reply) -> None:
    """What both platforms can show: https://discord.com/developers/docs/components/reference."""
    assert len(reply.rows) <= 5
    assert "{" not in text(reply), "a place of a template is not filled in"
    assert len(text(reply)) <= 4000
    for row in reply.rows:
        assert isinstance(row, Select) or 0 < len(row) <= 5
    for button in buttons(reply):
        assert 0 < len(button.label) <= 80
        assert button.action is not None
        assert_returns(button.action)
    for select in selects(reply):
        assert 0 < len(select.choices) <= 25
        assert len({choice.value for choice in select.choices}) == len(select.choices)
        for choice in select.choices:
            assert 0 < len(choice.label) <= 100
            assert 0 < len(choice.value) <= 100
            assert_returns(select.action.with_argument(select.argument, choice.value))


def assert_returns(action: Action) -> None:
    written = encode(action)
    assert written is not None
    assert len(written.encode()) <= LONGEST
    assert (decode(written) or action).verb == action.verb
