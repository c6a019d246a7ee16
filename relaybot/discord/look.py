"""All that makes one post look different in two places.

Of what moderators chose and the directory says, only what stands in a `Look` is read: places with
the same look get the same message, which needs to be made only once.
"""

from dataclasses import dataclass

from relaybot.discord import limits
from relaybot.message.words import (
    PostWords,
    local_day,
    local_time,
    names_zone,
    post_language,
    post_words,
    published_day,
    zone_of,
)
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Style
from relaybot.model.source import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a post is to look; two are equal when it would be the same."""

    style: Style
    voiced: bool  # its chapter speaks: name and logo stand above the message
    images: bool
    buttons: bool
    words: PostWords
    name: str  # of the chapter
    site: str | None
    logo: str | None
    kind: Kind
    region: str  # in words, "" = none
    language: str | None  # of the post (BCP 47)
    moment: (
        str  # of publication, in the zone the place chose (or a mere day); "" = each reader's own
    )
    day: str  # of publication, there; "" = each reader's own
    event: str  # when it takes place, in words; "" = it is none
    also_from: tuple[str, ...]
    withdrawn: bool

    @property
    def named(self) -> bool:
        """Whether the message itself has to say whose it is: not below that very name."""
        return not self.voiced or limits.measure(self.name) > limits.PERSONA


def look_of(outgoing: Outgoing, style: Style, *, voiced: bool) -> Look:
    """Return how a post is to look where it goes."""
    wanted, words = outgoing.claim.destination.preferences, post_words(outgoing)
    chapter, feed = outgoing.chapter, outgoing.feed
    event = outgoing.claim.post.post.event
    return Look(
        style=style,
        voiced=voiced,
        images=wanted.images,
        buttons=wanted.buttons,
        words=words,
        name=" ".join(chapter.name.split()) or chapter.slug,
        site=limits.usable_url(chapter.site),
        logo=limits.picture_url(feed.logo or chapter.logo),
        kind=feed.kind,
        region=words.region(feed.region or chapter.region),
        language=post_language(outgoing),
        moment=_moment(outgoing, words),
        day=_day(outgoing, words),
        event=words.event(event, zone_of(outgoing), zoned=names_zone(outgoing)) if event else "",
        also_from=outgoing.also_from,
        withdrawn=outgoing.withdrawn,
    )


def _day(outgoing: Outgoing, words: PostWords) -> str:
    """The day alone, where a moment would be told."""
    day = local_day(outgoing) if _moment(outgoing, words) else None
    return words.day(day) if day else ""


def _moment(outgoing: Outgoing, words: PostWords) -> str:
    if day := published_day(outgoing):
        return words.day(day)
    at = local_time(outgoing)
    return words.moment(at) if at and outgoing.claim.destination.preferences.timezone else ""
