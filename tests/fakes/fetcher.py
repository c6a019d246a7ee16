"""A server of feeds without a network: documents by feed slug, or the failure to give instead."""

import hashlib

from relaybot.errors import FetchError
from relaybot.model.feed_state import FeedState
from relaybot.model.fetched import Fetched, NotModified
from relaybot.model.source import Feed


class FakeFetcher:
    """Answers 304 when the state holds the ETag of the document it would give."""

    def __init__(self) -> None:
        self.documents: dict[str, bytes] = {}
        self.failures: dict[str, FetchError] = {}
        self.moved_to: dict[str, str] = {}
        self.max_age: float | None = None
        self.validates = True  # False: like a server that knows no ETags
        self.asked: list[str] = []

    async def fetch(self, feed: Feed, state: FeedState | None) -> Fetched | NotModified:
        self.asked.append(feed.slug)
        if failure := self.failures.get(feed.slug):
            raise failure
        body = self.documents[feed.slug]
        body_hash = hashlib.sha256(body).hexdigest()
        moved_to = self.moved_to.get(feed.slug)
        same_address = state is not None and state.source_url == feed.url
        etag = f'"{body_hash}"' if self.validates else None
        if state is not None and same_address and etag and state.etag == etag:
            return NotModified(moved_to=moved_to, max_age=self.max_age)
        return Fetched(
            url=feed.url,
            body=body,
            body_hash=body_hash,
            etag=etag,
            max_age=self.max_age,
            moved_to=moved_to,
        )
