"""Servers, channels, threads, messages: the state, and the ledger tests read."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from functools import reduce
from itertools import count
from operator import or_
from typing import Any

DISCORD_EPOCH = 1_420_070_400_000  # ms


class Kind(IntEnum):
    """Channel types: docs.discord.com/developers/resources/channel."""

    TEXT = 0
    DM = 1
    VOICE = 2
    CATEGORY = 4
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    THREAD = 11
    FORUM = 15
    MEDIA = 16


THREADS = (Kind.ANNOUNCEMENT_THREAD, Kind.THREAD)
FORUMS = (Kind.FORUM, Kind.MEDIA)


class Right(IntFlag):
    """The permissions relaying has to do with."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


NO_RIGHTS = Right(0)
EVERY_RIGHT = reduce(or_, Right)
MODERATOR = EVERY_RIGHT & ~Right.ADMINISTRATOR & ~Right.MENTION_EVERYONE
ALL_RIGHTS = MODERATOR & ~(  # of the bot, unless a test gives it more
    Right.MANAGE_THREADS | Right.MANAGE_CHANNELS | Right.MANAGE_MESSAGES | Right.MANAGE_WEBHOOKS
)
MEMBER = (  # of everyone
    Right.VIEW_CHANNEL
    | Right.SEND_MESSAGES
    | Right.READ_MESSAGE_HISTORY
    | Right.SEND_MESSAGES_IN_THREADS
)
REQUIRE_TAG = 1 << 4  # channel flag
CROSSPOSTED = 1 << 0  # message flag


@dataclass
class Tag:
    id: int
    name: str
    moderated: bool = False


@dataclass
class Role:
    id: int
    name: str
    permissions: Right
    mentionable: bool = False


@dataclass
class Overwrite:
    """What a role or person may (not) do in one channel."""

    allow: Right
    deny: Right
    person: bool


@dataclass
class Channel:
    id: int
    guild: int
    kind: Kind
    name: str
    parent: int | None = None
    denied: Right = NO_RIGHTS  # to everyone
    overwrites: dict[int, Overwrite] = field(default_factory=dict)  # besides, by role or person
    tags: list[Tag] = field(default_factory=list)
    flags: int = 0
    owner: int | None = None  # of a thread
    applied_tags: list[int] = field(default_factory=list)
    archived: bool = False
    locked: bool = False


@dataclass
class Webhook:
    """`application`: whose it is; None when a person made it in the settings of the channel."""

    id: int
    channel: int
    guild: int
    name: str
    token: str
    application: int | None
    avatar: str | None = None


@dataclass
class Message:
    id: int
    channel: int
    author: int
    content: str
    embeds: list[dict[str, Any]]
    flags: int
    nonce: str | None
    payload: dict[str, Any]  # as received last
    files: list[str] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    webhook: int | None = None  # that spoke, an answer to an interaction included
    application: int | None = None  # whose webhook it was
    name: str | None = None  # whose name a webhook spoke in
    avatar: str | None = None  # address of the picture beside that name
    unseen: frozenset[str] = frozenset()  # pictures of it that readers do not get to see
    earlier: list[dict[str, Any]] = field(default_factory=list)  # payloads before, oldest first
    sent_at: float = 0.0  # monotonic
    deleted: bool = False

    @property
    def edits(self) -> int:
        return len(self.earlier)

    def age(self) -> float:
        """Return how many seconds ago it was sent."""
        return time.monotonic() - self.sent_at

    @property
    def silent(self) -> bool:
        return bool(self.flags & (1 << 12))

    @property
    def published(self) -> bool:
        return bool(self.flags & CROSSPOSTED)

    @property
    def title(self) -> str:
        return str(self.embeds[0].get("title", "")) if self.embeds else ""


@dataclass
class Guild:
    """`members` holds the roles of each person the tests made, and of the bot."""

    id: int
    name: str
    role: int  # the bot's role
    owner: int
    roles: dict[int, Role]
    members: dict[int, list[int]]


class World:
    """Everything that exists, deleted messages included.

    Two kinds of bad pictures, by address. `missing_pictures` cannot be fetched, which Discord only
    finds out after it took the message: components show a placeholder (`loading_state` 3, read in
    discord.py's enums and Discord's client; discord-api-docs #8072), embeds show nothing (#725).
    `broken_pictures` are refused in components (50035 with the path of the media, as for any
    address Discord will not take); in embeds, nobody sees them.
    """

    def __init__(self) -> None:
        self._serial = count(1)
        self.bot = self.new_id()
        self.application = self.new_id()
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: list[Message] = []
        self.published: list[int] = []  # ids of messages, in order
        self.webhooks: dict[int, Webhook] = {}
        self.broken_pictures: set[str] = set()
        self.missing_pictures: set[str] = set()

    def new_id(self) -> int:
        """Return a snowflake of this moment."""
        milliseconds = int(time.time() * 1000) - DISCORD_EPOCH
        return (milliseconds << 22) | (next(self._serial) & 0x3FFFFF)

    def add_guild(self, name: str) -> Guild:
        number, role, owner = self.new_id(), self.new_id(), self.new_id()
        roles = {
            number: Role(number, "@everyone", MEMBER),
            role: Role(role, "relaybot", ALL_RIGHTS),
        }
        guild = Guild(number, name, role, owner, roles, {self.bot: [role], owner: []})
        self.guilds[guild.id] = guild
        return guild

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def remove_channel(self, number: int) -> list[Channel]:
        """Delete a channel, its threads and webhooks; returns the channels, that one first."""
        gone = [self.channels[number], *self.children(number)]
        for channel in gone:
            del self.channels[channel.id]
        self.webhooks = {n: hook for n, hook in self.webhooks.items() if hook.channel != number}
        return gone

    def children(self, parent: int) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.parent == parent]

    def in_guild(self, guild: int) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.guild == guild]

    def rights(self, channel: Channel, person: int | None = None) -> Right:
        """Return what a person (the bot unless said) may do: discord's own order of rules."""
        if channel.kind is Kind.DM:
            return ALL_RIGHTS
        guild, who = self.guilds[channel.guild], person or self.bot
        roles = guild.members[who]
        base = reduce(or_, (guild.roles[role].permissions for role in (guild.id, *roles)))
        if who == guild.owner or Right.ADMINISTRATOR in base:
            return EVERY_RIGHT
        ruler = self.channels[channel.parent] if channel.parent else channel
        rights = base & ~channel.denied & ~ruler.denied
        over = [ruler.overwrites[role] for role in roles if role in ruler.overwrites]
        for rule in over:
            rights &= ~rule.deny
        for rule in over:
            rights |= rule.allow
        if own := ruler.overwrites.get(who):
            rights = rights & ~own.deny | own.allow
        return rights if Right.VIEW_CHANNEL in rights else NO_RIGHTS

    def post(self, message: Message) -> Message:
        message.sent_at = time.monotonic()
        self.messages.append(message)
        return message

    def standing(self, channel: int) -> list[Message]:
        """Return the messages of one channel or thread, oldest first."""
        return [m for m in self.messages if m.channel == channel and not m.deleted]

    def message(self, channel: int, number: int) -> Message | None:
        return next((m for m in self.standing(channel) if m.id == number), None)

    def with_nonce(self, author: int, nonce: str, window: float) -> Message | None:
        """Return the author's message with this nonce, deleted or not, within the window."""
        since = time.monotonic() - window
        found: Iterable[Message] = (
            m
            for m in reversed(self.messages)
            if m.nonce == nonce and m.author == author and m.sent_at > since
        )
        return next(iter(found), None)
