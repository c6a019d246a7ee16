"""JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1) → RawFeed.

feedparser 6 has none. Any member may be missing or of any type: what is not what it should be is
treated as absent.
"""

import json
from typing import Any

from relaybot.errors import ParseError
from relaybot.feeds.dates import read_date
from relaybot.feeds.event_fields import event_in_json
from relaybot.feeds.markup import html_of_text, title_markup
from relaybot.model.raw import RawEnclosure, RawEntry, RawFeed


def parse_json_feed(text: str) -> RawFeed:
    """Read a JSON Feed. Raises ParseError when the text is no JSON, or another sort of JSON."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError("that looks like JSON but cannot be read as JSON") from error
    version = _text(_member(document, "version"))
    items = _member(document, "items")
    if "jsonfeed.org" not in version and not isinstance(items, list):
        raise ParseError("that is JSON, but not a JSON Feed")
    return RawFeed(
        title=_text(_member(document, "title")),
        site=_text(_member(document, "home_page_url")),
        language=_text(_member(document, "language")),
        logos=tuple(filter(None, (_text(_member(document, name)) for name in ("icon", "favicon")))),
        format="json1.1" if version.endswith("1.1") else "json1",
        entries=tuple(_entry(item) for item in _list(items) if isinstance(item, dict)),
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    content, summary = _text(item.get("content_html")), _text(item.get("summary"))
    attachments = tuple(filter(None, map(_attachment, _list(item.get("attachments")))))
    pictures = (_text(item.get(name)) for name in ("image", "banner_image"))
    return RawEntry(
        guid=_identifier(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=title_markup(_text(item.get("title"))),
        author=_authors(item),
        summary=html_of_text(summary),
        content=content or html_of_text(_text(item.get("content_text"))),
        language=_text(item.get("language")),
        published=read_date(_text(item.get("date_published"))),
        updated=read_date(_text(item.get("date_modified"))),
        categories=tuple(filter(None, map(_text, _list(item.get("tags"))))),
        enclosures=attachments,
        images=tuple(RawEnclosure(url=url) for url in pictures if url),
        event=event_in_json(item),
    )


def _authors(item: dict[str, Any]) -> str:
    """Return the names, joined: `authors` of 1.1, else `author` of 1.0."""
    people = _list(item.get("authors")) or [item.get("author")]
    names = (_text(_member(person, "name")) for person in people)
    return ", ".join(name for name in names if name)


def _attachment(value: Any) -> RawEnclosure | None:
    url = _text(_member(value, "url"))
    if not url:
        return None
    size = _number(_member(value, "size_in_bytes"))
    return RawEnclosure(
        url=url,
        type=_text(_member(value, "mime_type")),
        length=None if size is None else int(size),
        duration=_number(_member(value, "duration_in_seconds")),
        alt=_text(_member(value, "title")),
    )


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Return a string; anything else is absent."""
    if not isinstance(value, str):
        return ""
    # "\ud83d" alone is valid JSON and no character: no encoding takes it.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()


def _identifier(value: Any) -> str:
    """Return an id; the first version of the format let them be numbers."""
    return str(value) if isinstance(value, int) and _number(value) is not None else _text(value)


def _number(value: Any) -> float | None:
    """Return a size or duration that makes sense."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 2**53 else None  # also refuses NaN
