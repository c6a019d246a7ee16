"""All that makes one post look different in two places.

Of what moderators chose and the directory says, only what stands in a `Look` is read: places with
the same look get the same message, which needs to be made only once.
"""

from dataclasses import dataclass

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
from relaybot.model.destination import PicturePlace, Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a post is to look; two are equal when it would be the same."""

    style: Style
    images: bool
    picture_place: PicturePlace
    buttons: bool
    hashtags: bool
    words: PostWords
    name: str  # of the chapter
    region: str  # in words, "" = none
    language: str | None  # of the post (BCP 47)
    moment: str  # of publication, in words and in the zone of the place; "" = not known
    day: str  # the day of it alone
    event: str  # when it takes place, in the same way; "" = it is none
    also_from: tuple[str, ...]
    withdrawn: bool


def look_of(outgoing: Outgoing) -> Look:
    """Return how a post is to look where it goes."""
    wanted, words = outgoing.claim.destination.preferences, post_words(outgoing)
    event, at = outgoing.claim.post.post.event, local_time(outgoing)
    whole, zoned = published_day(outgoing), names_zone(outgoing)
    return Look(
        style=wanted.style,
        images=wanted.images,
        picture_place=wanted.picture_place,
        buttons=wanted.buttons,
        hashtags=wanted.hashtags,
        words=words,
        name=outgoing.chapter.name.strip() or outgoing.chapter.slug,
        region=words.region(outgoing.feed.region or outgoing.chapter.region),
        language=post_language(outgoing),
        moment=words.day(whole) if whole else words.moment(at, zoned=zoned) if at else "",
        day=words.day(day) if (day := local_day(outgoing)) else "",
        event=words.event(event, zone_of(outgoing), zoned=zoned) if event else "",
        also_from=outgoing.also_from,
        withdrawn=outgoing.withdrawn,
    )
