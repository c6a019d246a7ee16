"""A delivery → one Discord message: a card with an author, a title, an excerpt and a footer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

from relaybot.discord import limits
from relaybot.discord.markup import escape, link, to_markdown
from relaybot.model.delivery import Outgoing
from relaybot.model.post import Audio, Post
from relaybot.model.wording import language_name, region_name
from relaybot.richtext.article import Article, understand
from relaybot.richtext.nodes import Document
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt

EXCERPT = 600  # visible characters: about a third of a phone's screen
FIRST_WORDS = 80  # of a post without a title
SHORTER = (
    EXCERPT,
    400,
    250,
    120,
    60,
)  # tried in turn: markup of many long links can outgrow Discord

# Dark enough and light enough for both of Discord's themes; a chapter always has the same one.
COLOURS = (0xB3262E, 0xC2571A, 0x9A7B0A, 0x3F7D3A, 0x1F7A72, 0x2867A8, 0x6A4FA3, 0xA23B72)


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordMessage:
    """One embed, within `limits`. Author, footer and thread name are plain, the rest is Markdown.

    `plain` is the message without an embed, for when Discord will not take the card. Nothing in it
    ever mentions anybody: it is sent with `allowed_mentions` none.
    """

    author_name: str
    author_url: str | None = None
    author_icon: str | None = None
    title: str
    url: str | None = None
    description: str = ""
    image: str | None = None
    footer: str = ""
    timestamp: datetime | None = None
    colour: int
    thread_name: str  # of the forum post
    subjects: frozenset[str] = frozenset()  # names of forum tags that would fit, case-folded
    plain: str  # Markdown


def format_post(outgoing: Outgoing) -> DiscordMessage:
    """Return the message for one delivery; whatever the post holds, it fits and has a title."""
    post, chapter = outgoing.claim.post.post, outgoing.chapter
    article = _article(post)
    author = limits.cut(outgoing.chapter.name, limits.EMBED_AUTHOR)
    words = _title(post, article.document) or f"New post from {author}"
    url = limits.usable_url(post.link)
    message = DiscordMessage(
        author_name=author,
        author_url=limits.usable_url(chapter.site),
        author_icon=limits.usable_url(outgoing.feed.logo or chapter.logo),
        title=_escaped(words, limits.EMBED_TITLE),
        url=url,
        image=limits.usable_url(post.image.url) if post.image else None,
        footer=_footer(outgoing),
        timestamp=post.published,
        colour=COLOURS[crc32(chapter.slug.encode()) % len(COLOURS)],
        thread_name=limits.cut(words, limits.THREAD_NAME),
        subjects=_subjects(outgoing),
        plain=_plain(author, words, url),
    )
    return replace(message, description=_description(post, article, _room(message)))


def _article(post: Post) -> Article:
    """Return the body understood, the feed's summary when it has none to speak of."""
    read = Article(Document(), post.byline, continues=False)
    for html in (post.html, post.summary):
        if html.strip() and not read.document.blocks:
            read = understand(html, base=post.base, title=post.title, byline=post.byline)
    return read


def _title(post: Post, document: Document) -> str:
    words = " ".join(post.title.split())
    return words or limits.cut(_words(document), FIRST_WORDS)


def _words(document: Document) -> str:
    return " ".join(plain(document).split())


def _escaped(text: str, limit: int) -> str:
    """Cut before escaping, so that no escape is cut in two."""
    room, escaped = limit, escape(limits.cut(text, limit))
    while (length := limits.measure(escaped)) > limit:
        room = min(room - 1, room * limit // length)
        escaped = escape(limits.cut(text, room))
    return escaped


def _footer(outgoing: Outgoing) -> str:
    words = region_name(_region(outgoing)), language_name(_language(outgoing))
    return limits.cut(" · ".join(filter(None, words)), limits.EMBED_FOOTER)


def _subjects(outgoing: Outgoing) -> frozenset[str]:
    region, language = _region(outgoing), _language(outgoing)
    names = outgoing.chapter.name, outgoing.chapter.slug, outgoing.feed.name, outgoing.feed.kind
    codes = region, region_name(region), language, language_name(language)
    return frozenset(name.casefold() for name in (*names, *codes) if name)


def _region(outgoing: Outgoing) -> str | None:
    return outgoing.feed.region or outgoing.chapter.region


def _language(outgoing: Outgoing) -> str | None:
    return outgoing.claim.post.post.language or outgoing.feed.language or outgoing.chapter.language


def _plain(author: str, title: str, url: str | None) -> str:
    head = f"**{_escaped(title, 600)}**\n{_escaped(author, 600)}"
    room = limits.CONTENT - limits.measure(head) - 1
    return f"{head}\n{url}" if url and limits.measure(url) <= room else head


def _room(message: DiscordMessage) -> int:
    used = sum(map(limits.measure, (message.author_name, message.title, message.footer)))
    return min(limits.EMBED_DESCRIPTION, limits.EMBED_TOTAL - used)


def _description(post: Post, article: Article, room: int) -> str:
    frame = _byline(article.byline), _listen(post.audio)
    for body in _excerpts(article):
        description = "\n\n".join(filter(None, (frame[0], body, frame[1])))
        if limits.measure(description) <= room:
            return description
    return ""


def _excerpts(article: Article) -> Iterator[str]:
    for length in SHORTER:
        part, was_cut = excerpt(article.document, length)
        body = to_markdown(part).strip()
        more = article.continues and body and not was_cut
        yield f"{body} {limits.ELLIPSIS}" if more else body
    yield _escaped(_words(article.document), EXCERPT)
    yield ""


def _byline(name: str | None) -> str:
    return f"*By {_escaped(name, 200)}*" if name and name.strip() else ""


def _listen(audio: Audio | None) -> str:
    url = limits.usable_url(audio.url) if audio else None
    if not audio or not url:
        return ""
    return " · ".join(filter(None, (f"🎧 {link('Listen', url)}", _length(audio.duration))))


def _length(seconds: float | None) -> str:
    if not seconds or seconds <= 0:
        return ""
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
