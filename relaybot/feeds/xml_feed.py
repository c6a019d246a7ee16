"""What feedparser found → RawFeed. Knows its names, but not the library (see `parse`).

Its dictionaries answer `["updated"]` with `published` and warn about it: `dict.get` asks plainly.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from relaybot.feeds.dates import read_date
from relaybot.feeds.event_fields import event_in_xml
from relaybot.feeds.markup import holds_elements, html_of_text, title_markup
from relaybot.model.raw import RawEnclosure, RawEntry, RawFeed

_HTML_TYPES = ("text/html", "application/xhtml+xml")
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
        title=_text(feed, "title"),
        site=_text(feed, "link"),
        language=_text(feed, "language"),
        format=str(found.get("version") or ""),
        complete=complete,
        ttl=_ttl(feed),
        entries=tuple(_entry(entry) for entry in found["entries"]),
    )


def _entry(entry: Any) -> RawEntry:
    summary, content = _texts(entry)
    published = read_date(_text(entry, "published") or _text(entry, "created"))
    updated = read_date(_text(entry, "updated"))
    return RawEntry(
        guid=_text(entry, "id"),
        link=_link(entry),
        title=title_markup(_text(entry, "title")),
        author=_author(entry),
        summary=summary,
        content=content,
        base=_detail(entry, "base"),
        language=_text(entry, "language") or _detail(entry, "language"),
        published=updated if published is None else published,  # RSS 1.0 has only dc:date
        updated=updated,
        categories=_categories(entry),
        enclosures=tuple(_enclosures(entry)),
        images=tuple(_images(entry)),
        event=event_in_xml(entry),
    )


def _texts(entry: Any) -> tuple[str, str]:
    """Return summary and content as HTML; a summary far longer than the content is the content.

    Which field holds the article varies: podcasts put their notes into the description and a
    plain itunes:summary beside it, media:description is a caption more often than not.
    """
    summary = _html(_text(entry, "summary"), _text(_dict(entry, "summary_detail"), "type"))
    contents = [
        _html(_text(part, "value"), _text(part, "type")) for part in _dicts(entry, "content")
    ]
    content = max(contents, key=len, default="")
    if summary == content or len(summary) > 1.5 * len(content):
        return ("", summary) if content else (summary, "")
    return summary, content


def _html(text: str, stated_type: str) -> str:
    """Return a text as HTML: types are stated wrongly both ways, so elements in it decide."""
    if not text or holds_elements(text):
        return text
    if stated_type in _HTML_TYPES and "\n\n" not in text:
        return text
    return html_of_text(text) if stated_type not in _HTML_TYPES else _paragraphs(text)


def _paragraphs(markup: str) -> str:
    """Return text without elements, but with entities, as paragraphs."""
    return "".join(f"<p>{part.strip()}</p>" for part in markup.split("\n\n") if part.strip())


def _link(entry: Any) -> str:
    """Return where the entry leads; feed proxies tell the original address beside their own."""
    original = _text(entry, "feedburner_origlink")
    link = original or _text(entry, "link")
    if dict.get(entry, "guidislink") and not link.lower().startswith(("http://", "https://")):
        return ""  # RSS: a guid is a link unless it says otherwise; many forget to say so
    return link or next(
        (_text(other, "href") for other in _dicts(entry, "links") if _is_page(other)), ""
    )


def _is_page(link: Any) -> bool:
    return _text(link, "rel") in ("", "alternate") and bool(_text(link, "href"))


def _author(entry: Any) -> str:
    people, written = _dicts(entry, "authors"), _text(entry, "author")
    if len(people) == 1 and "@" in written:
        return written  # feedparser takes addresses out of it, but knows no long domain endings
    names = (_text(person, "name") for person in people)
    return ", ".join(dict.fromkeys(filter(None, names))) or written


def _categories(entry: Any) -> tuple[str, ...]:
    labels = (_text(tag, "label") or _text(tag, "term") for tag in _dicts(entry, "tags"))
    return tuple(dict.fromkeys(filter(None, labels)))


def _enclosures(entry: Any) -> Iterator[RawEnclosure]:
    duration = _duration(_text(entry, "itunes_duration"))
    for link in _dicts(entry, "links"):
        if _text(link, "rel") == "enclosure" and _text(link, "href"):
            yield RawEnclosure(
                url=_text(link, "href"),
                type=_text(link, "type"),
                length=_integer(_text(link, "length")),
                duration=duration,
                alt=_text(link, "title"),
            )
    for media in _dicts(entry, "media_content"):
        if _text(media, "url") and not _is_picture(media):
            yield RawEnclosure(
                url=_text(media, "url"),
                type=_text(media, "type"),
                length=_integer(_text(media, "filesize")),
                duration=_duration(_text(media, "duration")) or duration,
            )


def _images(entry: Any) -> Iterator[RawEnclosure]:
    pictures = [media for media in _dicts(entry, "media_content") if _is_picture(media)]
    for media in [*pictures, *_dicts(entry, "media_thumbnail")]:
        if _text(media, "url"):
            yield RawEnclosure(url=_text(media, "url"), type=_text(media, "type"))
    own = _text(_dict(entry, "image"), "href") or _text(entry, "image")
    if own:
        yield RawEnclosure(url=own)


def _is_picture(media: Any) -> bool:
    stated = _text(media, "medium") or _text(media, "type").partition("/")[0]
    if stated:
        return stated == "image"
    path = _text(media, "url").partition("?")[0].lower()
    return path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif"))


def _detail(entry: Any, name: str) -> str:
    """Return what was in force where the text stands (xml:base, xml:lang), else at the title."""
    parts: Iterable[Any] = (
        *_dicts(entry, "content"),
        _dict(entry, "summary_detail"),
        _dict(entry, "title_detail"),
    )
    return next((text for part in parts if (text := _text(part, name))), "")


def _ttl(feed: Any) -> float | None:
    minutes = _integer(_text(feed, "ttl"))
    if minutes:
        return minutes * 60.0
    period = _PERIODS.get(_text(feed, "sy_updateperiod").lower())
    if period is None:
        return None
    return period / max(1, _integer(_text(feed, "sy_updatefrequency")) or 1)


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


def _integer(text: str) -> int | None:
    digits = text.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= 15 else None


def _text(value: Any, name: str) -> str:
    """Return a member when it is text; feedparser puts dictionaries where it knows no better."""
    found = dict.get(value, name) if isinstance(value, dict) else None
    if not isinstance(found, str):
        return ""
    return found.encode("utf-8", "replace").decode("utf-8").strip()


def _dict(value: Any, name: str) -> Any:
    found = dict.get(value, name)
    return found if isinstance(found, dict) else {}


def _dicts(value: Any, name: str) -> list[Any]:
    found = dict.get(value, name)
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []
