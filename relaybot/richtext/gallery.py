"""The pictures of a document, for platforms that show them apart from the words."""

from collections.abc import Iterable, Iterator

from relaybot.richtext.nodes import Block, Document, Listing, Picture, Quote


def pictures(document: Document) -> tuple[Picture, ...]:
    """All pictures in the order of the text, also those in quotes and lists, each address once."""
    by_address: dict[str, Picture] = {}
    for picture in _pictures(document.blocks):
        by_address.setdefault(picture.url, picture)
    return tuple(by_address.values())


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
