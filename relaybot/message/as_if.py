"""A post as if it were owed to a place: for previews, where nothing is stored or sent."""

from collections.abc import Sequence
from datetime import datetime

from relaybot.model.delivery import Claim, Delivery, DeliveryState, Outgoing
from relaybot.model.destination import Address, Destination, PlatformName, Preferences
from relaybot.model.post import Post, PostState, StoredPost
from relaybot.model.source import Chapter, Feed


def as_if_owed(
    post: Post,
    feed: Feed,
    platform: PlatformName,
    preferences: Preferences,
    now: datetime,
    *,
    also_from: Sequence[str] = (),
    withdrawn_at: datetime | None = None,
) -> Outgoing:
    """Return what a platform would be given; the feed stands for its chapter."""
    delivery = Delivery(
        id=0, post=0, destination=0, state=DeliveryState.SENDING, nonce="", created_at=now
    )
    destination = Destination(
        id=0, address=Address(platform, "0"), created_at=now, preferences=preferences
    )
    stored = StoredPost(
        id=0,
        story=0,
        state=PostState.RELAYED,
        seen_at=now,
        withdrawn_at=withdrawn_at,
        post=post,
    )
    return Outgoing(
        claim=Claim(delivery=delivery, destination=destination, post=stored),
        chapter=_chapter(feed),
        feed=feed,
        also_from=tuple(also_from),
    )


def _chapter(feed: Feed) -> Chapter:
    return Chapter(
        slug=feed.chapter,
        name=feed.name,
        kind=feed.kind,
        region=feed.region,
        site=feed.site,
        logo=feed.logo,
        feeds=(feed,),
    )
