"""Everything around the program: chapters' sites, Discord, Telegram, and the settings for them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.emulators.discord.emulator import DiscordEmulator
from tests.emulators.origin import Origin
from tests.emulators.telegram.server import TelegramEmulator
from tests.end_to_end.organization import SITES, Organization, Site
from tests.end_to_end.places import Place, Places
from tests.end_to_end.program import Program
from tests.end_to_end.waiting import until
from tests.postgres import fresh_database


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a test works with."""

    origin: Origin
    organization: Organization
    discord: DiscordEmulator
    telegram: TelegramEmulator
    places: Places
    program: Program

    def undelivered(self) -> dict[str, list[str]]:
        """Return what is missing in each place, of everything published."""
        published = self.organization.published
        missing = {
            place.name: [one for one in place.expected(published) if one not in place.arrived()]
            for place in self.places.all
        }
        return {name: links for name, links in missing.items() if links}

    async def everything_due(self) -> None:
        """Wait until the program, started next, will poll all feeds at once."""
        told = await self.program.status()
        due = max(datetime.fromisoformat(feed["next_check_at"]) for feed in told["feeds"])
        await until(lambda: datetime.now(UTC) > due, "every feed to be due")


@asynccontextmanager
async def a_world(
    folder: Path, database: str, sites: Sequence[Site] = SITES
) -> AsyncIterator[World]:
    """Open all of it, and close it whatever happens; `database` is "sqlite" or "postgresql"."""
    async with Origin() as origin, DiscordEmulator() as discord, TelegramEmulator() as telegram:
        organization = Organization(origin, sites)
        program = Program(
            folder,
            {
                "RELAYBOT_CHAPTERS": str(organization.write_directory(folder / "chapters")),
                "RELAYBOT_DATABASE_URL": _database_url(database, folder),
                "RELAYBOT_POLLING_EVERY": "1s",
                "RELAYBOT_POLLING_HOLD_MORE_THAN": "1000",
                "RELAYBOT_DELIVERY_SETTLE": "0s",
                "RELAYBOT_FETCH_ALLOW": "127.0.0.0/8",
                "RELAYBOT_WEB_LISTEN": "127.0.0.1:0",
                "RELAYBOT_DISCORD_TOKEN": discord.token,
                "RELAYBOT_DISCORD_API_BASE": discord.api_base,
                "RELAYBOT_DISCORD_GATEWAY": discord.gateway,
                "RELAYBOT_TELEGRAM_TOKEN": telegram.token,
                "RELAYBOT_TELEGRAM_API_BASE": telegram.api_base,
                "RELAYBOT_TELEGRAM_PACE": "false",
            },
        )
        try:
            yield World(
                origin=origin,
                organization=organization,
                discord=discord,
                telegram=telegram,
                places=Places(discord, telegram),
                program=program,
            )
        finally:
            await program.close()


def follow(place: Place) -> list[tuple[str, ...]]:
    """Return the commands that make a place follow what it follows."""
    return [("follow", place.platform, place.address, selector) for selector in place.selectors]


def _database_url(kind: str, folder: Path) -> str:
    return f"sqlite:///{folder / 'relaybot.db'}" if kind == "sqlite" else fresh_database()
