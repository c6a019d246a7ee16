"""What the gateway tells: channels and servers that come and go, rights that change, commands."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import discord

from relaybot.discord.channels import rights_in
from relaybot.discord.commands import CommandHandlers, Conversation
from relaybot.discord.replies import PressedButton, PressedSelect
from relaybot.ports import Clock

OnPresence = Callable[[Sequence[str], bool, str], Awaitable[None]]
"""`await on_presence(chat_ids, present, reason)`: these channels can (or cannot) be reached now."""

OnRightsChanged = Callable[[Sequence[str]], Awaitable[None]]
"""`await on_rights_changed(chat_ids)`: the bot may do more or less there than before."""

WATCHED = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    embed_links=True,
    read_message_history=True,
    mention_everyone=True,
    manage_messages=True,
    manage_threads=True,
    create_public_threads=True,
)
"""The rights of the bot that relaying has to do with."""


class RelayClient(discord.Client):
    """discord.py's client, listening to what changes a destination.

    `connected` and `since` tell the state of the gateway for the status page.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        on_presence: OnPresence,
        on_rights_changed: OnRightsChanged | None,
        conversation: Conversation | None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._clock = clock
        self._on_presence = on_presence
        self._on_rights_changed = on_rights_changed
        self.on_webhooks_changed: Callable[[int], None] = lambda _: None
        self.commands: CommandHandlers | None = None
        if conversation:
            self.commands = CommandHandlers(self, conversation, clock)
            self.add_dynamic_items(PressedButton, PressedSelect)
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

    async def on_guild_channel_update(
        self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel
    ) -> None:
        """A channel was changed, perhaps in what the bot may do there."""
        me: discord.Member | None = after.guild.me
        if me is None or _rights(before, me) == _rights(after, me):
            return
        threads = getattr(after, "threads", ())
        await self._rights_changed([after, *threads])

    async def on_thread_update(self, before: discord.Thread, after: discord.Thread) -> None:
        """A thread was changed, perhaps locked or unlocked."""
        if before.locked != after.locked:
            await self._rights_changed([after])

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        """A role was changed, perhaps one the bot has."""
        me: discord.Member | None = after.guild.me
        if me and before.permissions != after.permissions and after in me.roles:
            await self._rights_changed_in(after.guild)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """A role was deleted; whether the bot had it cannot be seen any more."""
        await self._rights_changed_in(role.guild)

    async def on_member_update(self, before: discord.Member, after: discord.Member) -> None:
        """The bot was given a role, or one was taken away; no other member is ever told of."""
        if self.user and after.id == self.user.id and before.roles != after.roles:
            await self._rights_changed_in(after.guild)

    async def on_webhooks_update(self, channel: discord.abc.GuildChannel) -> None:
        """A webhook of the channel was made, changed, moved or deleted."""
        self.on_webhooks_changed(channel.id)

    async def pressed(
        self, interaction: discord.Interaction[Any], action: str, argument: str | None
    ) -> None:
        """Answer a button or select."""
        if self.commands:
            await self.commands.pressed(interaction, action, argument)

    async def _rights_changed_in(self, guild: discord.Guild) -> None:
        await self._rights_changed([*guild.channels, *guild.threads])

    async def _rights_changed(self, places: Sequence[discord.abc.Snowflake]) -> None:
        if self._on_rights_changed and places:
            await self._on_rights_changed([str(place.id) for place in places])

    def _gateway_is(self, *, connected: bool) -> None:
        if connected != self.connected:
            self.connected, self.since = connected, self._clock()


def _places(guild: discord.Guild) -> Sequence[str]:
    return [str(place.id) for place in (*guild.channels, *guild.threads)]


def _rights(channel: discord.abc.GuildChannel, me: discord.Member) -> tuple[object, ...]:
    """Return all that decides whether a post can be made there."""
    tags = getattr(channel, "available_tags", ())
    flags: discord.ChannelFlags | None = getattr(channel, "flags", None)
    wanted = bool(flags and flags.require_tag)
    usable = any(not tag.moderated for tag in tags)
    return rights_in(channel, me).value & WATCHED.value, wanted and not usable
