"""The pictures of a document, wherever they stand in it."""

from collections.abc import Iterable, Iterator

from relaybot.richtext.nodes import Block, Document, Listing, Picture, Quote


def pictures_in(document: Document) -> tuple[Picture, ...]:
    """Return every picture in the order of the text, each address once."""
    found: dict[str, Picture] = {}
    for picture in _pictures(document.blocks):
        found.setdefault(picture.url, picture)
    return tuple(found.values())


def _pictures(blocks: Iterable[Block]) -> Iterator[Picture]:
    for block in blocks:
        match block:
            case Picture():
                yield block
            case Quote(children):
                yield from _pictures(children)
            case Listing(items):
                for item in items:
                    yield from _pictures(item)
            case _:
                pass
