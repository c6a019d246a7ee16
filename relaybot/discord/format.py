"""A delivery → one Discord message, in the style its place chose.

Compact: one line, the chapter and the linked title. Card: an embed with author, title, excerpt,
picture and footer. Full: the same with a long excerpt.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zlib import crc32

from relaybot.discord import limits
from relaybot.discord.markup import escape, link, moment, quiet_link, to_markdown
from relaybot.message.words import PostWords, post_language, post_words
from relaybot.model.delivery import Outgoing
from relaybot.model.destination import Style
from relaybot.model.post import Audio, Post
from relaybot.model.wording import language_name, region_name
from relaybot.richtext.article import Article, understand
from relaybot.richtext.nodes import Document
from relaybot.richtext.plain import plain
from relaybot.richtext.shorten import excerpt

EXCERPT = 600  # visible characters: about a third of a phone's screen
FIRST_WORDS = 80  # of a post without a title
LINE = 120  # visible characters that a compact message may grow to for byline and date
LINE_NAME, LINE_TITLE = 100, 200  # visible characters of a compact message, at most
# Tried in turn: the markup of many long links can outgrow Discord.
SHORTER = (EXCERPT, 400, 250, 120, 60)
LONG = (2500, 2000, 1500, 1000, *SHORTER)

# Dark enough and light enough for both of Discord's themes; a chapter always has the same one.
COLOURS = (0xB3262E, 0xC2571A, 0x9A7B0A, 0x3F7D3A, 0x1F7A72, 0x2867A8, 0x6A4FA3, 0xA23B72)


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that leads to a page."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordMessage:
    """One embed or one line, within `limits`, leaving room for a mention before the text.

    Author, footer, thread name and button labels are plain, the rest is Markdown. `plain` is the
    message without an embed, for when Discord will not take the card. Nothing in it ever mentions
    anybody: whom a place wants told is the sender's business.
    """

    line: str = ""  # Markdown: all there is to see, instead of the card; "" = the card
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
    buttons: tuple[LinkButton, ...] = ()
    thread_name: str  # of the forum post, or of the discussion under the message
    subjects: frozenset[str] = frozenset()  # names of forum tags that would fit, case-folded
    plain: str  # Markdown


def format_post(outgoing: Outgoing) -> DiscordMessage:
    """Return the message for one delivery; whatever the post holds, it fits and has a title.

    Of its destination nothing but the preferences `style`, `images`, `buttons` and `language`
    changes it.
    """
    post, chapter = outgoing.claim.post.post, outgoing.chapter
    wanted, words = outgoing.claim.destination.preferences, post_words(outgoing)
    article = _article(post)
    author = limits.cut(chapter.name, limits.EMBED_AUTHOR) or chapter.slug
    title = _title(post, article.document) or words.new_post(author)
    url = limits.usable_url(post.link)
    message = DiscordMessage(
        author_name=author,
        author_url=limits.usable_url(chapter.site),
        author_icon=limits.usable_url(outgoing.feed.logo or chapter.logo),
        title=_escaped(title, limits.EMBED_TITLE),
        url=url,
        image=limits.usable_url(post.image.url) if post.image and wanted.images else None,
        footer=_footer(outgoing, words),
        timestamp=post.published,
        colour=COLOURS[crc32(chapter.slug.encode()) % len(COLOURS)],
        buttons=_buttons(post, words) if wanted.buttons else (),
        thread_name=limits.cut(title, limits.THREAD_NAME),
        subjects=_subjects(outgoing, words),
        plain=_plain(author, title, url),
    )
    if wanted.style is Style.COMPACT and (line := _line(message, title, post, article, words)):
        return replace(message, line=line, image=None)
    lengths = LONG if wanted.style is Style.FULL else SHORTER
    return replace(message, description=_description(post, article, words, lengths, message))


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


def _footer(outgoing: Outgoing, words: PostWords) -> str:
    parts = words.region(_region(outgoing)), words.language_name(post_language(outgoing))
    return limits.cut(" · ".join(filter(None, parts)), limits.EMBED_FOOTER)


def _subjects(outgoing: Outgoing, words: PostWords) -> frozenset[str]:
    region, language = _region(outgoing), post_language(outgoing)
    names = outgoing.chapter.name, outgoing.chapter.slug, outgoing.feed.name, outgoing.feed.kind
    codes = region, region_name(region), language, language_name(language)
    own = words.region(region), words.language_name(language)
    return frozenset(name.casefold() for name in (*names, *codes, *own) if name)


def _region(outgoing: Outgoing) -> str | None:
    return outgoing.feed.region or outgoing.chapter.region


def _buttons(post: Post, words: PostWords) -> tuple[LinkButton, ...]:
    audio = post.audio.url if post.audio else None
    page = post.link if post.link != audio else None
    wanted = (words.read, limits.button_url(page)), (words.listen, limits.button_url(audio))
    return tuple(LinkButton(label, url) for label, url in wanted if url)


def _plain(author: str, title: str, url: str | None) -> str:
    head = f"**{_escaped(title, 600)}**\n{_escaped(author, 600)}"
    room = limits.CONTENT - limits.MENTION - limits.measure(head) - 1
    return f"{head}\n{url}" if url and limits.measure(url) <= room else head


def _line(
    message: DiscordMessage, title: str, post: Post, article: Article, words: PostWords
) -> str:
    """Return the one line; "" when no line holds the post's address."""
    name, shown = limits.cut(message.author_name, LINE_NAME), limits.cut(title, LINE_TITLE)
    audio = limits.usable_url(post.audio.url) if post.audio else None
    to = message.url or audio
    line = f"**{escape(name)}** · {quiet_link(shown, to) if to else escape(shown)}"
    length = limits.measure(f"{name} · {shown}")
    for text, markdown in _small_print(post, article, words, audio if to != audio else None):
        length += limits.measure(f" · {text}")
        if length <= LINE:
            line += f" · {markdown}"
    return line if limits.measure(line) <= limits.CONTENT - limits.MENTION else ""


