"""The card: an embed with chapter, linked title, excerpt, the best picture and small print.

Where the chapter speaks itself its name and logo stand above the message, and the card does not say
them again: a chapter's own words need no "from the chapter" within. A name too long for that place
is said in full in the card. A post without a title has none here: its text speaks for itself.
"""

from dataclasses import dataclass
from datetime import datetime

from relaybot.discord import limits
from relaybot.discord.colours import colour_of
from relaybot.discord.small_print import (
    body_within,
    byline,
    event,
    listen,
    posted,
    read_on,
    struck_title,
    taken_back,
)
from relaybot.discord.told import Told
from relaybot.message.shortened import CARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One embed within `limits`. Title and description are Markdown, the rest is plain."""

    author_name: str = ""  # "" = it stands above the message: the chapter speaks itself
    author_url: str | None = None
    author_icon: str | None = None
    title: str = ""
    url: str | None = None
    description: str = ""
    image: str | None = None
    footer: str = ""
    timestamp: datetime | None = None  # each reader sees it in their own zone
    colour: int


def card_of(told: Told) -> Card:
    """Return the card; whatever the post holds, it fits."""
    look = told.look
    author = limits.cut(look.name, limits.EMBED_AUTHOR) if look.named else ""
    title = struck_title(told, limits.EMBED_TITLE) if told.titled else ""
    footer = _footer(told)
    room = limits.EMBED_TOTAL - sum(map(limits.measure, (author, title, footer)))
    return Card(
        author_name=author,
        author_url=look.site if author else None,
        author_icon=look.logo if author else None,
        title=title,
        url=told.leads_to,
        description=_description(told, min(limits.EMBED_DESCRIPTION, room)),
        image=told.pictures[0].url if told.pictures else None,
        footer=footer,
        timestamp=None if look.moment or look.withdrawn else told.published,
        colour=colour_of(look.kind, withdrawn=look.withdrawn),
    )


def _footer(told: Told) -> str:
    lines = told.look.words.also_from(told.look.also_from), posted(told, dated=True)
    return limits.cut("\n".join(filter(None, lines)), limits.EMBED_FOOTER)


def _description(told: Told, room: int) -> str:
    who = f"*{byline(told)}*" if told.byline else ""
    before, after = (taken_back(told), who, event(told)), (listen(told), read_on(told))

    def joined(body: str) -> str:
        return "\n\n".join(filter(None, (*before, body, *after)))

    body = body_within(told, told.short, CARD, lambda it: limits.measure(joined(it)) / room)
    return joined(body)
