"""The full style: a container (Components V2) with everything the post has to show.

From top to bottom: logo and chapter, the title as a heading, who and when; the event; the article;
its pictures; the episode; who else told it, language and place; and, in rows of their own, buttons.
"""

from dataclasses import dataclass, replace

from relaybot.discord import limits
from relaybot.discord.colours import colour_of
from relaybot.discord.labels import title_link
from relaybot.discord.markup import escape
from relaybot.discord.small_print import (
    body_within,
    byline,
    captions,
    event,
    listen,
    posted,
    read_on,
    struck_title,
    taken_back,
)
from relaybot.discord.told import Told
from relaybot.message.shortened import FULL
from relaybot.model.post import Image

_TITLE = 256  # as of a card
_LINKED_NAME, _LINKED_TITLE = 600, 2200  # with their addresses, which can be long


@dataclass(frozen=True, slots=True, kw_only=True)
class Full:
    """One container within `limits`. Texts are Markdown; empty ones are left out."""

    head: str = ""
    logo: str | None = None
    before: str = ""  # the article: that it was taken back, or when it takes place
    body: str = ""
    pictures: tuple[Image, ...] = ()
    after: str = ""  # the article and its pictures: what these show, and the episode
    foot: str = ""
    colour: int

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all there is to read, from top to bottom."""
        return tuple(filter(None, (self.head, self.before, self.body, self.after, self.foot)))


def full_of(told: Told) -> Full:
    """Return the container; whatever the post holds, it fits.

    A post without a title has no heading: its text speaks for itself.

    Where the chapter speaks itself, name and logo stand above the message and not within.
    """
    look = told.look
    frame = Full(
        head=_head(told),
        logo=look.logo if look.named else None,
        before="\n".join(filter(None, (taken_back(told), event(told)))),
        pictures=tuple(map(_described, told.pictures)),
        after="\n".join(filter(None, (captions(told), listen(told), read_on(told)))),
        foot=_foot(told),
        colour=colour_of(look.kind, withdrawn=look.withdrawn),
    )
    body = body_within(told, told.long, FULL, lambda it: limits.display_excess(it, frame.texts))
    return replace(frame, body=body)


def _head(told: Told) -> str:
    look = told.look
    name = _linked(limits.cut(look.name, _TITLE), look.site, _LINKED_NAME) if look.named else ""
    facts = () if look.withdrawn else (byline(told), _moment(told))
    who = " · ".join(filter(None, facts))
    lines = f"**{name}**" if name else "", _heading(told), f"-# {who}" if who else ""
    return "\n".join(filter(None, lines))


def _heading(told: Told) -> str:
    if not told.titled:
        return ""
    if told.leads_to:
        return f"## {_linked(limits.cut(told.title, _TITLE), told.leads_to, _LINKED_TITLE)}"
    return f"## {struck_title(told, 2 * _TITLE)}"


def _linked(words: str, url: str | None, room: int) -> str:
    linked = title_link(words, url) if url else ""
    return linked if linked and limits.measure(linked) <= room else escape(words)


def _moment(told: Told) -> str:
    """Date and time: in the zone of the place, else in that of each reader."""
    if told.look.moment:
        return escape(told.look.moment)
    return f"<t:{int(told.published.timestamp())}:f>" if told.published else ""


def _foot(told: Told) -> str:
    lines = told.look.words.also_from(told.look.also_from), posted(told, dated=False)
    return "\n".join(f"-# {escape(limits.cut(line, 1000))}" for line in lines if line)


def _described(picture: Image) -> Image:
    return Image(url=picture.url, alt=limits.cut(picture.alt, limits.ALT))
