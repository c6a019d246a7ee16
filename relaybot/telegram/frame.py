"""What stands around the words of a post: chapter and title above, the small print below."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relaybot.message.content import Content, LinkButton
from relaybot.message.small_print import author, lasting, posted, that_fit
from relaybot.model.post import Event, Image, Post
from relaybot.richtext.characters import tidy
from relaybot.richtext.nodes import (
    Block,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Paragraph,
    Strike,
    Strong,
    Text,
)
from relaybot.richtext.plain import words_of
from relaybot.telegram.limits import usable, utf16_cut
from relaybot.telegram.look import Look
from relaybot.telegram.markup import dead

_TITLE_UNITS = 300
_CAPTIONS_UNITS = 400
_NAME_UNITS = 120
_ALSO_UNITS = 60  # of the name of each further chapter: there may be several
_TAG_LETTERS = 60  # a longer hashtag is no help to anybody; Telegram knows up to 256
_APOSTROPHES = str.maketrans("", "", "'’ʼ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a message has besides its text."""

    buttons: tuple[LinkButton, ...] = ()
    in_words: bool = False  # an album has no buttons: they stand in the text
    pictures: tuple[Image, ...] = ()  # what is said about them stands there too


NOTHING_AROUND = Around()


@dataclass(frozen=True, slots=True)
class Frame:
    """What comes before the words, and what after them; each part is one block."""

    above: tuple[Block, ...]
    below: tuple[Block, ...]

    def lesser(self) -> "Iterator[Frame]":
        """Yield it, and then ever less of it: the head alone is the last."""
        for count in range(len(self.below), -1, -1):
            yield Frame(self.above, self.below[:count])
        if len(self.above) > 1:
            yield Frame(self.above[:1], ())


def one_line(post: Post, content: Content, look: Look, around: Around = NOTHING_AROUND) -> Frame:
    """Return the frame of a post that is nothing but its title."""
    name, title = _name(look), _title(content, look)
    said = Text("📣 " if title.startswith(name) else f"📣 {name}: ")
    if look.withdrawn:
        back = Text(" · "), Emphasis((Text(look.words.taken_back),))
        return Frame((Paragraph((said, Strike((Text(title),)), *back)),), ())
    extras = that_fit(f"{name}: {title}", _extras(post, content, look, around))
    more = tuple(one for extra in extras for one in (Text(" · "), *extra))
    tags = tuple(one for tag in _tags(look) for one in (Text(" "), tag))
    linked = Strong((_linked(title, _leads_to(post)),))
    others = _others(look)
    also = (Text(f" · {others[0].lower()}{others[1:]}"),) if others else ()
    return Frame((Paragraph((said, linked, *also, *more, *tags)),), ())


def frame_of(post: Post, content: Content, look: Look, around: Around = NOTHING_AROUND) -> Frame:
    """Return the frame of a card or a full message."""
    head = _head(post, content, look)
    if look.withdrawn:
        return Frame((head, Paragraph((Emphasis((Text(_taken_back(look)),)),))), ())
    above = (head, *_paragraph(_event(post.event, look)))
    captions = _captions(content, around.pictures)
    small = _in_lines((*_small_print(look), *_tags(look)))
    below = (captions, _audio(post, look, around), _link_words(around), small)
    return Frame(above, tuple(block for line in below for block in _paragraph(line)))


def _name(look: Look) -> str:
    return _line(look.name, _NAME_UNITS)


def _extras(
    post: Post, content: Content, look: Look, around: Around
) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    """Yield what may stand after a title, first things first: as it is read, and as it is told."""
    if sound := _audio(post, look, around):
        yield words_of(sound), sound
    if look.event:
        yield f"📅 {look.event}", (Text(f"📅 {look.event}"),)
    elif look.day:
        yield look.day, (Text(look.day),)
    if by := _byline(content, look):
        yield by, (Emphasis((Text(by),)),)