def _small_print(
    post: Post, article: Article, words: PostWords, audio: str | None
) -> Iterator[tuple[str, str]]:
    """Yield what may stand after the title: as people see it, and as Markdown."""
    if audio:
        yield f"🎧 {words.listen}", f"🎧 {quiet_link(words.listen, audio)}"
    if article.byline and article.byline.strip():
        by = limits.cut(words.by(article.byline), LINE)
        yield by, f"*{escape(by)}*"
    if post.published:
        yield "30/12/2026", moment(post.published)


def _description(
    post: Post,
    article: Article,
    words: PostWords,
    lengths: tuple[int, ...],
    message: DiscordMessage,
) -> str:
    frame, room = (_byline(article.byline, words), _listen(post.audio, words)), _room(message)
    for body in _excerpts(article, lengths):
        description = "\n\n".join(filter(None, (frame[0], body, frame[1])))
        if limits.measure(description) <= room:
            return description
    return ""


def _room(message: DiscordMessage) -> int:
    used = sum(map(limits.measure, (message.author_name, message.title, message.footer)))
    return min(limits.EMBED_DESCRIPTION, limits.EMBED_TOTAL - used)


def _excerpts(article: Article, lengths: tuple[int, ...]) -> Iterator[str]:
    for length in lengths:
        part, was_cut = excerpt(article.document, length)
        body = to_markdown(part).strip()
        more = article.continues and body and not was_cut
        yield f"{body} {limits.ELLIPSIS}" if more else body
    yield _escaped(_words(article.document), EXCERPT)
    yield ""


def _byline(name: str | None, words: PostWords) -> str:
    return f"*{_escaped(words.by(name.strip()), 200)}*" if name and name.strip() else ""


def _listen(audio: Audio | None, words: PostWords) -> str:
    url = limits.usable_url(audio.url) if audio else None
    if not audio or not url:
        return ""
    return " · ".join(filter(None, (f"🎧 {link(words.listen, url)}", _length(audio.duration))))


def _length(seconds: float | None) -> str:
    if not seconds or seconds <= 0:
        return ""
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
