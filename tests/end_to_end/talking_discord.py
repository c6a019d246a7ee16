"""People in a channel of the emulated Discord."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.emulators.discord.controls import LINK
from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.interactions import EPHEMERAL, Interaction
from tests.emulators.discord.people import option
from tests.emulators.discord.world import Kind, Message, Right
from tests.end_to_end.talking import Answer, heard

Json = dict[str, Any]
Log = Callable[[], str]
_LINK = re.compile(r"\]\(<?(https://[^)>]+)>?\)")
_NAMES: Iterator[int] = itertools.count(1)


@dataclass(frozen=True, slots=True)
class DiscordSpeaker:
    """Somebody in a channel; `locale` is what their Discord is set to."""

    discord: DiscordEmulator
    channel: str
    person: str
    log: Log
    locale: str = "en-US"

    async def asks(self, verb: str, /, **arguments: str | int) -> Answer:
        """Use a slash command."""
        given = [option(name, value, channel=name == "where") for name, value in arguments.items()]
        return await self._answered(
            self.discord.command(verb, self.channel, given, person=self.person, locale=self.locale)
        )

    async def presses(self, answer: Answer, label: str) -> Answer:
        """Press a button, or choose an option of a select."""
        message: Message = answer.message
        given = {"person": self.person, "locale": self.locale}
        for row in message.components:
            for control in row["components"]:
                for choice in control.get("options", ()):
                    if choice["label"] == label:
                        return await self._answered(
                            self.discord.choose(
                                message, control["custom_id"], choice["value"], **given
                            )
                        )
        return await self._answered(self.discord.press(message, label, **given))

    async def is_offered(self, verb: str, argument: str, beginning: str) -> list[str]:
        """Begin to type an argument; returns what is suggested."""
        interaction = self.discord.type_ahead(
            verb, self.channel, (argument, beginning), person=self.person, locale=self.locale
        )
        [suggested] = await interaction.wait()
        return [choice["name"] for choice in suggested["data"]["choices"]]

    async def _answered(self, interaction: Interaction) -> Answer:
        await interaction.wait()
        if interaction.thinking or interaction.responses[0]["type"] in (5, 6):
            await interaction.wait(2)
        message = interaction.messages[0] if interaction.messages else interaction.pressed
        assert message
        every = [message, *interaction.messages[1:]]
        check_pings(interaction.responses)
        return heard(
            Answer(
                text="\n".join(shown(each) for each in every),
                labels=tuple(_labels(message)),
                alone=all(each.flags & EPHEMERAL for each in every),
                message=message,
            ),
            self.log,
        )


@dataclass(slots=True)
class DiscordRoom:
    """A channel, or a thread."""

    discord: DiscordEmulator
    guild: str
    address: str
    log: Log
    platform: str = "discord"

    @property
    def name(self) -> str:
        """How the bot calls it."""
        return f"#{self.discord.world.channels[int(self.address)].name}"

    def moderator(self) -> DiscordSpeaker:
        """Let one more person with Manage Channels be there."""
        role = self.discord.add_role(self.guild, "moderators", Right.MANAGE_CHANNELS)
        return self._speaker(self.discord.add_person(self.guild, role))

    def member(self) -> DiscordSpeaker:
        """Let one more person be there."""
        return self._speaker(self.discord.add_person(self.guild))

    def said(self) -> list[str]:
        """Return what else the bot wrote there for all to see."""
        standing = self.discord.messages_in(self.address)
        return [shown(each) for each in standing if not _link(each)]

    def arrived(self) -> list[str]:
        """Return the links of the posts that stand there, oldest first."""
        links = map(_link, self.discord.messages_in(self.address))
        return [link for link in links if link]

    def _speaker(self, person: str) -> DiscordSpeaker:
        return DiscordSpeaker(self.discord, self.address, person, self.log)


def a_channel(
    discord: DiscordEmulator, guild: str, log: Log, kind: Kind = Kind.TEXT
) -> DiscordRoom:
    """Add a channel with a name of its own."""
    name = f"news-{next(_NAMES)}"
    return DiscordRoom(discord, guild, discord.add_channel(guild, kind, name), log)


def check_pings(responses: list[Json]) -> None:
    """Nothing that is said may mention anybody, whatever stands in it."""
    for response in responses:
        said = response.get("data", response)
        if said and ("content" in said or "embeds" in said):
            assert said["allowed_mentions"] == {"parse": []}, said


def shown(message: Message) -> str:
    """Return all the words of a message, without the marks that make them bold."""
    parts: list[str | None] = [message.content]
    for card in message.embeds:
        parts += [card.get("author", {}).get("name"), card.get("title"), card.get("description")]
    return "\n".join(part for part in parts if part).replace("**", "")


def _link(message: Message) -> str:
    """Return where a post leads to: its card, or the link of its one line."""
    card = message.embeds[0] if message.embeds else {}
    found = _LINK.search(message.content)
    return str(card.get("url") or (found[1] if found else ""))


def _labels(message: Message) -> Iterator[str]:
    for row in message.components:
        for control in row["components"]:
            if control.get("style") != LINK and "label" in control:
                yield control["label"]
            yield from (choice["label"] for choice in control.get("options", ()))
