"""The bot's connections to the platforms: made at start, made again when that fails.

One platform that refuses or cannot be reached never keeps the others, or the polling, from
working: what is owed to its channels waits in the outbox, and the status page says why.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import Protocol

import structlog

from relaybot.config import Discord, Settings, Telegram
from relaybot.errors import PlatformError
from relaybot.model.destination import Address, DestinationStatus, PlatformName
from relaybot.ports import Clock, Platform, Store, Transaction

log = structlog.get_logger(__name__)

OnPresence = Callable[[Sequence[str], bool, str], Awaitable[None]]
OnMoved = Callable[[str, str], Awaitable[None]]

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 900.0  # seconds between two tries to connect


class Bot(Protocol):
    """What a platform's `bot` module offers."""

    @property
    def platform(self) -> Platform:
        """Sends messages."""
        ...

    async def start(self) -> None:
        """Connect. Raises `PlatformError` in words."""
        ...

    async def stop(self) -> None:
        """Disconnect; harmless when it never started."""
        ...

    def status(self) -> str:
        """Say how the connection is."""
        ...


class Connection:
    """One platform's bot, built anew for every try to connect."""

    def __init__(self, build: Callable[[], Bot], on_up: Callable[[Platform], None]) -> None:
        self._build = build
        self._on_up = on_up
        self._bot: Bot | None = None
        self._trouble = "not connected yet"
        self._trying: asyncio.Task[None] | None = None

    async def start(self, *, try_again: bool) -> None:
        """Connect, or go on trying in the background."""
        if not await self._try() and try_again:
            self._trying = asyncio.create_task(self._keep_trying(), name="connect")

    async def stop(self) -> None:
        """Disconnect."""
        if self._trying:
            self._trying.cancel()
            with suppress(asyncio.CancelledError):
                await self._trying
        if self._bot:
            await self._bot.stop()

    def words(self) -> str:
        """Say how it is."""
        return self._bot.status() if self._bot else self._trouble

    async def _try(self) -> bool:
        bot = self._build()
        try:
            await bot.start()
        except PlatformError as error:
            self._trouble = str(error)
            log.error("platform_not_connected", reason=self._trouble)
            return False
        self._bot = bot
        self._on_up(bot.platform)
        return True

    async def _keep_trying(self) -> None:
        pause = FIRST_PAUSE
        while True:
            await asyncio.sleep(pause)
            if await self._try():
                return
            pause = min(pause * 2, LONGEST_PAUSE)


class Connections:
    """All platforms that have a token. `platforms` grows when one gets connected later."""

    def __init__(self, settings: Settings, store: Store, clock: Clock, *, listen: bool) -> None:
        self.platforms: dict[PlatformName, Platform] = {}
        self._listen = listen
        self._connections: dict[PlatformName, Connection] = {}
        presence = {name: _Presence(store, name, clock) for name in PlatformName}

        async def moved(old: str, new: str) -> None:
            await store.write(lambda tx: _move(tx, old, new))

        if settings.discord.token is not None:
            self._add(
                PlatformName.DISCORD,
                lambda: discord_bot(settings, clock, presence[PlatformName.DISCORD], listen),
            )
        if settings.telegram.token is not None:
            self._add(
                PlatformName.TELEGRAM,
                lambda: telegram_bot(settings, presence[PlatformName.TELEGRAM], moved, listen),
            )

    async def start(self) -> None:
        """Connect to all of them at once."""
        starts = (c.start(try_again=self._listen) for c in self._connections.values())
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

    def _add(self, name: PlatformName, build: Callable[[], Bot]) -> None:
        def up(platform: Platform) -> None:
            self.platforms[name] = platform

        self._connections[name] = Connection(build, up)


def discord_bot(settings: Settings, clock: Clock, on_presence: OnPresence, listen: bool) -> Bot:
    """Build the Discord side; its library is imported only when there is a token."""
    from relaybot.discord.bot import DiscordBot

    return DiscordBot(
        _token(settings.discord),
        clock=clock,
        on_presence=on_presence,
        api_base=settings.discord.api_base,
        gateway=settings.discord.gateway,
        listen=listen,
    )


def telegram_bot(
    settings: Settings, on_presence: OnPresence, on_moved: OnMoved, listen: bool
) -> Bot:
    """Build the Telegram side; its library is imported only when there is a token."""
    from relaybot.telegram.bot import TelegramBot

    return TelegramBot(
        _token(settings.telegram),
        on_presence=on_presence,
        on_moved=on_moved,
        api_base=settings.telegram.api_base,
        listen=listen,
    )


def _token(section: Discord | Telegram) -> str:
    return section.token.get_secret_value() if section.token else ""


class _Presence:
    """Marks destinations as gone or back when a platform says so."""

    def __init__(self, store: Store, platform: PlatformName, clock: Clock) -> None:
        self._store = store
        self._platform = platform
        self._clock = clock

    async def __call__(self, chats: Sequence[str], present: bool, reason: str) -> None:
        await self._store.write(lambda tx: self._mark(tx, chats, present, reason))

    def _mark(self, tx: Transaction, chats: Sequence[str], present: bool, reason: str) -> None:
        status = DestinationStatus.ACTIVE if present else DestinationStatus.GONE
        unlike = DestinationStatus.GONE if present else DestinationStatus.ACTIVE
        for destination in tx.destinations.all():
            address = destination.address
            here = address.platform is self._platform and address.chat in chats
            if here and destination.status is unlike:
                words = None if present else reason
                tx.destinations.set_status(destination.id, status, words, self._clock())
                log.warning("destination_presence", to=str(address), status=status, reason=reason)


def _move(tx: Transaction, old: str, new: str) -> None:
    found = tx.destinations.find(Address(PlatformName.TELEGRAM, old))
    if found:
        tx.destinations.move(found.id, new)
