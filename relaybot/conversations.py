"""What lets people talk with the bot: desk and caretaker, and how each platform reaches them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from relaybot.commands.caretaker import Caretaker
from relaybot.commands.desk import Desk
from relaybot.locale.load import load_languages
from relaybot.model.destination import Address, PlatformName
from relaybot.ports import Clock, Places
from relaybot.repositories import Store
from relaybot.sources.catalogue import Catalogue

if TYPE_CHECKING:  # each library is imported only when its platform has a token
    from relaybot.discord.commands import Conversation as DiscordConversation
    from relaybot.telegram.commands import Conversation as TelegramConversation


class Conversations:
    """One desk for all platforms. `places` is filled in as the platforms get connected."""

    def __init__(
        self, store: Store, catalogue: Catalogue, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self.places: dict[PlatformName, Places] = {}
        self._store = store
        self._clock = clock
        self._languages = load_languages()
        self.desk = Desk(
            store=store,
            catalogue=catalogue,
            languages=self._languages,
            places=self.places,
            wake=wake,
        )
        self.caretaker = Caretaker(
            store=store, places=self.places, languages=self._languages, clock=clock, wake=wake
        )

    def on_rights_changed(
        self, platform: PlatformName
    ) -> Callable[[Sequence[str]], Awaitable[None]]:
        """Return what a platform's bot calls when its rights in some chats have changed."""

        async def changed(chats: Sequence[str]) -> None:
            await self.caretaker.rights_changed(platform, chats)

        return changed

    def discord(self) -> DiscordConversation:
        """Return what the Discord side needs."""
        from relaybot.discord.commands import Conversation

        return Conversation(
            desk=self.desk,
            languages=self._languages,
            load_mark=self._load_mark(PlatformName.DISCORD),
            save_mark=self._save_mark(PlatformName.DISCORD),
        )

    def telegram(self) -> TelegramConversation:
        """Return what the Telegram side needs."""
        from relaybot.telegram.commands import Conversation

        return Conversation(
            desk=self.desk,
            clock=self._clock,
            languages=self._languages,
            chosen=self._chosen,
            choose=self._choose,
            load_mark=self._load_mark(PlatformName.TELEGRAM),
            save_mark=self._save_mark(PlatformName.TELEGRAM),
        )

    async def _chosen(self, user: str) -> Address | None:
        return await self._store.read(
            lambda tx: tx.destinations.chosen_by(PlatformName.TELEGRAM, user)
        )

    async def _choose(self, user: str, address: Address | None) -> None:
        await self._store.write(
            lambda tx: tx.destinations.choose(PlatformName.TELEGRAM, user, address)
        )

    def _load_mark(self, platform: PlatformName) -> Callable[[], Awaitable[str | None]]:
        name = f"{platform}.commands"

        async def load() -> str | None:
            return await self._store.read(lambda tx: tx.marks.get(name))

        return load

    def _save_mark(self, platform: PlatformName) -> Callable[[str], Awaitable[None]]:
        name = f"{platform}.commands"

        async def save(text: str) -> None:
            await self._store.write(lambda tx: tx.marks.put(name, text))

        return save
