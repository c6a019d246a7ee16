"""Which pictures of a post are shown: the feed's best one first, then those of the article."""

from collections.abc import Iterator

from relaybot.model.post import Image, Post
from relaybot.richtext.motif import motif
from relaybot.richtext.nodes import Document, Picture
from relaybot.richtext.pictures_in import pictures_in
from relaybot.richtext.plain import words_of

MOST = 4  # shown with one message
_TOO_LONG = 300  # characters of alternative text


def pictures_of(post: Post, document: Document) -> tuple[Image, ...]:
    """Return at most `MOST` pictures, each motif once."""
    found: dict[str, Image] = {}
    for picture in _candidates(post, document):
        found.setdefault(motif(picture.url), picture)
    return tuple(found.values())[:MOST]


def _candidates(post: Post, document: Document) -> Iterator[Image]:
    own = {motif(one.url): one for one in map(_image, pictures_in(document))}
    if post.image:  # the feed names it without a word about what it shows; the article may
        twin = own.get(motif(post.image.url))
        yield Image(url=post.image.url, alt=post.image.alt or (twin.alt if twin else ""))
    yield from own.values()


def _image(picture: Picture) -> Image:
    alt = picture.alt or words_of(picture.caption)
    return Image(url=picture.url, alt=" ".join(alt.split())[:_TOO_LONG])
