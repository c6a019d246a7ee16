"""Posts of the store in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from relaybot.errors import StoreError
from relaybot.model.post import KnownPost, Post, PostState, RecentPost, StoredPost
from tests.fakes.store_tables import Tables


class FakePosts:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._posts = tables.posts

    def known(self, feed: str, aliases: Collection[str]) -> Mapping[str, KnownPost]:
        owners = {alias: self._tables.aliases.get((feed, alias)) for alias in aliases}
        return {
            alias: _known(self._posts[owner])
            for alias, owner in owners.items()
            if owner is not None
        }

    def count(self, feed: str) -> int:
        return sum(1 for stored in self._posts.values() if stored.post.feed == feed)

    def story(self, feed: str, story_keys: Collection[str], since: datetime) -> int | None:
        for post_id, stored in sorted(self._posts.items()):
            shares = any((key, post_id) in self._tables.story_keys for key in story_keys)
            if shares and stored.post.feed != feed and stored.seen_at >= since:
                return stored.story
        return None

    def add(self, post: Post, state: PostState, seen_at: datetime, story: int | None) -> int:
        new = self._tables.next_id("posts")
        self._posts[new] = StoredPost(
            id=new, story=story or new, state=state, seen_at=seen_at, post=post
        )
        self._recognise(new, post)
        return new

    def update(self, post_id: int, post: Post) -> None:
        if post_id not in self._posts:
            raise StoreError(f"Post {post_id} is not stored, so it cannot be changed.")
        self._posts[post_id] = replace(self._posts[post_id], post=post)
        self._recognise(post_id, post)

    def get(self, post_id: int) -> StoredPost | None:
        return self._posts.get(post_id)

    def newest(self, feeds: Collection[str], limit: int) -> Sequence[StoredPost]:
        standing = [stored for stored in self._shown(feeds) if stored.withdrawn_at is None]
        shown = sorted(standing, key=lambda stored: (_shown_at(stored), stored.id))
        once = {stored.story: stored for stored in shown}
        kept = [stored for stored in reversed(shown) if once[stored.story] is stored]
        return kept[:limit]

    def in_state(self, state: PostState) -> Sequence[StoredPost]:
        return [self._posts[one] for one in sorted(self._posts) if self._posts[one].state is state]

    def by_alias(self, alias: str) -> Sequence[StoredPost]:
        owners = {owner for (_, name), owner in self._tables.aliases.items() if name == alias}
        return [self._posts[owner] for owner in sorted(owners)]

    def seen_since(self, feeds: Collection[str], since: datetime) -> int:
        return len({one.story for one in self._shown(feeds) if _shown_at(one) >= since})

    def last_seen(self, feeds: Collection[str]) -> Mapping[str, datetime]:
        found: dict[str, datetime] = {}
        for stored in self._posts.values():
            if (feed := stored.post.feed) in feeds:
                found[feed] = max(_shown_at(stored), found.get(feed, _shown_at(stored)))
        return found

    def _shown(self, feeds: Collection[str]) -> list[StoredPost]:
        return [
            stored
            for stored in self._posts.values()
            if stored.post.feed in feeds and stored.state in (PostState.ABSORBED, PostState.RELAYED)
        ]

    def set_state(self, post_ids: Collection[int], state: PostState) -> None:
        for one in set(post_ids) & set(self._posts):
            self._posts[one] = replace(self._posts[one], state=state)

    def tellers(self, stories: Collection[int]) -> Mapping[int, Sequence[str]]:
        told: dict[int, dict[str, None]] = {}
        for _, stored in sorted(self._posts.items()):
            standing = stored.state is PostState.RELAYED and stored.withdrawn_at is None
            if standing and stored.story in stories:
                told.setdefault(stored.story, {})[stored.post.feed] = None
        return {story: list(feeds) for story, feeds in told.items()}

    def recent(self, feed: str, since: datetime) -> Sequence[RecentPost]:
        found = (self._recent(one) for one in sorted(self._posts) if self._relayed(one, feed))
        return [one for one in found if one.seen_at >= since or one.missing_since]

    def missed(self, feed: str) -> Sequence[RecentPost]:
        found = (self._recent(one) for one in sorted(self._posts) if self._relayed(one, feed))
        return [one for one in found if one.missing_since]

    def set_missing(self, post_ids: Collection[int], since: datetime | None) -> None:
        for one in set(post_ids) & set(self._posts):
            self._tables.missing.pop(one, None)
            if since is not None:
                self._tables.missing[one] = since

    def set_withdrawn(self, post_ids: Collection[int], at: datetime | None) -> None:
        for one in set(post_ids) & set(self._posts):
            self._posts[one] = replace(self._posts[one], withdrawn_at=at)

    def _relayed(self, post_id: int, feed: str) -> bool:
        stored = self._posts[post_id]
        return stored.post.feed == feed and stored.state is PostState.RELAYED

    def _recent(self, post_id: int) -> RecentPost:
        stored = self._posts[post_id]
        return RecentPost(
            id=post_id,
            published=stored.post.published,
            seen_at=stored.seen_at,
            missing_since=self._tables.missing.get(post_id),
            withdrawn_at=stored.withdrawn_at,
        )

    def _recognise(self, post_id: int, post: Post) -> None:
        for alias in (post.key, *post.aliases):
            self._tables.aliases.setdefault((post.feed, alias), post_id)
        self._tables.story_keys.update({(key, post_id): None for key in post.story_keys})


def _shown_at(stored: StoredPost) -> datetime:
    return stored.post.published or stored.seen_at


def _known(stored: StoredPost) -> KnownPost:
    return KnownPost(
        id=stored.id,
        key=stored.post.key,
        title=stored.post.title,
        link=stored.post.link,
        published=stored.post.published,
        fingerprint=stored.post.fingerprint,
    )
