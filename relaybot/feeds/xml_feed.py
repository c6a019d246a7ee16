"""What feedparser found → RawFeed. Knows its names, but not the library (see `parse`).

Its dictionaries answer `["updated"]` with `published` and warn about it: `dict.get` asks plainly.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from relaybot.feeds.dates import read_date
from relaybot.feeds.event_fields import event_in_xml
from relaybot.feeds.found import dict_of, dicts_of, integer_of, text_of
from relaybot.feeds.markup import holds_elements, html_of_text, title_markup
from relaybot.feeds.xml_pictures import is_picture, logos, own_images, stand_ins
from relaybot.model.raw import RawEnclosure, RawEntry, RawFeed

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_LONGEST_CAPTION, _BEGINNING = 120, 60  # characters
_PERIODS = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 604800,
    "monthly": 2592000,
    "yearly": 31536000,
}


def feed_from(found: Any, *, complete: bool) -> RawFeed:
    """Return what feedparser's result says; `complete` as `repair` saw it."""
    feed = found["feed"]
    return RawFeed(
        title=text_of(feed, "title"),
        site=text_of(feed, "link"),
        language=text_of(feed, "language"),
        logos=logos(feed),
        format=str(found.get("version") or ""),
        complete=complete,
        ttl=_ttl(feed),
        entries=tuple(_entry(entry) for entry in found["entries"]),
    )


def _entry(entry: Any) -> RawEntry:
    summary, content = _texts(entry)
    published = read_date(text_of(entry, "published") or text_of(entry, "created"))
    updated = read_date(text_of(entry, "updated"))
    return RawEntry(
        guid=text_of(entry, "id"),
        link=_link(entry),
        title=title_markup(text_of(entry, "title")),
        author=_author(entry),
        summary=summary,
        content=content,
        base=_detail(entry, "base"),
        language=text_of(entry, "language") or _detail(entry, "language"),
        published=updated if published is None else published,  # RSS 1.0 has only dc:date
        updated=updated,
        categories=_categories(entry),
        enclosures=tuple(_enclosures(entry)),
        images=own_images(entry),
        stand_ins=stand_ins(entry),
        event=event_in_xml(entry),
    )


def _texts(entry: Any) -> tuple[str, str]:
    """Return summary and content as HTML; a summary far longer than the content is the content.

    Which field holds the article varies: podcasts put their notes into the description and a
    plain itunes:summary beside it, media:description is a caption more often than not. Both are
    kept where the content is a text of its own.
    """
    summary = _html(text_of(entry, "summary"), text_of(dict_of(entry, "summary_detail"), "type"))
    contents = [
        _html(text_of(part, "value"), text_of(part, "type")) for part in dicts_of(entry, "content")
    ]
    content = max(contents, key=len, default="")
    is_longer = len(summary) > 1.5 * len(content)
    if summary == content or (is_longer and not _is_another_text(content, summary)):
        return ("", summary) if content else (summary, "")
    return summary, content


def _is_another_text(content: str, summary: str) -> bool:
    said, longer = (" ".join(_TAG.sub(" ", unescape(one)).split()) for one in (content, summary))
    return len(said) > _LONGEST_CAPTION and said[:_BEGINNING] not in longer


def _html(text: str, stated_type: str) -> str:
    """Return a text as HTML: types are stated wrongly both ways, so elements in it decide."""
    # The second question is for a body that was escaped twice; most answer the first.
    if not text or holds_elements(text) or holds_elements(unescape(text)):
        return text
    if stated_type in _HTML_TYPES and "\n\n" not in text:
        return text
    return html_of_text(text) if stated_type not in _HTML_TYPES else _paragraphs(text)


def _paragraphs(markup: str) -> str:
    """Return text without elements, but with entities, as paragraphs."""
    return "".join(f"<p>{part.strip()}</p>" for part in markup.split("\n\n") if part.strip())


def _link(entry: Any) -> str:
    """Return where the entry leads; feed proxies tell the original address beside their own."""
    original = text_of(entry, "feedburner_origlink")
    link = original or text_of(entry, "link")
    if dict.get(entry, "guidislink") and not link.lower().startswith(("http://", "https://")):
        return ""  # RSS: a guid is a link unless it says otherwise; many forget to say so
    return link or next(
        (text_of(other, "href") for other in dicts_of(entry, "links") if _is_page(other)), ""
    )


def _is_page(link: Any) -> bool:
    return text_of(link, "rel") in ("", "alternate") and bool(text_of(link, "href"))


def _author(entry: Any) -> str:
    people, written = dicts_of(entry, "authors"), text_of(entry, "author")
    if len(people) == 1 and "@" in written:
        return written  # feedparser takes addresses out of it, but knows no long domain endings
    names = (text_of(person, "name") for person in people)
    return ", ".join(dict.fromkeys(filter(None, names))) or written


def _categories(entry: Any) -> tuple[str, ...]:
    labels = (text_of(tag, "label") or text_of(tag, "term") for tag in dicts_of(entry, "tags"))
    return tuple(dict.fromkeys(filter(None, labels)))


def _enclosures(entry: Any) -> Iterator[RawEnclosure]:
    duration = _duration(text_of(entry, "itunes_duration"))
    for link in dicts_of(entry, "links"):
        if text_of(link, "rel") == "enclosure" and text_of(link, "href"):
            yield RawEnclosure(
                url=text_of(link, "href"),
                type=text_of(link, "type"),
                length=integer_of(text_of(link, "length")),
                duration=duration,
                alt=text_of(link, "title"),
            )
    for media in dicts_of(entry, "media_content"):
        if text_of(media, "url") and not is_picture(media):
            yield RawEnclosure(
                url=text_of(media, "url"),
                type=text_of(media, "type"),
                length=integer_of(text_of(media, "filesize")),
                duration=_duration(text_of(media, "duration")) or duration,
            )


def _detail(entry: Any, name: str) -> str:
    """Return what was in force where the text stands (xml:base, xml:lang), else at the title."""
    parts: Iterable[Any] = (
        *dicts_of(entry, "content"),
        dict_of(entry, "summary_detail"),
        dict_of(entry, "title_detail"),
    )
    return next((text for part in parts if (text := text_of(part, name))), "")


def _ttl(feed: Any) -> float | None:
    minutes = integer_of(text_of(feed, "ttl"))
    if minutes:
        return minutes * 60.0
    period = _PERIODS.get(text_of(feed, "sy_updateperiod").lower())
    if period is None:
        return None
    return period / max(1, integer_of(text_of(feed, "sy_updatefrequency")) or 1)


def _duration(text: str) -> float | None:
    """Return seconds from "1:02:03", "62:03" or "3723"."""
    parts = text.strip().split(":")
    if not 1 <= len(parts) <= 3 or len(text) > 20:
        return None
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None
    seconds = sum(number * 60**power for power, number in enumerate(reversed(numbers)))
    return seconds if 0 < seconds < 10**6 else None
