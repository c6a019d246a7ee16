"""What stands around the words of a post: chapter and title above, the small print below."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from relaybot.message.content import Content, LinkButton
from relaybot.model.post import Audio, Event, Post
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
from relaybot.telegram.limits import usable, utf16_cut
from relaybot.telegram.look import Look

_TITLE_UNITS = 300
_NAME_UNITS = 120
_ALSO_UNITS = 60  # of the name of each further chapter: there may be several
_TAG_LETTERS = 60  # a longer hashtag is no help to anybody; Telegram knows up to 256
_APOSTROPHES = str.maketrans("", "", "'’ʼ")


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


def one_line(post: Post, content: Content, look: Look) -> Frame:
    """Return the frame of a post that is nothing but its title."""
    name, title = f"📣 {_name(look)}: ", _title(content, look)
    if look.withdrawn:
        struck = Paragraph((Text(name), Strike((Text(title),))))
        return Frame((struck, Paragraph((Text(_taken_back(look)),))), ())
    tags = tuple(one for tag in _tags(look) for one in (Text(" "), tag))
    return Frame((Paragraph((Text(name), Strong((_linked(title, post.link),)), *tags)),), ())


def frame_of(post: Post, content: Content, look: Look, links: tuple[LinkButton, ...] = ()) -> Frame:
    """Return the frame of a card or a full message; `links` are for one that has no buttons."""
    head = _head(post, content, look)
    if look.withdrawn:
        return Frame((head,), (Paragraph((Text(_taken_back(look)),)),))
    above = (head, *_paragraph(_event(post.event, look)))
    small = (*_small_print(content, look), *_tags(look))
    below = (_audio(post.audio, look), _in_lines(small), _link_words(links))
    return Frame(above, tuple(block for line in below for block in _paragraph(line)))


def _head(post: Post, content: Content, look: Look) -> Paragraph:
    """The title stands under the chapter's name; where there is none, the name is the title."""
    if content.titled_by_text and content.title:
        return Paragraph((Text("📣 "), Strong((_linked(_name(look), post.link),))))
    title = _title(content, look)
    if look.withdrawn:
        return Paragraph((Text(f"📣 {_name(look)}"), LineBreak(), Strike((Text(title),))))
    if not content.title:
        return Paragraph((Text("📣 "), Strong((_linked(title, post.link),))))
    name = Text(f"📣 {_name(look)}")
    return Paragraph((name, LineBreak(), Strong((_linked(title, post.link),))))


def _title(content: Content, look: Look) -> str:
    return _line(content.title, _TITLE_UNITS) or look.words.new_post(_name(look))


def _name(look: Look) -> str:
    return _line(look.name, _NAME_UNITS)


def _taken_back(look: Look) -> str:
    return look.words.withdrawn(_name(look))


def _linked(words: str, url: str | None) -> Inline:
    return Link(address, (Text(words),)) if (address := usable(url)) else Text(words)


def _event(event: Event | None, look: Look) -> tuple[Inline, ...]:
    if event is None:
        return ()
    when = Text(f"📅 {look.event}")
    place = _line(event.place, _NAME_UNITS)
    return (when, LineBreak(), Text(f"📍 {place}")) if place else (when,)


def _audio(audio: Audio | None, look: Look) -> tuple[Inline, ...]:
    if audio is None or not usable(audio.url):
        return ()
    lasting = f" · {_duration(audio.duration)}" if audio.duration else ""
    return (Text("🎧 "), Link(audio.url, (Text(look.words.listen),)), Text(lasting))


def _duration(seconds: float) -> str:
    minutes = max(round(seconds / 60), 1)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def _small_print(content: Content, look: Look) -> tuple[Inline, ...]:
    """Who, and on a line of its own in which language, when and where."""
    lines = filter(None, (_who(content, look), _circumstances(look)))
    said = _in_lines(tuple(map(Text, lines)))
    return (Emphasis(said),) if said else ()


def _who(content: Content, look: Look) -> str:
    byline = _line(content.telling.byline or "", _NAME_UNITS)
    known = byline.casefold() == _name(look).casefold()  # it stands above already
    others = [_line(name, _ALSO_UNITS) for name in look.also_from]
    by = look.words.by(byline) if byline and not known else ""
    return " · ".join(filter(None, (by, look.words.also_from(others))))


def _circumstances(look: Look) -> str:
    posted = _line(look.words.posted(look.language), _NAME_UNITS)
    facts = tuple(filter(None, (look.moment, look.region)))
    return " · ".join((posted, *facts)) if look.language or facts else ""


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


def _link_words(links: tuple[LinkButton, ...]) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for link in links:
        parts += [Text(" · " if parts else "👉 "), Link(link.url, (Text(link.label),))]
    return tuple(parts)


def _in_lines(parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(one for part in parts for one in (LineBreak(), part))[1:]


def _paragraph(line: tuple[Inline, ...]) -> tuple[Paragraph, ...]:
    return (Paragraph(line),) if line else ()


def _line(text: str, limit: int) -> str:
    return utf16_cut(tidy(text), limit)
