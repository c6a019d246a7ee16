"""What a message is made of: the post understood, how it is to look, what Telegram may be given."""

from dataclasses import dataclass, replace

from relaybot.message.article import Telling
from relaybot.message.content import Content, LinkButton, content_of, link_buttons
from relaybot.message.player import without_player
from relaybot.message.repeated import without_repeated
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Style
from relaybot.model.post import Image, Post
from relaybot.richtext.nodes import Document
from relaybot.telegram.limits import is_web, usable
from relaybot.telegram.look import Look, look_of

_NO_WORDS = Telling(short=Document(), long=Document(), byline=None, continues=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A post that becomes a message."""

    post: Post
    content: Content
    look: Look
    pictures: tuple[Image, ...]  # those that Telegram may be asked to get
    buttons: tuple[LinkButton, ...]  # those that lead where a button may


def subject_of(outgoing: Outgoing, look: Look, without: frozenset[str]) -> Subject:
    """Return the subject of a post; `without`: addresses of pictures that cannot be shown."""
    post = outgoing.claim.post.post
    content = content_of(outgoing)
    buttons = _allowed(link_buttons(outgoing, look.words))
    sound = post.audio.url if post.audio and usable(post.audio.url) and not look.withdrawn else None
    content = replace(content, telling=_told_once(content.telling, sound, buttons))
    shown = (one for one in content.pictures if one.url not in without and _may_lead(one.url))
    return Subject(
        post=post,
        content=content,
        look=look,
        pictures=tuple(shown),
        buttons=buttons,
    )


def bare_subject_of(outgoing: Outgoing, style: Style | None) -> Subject:
    """Return the subject of a post of which only the title is understood."""
    post, look = outgoing.claim.post.post, look_of(outgoing)
    title = " ".join(post.title.split())
    read = LinkButton(look.words.read, post.link or "")
    return Subject(
        post=post,
        content=Content(
            title=title, titled_by_text=False, telling=_NO_WORDS, pictures=(), calls=()
        ),
        look=replace(look, style=style or look.style),
        pictures=(),
        buttons=_allowed((read,)) if look.buttons and not look.withdrawn else (),
    )


def _told_once(telling: Telling, sound: str | None, buttons: tuple[LinkButton, ...]) -> Telling:
    """Without the player and the links that the small print or a button say already."""
    words = telling.short, telling.long
    if sound:
        words = without_player(telling.short, sound), without_player(telling.long, sound)
    short, long = (without_repeated(one, buttons) for one in words)
    return replace(telling, short=short, long=long)


def _allowed(buttons: tuple[LinkButton, ...]) -> tuple[LinkButton, ...]:
    """For one that leads where none may, the whole message would be refused."""
    return tuple(one for one in buttons if _may_lead(one.url))


def _may_lead(url: str) -> bool:
    return bool(usable(url)) and is_web(url)
