"""The name and picture a chapter speaks with, where a webhook lends it its voice.

docs.discord.com/developers/resources/webhook#create-webhook
"""

from dataclasses import dataclass

from relaybot.discord import limits
from relaybot.model.delivery import Outgoing

_NEVER_IN = ("clyde", "discord")
_NEVER = ("everyone", "here")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks; `avatar` None: the webhook's own picture."""

    name: str
    avatar: str | None


def speaker_of(outgoing: Outgoing) -> Speaker | None:
    """Return whom a webhook is to speak as; None: Discord lets nobody have such a name."""
    chapter = outgoing.chapter
    name = limits.cut(" ".join(chapter.name.split()), limits.PERSONA)
    folded = name.casefold()
    if not name or folded in _NEVER or any(word in folded for word in _NEVER_IN):
        return None
    logo = limits.picture_url(outgoing.feed.logo or chapter.logo)
    return Speaker(name, logo if logo and logo.lower().startswith("https://") else None)
