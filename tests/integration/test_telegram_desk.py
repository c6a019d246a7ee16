"""The real desk through the real python-telegram-bot: every command, and all its answer offers."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest

from relaybot.commands.action import decode
from relaybot.commands.desk import Desk
from relaybot.commands.limits import AskLimit
from relaybot.commands.menu import BY_VERB, MENU
from relaybot.locale.load import load_languages
from relaybot.model.delivery import DeliveryState
from relaybot.model.destination import PlatformName
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from tests import builders
from tests.emulators.telegram.chats import SentMessage
from tests.emulators.telegram.people import Person
from tests.fakes.store import FakeStore
from tests.integration.telegram_setting import GROUP, until
from tests.integration.telegram_talking import Talking, talking
from tests.unit.commands.asking import CATALOGUE, add_posts

WRONG = "wrong on my side"
APOLOGY = "apology-1"  # the number of every apology of the desk, the same in every language
ONLY_ADMINISTRATORS = "Only administrators of Sample chat can do that."
HERE = builders.an_address(str(GROUP), "telegram")
TYPED = (  # of several lines, an administrator wrote the first ones before
    *(f"/{command.verb}" for command in MENU),
    "/follow elmford",
    "/follow everything",
    "/unfollow riverbend",
    "/chapters elm",
    "/latest elmford",
    "/preview elmford",
    "/settings style",
    "/settings language",
    "/pause 3d",
    "/why https://elmford.example/posts/1",
    "/follow elmford latest 2\n/history",
    "/follow elmford latest 2\n/status",
    "/follow elmford latest 2\n/unfollow elmford",
    "/follow elmford latest 2\n/why https://elmford.example/posts/6",
    "/follow elmford latest 2\n/resume",
    "/pause 3d\n/resume",
)


@dataclass
class Room:
    """A group with the bot in it, which follows a chapter."""

    talk: Talking
    store: FakeStore

    def messages(self, person: Person) -> list[SentMessage]:
        """All that this person can read: in the group and in their private chat."""
        readable = (GROUP, person.number)
        return [each for each in self.talk.telegram.messages if each.chat.id in readable]

    async def prepared(self, text: str) -> str:
        """Write all lines but the last as an administrator; returns the last."""
        *before, last = text.split("\n")
        for line in before:
            await self.used(line, self.talk.moderator)
        return last

    async def used(self, text: str, person: Person) -> Sequence[SentMessage]:
        """Write a command into the group; returns the answer, wherever it stands."""
        before = len(self.messages(person))
        in_group = len(self.talk.telegram.messages_in(GROUP))
        person.say(GROUP, text)
        await self.talk.shown(GROUP, in_group + 1)  # what is sent in private is sent before
        return self.messages(person)[before:]

    async def pressed(self, message: SentMessage, data: str, person: Person) -> tuple[str, bool]:
        """Press a button; returns what was said then, and whether by an alert."""
        shown = self._shown()
        before = len(self.talk.telegram.messages)
        alert = await self.talk.told(person.press_data(message, data))
        if alert.get("text"):
            await self.talk.quiet()
            return alert["text"], alert.get("show_alert") == "true"
        await until(lambda: self._shown() > shown)
        await self.talk.quiet()
        new = self.talk.telegram.messages[before:]
        return (new[0] if new else message).text, False

    def _shown(self) -> int:
        """So many times something was sent or changed, changes to the same words included."""
        requests = self.talk.telegram.requests
        return requests["editMessageText"] + requests["sendMessage"]

    async def kept(self) -> object:
        """All that a command may change, to be compared."""
        return await self.store.read(_kept)


def _kept(tx: Transaction) -> object:
    there = tx.destinations.all()
    return (
        there,
        tx.subscriptions.all(),
        [tx.history.of(one.id, 100) for one in there],
        [tx.outbox.in_state(state, 100) for state in DeliveryState],
    )


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    """A bot with a real desk; the group follows a chapter, and there are posts."""
    store, languages = FakeStore(), load_languages()
    desk = Desk(
        store=store,
        catalogue=CATALOGUE,
        languages=languages,
        places={},
        wake=lambda: None,
        new_id=lambda: APOLOGY,
        limit=AskLimit(most=1000),
        press_limit=AskLimit(most=1000),
    )
    await store.write(lambda tx: add_posts(tx, 6))
    await store.write(_follow)
    async with talking() as talk:
        talk.desk, talk.languages = desk, dict(languages)  # type: ignore[assignment] # a real desk
        async with talk.bot() as bot:
            desk.places = {PlatformName.TELEGRAM: bot.places}
            yield Room(talk, store)


def _follow(tx: Transaction) -> None:
    destination = tx.destinations.add(HERE, builders.NOON)
    tx.subscriptions.add(destination.id, Selector(Scope.CHAPTER, "riverbend"), builders.NOON)


def offers(messages: Sequence[SentMessage]) -> list[tuple[SentMessage, str]]:
    """Everything somebody can press, with the message it stands on."""
    return [
        (message, button["callback_data"])
        for message in messages
        for row in (message.reply_markup or {}).get("inline_keyboard", ())
        for button in row
        if "callback_data" in button
    ]


def manages(data: str) -> bool:
    """Tell whether a button does what only administrators may do."""
    action = decode(data)
    assert action, data
    return BY_VERB[action.verb].manages


def apologies(told: Sequence[str]) -> list[str]:
    return [words for words in told if not words.strip() or WRONG in words or APOLOGY in words]


@pytest.mark.parametrize("person", ["moderator", "member"])
@pytest.mark.parametrize("text", TYPED)
async def test_every_command_and_all_it_offers(room: Room, text: str, person: str) -> None:
    who = getattr(room.talk, person)
    text = await room.prepared(text)

    first = await room.used(text, who)

    told = [message.text for message in first]
    for _, data in offers(first):
        again = {data: message for message, data in offers(await room.used(text, who))}
        if data not in again:
            continue  # offered no longer, by what was pressed before
        told.append((await room.pressed(again[data], data, who))[0])
    assert apologies(told) == []
    verb = text[1:].split()[0]
    assert (ONLY_ADMINISTRATORS in told[0]) == (person == "member" and BY_VERB[verb].manages)


@pytest.mark.parametrize("text", TYPED)
async def test_a_member_presses_what_an_administrator_was_offered(room: Room, text: str) -> None:
    text = await room.prepared(text)
    answer = await room.used(text, room.talk.moderator)
    offered = [(each, data) for each, data in offers(answer) if each.chat.id == GROUP]
    before = await room.kept()

    for message, data in offered:
        shown = (message.text, message.edits)
        told, alert = await room.pressed(message, data, room.talk.member)
        assert apologies([told]) == []
        assert (told == ONLY_ADMINISTRATORS and alert) == manages(data)
        assert not alert or (message.text, message.edits) == shown
        assert await room.kept() == before


async def test_what_there_is_to_press(room: Room) -> None:
    who = room.talk.moderator
    answers = [await room.used(await room.prepared(text), who) for text in TYPED]
    pressed = [data for answer in answers for _, data in offers(answer)]

    assert len(set(filter(manages, pressed))) > 20
