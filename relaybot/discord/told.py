"""What every style of a message is made of: a post understood, as its look wants it told."""

from dataclasses import dataclass, replace
from datetime import datetime

from relaybot.discord import limits
from relaybot.discord.look import Look
from relaybot.message.content import LinkButton, content_of, link_buttons
from relaybot.message.player import without_player
from relaybot.message.repeated import without_repeated
from relaybot.message.small_print import author
from relaybot.message.struck import struck
from relaybot.model.delivery import Outgoing
from relaybot.model.post import Audio, Image
from relaybot.richtext.nodes import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Nothing in it is escaped; every address is one that Discord takes."""

    look: Look
    title: str  # one line, never empty
    titled: bool  # False: the title is only how the text begins, and need not be said
    buttons: tuple[LinkButton, ...]
    url: str | None  # where it leads; None when the post was taken back
    byline: str
    short: Document
    long: Document
    continues: bool  # the page has more than the feed
    published: datetime | None
    event_place: str
    audio: Audio | None
    pictures: tuple[Image, ...]
    captions: str  # what the article says about the pictures

    @property
    def leads_to(self) -> str | None:
        """Where its title leads: to the post, else to its episode."""
        return self.url or (self.audio.url if self.audio else None)

    def has_button(self, url: str | None) -> bool:
        """Tell whether a button leads there."""
        return any(button.url == url for button in self.buttons)


def told_of(outgoing: Outgoing, look: Look) -> Told:
    """Return what there is to tell; of a post taken back only its words, struck through."""
    content, post = content_of(outgoing), outgoing.claim.post.post
    telling = content.telling
    buttons = _buttons(outgoing, look)
    pictures = _shown(content.pictures) if look.images else ()
    told = Told(
        look=look,
        title=content.title or look.words.new_post(look.name),
        titled=not (content.titled_by_text and content.title),
        buttons=buttons,
        url=limits.usable_url(post.link),
        byline=author(telling.byline, look.name),
        short=without_repeated(_unplayed(telling.short, post.audio), buttons),
        long=without_repeated(_unplayed(telling.long, post.audio), buttons),
        continues=telling.continues,
        published=post.published,
        event_place=" ".join(post.event.place.split()) if post.event else "",
        audio=post.audio if post.audio and limits.usable_url(post.audio.url) else None,
        pictures=pictures,
        captions=content.captions_of(pictures),
    )
    return _taken_back(told) if look.withdrawn else told


def _buttons(outgoing: Outgoing, look: Look) -> tuple[LinkButton, ...]:
    return tuple(
        LinkButton(limits.cut(button.label, limits.BUTTON_LABEL), button.url)
        for button in link_buttons(outgoing, look.words)
        if limits.button_url(button.url)
    )


def _unplayed(document: Document, audio: Audio | None) -> Document:
    """The episode has a line of its own; the player in the text leads to the same."""
    return without_player(document, audio.url) if audio else document


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
        captions="",
    )
