"""A post's body, understood: what a platform's `format` starts from."""

from dataclasses import dataclass

from relaybot.richtext.boilerplate import without_boilerplate
from relaybot.richtext.characters import tidy
from relaybot.richtext.from_html import document_of
from relaybot.richtext.nodes import Document


@dataclass(frozen=True, slots=True)
class Article:
    """What an article says, without what its platform added."""

    document: Document
    byline: str | None  # who wrote it, without "by"
    continues: bool  # the feed says that there is more on the page
    # Words that were taken out: what stood above, within and below the article, in this order.
    removed: tuple[str, ...] = ()


def understand(html: str, *, base: str | None, title: str, byline: str | None = None) -> Article:
    """Read untrusted HTML (or plain text) of a post called `title`.

    `base` resolves relative addresses; a `byline` the feed gives wins over one found in the text.
    Never raises for what the markup is.
    """
    read = without_boilerplate(document_of(html, base=base), tidy(title), tidy(byline or ""))
    return Article(read.document, tidy(byline or "") or read.byline, read.continues, read.removed)
