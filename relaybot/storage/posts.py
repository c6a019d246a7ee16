"""What was seen: posts, the aliases they are recognised by, the stories they tell."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    bindparam,
    column,
    func,
    or_,
    select,
    tuple_,
    update,
    values,
)

from relaybot.errors import StoreError
from relaybot.model.post import KnownPost, Post, PostState, RecentPost, StoredPost
from relaybot.storage import content
from relaybot.storage.columns import AnyText, digest
from relaybot.storage.statements import chunks, insert_missing, insert_one
from relaybot.storage.tables import aliases, posts, story_keys

_SHOWN = (PostState.ABSORBED, PostState.RELAYED)
# The same the other way round: SQLite would look for these first, by state, in all there is.
_HIDDEN = tuple(state for state in PostState if state not in _SHOWN)


class SqlPosts:
    """`repositories.Posts` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, feed: str, aliases_: Collection[str]) -> Mapping[str, KnownPost]:
        """Return, for those of the aliases that this feed has used, the post each belongs to."""
        by_digest = {digest(alias): alias for alias in aliases_}
        found: dict[str, KnownPost] = {}
        for some in chunks(by_digest):
            query = (
                select(aliases.c.digest, *_KNOWN)
                .join(posts, posts.c.id == aliases.c.post_id)
                .where(aliases.c.feed == feed, aliases.c.digest.in_(some))
            )
            for row in self._connection.execute(query).mappings():
                found[by_digest[row["digest"]]] = _known(row)
        return found

    def count(self, feed: str) -> int:
        """Return how many posts of this feed are stored."""
        query = select(func.count()).select_from(posts).where(posts.c.feed == feed)
        return self._connection.execute(query).scalar_one()

    def story(self, feed: str, keys: Collection[str], since: datetime) -> int | None:
        """Return the story of the oldest post of *another* feed, seen since then, sharing a key."""
        oldest: tuple[int, int] | None = None
        for some in chunks([digest(key) for key in keys]):
            query = (
                select(posts.c.id, posts.c.story)
                .join(story_keys, story_keys.c.post_id == posts.c.id)
                .where(
                    story_keys.c.digest.in_(some),
                    posts.c.feed != feed,
                    posts.c.seen_at >= since,
                )
                .order_by(posts.c.id)
                .limit(1)
            )
            for row in self._connection.execute(query):
                oldest = min(oldest or (row.id, row.story), (row.id, row.story))
        return None if oldest is None else oldest[1]

    def add(self, post: Post, state: PostState, seen_at: datetime, story: int | None) -> int:
        """Store a new post, its aliases and story keys; `story` None starts one. Returns its id."""
        row = _columns(post) | {
            "feed": post.feed,
            "state": state,
            "seen_at": seen_at,
            "shown_at": post.published or seen_at,
            "story": story or 0,
        }
        post_id = insert_one(self._connection, posts, row)
        if story is None:  # it tells its own story, and its id is known only now
            own = update(posts).where(posts.c.id == post_id).values(story=post_id)
            self._connection.execute(own)
        self._recognise(post_id, post.feed, post)
        return post_id

    def update(self, post_id: int, post: Post) -> None:
        """Replace the content of a stored post (it was edited), and add aliases that are new."""
        shown_at = post.published if post.published is not None else posts.c.seen_at
        changed = update(posts).where(posts.c.id == post_id)
        content_now = _columns(post) | {"shown_at": shown_at}
        if self._connection.execute(changed.values(content_now)).rowcount == 0:
            raise StoreError(f"Post {post_id} is not stored, so it cannot be changed.")
        self._recognise(post_id, post.feed, post)

    def get(self, post_id: int) -> StoredPost | None:
        """Return one post."""
        return self.get_all([post_id]).get(post_id)

    def get_all(self, post_ids: Iterable[int]) -> Mapping[int, StoredPost]:
        """Return those of these posts that are stored, by id."""
        found: dict[int, StoredPost] = {}
        for some in chunks(post_ids):
            query = select(posts).where(posts.c.id.in_(some))
            for row in self._connection.execute(query).mappings():
                found[row["id"]] = _stored(row)
        return found

    def newest(self, feeds: Collection[str], limit: int) -> Sequence[StoredPost]:
        """Return the newest posts of these feeds, newest first, each story once."""
        found = [
            (row.shown_at, row.id, row.story)
            for feed in set(feeds)
            for row in self._connection.execute(_NEWEST_OF_FEED, {"feed": feed, "most": limit})
        ]
        newest_of_story: dict[int, int] = {}
        for _, post_id, story in sorted(found, reverse=True):
            newest_of_story.setdefault(story, post_id)
        chosen = list(newest_of_story.values())[:limit]
        stored = self.get_all(chosen)
        return [stored[post_id] for post_id in chosen]

    def in_state(self, state: PostState) -> Sequence[StoredPost]:
        """Return all posts in this state, oldest first."""
        query = select(posts).where(posts.c.state == state).order_by(posts.c.id)
        return [_stored(row) for row in self._connection.execute(query).mappings()]

    def by_alias(self, alias: str) -> Sequence[StoredPost]:
        """Return the posts of any feed that are known by this alias, oldest first."""
        query = select(posts).join(aliases, aliases.c.post_id == posts.c.id)
        named = query.where(aliases.c.digest == digest(alias)).order_by(posts.c.id)
        return [_stored(row) for row in self._connection.execute(named).mappings()]

    def seen_since(self, feeds: Collection[str], since: datetime) -> int:
        """Return how many stories these feeds published since then (published, else seen)."""
        asked = [_stories(some, since) for some in chunks(set(feeds))]
        if len(asked) == 1:  # nearly always: counted where they are, none is handed over
            count = asked[0].with_only_columns(func.count(posts.c.story.distinct()))
            return self._connection.execute(count).scalar_one()
        stories: set[int] = set()
        for query in asked:
            stories.update(self._connection.execute(query).scalars())
        return len(stories)

    def last_seen(self, feeds: Collection[str]) -> Mapping[str, datetime]:
        """Return, for each of these feeds with posts, when its newest was published (else seen)."""
        found: dict[str, datetime] = {}
        for some in chunks(set(feeds)):
            asked = values(column("feed", AnyText), name="asked").data([(feed,) for feed in some])
            feed = asked.cte().c.feed
            # One look into an index for each feed; grouping would read all of it.
            newest = select(func.max(posts.c.shown_at)).where(posts.c.feed == feed)
            rows = self._connection.execute(select(feed, newest.scalar_subquery()))
            found.update({slug: moment for slug, moment in rows if moment is not None})
        return found

    def set_state(self, post_ids: Collection[int], state: PostState) -> None:
        """Change what was decided about these posts."""
        self._change(post_ids, state=state)

    def tellers(self, stories: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return which feeds tell each of these stories, first teller first."""
        told: dict[int, list[str]] = {}
        for some in chunks(set(stories)):
            query = (
                select(posts.c.story, posts.c.feed)
                .where(
                    posts.c.story.in_(some),
                    posts.c.state == PostState.RELAYED,
                    posts.c.withdrawn_at.is_(None),
                )
                .order_by(posts.c.id)
            )
            for row in self._connection.execute(query):
                feeds = told.setdefault(row.story, [])
                if row.feed not in feeds:
                    feeds.append(row.feed)
        return told

    def recent(self, feed: str, since: datetime) -> Sequence[RecentPost]:
        """Return the feed's relayed posts seen since then, and whatever of it is missed."""
        wanted = or_(posts.c.seen_at >= since, posts.c.missing_since.is_not(None))
        return self._recent(feed, wanted)

    def missed(self, feed: str) -> Sequence[RecentPost]:
        """Return the feed's relayed posts that were looked for in vain."""
        return self._recent(feed, posts.c.missing_since.is_not(None))

    def set_missing(self, post_ids: Collection[int], since: datetime | None) -> None:
        """Say since when these posts are missing in their feed; None = they are there."""
        self._change(post_ids, missing_since=since)

    def set_withdrawn(self, post_ids: Collection[int], at: datetime | None) -> None:
        """Say when the chapter took these posts back; None = they stand."""
        self._change(post_ids, withdrawn_at=at)

    def _recent(self, feed: str, condition: ColumnElement[bool]) -> list[RecentPost]:
        columns = [getattr(posts.c, field.name) for field in fields(RecentPost)]
        relayed = select(*columns).where(posts.c.feed == feed, posts.c.state == PostState.RELAYED)
        rows = self._connection.execute(relayed.where(condition).order_by(posts.c.id)).mappings()
        return [RecentPost(**row) for row in rows]

    def _change(self, post_ids: Collection[int], **values: Any) -> None:
        for some in chunks(post_ids):
            self._connection.execute(update(posts).where(posts.c.id.in_(some)).values(values))

    def _recognise(self, post_id: int, feed: str, post: Post) -> None:
        # An alias stays with the post that used it first, so nothing known ever looks new.
        names = [
            {"feed": feed, "digest": digest(alias), "post_id": post_id}
            for alias in dict.fromkeys((post.key, *post.aliases))
        ]
        insert_missing(self._connection, aliases, names)
        keys = [{"digest": digest(key), "post_id": post_id} for key in set(post.story_keys)]
        insert_missing(self._connection, story_keys, keys)


def _newest_of_feed() -> Select[datetime, int, int]:
    newer = posts.alias("newer")
    same_story_later = select(newer.c.id).where(
        newer.c.story == posts.c.story,
        newer.c.feed == posts.c.feed,
        newer.c.state.in_(_SHOWN),
        newer.c.withdrawn_at.is_(None),
        tuple_(newer.c.shown_at, newer.c.id) > tuple_(posts.c.shown_at, posts.c.id),
    )
    return (
        select(posts.c.shown_at, posts.c.id, posts.c.story)
        .where(posts.c.feed == bindparam("feed"), posts.c.state.in_(_SHOWN))
        .where(posts.c.withdrawn_at.is_(None))
        .where(~same_story_later.exists())
        .order_by(posts.c.shown_at.desc(), posts.c.id.desc())
        .limit(bindparam("most"))
    )


def _stories(feeds: Collection[str], since: datetime) -> Select[int]:
    return select(posts.c.story).where(
        posts.c.feed.in_(feeds), posts.c.shown_at >= since, posts.c.state.not_in(_HIDDEN)
    )


# Asked feed by feed: each answer is the top of an index, however many posts there are.
_NEWEST_OF_FEED = _newest_of_feed()
_KNOWN = (
    posts.c.id,
    posts.c.key,
    posts.c.title,
    posts.c.link,
    posts.c.published,
    posts.c.fingerprint,
)


def _columns(post: Post) -> dict[str, Any]:
    return {
        "key": post.key,
        "title": post.title,
        "link": post.link,
        "published": post.published,
        "fingerprint": post.fingerprint,
        "content": content.encode(post),
    }


def _known(row: RowMapping) -> KnownPost:
    return KnownPost(**{column.name: row[column] for column in _KNOWN})


def _stored(row: RowMapping) -> StoredPost:
    post = Post(
        feed=row["feed"],
        key=row["key"],
        title=row["title"],
        link=row["link"],
        published=row["published"],
        fingerprint=row["fingerprint"],
        **content.decode(row["content"]),
    )
    return StoredPost(
        id=row["id"],
        story=row["story"],
        state=row["state"],
        seen_at=row["seen_at"],
        withdrawn_at=row["withdrawn_at"],
        post=post,
    )
