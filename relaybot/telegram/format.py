"""A post becomes one Telegram message: chapter, title, excerpt, byline, small print."""

from dataclasses import dataclass
from datetime import datetime

from relaybot.model.delivery import Outgoing
from relaybot.model.post import Audio, Post
from relaybot.richtext.article import Article, understand
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
from relaybot.richtext.shorten import excerpt
from relaybot.telegram.limits import TEXT_UNITS, fits, utf16_cut, visible_text
from relaybot.telegram.markup import to_html

_EXCERPT = 500  # visible characters; longer messages also run into rate limits sooner
_TITLE_UNITS = 300
_NAME_UNITS = 120
_FIRST_WORDS = 80  # of the body, where a post has no title
_LONGEST_ADDRESS = 2048  # no real post has a longer one, and three must fit the markup limit

_LANGUAGES = {"en": "English", "es": "Español", "fr": "Français", "pt": "Português", "zh": "中文"}


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
    body, title = _body(post), _line(post.title, _TITLE_UNITS)
    if not title:
        title, body = _title_from(body)
    for blocks in (body.document.blocks, _unlinked(body.document), ()):
        document = Document((_head(outgoing, title), *blocks, *_foot(outgoing, body.byline)))
        markup = to_html(document)
        if fits(markup):
            break
    image = _usable(post.image.url) if post.image else None
    return TelegramMessage(
        html=markup,
        text=_plain_text(markup, _usable(post.link)),
        preview_url=_usable(post.link) or image,
        large_preview=image is not None,
        image=image,
    )


def format_title_only(outgoing: Outgoing) -> TelegramMessage:
    """Render the least a post can be: for one whose body cannot be understood."""
    post = outgoing.claim.post.post
    title = _line(post.title, _TITLE_UNITS) or "New post"
    markup = to_html(Document((_head(outgoing, title),)))
    link = _usable(post.link)
    return TelegramMessage(html=markup, text=_plain_text(markup, link), preview_url=link)


def _body(post: Post) -> Article:
    """Understand the post's own words, or the feed's summary when it has none."""
    article = Article(Document(), post.byline, continues=False)
    for source in filter(None, (post.html, post.summary)):
        article = understand(source, base=post.base, title=post.title, byline=post.byline)
        short, _ = excerpt(article.document, _EXCERPT)
        article = Article(short, article.byline, continues=article.continues)
        if to_html(short):
            break
    return article


def _title_from(body: Article) -> tuple[str, Article]:
    """Make a title of the first words; a body that says no more than them is dropped."""
    words = " ".join(visible_text(to_html(body.document)).split())
    title = utf16_cut(words, _FIRST_WORDS)
    if title == words:
        body = Article(Document(), body.byline, continues=body.continues)
    return title or "New post", body


def _head(outgoing: Outgoing, title: str) -> Paragraph:
    name = _line(outgoing.chapter.name, _NAME_UNITS) or outgoing.chapter.slug
    link = _usable(outgoing.claim.post.post.link)
    words = Text(title)
    linked: Inline = Link(link, (words,)) if link else words
    return Paragraph((Text("📣 "), Text(name), LineBreak(), Strong((linked,))))


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
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _place(outgoing: Outgoing) -> str | None:
    return outgoing.feed.region or outgoing.chapter.region


def _language(outgoing: Outgoing) -> str | None:
    code = outgoing.claim.post.post.language or outgoing.feed.language
    if not code:
        return None
    return _LANGUAGES.get(code.split("-")[0].lower(), code)


def _day(post: Post) -> str | None:
    moment: datetime | None = post.published
    return f"{moment.day} {moment:%B %Y}" if moment else None


def _line(text: str, limit: int) -> str:
    return utf16_cut(" ".join(text.split()), limit)


def _usable(url: str | None) -> str | None:
    return url if url and len(url) <= _LONGEST_ADDRESS else None


def _unlinked(document: Document) -> tuple[Block, ...]:
    words = visible_text(to_html(document)).strip()
    return (Paragraph((Text(utf16_cut(words, _EXCERPT)),)),) if words else ()


def _plain_text(markup: str, link: str | None) -> str:
    ending = f"\n\n{link}" if link else ""
    return utf16_cut(visible_text(markup), TEXT_UNITS - len(ending)) + ending
