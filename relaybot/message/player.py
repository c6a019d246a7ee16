"""The player of a post's episode in its text: where the message leads to the sound already."""

from relaybot.richtext.nodes import Block, Document, Embed

_COUNTER = "?_="  # WordPress numbers the players of a page so: "march.mp3?_=1"


def without_player(document: Document, url: str) -> Document:
    """Return the document without what only plays the sound at this address."""
    return Document(tuple(block for block in document.blocks if not _plays(block, url)))


def _plays(block: Block, url: str) -> bool:
    return isinstance(block, Embed) and block.url.split(_COUNTER)[0] == url.split(_COUNTER)[0]
