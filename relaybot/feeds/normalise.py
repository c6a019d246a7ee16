"""RawEntry → Post: what the feed wrote, understood and made safe to store.

::

    title, byline       plain text, without the site's own name
    link, image, audio  absolute http(s), without trackers
    published           within sense, or unknown
    event, language     as stated, or beyond doubt
    html, summary       still untrusted HTML, capped
"""

from datetime import datetime

from relaybot.feeds.byline import plain_byline
from relaybot.feeds.dates import date_in_link, sensible
from relaybot.feeds.events import event_of
from relaybot.feeds.fingerprint import fingerprint
from relaybot.feeds.identity import Identified
from relaybot.feeds.images import best_image, first_audio
from relaybot.feeds.language import language_of
from relaybot.feeds.links import clean_link
from relaybot.feeds.markup import cap
from relaybot.feeds.protected import is_protected
from relaybot.feeds.story import story_keys
from relaybot.feeds.summary import own_summary
from relaybot.feeds.title import plain_title
from relaybot.model.post import Post
from relaybot.model.raw import RawEntry, RawFeed
from relaybot.model.source import Feed
from relaybot.richtext.addresses import leads_inside
from relaybot.richtext.characters import plain_text

MOST_HTML = 200_000  # characters; the longest honest article seen has 120,000
_MOST_NAME = 5_000  # characters of markup of a category
_MOST_CATEGORIES = 50


def normalise(item: Identified, feed: Feed, raw: RawFeed, url: str, now: datetime) -> Post | None:
    """Return the post an entry is; None when it must never be relayed (password, or no content).

    `url`: where the document came from, after redirects. `now` only clamps dates.
    """
    entry = item.entry
    names = (feed.name, feed.chapter, plain_text(raw.title))
    title = plain_title(entry.title, names)
    if is_protected(title, entry.content, entry.summary):
        return None
    base = clean_link(entry.base, url) or url
    link = clean_link(entry.link, base)
    html = cap(entry.content or entry.summary, MOST_HTML)
    inside = _where_it_stands(clean_link(entry.base, url) or link or url, url)
    image = best_image(entry, html, inside, (feed.logo,))
    audio = first_audio(entry, base)
    if not (title or link or html or audio or image):
        return None
    return Post(
        feed=feed.slug,
        chapter=feed.chapter,
        key=item.key,
        aliases=item.aliases,
        title=title,
        link=link,
        byline=plain_byline(entry.author, names),
        html=html,
        summary=cap(own_summary(entry), MOST_HTML),
        base=clean_link(inside),
        published=sensible(entry.published, now) or _date_in(link, now),
        updated=sensible(entry.updated, now),
        image=image,
        audio=audio,
        event=event_of(entry, html),
        language=language_of(
            entry=entry.language,
            feed=raw.language,
            directory=feed.language,
            markup=f"<p>{entry.title}</p>{html}",
        ),
        categories=_categories(entry),
        fingerprint=fingerprint(entry),
        story_keys=story_keys(title, link, html),
    )


def _where_it_stands(page: str, feed: str) -> str:
    """Return the page, unless a public feed says that it stands in a private network."""
    return feed if leads_inside(page) and not leads_inside(feed) else page


def _date_in(link: str | None, now: datetime) -> datetime | None:
    """Return the day a link like /2026/03/14/ names: better than no date when posts are sorted."""
    day = date_in_link(link) if link else None
    return sensible(day.timestamp(), now) if day else None


def _categories(entry: RawEntry) -> tuple[str, ...]:
    names = (plain_text(name[:_MOST_NAME]) for name in entry.categories[:_MOST_CATEGORIES])
    return tuple(dict.fromkeys(name for name in names if name))
