"""A bot that talks with people, against the emulated Discord; the desk is a double."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from relaybot.commands.ask import Ask
from relaybot.commands.reply import Choice, Reply, paragraphs
from relaybot.commands.words import ENGLISH, Language
from relaybot.discord.bot import DiscordBot
from relaybot.discord.commands import Conversation
from relaybot.richtext.nodes import Document, Text
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.interactions import Interaction
from tests.emulators.discord.world import Message, Right
from tests.fakes.clock import FakeClock

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
WAITING = 10.0  # seconds until a test gives up


def words(text: str) -> Document:
    return paragraphs((Text(text),))


class FakeDesk:
    """Remembers every ask and says what the test wants, once `ready`."""

    def __init__(self) -> None:
        self.asks: list[Ask] = []
        self.suggested: list[tuple[Ask, str]] = []
        self.reply = Reply(body=words("Done."))
        self.choices: Sequence[Choice] = ()
        self.fault: Exception | None = None
        self.ready = asyncio.Event()
        self.ready.set()

    async def answer(self, ask: Ask) -> Reply:
        self.asks.append(ask)
        await self.ready.wait()
        if self.fault:
            raise self.fault
        return self.reply

    async def suggest(self, ask: Ask, argument: str) -> Sequence[Choice]:
        self.suggested.append((ask, argument))
        return self.choices


class Heard:
    """Keeps what a callback of the bot was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self._news = asyncio.Condition()

    async def __call__(self, chats: Sequence[str], *_: object) -> None:
        async with self._news:
            self.told.append(tuple(chats))
            self._news.notify_all()

    async def wait(self, chat: str) -> tuple[str, ...]:
        """Return what was told together with this channel."""

        def found() -> list[tuple[str, ...]]:
            return [chats for chats in self.told if chat in chats]

        async with asyncio.timeout(WAITING), self._news:
            await self._news.wait_for(found)
        return found()[-1]


@dataclass
class Mark:
    """What Discord was last told of the commands, as the store would keep it."""

    text: str | None = None
    saved: asyncio.Event = field(default_factory=asyncio.Event)
    looked: asyncio.Event = field(default_factory=asyncio.Event)

    async def load(self) -> str | None:
        self.looked.set()
        return self.text

    async def save(self, text: str) -> None:
        self.text = text
        self.saved.set()


@dataclass
class Setting:
    """One server with two channels, a moderator, a member; and the bot that listens there."""

    discord: DiscordEmulator
    guild: str
    channel: str
    other: str
    moderators: str  # a role
    moderator: str
    member: str
    desk: FakeDesk = field(default_factory=FakeDesk)
    mark: Mark = field(default_factory=Mark)
    languages: Mapping[str, Language] = field(default_factory=lambda: {"en": ENGLISH})
    patience: float = WAITING
    present: Heard = field(default_factory=Heard)
    rights_changed: Heard = field(default_factory=Heard)

    @asynccontextmanager
    async def bot(self, **changes: Any) -> AsyncIterator[DiscordBot]:
        """Run the bot; leaving stops it."""
        conversation = Conversation(
            desk=self.desk,
            languages=self.languages,
            load_mark=self.mark.load,
            save_mark=self.mark.save,
            patience=self.patience,
        )
        given: dict[str, Any] = {
            "api_base": self.discord.api_base,
            "gateway": self.discord.gateway,
            "clock": FakeClock(NOW),
            "on_presence": self.present,
            "on_rights_changed": self.rights_changed,
            "conversation": conversation,
            "pause": 0.01,
        }
        bot = DiscordBot(self.discord.token, **(given | changes))
        self.present.told.clear()
        await bot.start()
        try:
            if changes.get("listen", True):
                await self.present.wait(self.channel)
            yield bot
        finally:
            await bot.stop()

    async def used(self, name: str, *options: dict[str, Any], **more: Any) -> Message:
        """Let the moderator use a command in the channel, and return the answer."""
        more = {"channel": self.channel, "person": self.moderator} | more
        return await answered(self.discord.command(name, options=options, **more))

    async def answered_later(self, interaction: Interaction) -> None:
        """Let the desk answer only once Discord was told to wait."""
        await interaction.wait()
        self.desk.ready.set()
        await interaction.wait(2)


async def answered(interaction: Interaction) -> Message:
    """Return the last message that was said to somebody, once it is there."""
    await interaction.wait()
    if interaction.thinking:
        await interaction.wait(2)
    if interaction.messages:
        return interaction.messages[-1]
    assert interaction.pressed
    return interaction.pressed


def a_setting(discord: DiscordEmulator) -> Setting:
    guild = discord.add_guild()
    role = discord.add_role(guild, "moderators", Right.MANAGE_CHANNELS)
    return Setting(
        discord=discord,
        guild=guild,
        channel=discord.add_channel(guild, name="news"),
        other=discord.add_channel(guild, name="elsewhere"),
        moderators=role,
        moderator=discord.add_person(guild, role),
        member=discord.add_person(guild),
    )


def shown(message: Message) -> str:
    """Return what a message says, in a card or not."""
    return message.content or "\n".join(embed.get("description", "") for embed in message.embeds)


def is_private(message: Message) -> bool:
    """Tell whether only one person sees it."""
    return bool(message.flags & (1 << 6))
