"""The parts of a post nobody searches, as JSON text.

JSON escapes every character above ASCII, so that NUL and broken surrogates survive any database.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from relaybot.model.post import Audio, Event, Image, Post

_PLAIN = ("chapter", "byline", "html", "summary", "base", "language")
_TUPLES = ("aliases", "categories", "story_keys")


def encode(post: Post) -> str:
    """Return the content column of a post; what is None is left out."""
    content: dict[str, Any] = {name: getattr(post, name) for name in (*_PLAIN, *_TUPLES)}
    content["updated"] = post.updated and post.updated.astimezone(UTC).isoformat()
    content["image"] = post.image and asdict(post.image)
    content["audio"] = post.audio and asdict(post.audio)
    content["event"] = post.event and _event_written(post.event)
    return json.dumps({name: value for name, value in content.items() if value is not None})


def decode(text: str) -> dict[str, Any]:
    """Return the arguments of `Post` that `encode` wrote."""
    content: dict[str, Any] = json.loads(text)
    for name in _TUPLES:
        content[name] = tuple(content[name])
    if "updated" in content:
        content["updated"] = datetime.fromisoformat(content["updated"])
    if "image" in content:
        content["image"] = Image(**content["image"])
    if "audio" in content:
        content["audio"] = Audio(**content["audio"])
    if "event" in content:
        content["event"] = _event_read(content["event"])
    return content


def _event_written(event: Event) -> dict[str, Any]:
    """The offset stays as the feed gave it: it is what people on the spot go by."""
    ends = event.ends.isoformat() if event.ends else None
    return asdict(event) | {"starts": event.starts.isoformat(), "ends": ends}


def _event_read(written: dict[str, Any]) -> Event:
    starts, ends = written["starts"], written["ends"]
    read = {
        "starts": datetime.fromisoformat(starts),
        "ends": datetime.fromisoformat(ends) if ends else None,
    }
    return Event(**(written | read))
