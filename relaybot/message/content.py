"""All that one message may say, in one value; each platform's `format` chooses and lays it out."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from relaybot.message.article import Telling, telling_of
from relaybot.message.pictures import captions_of, pictures_of
from relaybot.message.words import PostWords
from relaybot.model.delivery import Outgoing
from relaybot.model.post import Image, Post
from relaybot.richtext.calls import Call, CallKind, calls_and_own
from relaybot.richtext.nodes import Divider, Document, Heading, Paragraph, Picture
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt
from relaybot.richtext.tape import inline_tape

_FIRST_WORDS = 80  # characters: of a post without a title
_LOOKED_AT = 400  # of them are made from so much of the text
_SENTENCE = 20  # characters: a shorter title is a headline even if the text begins with it
_ENDS = ".!?…"
_WHOLE = re.compile(r".{20,}[.!?…](?=\s)")  # sentences that are enough of a title
_MOST_BUTTONS = 4
_MOST_CALLS = 2  # whoever asks for everything asks for nothing


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button under a message that opens a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A post understood. Text is tidy and plain, addresses are absolute http(s)."""

    title: str  # "" = it has none, and says nothing that could stand for one
    titled_by_text: bool  # the title is only how the text begins: once is enough
    telling: Telling
    pictures: tuple[Image, ...]  # the best first; none of them need be reachable
    captions: tuple[str, ...] = ()  # what the article says about each of them
    calls: tuple[Call, ...]
    asks: CallKind | None = None  # what the post's own page is for

    def captions_of(self, shown: Collection[Image]) -> str:
        """Return what the article says about some of the pictures, each thing once."""
        urls = {picture.url for picture in shown}
        said = zip(self.pictures, self.captions, strict=False)
        captions = (caption for picture, caption in said if picture.url in urls)
        return " · ".join(dict.fromkeys(filter(None, captions)))


def content_of(outgoing: Outgoing) -> Content:
    """Return what there is to say about a post; the same for every place and style."""
    return _content(outgoing.claim.post.post)


# Both platforms ask, for every style of it, while the post goes out. Few: one may weigh a megabyte.
@lru_cache(maxsize=16)
def _content(post: Post) -> Content:
    telling = telling_of(post)
    title = " ".join(post.title.split())
    pictures = pictures_of(post, telling.long)
    asked, here = calls_and_own(telling.long, post.link)
    elsewhere = {call.kind for call in asked}
    return Content(
        title=title or _first_words(telling.long),
        titled_by_text=not title or _is_how_it_begins(title, telling),
        telling=telling,
        pictures=pictures,
        captions=captions_of(pictures, telling.long, title),
        calls=asked[:_MOST_CALLS],
        asks=next((call.kind for call in here if call.kind not in elsewhere), None),
    )


def link_buttons(outgoing: Outgoing, words: PostWords) -> tuple[LinkButton, ...]:
    """Return the buttons of a post, the most important first; none for one that was taken back.

    Which addresses a button may lead to is the platform's business.
    """
    post, wanted = outgoing.claim.post.post, outgoing.claim.destination.preferences
    if outgoing.withdrawn or not wanted.buttons:
        return ()
    audio = post.audio.url if post.audio else None
    page = post.link if post.link != audio else None
    content = content_of(outgoing)
    read = words.call(content.asks) if content.asks else words.read
    fixed = ((read, page), (words.listen, audio))
    asked = ((words.call(call.kind), call.url) for call in content.calls)
    buttons = (LinkButton(label, url) for label, url in (*fixed, *asked) if url)
    return tuple(buttons)[:_MOST_BUTTONS]


def _is_how_it_begins(title: str, telling: Telling) -> bool:
    """Whether the text says the title again: as its first sentence, or as one that was cut off."""
    said = title.rstrip(_ENDS).casefold()
    if len(said) < _SENTENCE or not _may_begin_with(said, telling.short):
        return False
    is_cut = title.endswith(("…", "..."))
    beginnings = (_beginning(one).casefold() for one in (telling.short, telling.long))
    return all(
        words.startswith(said) and (is_cut or words[len(said) : len(said) + 1] in tuple(_ENDS))
        for words in beginnings
    )


def _may_begin_with(said: str, document: Document) -> bool:
    """Whether to look closer: hardly any text does, and to know that its first words are enough."""
    first = next((one for one in document.blocks if not isinstance(one, Picture | Divider)), None)
    if not isinstance(first, Paragraph | Heading):
        return True
    words, begin = " ".join(inline_tape(first.children).split()).casefold(), said[:_SENTENCE]
    return words.startswith(begin) or begin.startswith(words)


def _beginning(document: Document) -> str:
    return " ".join(plain(excerpt(document, _LOOKED_AT)[0]).split())


def _first_words(document: Document) -> str:
    words = _beginning(document)
    if len(words) <= _FIRST_WORDS:
        return words
    if sentences := _WHOLE.match(words, 0, _FIRST_WORDS):
        return sentences[0]
    return words[: _FIRST_WORDS - 1].rsplit(None, 1)[0].rstrip(" ,;:-–—.") + "…"
