"""Every document in tests/data/feeds beside the posts it must become.

A new odd feed: put the document there and run `RELAYBOT_WRITE_EXPECTED=1 .venv/bin/pytest
tests/unit/feeds/test_documents.py`; then read what was written as if it were code.
"""

import json
import os
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from relaybot.errors import ParseError
from relaybot.feeds.identity import identify
from relaybot.feeds.normalise import normalise
from relaybot.feeds.parse import parse
from relaybot.model.post import Event, Post
from relaybot.model.raw import RawFeed
from tests.builders import NOON, a_feed

DOCUMENTS = Path(__file__).parents[2] / "data" / "feeds"
CASES = sorted(path for path in DOCUMENTS.iterdir() if path.suffix in (".rss", ".atom", ".json"))
WRITE = "RELAYBOT_WRITE_EXPECTED" in os.environ


@pytest.mark.parametrize("document", CASES, ids=lambda path: path.name)
def test_document_becomes_these_posts(document: Path) -> None:
    found = outcome(document.read_bytes())
    expected = document.with_name(f"{document.stem}.expected.toml")
    if WRITE:
        expected.write_text(as_toml(found), encoding="utf-8")
    assert found == tomllib.loads(expected.read_text(encoding="utf-8"))


def test_every_expectation_has_its_document() -> None:
    stems = {path.stem for path in CASES}
    assert {path.name.split(".")[0] for path in DOCUMENTS.glob("*.toml")} == stems
    assert len(stems) == len(CASES) >= 40


def outcome(body: bytes) -> dict[str, Any]:
    try:
        raw = parse(body, "application/rss+xml")
    except ParseError as error:
        return {"error": str(error)}
    return {"feed": feed_facts(raw), "post": posts_of(raw)}


def posts_of(raw: RawFeed) -> list[dict[str, Any]]:
    feed = a_feed(language=None)
    items = identify(raw.entries)
    posts = (normalise(item, feed, raw, feed.url, NOON) for item in items)
    return [post_facts(post) for post in posts if post is not None]


def feed_facts(raw: RawFeed) -> dict[str, Any]:
    facts = {"format": raw.format, "complete": raw.complete, "title": raw.title, "ttl": raw.ttl}
    return said(facts | {"language": raw.language, "entries": len(raw.entries)})


def post_facts(post: Post) -> dict[str, Any]:
    names = ("title", "link", "byline", "published", "updated", "language", "html", "summary")
    facts = {name: getattr(post, name) for name in names}
    facts["categories"] = list(post.categories)
    facts["image"] = post.image and said({"url": post.image.url, "alt": post.image.alt})
    facts["event"] = post.event and event_facts(post.event)
    facts["audio"] = post.audio and said(
        {name: getattr(post.audio, name) for name in ("url", "type", "length", "duration")}
    )
    return said(facts)


def event_facts(event: Event) -> dict[str, Any]:
    facts = {name: getattr(event, name) for name in ("starts", "ends", "place")}
    return said(facts | {"all_day": event.all_day or None})


def said(facts: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is absent; TOML has no null."""
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def as_toml(facts: dict[str, Any]) -> str:
    if "error" in facts:
        return f"error = {toml_value(facts['error'])}\n"
    tables = [("[feed]", facts["feed"]), *(("[[post]]", post) for post in facts["post"])]
    text = "\n".join(
        "\n".join([header, *(f"{name} = {toml_value(value)}" for name, value in table.items())])
        + "\n"
        for header, table in tables
    )
    return text if facts["post"] else f"post = []\n\n{text}"


def toml_value(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        pairs = ", ".join(f"{name} = {toml_value(inner)}" for name, inner in value.items())
        return f"{{ {pairs} }}"
    return json.dumps(value, ensure_ascii=False)
