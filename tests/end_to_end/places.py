"""Three Discord and three Telegram destinations, what each follows, and what has arrived there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.discord.world import ALL_RIGHTS, Kind, Right
from tests.emulators.telegram.chats import SentMessage
from tests.emulators.telegram.server import TelegramEmulator
from tests.end_to_end.organization import Notice, Site

NEWS, GROUP, FORUM, QUIET = -1001000000001, -1001000000002, -1001000000003, -1001000000004
TOPIC = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A destination as `relaybot follow` names it; `wants` says which feeds it is to get."""

    name: str
    platform: str
    address: str
    selectors: tuple[str, ...]
    wants: Callable[[Site], bool]
    arrived: Callable[[], list[str]]  # the links of what stands there, oldest first

    def expected(self, notices: Sequence[Notice]) -> list[str]:
        """Return the links of what it is to get, oldest first."""
        return [notice.link for notice in notices if self.wants(notice.site)]


class Places:
    """Lays out channels and chats on both platforms; `quiet` ones are followed by nobody."""

    def __init__(self, discord: DiscordEmulator, telegram: TelegramEmulator) -> None:
        guild = discord.add_guild("Federation of Tenants' Leagues")
        self.discord, self.telegram, self.guild = discord, telegram, guild
        self.quiet_channel = discord.add_channel(guild, Kind.TEXT, "kitchen")
        telegram.add_chat(NEWS, "channel", username="federation_news")
        telegram.add_chat(GROUP, "supergroup")
        telegram.add_chat(FORUM, "supergroup", topics=[TOPIC])
        telegram.add_chat(QUIET, "channel")
        self.all = (*self._on_discord(guild), *self._on_telegram())

    def let_chapters_speak(self) -> None:
        """Allow the bot to manage webhooks: chapters then speak with their own names."""
        self.discord.change_role(self.guild, "", ALL_RIGHTS | Right.MANAGE_WEBHOOKS)

    def _on_discord(self, guild: str) -> tuple[Place, ...]:
        add = self.discord.add_channel
        return (
            self._channel(
                "text channel", add(guild), ("region:OR",), lambda site: site.region == "OR"
            ),
            self._channel(
                "announcement channel",
                add(guild, Kind.ANNOUNCEMENT, "papers"),
                ("kind:publication",),
                lambda site: site.kind == "publication",
            ),
            self._channel(
                "forum",
                add(guild, Kind.FORUM, "en-espanol"),
                ("language:es", "la-voz"),
                lambda site: site.language == "es",
            ),
        )

    def _channel(
        self, name: str, number: str, selectors: tuple[str, ...], wants: Callable[[Site], bool]
    ) -> Place:
        return Place(
            name=f"Discord {name}",
            platform="discord",
            address=number,
            selectors=selectors,
            wants=wants,
            arrived=lambda: [one.embeds[0]["url"] for one in self.discord.messages_in(number)],
        )

    def _on_telegram(self) -> tuple[Place, ...]:
        return (
            self._chat("channel", "@federation_news", NEWS, ("everything",), lambda _: True),
            self._chat(
                "group",
                str(GROUP),
                GROUP,
                ("chapter:harbour", "region:WA"),
                lambda site: site.chapter == "harbour" or site.region == "WA",
            ),
            self._chat(
                "topic",
                f"{FORUM}/{TOPIC}",
                FORUM,
                ("feed:riverbend-dates", "kind:ydsa"),
                lambda site: site.slug == "riverbend-dates" or site.kind == "ydsa",
            ),
        )

    def _chat(
        self,
        name: str,
        address: str,
        number: int,
        selectors: tuple[str, ...],
        wants: Callable[[Site], bool],
    ) -> Place:
        thread = TOPIC if number == FORUM else None
        return Place(
            name=f"Telegram {name}",
            platform="telegram",
            address=address,
            selectors=selectors,
            wants=wants,
            arrived=lambda: [_title_link(one) for one in self.telegram.messages_in(number, thread)],
        )


def _title_link(message: SentMessage) -> str:
    """Return where the title leads to."""
    return next(str(each.url) for each in message.content.entities if each.type == "text_link")
