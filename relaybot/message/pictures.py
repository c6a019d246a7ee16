"""Which pictures of a post are shown: the feed's best one first, then those of the article."""

from collections.abc import Iterable, Iterator

from relaybot.model.post import Image, Post
from relaybot.richtext.folding import says_the_same
from relaybot.richtext.motif import motif
from relaybot.richtext.nodes import Document, Picture
from relaybot.richtext.pictures_in import pictures_in
from relaybot.richtext.plain import words_of

MOST = 4  # shown with one message
_TOO_LONG = 300  # characters of alternative text
_BETWEEN = " — "


def pictures_of(post: Post, document: Document) -> tuple[Image, ...]:
    """Return at most `MOST` pictures, each motif once; one that shows the title says nothing."""
    found: dict[str, Image] = {}
    title = " ".join(post.title.split()).casefold()
    for one in _candidates(post, document):
        picture = Image(url=one.url) if one.alt.casefold() == title else one
        found.setdefault(motif(one.url), picture)
    return tuple(found.values())[:MOST]


def captions_of(pictures: Iterable[Image], document: Document, title: str) -> tuple[str, ...]:
    """Return what the article says about each of some pictures, "" where it is only the title."""
    said = {motif(one.url): _one_line(words_of(one.caption)) for one in pictures_in(document)}
    captions = (said.get(motif(picture.url), "")[:_TOO_LONG] for picture in pictures)
    return tuple("" if says_the_same(caption, title) else caption for caption in captions)


def _candidates(post: Post, document: Document) -> Iterator[Image]:
    own: dict[str, Picture] = {}
    for one in pictures_in(document):
        own.setdefault(motif(one.url), one)
    if post.image:  # the feed rarely says what it shows; the article may
        twin = own.get(motif(post.image.url)) or Picture(url=post.image.url)
        alt, caption = post.image.alt or twin.alt, words_of(twin.caption)
        yield Image(url=post.image.url, alt=_description(alt, caption))
    for one in own.values():
        yield Image(url=one.url, alt=_description(one.alt, words_of(one.caption)))


def _description(alt: str, caption: str) -> str:
    """What it shows and what the article says about it (a credit, a date), each said once."""
    alt, caption = " ".join(alt.split()), _one_line(caption)
    if alt.rstrip(".").casefold() in caption.casefold():
        return caption[:_TOO_LONG]
    if caption.rstrip(".").casefold() in alt.casefold():
        return alt[:_TOO_LONG]
    room = max(_TOO_LONG - len(caption) - len(_BETWEEN), 0)  # the caption is the author's sentence
    return f"{alt[:room].rstrip()}{_BETWEEN}{caption}".removeprefix(_BETWEEN)[:_TOO_LONG]


def _one_line(caption: str) -> str:
    return " · ".join(filter(None, (" ".join(line.split()) for line in caption.split("\n"))))
