"""The bot's connections to the platforms: made at start, made again when that fails.

One platform that refuses or cannot be reached never keeps the others, or the polling, from
working: what is owed to its channels waits in the outbox, and the status page says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import structlog

from relaybot.config import Discord, Settings, Telegram
from relaybot.conversations import Conversations
from relaybot.errors import PlatformError
from relaybot.model.destination import Destination, PlatformName
from relaybot.ports import Clock, Places, Platform
from relaybot.relay.presence import mark, move
from relaybot.repositories import Store

log = structlog.get_logger(__name__)

OnPresence = Callable[[Sequence[str], bool, str], Awaitable[None]]
OnMoved = Callable[[str, str], Awaitable[None]]
OnReturn = Callable[[Sequence[Destination]], Awaitable[None]]


class Bot(Protocol):
    """What a platform's `bot` module offers."""

    @property
    def platform(self) -> Platform:
        """Sends messages."""
        ...

    @property
    def places(self) -> Places:
        """Knows the platform's channels."""
        ...

    async def start(self) -> None:
        """Connect. Raises `PlatformError` in words."""
        ...

    async def stop(self) -> None:
        """Disconnect; harmless when it never started."""
        ...

    @property
    def connected(self) -> bool:
        """Say whether messages can be sent now."""
        ...

    def status(self) -> str:
        """Say how the connection is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pauses:
    """Seconds between two tries to connect: the first pause, doubled up to the longest."""

    first: float = 30.0
    longest: float = 900.0


PAUSES = Pauses()


class Connection:
    """One platform's bot, built anew for every try to connect."""

    def __init__(
        self,
        name: PlatformName,
        build: Callable[[], Bot],
        on_up: Callable[[Bot], None],
        pauses: Pauses,
    ) -> None:
        self._name = name
        self._build = build
        self._on_up = on_up
        self._pauses = pauses
        self._bot: Bot | None = None
        self._trouble = "not connected yet"
        self._trying: asyncio.Task[None] | None = None

    async def start(self, *, try_again: bool) -> None:
        """Connect, or go on trying in the background."""
        if not await self._try() and try_again:
            self._trying = asyncio.create_task(self._keep_trying(), name=f"connect {self._name}")

    async def stop(self) -> None:
        """Disconnect; what goes wrong at that is logged."""
        if self._trying:
            self._trying.cancel()
            with suppress(asyncio.CancelledError):
                await self._trying
        if self._bot:
            await self._leave(self._bot)

    def words(self) -> str:
        """Say how it is."""
        return self._bot.status() if self._bot else self._trouble

    async def _try(self) -> bool:
        try:
            bot = self._build()
            await self._start(bot)
        except PlatformError as error:
            self._trouble = f"not connected: {error}"
            log.error("platform_not_connected", platform=self._name, reason=str(error))
            return False
        except Exception as bug:  # a bug in one platform's library must not keep the other away
            self._trouble = f"not connected: an unexpected error ({type(bug).__name__})"
            log.exception("platform_bug", platform=self._name)
            return False
        self._bot = bot
        self._on_up(bot)
        return True

    async def _start(self, bot: Bot) -> None:
        try:
            await bot.start()
        except BaseException:  # cancelled half-way, too: what it has opened must be closed
            await self._leave(bot)
            raise

    async def _leave(self, bot: Bot) -> None:
        try:
            await bot.stop()
        except Exception:
            log.exception("platform_not_left", platform=self._name)

    async def _keep_trying(self) -> None:
        pause = self._pauses.first
        while True:
            await asyncio.sleep(pause)
            if await self._try():
                return
            pause = min(pause * 2, self._pauses.longest)


Builders = Mapping[PlatformName, Callable[[OnPresence, OnMoved], Bot]]


