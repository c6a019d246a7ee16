"""What platforms and habits add to an article, taken off again; never a sentence of the article.

- `beginnings`: a repeated title, a byline, a caption said twice
- `endings`: "The post … appeared first on …", "Read more", "[…]", "###", contact blocks

Whatever is in doubt stays: a leftover looks untidy, a cut sentence is a lie about the source.
"""

from dataclasses import dataclass

from relaybot.richtext.nodes import Document


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A document without boilerplate, and what the boilerplate told."""

    document: Document
    byline: str | None
    continues: bool


def without_boilerplate(document: Document, title: str, byline: str) -> Cleaned:
    """Clean the document of a post with this title (tidy) and byline ("" = the feed names none)."""
    return Cleaned(document, None, False)
