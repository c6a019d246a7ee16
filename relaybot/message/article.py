"""The words of a post: its body understood, and the feed's own summary where that is a real one."""

from dataclasses import dataclass, replace

from relaybot.message.pictures import pictures_of
from relaybot.model.post import Post
from relaybot.richtext.article import Article, understand
from relaybot.richtext.event_facts import Facts
from relaybot.richtext.event_repeats import without_facts
from relaybot.richtext.nodes import Block, Document, Emphasis, Paragraph, Picture, Text
from relaybot.richtext.shorten import length

_ENOUGH = 100  # visible characters: a summary that long can stand for the article
_NOTHING = Article(Document(), None, continues=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What there is to tell, in a short form and in a long one; both may be empty."""

    short: Document  # for a card: the feed's own summary, else the article
    long: Document  # for a full message: the summary as a lead, and the article
    byline: str | None
    continues: bool  # the page has more than the feed


def telling_of(post: Post) -> Telling:
    """Return the words of a post; pictures stay in the documents, for `pictures`."""
    body, summary = _understood(post.html, post), _understood(post.summary, post)
    byline = body.byline or summary.byline or post.byline
    if not _says_something(body.document):
        words = summary.document if _says_something(summary.document) else body.document
        more = body.continues or summary.continues
        words = words if _says_something(words) else _told_by_pictures(post, words)
        return Telling(short=words, long=words, byline=byline, continues=more)
    lead = summary.document
    led = _led_by(lead, body.document) if _says_something(lead) else body.document
    short = lead if length(lead) >= _ENOUGH else led
    return Telling(short=short, long=led, byline=byline, continues=body.continues)


def _understood(html: str, post: Post) -> Article:
    if not html.strip():
        return _NOTHING
    article = understand(html, base=post.base, title=post.title, byline=post.byline)
    if post.event is None:
        return article
    event = post.event  # it stands above the words, which need not say it again
    facts = Facts(event.starts, event.ends, event.place, event.all_day)
    return replace(article, document=without_facts(article.document, facts))


def _says_something(document: Document) -> bool:
    return any(not isinstance(block, Picture) for block in document.blocks)


def _told_by_pictures(post: Post, document: Document) -> Document:
    """Where there is nothing but pictures, what the first one is said to show are the words."""
    title = " ".join(post.title.split()).casefold()
    said = (one.alt for one in pictures_of(post, document))
    words = next((one for one in said if one and one.casefold() != title), "")
    return Document((Paragraph((Text(words),)), *document.blocks)) if words else document


def _led_by(lead: Document, body: Document) -> Document:
    """The summary before the article, in italics where it is only words."""
    return Document((*map(_leading, lead.blocks), *body.blocks))


def _leading(block: Block) -> Block:
    return Paragraph((Emphasis(block.children),)) if isinstance(block, Paragraph) else block