def _head(post: Post, content: Content, look: Look) -> Paragraph:
    """The title stands under the chapter's name; where there is none, the name is the title."""
    title, name = _title(content, look), _name(look)
    to = None if look.withdrawn else _leads_to(post)
    lines: list[tuple[Inline, ...]]
    if content.titled_by_text and content.title:
        lines = [(Text("📣 "), Strong((_linked(name, to),)))]
    elif look.withdrawn:
        lines = [(Text(f"📣 {name}"),), (Strike((Text(title),)),)]
    elif not content.title:
        lines = [(Text("📣 "), Strong((_linked(title, to),)))]
    else:
        lines = [(Text(f"📣 {name}"),), (Strong((_linked(title, to),)),)]
    if (by := _byline(content, look)) and not look.withdrawn:
        lines.append((Emphasis((Text(by),)),))
    return Paragraph(_on_lines(lines))


def _title(content: Content, look: Look) -> str:
    return dead(_line(content.title, _TITLE_UNITS)) or look.words.new_post(_name(look))


def _leads_to(post: Post) -> str | None:
    """Where the title leads: to the post, else to its episode."""
    return post.link or (post.audio.url if post.audio else None)


def _byline(content: Content, look: Look) -> str:
    name = _line(author(content.telling.byline, look.name), _NAME_UNITS)
    return look.words.by(name) if name else ""


def _taken_back(look: Look) -> str:
    return look.words.withdrawn(_name(look))


def _linked(words: str, url: str | None) -> Inline:
    return Link(address, (Text(words),)) if (address := usable(url)) else Text(words)


def _event(event: Event | None, look: Look) -> tuple[Inline, ...]:
    if event is None:
        return ()
    when = Text("📅 "), Strong((Text(look.event),))
    place = _line(event.place, _NAME_UNITS)
    return (*when, LineBreak(), Text(f"📍 {place}")) if place else when


def _audio(post: Post, look: Look, around: Around) -> tuple[Inline, ...]:
    """How long the episode is, with a link to it unless a button leads there."""
    audio = post.audio
    if audio is None or not usable(audio.url):
        return ()
    length = lasting(audio.duration)
    if any(button.url == audio.url for button in around.buttons):
        return (Text(f"🎧 {length}"),) if length else ()
    lasts = (Text(f" · {length}"),) if length else ()
    return (Text("🎧 "), Link(audio.url, (Text(look.words.listen),)), *lasts)


def _captions(content: Content, pictures: tuple[Image, ...]) -> tuple[Inline, ...]:
    said = _line(content.captions_of(pictures), _CAPTIONS_UNITS)
    return (Emphasis((Text(f"📷 {said}"),)),) if said else ()


def _small_print(look: Look) -> tuple[Inline, ...]:
    """Who else tells it, and on a line of its own in which language, when and where."""
    region = "" if look.hashtags and hashtag(look.region) else look.region  # said below
    lines = _others(look), posted(look.words, look.language, look.moment, region)
    said = _in_lines(tuple(map(Text, filter(None, lines))))
    return (Emphasis(said),) if said else ()


def _others(look: Look) -> str:
    return look.words.also_from([_line(name, _ALSO_UNITS) for name in look.also_from])


def _tags(look: Look) -> tuple[Inline, ...]:
    if not look.hashtags:
        return ()
    tags = dict.fromkeys(filter(None, map(hashtag, (look.region, look.name))))
    return (Text(" ".join(tags)),) if tags else ()


def hashtag(name: str) -> str:
    """Return "#HarborCityTenants" for "Harbor City Tenants’", "" where none can be made.

    Letters and digits only, and a letter among them: what tdlib's `match_hashtags` accepts.
    """
    plain = unicodedata.normalize("NFC", name).translate(_APOSTROPHES)
    spaced = "".join(sign if sign.isalpha() or sign.isdecimal() else " " for sign in plain)
    made = "".join(word[0].upper() + word[1:] for word in spaced.split())
    fine = made and not made.isdecimal() and len(made) <= _TAG_LETTERS
    return f"#{made}" if fine else ""


def _link_words(around: Around) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for link in around.buttons if around.in_words else ():
        parts += [Text(" · " if parts else "👉 "), Link(link.url, (Text(link.label),))]
    return tuple(parts)


def _in_lines(parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return _on_lines([(part,) for part in parts])


def _on_lines(lines: Iterable[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    return tuple(one for line in lines for one in (LineBreak(), *line))[1:]


def _paragraph(line: tuple[Inline, ...]) -> tuple[Paragraph, ...]:
    return (Paragraph(line),) if line else ()


def _line(text: str, limit: int) -> str:
    return utf16_cut(tidy(text), limit)
