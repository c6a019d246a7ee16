"""Lines of a text that only say what a button under it says."""

from collections.abc import Iterable, Iterator

from relaybot.message.content import LinkButton
from relaybot.richtext.calls import same_page
from relaybot.richtext.nodes import Block, Code, Document, Inline, LineBreak, Link, Paragraph, Text
from relaybot.richtext.plain import words_of

_SHORT = 40  # visible characters: longer words say more than a button does


def without_repeated(document: Document, buttons: Iterable[LinkButton]) -> Document:
    """Return the document without paragraphs that are nothing but the link of a button.

    A text that is nothing else stays.
    """
    pages = tuple(button.url for button in buttons)
    if not pages:
        return document
    kept = tuple(block for block in document.blocks if not _repeats(block, pages))
    return Document(kept) if kept else document


def _repeats(block: Block, pages: tuple[str, ...]) -> bool:
    if not isinstance(block, Paragraph) or len(words_of(block.children)) > _SHORT:
        return False
    parts = tuple(_parts(block.children))
    links = [one for one in parts if isinstance(one, Link)]
    others = "".join(one.text for one in parts if isinstance(one, Text | Code))
    return (
        bool(links)
        and not any(map(str.isalnum, others))
        and all(any(same_page(link.url, page) for page in pages) for link in links)
    )


def _parts(children: Iterable[Inline]) -> Iterator[Inline]:
    """Yield the links, and the words outside of them, however they are marked."""
    for child in children:
        if isinstance(child, Link | Text | Code | LineBreak):
            yield child
        else:
            yield from _parts(child.children)
