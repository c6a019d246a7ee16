"""How a post looks on each platform, for the demo and `relaybot preview`: nothing is sent."""

from collections.abc import Callable, Mapping

import relaybot.discord.format as discord_format
import relaybot.discord.preview as discord_preview
import relaybot.telegram.format as telegram_format
import relaybot.telegram.preview as telegram_preview
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import PlatformName
from relaybot.model.preview import Preview

Render = Callable[[Outgoing], Preview]


def _discord(outgoing: Outgoing) -> Preview:
    return discord_preview.preview(discord_format.format_post(outgoing))


def _telegram(outgoing: Outgoing) -> Preview:
    return telegram_preview.preview(telegram_format.format_post(outgoing))


RENDERERS: Mapping[PlatformName, Render] = {
    PlatformName.DISCORD: _discord,
    PlatformName.TELEGRAM: _telegram,
}
