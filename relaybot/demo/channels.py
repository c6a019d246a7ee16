"""The invented channels of the demo and what each of them follows."""

from dataclasses import dataclass

from relaybot.model.destination import Address, PlatformName
from relaybot.model.selector import Scope, Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoChannel:
    """A channel, named as its members know it."""

    address: Address
    name: str
    place: str  # the server or group it belongs to
    selectors: tuple[Selector, ...]

    @property
    def follows(self) -> str:
        """Return its selectors as text: "region:OR, kind:publication"."""
        return ", ".join(str(selector) for selector in self.selectors)


CHANNELS = (
    DemoChannel(
        address=Address(PlatformName.DISCORD, "1001"),
        name="#news",
        place="Riverbend server",
        selectors=(Selector(Scope.REGION, "OR"), Selector(Scope.CHAPTER, "federation")),
    ),
    DemoChannel(
        address=Address(PlatformName.TELEGRAM, "-1002001"),
        name="All Tenant News",
        place="Telegram channel",
        selectors=(Selector(Scope.EVERYTHING),),
    ),
    DemoChannel(
        address=Address(PlatformName.DISCORD, "1002"),
        name="#reading-room",
        place="Library Workers server",
        selectors=(Selector(Scope.KIND, "publication"),),
    ),
    DemoChannel(
        address=Address(PlatformName.TELEGRAM, "-1002002"),
        name="Noticias en español",
        place="Telegram group",
        selectors=(Selector(Scope.LANGUAGE, "es"),),
    ),
    DemoChannel(
        address=Address(PlatformName.DISCORD, "1003"),
        name="#announcements",
        place="Young Tenants server",
        selectors=(
            Selector(Scope.CHAPTER, "young-tenants"),
            Selector(Scope.CHAPTER, "federation"),
        ),
    ),
    DemoChannel(
        address=Address(PlatformName.TELEGRAM, "-1002003", "7"),
        name="California news",
        place="topic of a Telegram group",
        selectors=(Selector(Scope.REGION, "CA"),),
    ),
)
