"""What the gateway tells: channels and servers that come and go.

Chat commands find their place here too: each a shell around `relaybot.commands`.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import discord

from relaybot.ports import Clock

OnPresence = Callable[[Sequence[str], bool, str], Awaitable[None]]
"""`await on_presence(chat_ids, present, reason)`: these channels can (or cannot) be reached now."""


class RelayClient(discord.Client):
    """discord.py's client, listening to what changes a destination.

    `connected` and `since` tell the state of the gateway for the status page.
    """

    def __init__(self, *, clock: Clock, on_presence: OnPresence, **options: Any) -> None:
        super().__init__(**options)
        self._clock = clock
        self._on_presence = on_presence
        self._stopping = False
        self.connected = False
        self.since: datetime = clock()

    async def close(self) -> None:
        """Close when `stop` asked for it, else only the gateway.

        The library closes the whole client, REST session included, when the gateway turns it away
        for good; sending needs no gateway and goes on.
        """
        if self._stopping:
            await super().close()

    async def stop(self) -> None:
        """Close gateway and REST session for good."""
        self._stopping = True
        await self.close()

    async def on_connect(self) -> None:
        """READY: logged in at the gateway."""
        self._gateway_is(connected=True)

    async def on_resumed(self) -> None:
        """The session goes on after a break."""
        self._gateway_is(connected=True)

    async def on_disconnect(self) -> None:
        """The gateway was lost, or could not be reached again."""
        self._gateway_is(connected=False)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self._on_presence(_places(guild), True, f"relaybot is in the server “{guild.name}”")

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server is there: at the start, or after an outage."""
        await self._on_presence(_places(guild), True, f"the server “{guild.name}” is there")

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed, or the server deleted; an outage is another event."""
        reason = f"relaybot was removed from the server “{guild.name}”"
        await self._on_presence(_places(guild), False, reason)

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        """A channel appeared."""
        await self._on_presence([str(channel.id)], True, f"the channel “{channel}” is there")

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted; its threads follow as events of their own."""
        await self._on_presence([str(channel.id)], False, f"the channel “{channel}” was deleted")

    async def on_thread_join(self, thread: discord.Thread) -> None:
        """A thread can be seen again."""
        await self._on_presence([str(thread.id)], True, f"the thread “{thread}” is there")

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        """A thread or forum post was deleted, archived ones included."""
        await self._on_presence([str(event.thread_id)], False, "the thread was deleted")

    def _gateway_is(self, *, connected: bool) -> None:
        if connected != self.connected:
            self.connected, self.since = connected, self._clock()


def _places(guild: discord.Guild) -> Sequence[str]:
    return [str(place.id) for place in (*guild.channels, *guild.threads)]