class Connections:
    """The platforms that are set up; `platforms` and `places` grow as they get connected."""

    def __init__(
        self,
        builders: Builders,
        store: Store,
        clock: Clock,
        *,
        try_again: bool,
        pauses: Pauses = PAUSES,
        places: dict[PlatformName, Places] | None = None,
        on_return: OnReturn | None = None,
    ) -> None:
        self.platforms: dict[PlatformName, Platform] = {}
        self._places = {} if places is None else places
        self._try_again = try_again
        self._connections = {
            name: Connection(
                name, _with_reports(build, name, store, clock, on_return), self._up(name), pauses
            )
            for name, build in builders.items()
        }

    async def start(self) -> None:
        """Connect to all of them at once; when one cannot be reached, go on without it."""
        starts = (c.start(try_again=self._try_again) for c in self._connections.values())
        await asyncio.gather(*starts)

    async def stop(self) -> None:
        """Disconnect from all of them."""
        await asyncio.gather(*(c.stop() for c in self._connections.values()))

    def words(self) -> Mapping[str, str]:
        """Say how each platform is."""
        return {
            str(name): self._connections[name].words()
            if name in self._connections
            else f"off: RELAYBOT_{name.upper()}_TOKEN is not set"
            for name in PlatformName
        }

    def _up(self, name: PlatformName) -> Callable[[Bot], None]:
        def up(bot: Bot) -> None:
            self.platforms[name] = bot.platform
            self._places[name] = bot.places

        return up


def _with_reports(
    build: Callable[[OnPresence, OnMoved], Bot],
    name: PlatformName,
    store: Store,
    clock: Clock,
    on_return: OnReturn | None,
) -> Callable[[], Bot]:
    """Let a bot's reports of chats that went, came back or moved be written into the store."""

    async def moved(old: str, new: str) -> None:
        await store.write(lambda tx: move(tx, name, old, new))

    async def presence(chats: Sequence[str], present: bool, reason: str) -> None:
        asked = await store.write(lambda tx: mark(tx, name, chats, present, reason, clock()))
        if on_return:
            await on_return(asked)

    return lambda: build(presence, moved)


def builders(settings: Settings, clock: Clock, *, talks: Conversations | None) -> Builders:
    """Return how to build the bot of every platform that has a token.

    Without `talks` the bots only send: they listen to nobody.
    """
    found: dict[PlatformName, Callable[[OnPresence, OnMoved], Bot]] = {}
    if settings.discord.token is not None:
        found[PlatformName.DISCORD] = lambda presence, _: discord_bot(
            settings, clock, presence, talks
        )
    if settings.telegram.token is not None:
        found[PlatformName.TELEGRAM] = lambda presence, moved: telegram_bot(
            settings, presence, moved, talks
        )
    return found


def discord_bot(
    settings: Settings,
    clock: Clock,
    on_presence: OnPresence,
    talks: Conversations | None = None,
) -> Bot:
    """Build the Discord side; its library is imported only when there is a token."""
    from relaybot.discord.bot import DiscordBot

    return DiscordBot(
        _token(settings.discord),
        clock=clock,
        on_presence=on_presence,
        api_base=settings.discord.api_base,
        gateway=settings.discord.gateway,
        listen=talks is not None,
        on_rights_changed=talks.on_rights_changed(PlatformName.DISCORD) if talks else None,
        conversation=talks.discord() if talks else None,
    )


def telegram_bot(
    settings: Settings,
    on_presence: OnPresence,
    on_moved: OnMoved,
    talks: Conversations | None = None,
) -> Bot:
    """Build the Telegram side; its library is imported only when there is a token."""
    from relaybot.telegram.bot import TelegramBot
    from relaybot.telegram.limits import UNLIMITED

    return TelegramBot(
        _token(settings.telegram),
        on_presence=on_presence,
        on_moved=on_moved,
        api_base=settings.telegram.api_base,
        rates=None if settings.telegram.pace else UNLIMITED,
        listen=talks is not None,
        on_rights_changed=talks.on_rights_changed(PlatformName.TELEGRAM) if talks else None,
        conversation=talks.telegram() if talks else None,
    )


def _token(section: Discord | Telegram) -> str:
    return section.token.get_secret_value() if section.token else ""
