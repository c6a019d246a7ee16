"""A claim with all a platform needs to tell its post: who speaks, and who says the same."""

from collections.abc import Mapping, Sequence

from relaybot.model.delivery import Claim, Outgoing
from relaybot.model.source import Chapter, Feed, Kind
from relaybot.relay.match import followed_there
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue


def as_outgoing(tx: Transaction, catalogue: Catalogue, claims: Sequence[Claim]) -> list[Outgoing]:
    """Return the claims with what the directory says, and the other chapters of each story."""
    told = tx.posts.tellers({claim.post.story for claim in claims})
    return [_outgoing(tx, catalogue, claim, told) for claim in claims]


def _outgoing(
    tx: Transaction, catalogue: Catalogue, claim: Claim, told: Mapping[int, Sequence[str]]
) -> Outgoing:
    post = claim.post.post
    feed = catalogue.feed(post.feed) or _forgotten_feed(post.feed, post.chapter)
    chapter = catalogue.chapter(feed.chapter) or _forgotten_chapter(feed)
    others = _other_feeds(catalogue, chapter, told.get(claim.post.story, ()))
    followed = followed_there(tx, catalogue, claim.destination.id, others) if others else ()
    names = (catalogue.chapter_of(other).name for other in followed)
    return Outgoing(claim=claim, chapter=chapter, feed=feed, also_from=tuple(dict.fromkeys(names)))


def _other_feeds(catalogue: Catalogue, chapter: Chapter, slugs: Sequence[str]) -> list[Feed]:
    """Return the feeds of other chapters that are in the directory, in the order they told it."""
    known = (catalogue.feed(slug) for slug in slugs)
    return [feed for feed in known if feed is not None and feed.chapter != chapter.slug]


def _forgotten_feed(slug: str, chapter: str) -> Feed:
    """Stand in for a feed that left the directory while a post of it was waiting."""
    return Feed(slug=slug, url="", chapter=chapter, name=chapter, kind=Kind.OTHER)


def _forgotten_chapter(feed: Feed) -> Chapter:
    return Chapter(slug=feed.chapter, name=feed.name, kind=feed.kind, feeds=(feed,))
