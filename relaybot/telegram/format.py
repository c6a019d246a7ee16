"""A post becomes one Telegram message: chapter, title, excerpt, byline, small print, buttons.

Of what moderators chose, only what stands in a `Look` is read: places with the same look get the
same message, which needs to be made only once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from relaybot.message.words import PostWords, local_time, post_language, post_words
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Style
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
from relaybot.richtext.part import part
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt, length
from relaybot.telegram.limits import TEXT_UNITS, fits, host_of, is_web, utf16_cut, visible_text
from relaybot.telegram.markup import to_folded_html, to_html

_EXCERPT = 500  # visible characters; longer messages also run into rate limits sooner
_LONG_EXCERPT = 2500
_LENGTHS = {  # tried in turn: many links, long links or emoji can outgrow Telegram
    Style.COMPACT: (),
    Style.CARD: (_EXCERPT,),
    Style.FULL: (_LONG_EXCERPT, 1500),
}
_UNFOLDED = 600  # of a long excerpt; the rest is opened by a tap
_WORTH_FOLDING = 300  # a fold shows three lines of what it hides: it must hide more than that
_TITLE_UNITS = 300
_NAME_UNITS = 120
_FIRST_WORDS = 80  # of the body, where a post has no title
_LONGEST_ADDRESS = 2048  # no real post has a longer one, and three must fit the markup limit


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button under a message that opens a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramMessage:
    """One message within Telegram's limits.

    `html` is in Telegram's HTML; `text` says the same without markup, for when that is refused.
    """

    html: str
    text: str
    preview_url: str | None = None  # the page whose link preview is shown; None = no preview
    large_preview: bool = False
    preview_above: bool = False  # the text instead of below it
    image: str | None = None  # what that preview will most likely show
    buttons: tuple[LinkButton, ...] = ()  # one row


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """All that makes one post look different in two places."""

    style: Style
    images: bool
    buttons: bool
    words: PostWords
    day: date | None  # of publication, which depends on the time zone


def look_of(outgoing: Outgoing) -> Look:
    """Return how a post is to look where it goes."""
    preferences = outgoing.claim.destination.preferences
    return Look(
        style=preferences.style,
        images=preferences.images,
        buttons=preferences.buttons,
        words=post_words(outgoing),
        day=when.date() if (when := local_time(outgoing)) else None,
    )


def format_post(outgoing: Outgoing) -> TelegramMessage:
    """Render a post; what does not fit is left out, the least important first."""
    post, look = outgoing.claim.post.post, look_of(outgoing)
    title = _line(post.title, _TITLE_UNITS)
    needs_body = look.style is not Style.COMPACT or not title
    article = _article(post) if needs_body else Article(Document(), None, continues=False)
    if not title:
        title, article = _title_from(article, outgoing, look)
    head, foot = _head(outgoing, title, look), _foot(outgoing, article.byline, look)
    for body in _bodies(article, look.style):
        markup = _markup(head, body, foot)
        if fits(markup):
            break
    return _message(markup, post, look)


def format_title_only(outgoing: Outgoing) -> TelegramMessage:
    """Render the least a post can be: for one whose body cannot be understood."""
    post, look = outgoing.claim.post.post, look_of(outgoing)
    title = _line(post.title, _TITLE_UNITS) or look.words.new_post(_name(outgoing))
    return _message(to_html(Document((_head(outgoing, title, look),))), post, look)


def _message(markup: str, post: Post, look: Look) -> TelegramMessage:
    link = _usable(post.link)
    message = TelegramMessage(
        html=markup, text=_plain_text(markup, link), buttons=_buttons(post, look)
    )
    # Every preview that Telegram shows has a picture if the page has one: none or no preview.
    if look.style is Style.COMPACT or not look.images:
        return message
    image = _usable(post.image.url if post.image else None)
    page, full = link or image, look.style is Style.FULL and bool(link or image)
    large = full or image is not None
    return replace(message, preview_url=page, large_preview=large, preview_above=full, image=image)


def _article(post: Post) -> Article:
    """Understand the post's own words, or the feed's summary when it has none."""
    article = Article(Document(), post.byline, continues=False)
    for source in filter(str.strip, (post.html, post.summary)):
        read = understand(source, base=post.base, title=post.title, byline=post.byline)
        article = replace(read, byline=article.byline or read.byline)
        if to_html(excerpt(read.document, _EXCERPT)[0]):
            break
    return article


def _bodies(article: Article, style: Style) -> Iterator[Document]:
    """Yield ever less of an article; the last is nothing at all."""
    lengths = _LENGTHS[style]
    for limit in lengths:
        short, was_cut = excerpt(article.document, limit)
        yield _with_more(short) if article.continues and not was_cut else short
    for limit in sorted({*lengths[:1], _EXCERPT}, reverse=True) if lengths else ():
        yield _unlinked(article.document, limit)
    yield Document()


def _with_more(document: Document) -> Document:
    """Say that the page has more than the feed, unless the words say so themselves."""
    if not to_html(document) or plain(document).endswith("…"):
        return document
    last = document.blocks[-1]
    if isinstance(last, Paragraph):
        return Document((*document.blocks[:-1], Paragraph((*last.children, Text(" …")))))
    return Document((*document.blocks, Paragraph((Text("…"),))))


def _unlinked(document: Document, limit: int) -> Document:
    words = plain(excerpt(document, limit)[0]).strip()
    return Document((Paragraph((Text(utf16_cut(words, limit)),)),) if words else ())


def _title_from(article: Article, outgoing: Outgoing, look: Look) -> tuple[str, Article]:
    """Make a title of the first words; a body that says no more than them is dropped."""
    words = " ".join(plain(excerpt(article.document, _EXCERPT)[0]).split())
    title = utf16_cut(words, _FIRST_WORDS)
    rest = replace(article, document=Document()) if title == words else article
    return title or look.words.new_post(_name(outgoing)), rest


def _markup(head: Block, body: Document, foot: tuple[Block, ...]) -> str:
    if length(body) <= _UNFOLDED + _WORTH_FOLDING:
        return to_html(Document((head, *body.blocks, *foot)))
    shown, hidden = part(body, _UNFOLDED)
    parts = (
        to_html(Document((head, *shown.blocks))),
        to_folded_html(hidden),
        to_html(Document(foot)),
    )
    return "\n\n".join(filter(None, parts))


def _head(outgoing: Outgoing, title: str, look: Look) -> Paragraph:
    link = _usable(outgoing.claim.post.post.link)
    linked: Inline = Link(link, (Text(title),)) if link else Text(title)
    name = f"📣 {_name(outgoing)}"
    if look.style is Style.COMPACT:
        return Paragraph((Text(f"{name}: "), Strong((linked,))))
    return Paragraph((Text(name), LineBreak(), Strong((linked,))))


def _name(outgoing: Outgoing) -> str:
    return _line(outgoing.chapter.name, _NAME_UNITS) or outgoing.chapter.slug


def _foot(outgoing: Outgoing, byline: str | None, look: Look) -> tuple[Block, ...]:
    if look.style is Style.COMPACT:
        return ()
    lines: list[tuple[Inline, ...]] = []
    audio, words = outgoing.claim.post.post.audio, look.words
    if audio and _usable(audio.url):
        lines.append(_listen(audio, words))
    small = (
        words.by(_line(byline, _NAME_UNITS)) if byline else "",
        words.region(outgoing.feed.region or outgoing.chapter.region),
        _line(words.language_name(post_language(outgoing)), _NAME_UNITS),
        words.day(look.day) if look.day else "",
    )
    if any(small):
        lines.append((Emphasis((Text(" · ".join(filter(None, small))),)),))
    return tuple(Paragraph(line) for line in lines)


def _listen(audio: Audio, words: PostWords) -> tuple[Inline, ...]:
    lasting = f" · {_duration(audio.duration)}" if audio.duration else ""
    return (Text("🎧 "), Link(audio.url, (Text(words.listen),)), Text(lasting))


def _duration(seconds: float) -> str:
    minutes = max(round(seconds / 60), 1)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def _buttons(post: Post, look: Look) -> tuple[LinkButton, ...]:
    if not look.buttons:
        return ()
    audio = post.audio.url if post.audio else None
    read = LinkButton(look.words.read, post.link or "")
    listen = LinkButton(look.words.listen, audio or "")
    wanted = (listen,) if audio == post.link else (read, listen)
    return tuple(button for button in wanted if _usable(button.url) and is_web(button.url))


def _line(text: str, limit: int) -> str:
    return utf16_cut(" ".join(text.split()), limit)


def _usable(url: str | None) -> str | None:
    return url if url and len(url) <= _LONGEST_ADDRESS and host_of(url) else None


def _plain_text(markup: str, link: str | None) -> str:
    ending = f"\n\n{link}" if link else ""
    return utf16_cut(visible_text(markup), TEXT_UNITS - len(ending)) + ending
