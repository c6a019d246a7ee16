"""A feed as the software of its site would write it, with that software's habits and mistakes."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from relaybot.demo.organization import PLACEHOLDER, Placement
from relaybot.demo.samples import SamplePost
from relaybot.model.source import Feed

CONTENT_TYPES = {"jekyll": "application/atom+xml", "json-feed": "application/feed+json"}
RSS = "application/rss+xml"
EXCERPT_WORDS = 55  # WordPress's own default


def content_type(software: str) -> str:
    """Return the MIME type the software sends with its feed."""
    return CONTENT_TYPES.get(software, RSS)


def feed_document(
    software: str, feed: Feed, posts: Sequence[SamplePost], place: Placement, now: datetime
) -> bytes:
    """Return the feed, newest post first as given."""
    if software == "json-feed":
        return place(_json_feed(feed, posts)).encode()
    text = _environment.get_template(f"{software}.xml").render(
        name=feed.name,
        feed_url=feed.url,
        site_url=feed.site,
        language=feed.language,
        posts=posts,
        now=now,
    )
    return place(text).encode()


def hexadecimal(text: str, digits: int = 24) -> str:
    """Return an id that looks like a database's: the same text always gives the same one."""
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def excerpt(post: SamplePost) -> str:
    """Return the first words, as WordPress does when nobody wrote an excerpt."""
    if post.excerpt:
        return Markup(post.excerpt)  # noqa: S704 the sample's own HTML
    words = Markup(post.body).striptags().split()  # noqa: S704 the same
    first = Markup(" ").join(words[:EXCERPT_WORDS])
    return first + Markup(" [&#8230;]") if len(words) > EXCERPT_WORDS else first


def _json_feed(feed: Feed, posts: Sequence[SamplePost]) -> str:
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.name,
            "home_page_url": feed.site,
            "feed_url": feed.url,
            "language": feed.language,
            "items": [_json_item(post) for post in posts],
        },
        ensure_ascii=False,
        indent=1,
    )


def _json_item(post: SamplePost) -> dict[str, object]:
    item: dict[str, object] = {
        "id": hexadecimal(post.link),
        "url": post.link,
        "title": post.title,
        "content_html": post.body,
        "date_published": _iso(post.published),
        "tags": list(post.categories),
    }
    if post.author:
        item["authors"] = [{"name": post.author}]
    if post.picture:
        item["image"] = f"{PLACEHOLDER}/pictures/{post.picture}"
    return item


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _handmade(html: str) -> str:
    """Escape like somebody who knows about < and > and has not heard of &."""
    return Markup(html.replace("<", "&lt;").replace(">", "&gt;"))  # noqa: S704 on purpose


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "software"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)
_environment.filters["rfc822"] = format_datetime
_environment.filters["iso"] = _iso
_environment.filters["day"] = "{:%Y-%m-%d}".format
_environment.filters["hexadecimal"] = hexadecimal
_environment.filters["number"] = lambda text: int(hexadecimal(text, 6), 16)
_environment.filters["excerpt"] = excerpt
_environment.filters["handmade"] = _handmade
