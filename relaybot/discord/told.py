"""What every style of a message is made of: a post understood, as its look wants it told."""

from dataclasses import dataclass, replace
from datetime import datetime

from relaybot.discord import limits
from relaybot.discord.look import Look
from relaybot.message.content import content_of
from relaybot.message.struck import struck
from relaybot.model.delivery import Outgoing
from relaybot.model.post import Audio, Image
from relaybot.richtext.nodes import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Nothing in it is escaped; every address is one that Discord takes."""

    look: Look
    title: str  # one line, never empty
    url: str | None  # where it leads; None when the post was taken back
    byline: str
    short: Document
    long: Document
    continues: bool  # the page has more than the feed
    published: datetime | None
    event_place: str
    audio: Audio | None
    pictures: tuple[Image, ...]


def told_of(outgoing: Outgoing, look: Look) -> Told:
    """Return what there is to tell; of a post taken back only its words, struck through."""
    content, post = content_of(outgoing), outgoing.claim.post.post
    telling = content.telling
    told = Told(
        look=look,
        title=content.title or look.words.new_post(look.name),
        url=limits.usable_url(post.link),
        byline=" ".join((telling.byline or "").split()),
        short=telling.short,
        long=telling.long,
        continues=telling.continues,
        published=post.published,
        event_place=" ".join(post.event.place.split()) if post.event else "",
        audio=post.audio if post.audio and limits.usable_url(post.audio.url) else None,
        pictures=_shown(content.pictures) if look.images else (),
    )
    return _taken_back(told) if look.withdrawn else told


def _shown(pictures: tuple[Image, ...]) -> tuple[Image, ...]:
    return tuple(picture for picture in pictures if limits.picture_url(picture.url))


def _taken_back(told: Told) -> Told:
    return replace(
        told,
        url=None,
        byline="",
        short=struck(told.short),
        long=struck(told.long),
        continues=False,
        event_place="",
        audio=None,
        pictures=(),
    )
