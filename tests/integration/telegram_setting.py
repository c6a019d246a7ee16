"""A bot of ours and a Telegram of its own, for the tests of this folder."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Preferences
from relaybot.telegram.bot import TelegramBot
from relaybot.telegram.limits import UNLIMITED
from tests import builders
from tests.emulators.telegram.server import TelegramEmulator

CHANNEL, GROUP, FORUM, SMALL_GROUP, PERSON = -1001, -1002, -1003, -44, 55


class Chats:
    """Keeps what the bot told about its chats."""

    def __init__(self) -> None:
        self.presence: list[tuple[tuple[str, ...], bool, str]] = []
        self.moves: list[tuple[str, str]] = []

    async def on_presence(self, chat_ids: Any, present: bool, reason: str) -> None:
        self.presence.append((tuple(chat_ids), present, reason))

    async def on_moved(self, old: str, new: str) -> None:
        self.moves.append((old, new))


@asynccontextmanager
async def a_telegram() -> AsyncIterator[TelegramEmulator]:
    async with TelegramEmulator() as emulator:
        emulator.add_chat(CHANNEL, username="sample_channel")
        emulator.add_chat(GROUP, "supergroup", bot="member")
        emulator.add_chat(FORUM, "supergroup", bot="member", topics=[1, 7, 8])
        emulator.add_chat(SMALL_GROUP, "group", bot="member")
        emulator.add_chat(PERSON, "private", bot="member")
        yield emulator


def a_bot(telegram: TelegramEmulator, chats: Chats | None = None, **changes: Any) -> TelegramBot:
    heard = chats or Chats()
    given: dict[str, Any] = {
        "token": telegram.token,
        "api_base": telegram.api_base,
        "on_presence": heard.on_presence,
        "on_moved": heard.on_moved,
        "rates": UNLIMITED,
    }
    return TelegramBot(**(given | changes))


@asynccontextmanager
async def connected(bot: TelegramBot) -> AsyncIterator[TelegramBot]:
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


def an_outgoing(
    chat: int | str,
    number: int = 1,
    *,
    thread: int | str | None = None,
    silent: bool = False,
    attempts: int = 1,
    preferences: Preferences = Preferences(),  # noqa: B008 - it is frozen
    **post: Any,
) -> Outgoing:
    topic = None if thread is None else str(thread)
    address = builders.an_address(str(chat), "telegram", topic)
    return builders.an_outgoing(
        post=builders.a_stored_post(number, **post),
        destination=builders.a_destination(address, silent=silent, preferences=preferences),
        delivery=builders.a_delivery(number, attempts=attempts),
    )


async def until(true: Callable[[], Any]) -> None:
    """Wait for something that happens in the background."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - it watches a server that knows nothing of events
            await asyncio.sleep(0.005)
