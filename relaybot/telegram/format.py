"""A post becomes one Telegram message: chapter, title, excerpt, byline, small print."""

from dataclasses import dataclass

from relaybot.model.delivery import Outgoing
from relaybot.model.post import Audio, Post
from relaybot.model.wording import language_name, region_name
from relaybot.richtext.article import understand
from relaybot.richtext.nodes import (
    Block,
    Document,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Paragraph,
    Strong,
    Text,
)
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt
from relaybot.telegram.limits import TEXT_UNITS, fits, utf16_cut, visible_text
from relaybot.telegram.markup import to_html

_EXCERPT = 500  # visible characters; longer messages also run into rate limits sooner
_TITLE_UNITS = 300
_NAME_UNITS = 120
_FIRST_WORDS = 80  # of the body, where a post has no title
_LONGEST_ADDRESS = 2048  # no real post has a longer one, and three must fit the markup limit


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramMessage:
    """One message within Telegram's limits.

    `html` is in Telegram's HTML; `text` says the same without markup, for when that is refused.
    """

    html: str
    text: str
    preview_url: str | None = None  # the page whose link preview is shown; None = no preview
    large_preview: bool = False
    image: str | None = None  # what that preview will most likely show


def format_post(outgoing: Outgoing) -> TelegramMessage:
    """Render a post; what does not fit is left out, the least important first."""
    post = outgoing.claim.post.post
    body, byline = _body(post)
    title = _line(post.title, _TITLE_UNITS)
    if not title:
        title, body = _title_from(body, outgoing)
    head, foot = _head(outgoing, title), _foot(outgoing, byline)
    for blocks in (body.blocks, _unlinked(body), ()):
        markup = to_html(Document((head, *blocks, *foot)))
        if fits(markup):
            break
    link, image = _usable(post.link), _usable(post.image.url if post.image else None)
    return TelegramMessage(
        html=markup,
        text=_plain_text(markup, link),
        preview_url=link or image,
        large_preview=image is not None,
        image=image,
    )


def format_title_only(outgoing: Outgoing) -> TelegramMessage:
    """Render the least a post can be: for one whose body cannot be understood."""
    post = outgoing.claim.post.post
    title = _line(post.title, _TITLE_UNITS) or f"New post from {_name(outgoing)}"
    markup = to_html(Document((_head(outgoing, title),)))
    link = _usable(post.link)
    return TelegramMessage(html=markup, text=_plain_text(markup, link), preview_url=link)


def _body(post: Post) -> tuple[Document, str | None]:
    """Excerpt the post's own words, or the feed's summary when it has none; and who wrote it."""
    short, byline = Document(), post.byline
    for source in filter(str.strip, (post.html, post.summary)):
        article = understand(source, base=post.base, title=post.title, byline=post.byline)
        short, was_cut = excerpt(article.document, _EXCERPT)
        byline = byline or article.byline
        if to_html(short):
            more = article.continues and not was_cut
            return (_with_more(short) if more else short), byline
    return short, byline


def _with_more(document: Document) -> Document:
    """Say that the page has more than the feed, unless the words say so themselves."""
    if plain(document).endswith("…"):
        return document
    last = document.blocks[-1]
    if isinstance(last, Paragraph):
        return Document((*document.blocks[:-1], Paragraph((*last.children, Text(" …")))))
    return Document((*document.blocks, Paragraph((Text("…"),))))


def _title_from(body: Document, outgoing: Outgoing) -> tuple[str, Document]:
    """Make a title of the first words; a body that says no more than them is dropped."""
    words = " ".join(plain(body).split())
    title = utf16_cut(words, _FIRST_WORDS)
    rest = Document() if title == words else body
    return title or f"New post from {_name(outgoing)}", rest


def _head(outgoing: Outgoing, title: str) -> Paragraph:
    link = _usable(outgoing.claim.post.post.link)
    words = Text(title)
    linked: Inline = Link(link, (words,)) if link else words
    return Paragraph((Text(f"📣 {_name(outgoing)}"), LineBreak(), Strong((linked,))))


def _name(outgoing: Outgoing) -> str:
    return _line(outgoing.chapter.name, _NAME_UNITS) or outgoing.chapter.slug


def _foot(outgoing: Outgoing, byline: str | None) -> tuple[Block, ...]:
    post = outgoing.claim.post.post
    lines: list[tuple[Inline, ...]] = []
    if post.audio and _usable(post.audio.url):
        lines.append(_listen(post.audio))
    by = f"By {_line(byline, _NAME_UNITS)}" if byline else ""
    small = " · ".join(filter(None, (by, _place(outgoing), _language(outgoing), _day(post))))
    if small:
        lines.append((Emphasis((Text(small),)),))
    return tuple(Paragraph(line) for line in lines)


def _listen(audio: Audio) -> tuple[Inline, ...]:
    length = f" · {_duration(audio.duration)}" if audio.duration else ""
    return (Text("🎧 "), Link(audio.url, (Text("Listen"),)), Text(length))


def _duration(seconds: float) -> str:
    minutes = max(round(seconds / 60), 1)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def _place(outgoing: Outgoing) -> str:
    return region_name(outgoing.feed.region or outgoing.chapter.region)


def _language(outgoing: Outgoing) -> str:
    feed, chapter = outgoing.feed, outgoing.chapter
    return language_name(outgoing.claim.post.post.language or feed.language or chapter.language)


def _day(post: Post) -> str:
    return f"{post.published.day} {post.published:%B %Y}" if post.published else ""


def _line(text: str, limit: int) -> str:
    return utf16_cut(" ".join(text.split()), limit)


def _usable(url: str | None) -> str | None:
    return url if url and len(url) <= _LONGEST_ADDRESS else None


def _unlinked(document: Document) -> tuple[Block, ...]:
    words = plain(document).strip()
    return (Paragraph((Text(utf16_cut(words, _EXCERPT)),)),) if words else ()


def _plain_text(markup: str, link: str | None) -> str:
    ending = f"\n\n{link}" if link else ""
    return utf16_cut(visible_text(markup), TEXT_UNITS - len(ending)) + ending
