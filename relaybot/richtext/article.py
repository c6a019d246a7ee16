"""A post's body, understood: what a platform's `format` starts from."""

from dataclasses import dataclass
from functools import lru_cache

from relaybot.richtext.boilerplate import without_boilerplate
from relaybot.richtext.bylines import is_account, is_same_person
from relaybot.richtext.characters import tidy
from relaybot.richtext.from_html import document_of
from relaybot.richtext.inner_quotes import with_quotation_marks
from relaybot.richtext.nodes import Document

# Both platforms, and every style of each, ask for the same post one after the other. An article of
# 8,000 characters takes 25 KB here and its body the same, the longest real one (200,000) 1 MB; one
# made of nothing but tags takes 7 MB, so that the worst sixteen feeds could think of cost 110 MB.
_REMEMBERED = 16


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

    `base` resolves relative addresses. A byline that the text surely has wins over the `byline` the
    feed gives, who may only have put the article there; the same people are told as the feed does.
    Never raises for what the markup is. The same again costs nothing: see `_REMEMBERED`.
    """
    return _understood(html, base, title, byline)


@lru_cache(maxsize=_REMEMBERED)
def _understood(html: str, base: str | None, title: str, byline: str | None) -> Article:
    given = tidy(byline or "")
    read = without_boilerplate(document_of(html, base=base), tidy(title), given)
    wins = given and not is_account(given) and is_same_person(given, read.byline or given)
    name = given if wins else read.byline or given or None
    return Article(with_quotation_marks(read.document), name, read.continues, read.removed)
