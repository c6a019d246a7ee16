"""The invented channels of the demo and what each of them follows."""

from dataclasses import dataclass

from relaybot.model.destination import (
    Address,
    PlatformName,
    Preferences,
    Style,
    WithdrawnPolicy,
)
from relaybot.model.selector import Scope, Selector

_USUAL = Preferences()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoChannel:
    """A channel, named as its members know it."""

    address: Address
    name: str
    place: str  # the server or group it belongs to
    selectors: tuple[Selector, ...]
    preferences: Preferences = _USUAL

    @property
    def follows(self) -> str:
        """Return its selectors as text: "region:OR, kind:publication"."""
        return ", ".join(str(selector) for selector in self.selectors)

    @property
    def settings(self) -> tuple[str, ...]:
        """Return what its moderators set, as `/settings` takes it: "style full", "hashtags on"."""
        chosen = self.preferences
        others = {
            "hashtags on": chosen.hashtags,
            "persona off": not chosen.persona,
            f"withdrawn {chosen.withdrawn}": chosen.withdrawn is not _USUAL.withdrawn,
        }
        return (f"style {chosen.style}", *(said for said, differs in others.items() if differs))


CHANNELS = (
    DemoChannel(
        address=Address(PlatformName.DISCORD, "1001"),
        name="#news",
        place="Riverbend server",
        selectors=(Selector(Scope.REGION, "OR"), Selector(Scope.CHAPTER, "federation")),
        preferences=Preferences(style=Style.FULL),
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
        preferences=Preferences(style=Style.COMPACT),
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
        preferences=Preferences(persona=False, withdrawn=WithdrawnPolicy.DELETE),
    ),
    DemoChannel(
        address=Address(PlatformName.TELEGRAM, "-1002003", "7"),
        name="California news",
        place="topic of a Telegram group",
        selectors=(Selector(Scope.REGION, "CA"),),
        preferences=Preferences(style=Style.FULL, hashtags=True),
    ),
)
