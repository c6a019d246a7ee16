"""Bytes → RawFeed. The only home of feedparser.

It runs in a child process (see `parse_pool`): a hostile document can hold feedparser's regular
expressions for minutes, and no thread can be stopped.
"""

import io
from typing import Any

import feedparser

from relaybot.errors import ParseError
from relaybot.feeds.encoding import decode
from relaybot.feeds.json_feed import parse_json_feed
from relaybot.feeds.media import keep_pictures
from relaybot.feeds.ornaments import with_ornaments
from relaybot.feeds.repair import repair
from relaybot.feeds.xml_feed import feed_from
from relaybot.model.raw import RawFeed

_HEADERS = {"content-type": "application/xml; charset=utf-8"}  # of what `_feedparser` hands over


def parse(body: bytes, content_type: str | None) -> RawFeed:
    """Read a feed document. Raises ParseError only, with a sentence fit for a person."""
    try:
        return with_ornaments(_parse(body, content_type))
    except ParseError:
        raise
    except MemoryError as error:
        raise ParseError("the document needs more memory to read than allowed") from error
    except Exception as error:  # feedparser raises whatever its inner libraries raise
        raise ParseError(f"the document cannot be read ({type(error).__name__})") from error


def _parse(body: bytes, content_type: str | None) -> RawFeed:
    text = decode(body, content_type).lstrip("\ufeff\x00 \t\r\n")
    if not text:
        raise ParseError("the document is empty")
    if text[0] in "{[":
        return parse_json_feed(text)
    repaired = repair(text)
    if repaired is None:
        raise ParseError(_what_it_is(text))
    if not repaired.text:
        raise ParseError("the document is cut short before its first entry ends")
    found = _feedparser(keep_pictures(repaired.text))
    return feed_from(found, complete=repaired.complete)


def _feedparser(text: str) -> Any:
    """Run feedparser on a stream: a string or path would be opened or fetched (RELIABILITY 0.1)."""
    return feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers=_HEADERS,
        sanitize_html=False,  # ours, and only for entries that are new
        resolve_relative_uris=False,
    )


def _what_it_is(text: str) -> str:
    start = text[:2000].lower()
    if "<!doctype html" in start or "<html" in start or "<body" in start:
        return "that is a web page, not a feed"
    return "that is not a feed"
