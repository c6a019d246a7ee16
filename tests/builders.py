"""Values for tests: `a_post(title="…")` gives a whole one; say only what the test is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from relaybot.model.delivery import Claim, Delivery, DeliveryState, Outgoing
from relaybot.model.destination import Address, Destination, PlatformName
from relaybot.model.post import Post, PostState, StoredPost
from relaybot.model.source import Chapter, Feed, Kind

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def a_feed(slug: str = "elmford", **changes: Any) -> Feed:
    given: dict[str, Any] = {
        "slug": slug,
        "url": f"https://{slug}.example/feed/",
        "chapter": slug,
        "name": f"{slug.title()} Tenants' League",
        "kind": Kind.CHAPTER,
        "region": "OR",
        "language": "en",
        "site": f"https://{slug}.example/",
        "logo": f"https://{slug}.example/logo.png",
    }
    return Feed(**(given | changes))


def a_chapter(slug: str = "elmford", **changes: Any) -> Chapter:
    feed = a_feed(slug)
    given: dict[str, Any] = {
        "slug": slug,
        "name": feed.name,
        "kind": feed.kind,
        "region": feed.region,
        "language": feed.language,
        "site": feed.site,
        "logo": feed.logo,
        "feeds": (feed,),
        "organization": "sample",
    }
    return Chapter(**(given | changes))


def a_post(number: int = 1, *, feed: str = "elmford", **changes: Any) -> Post:
    link = f"https://{feed}.example/posts/{number}"
    given: dict[str, Any] = {
        "feed": feed,
        "chapter": feed,
        "key": f"guid:{feed}-{number}",
        "aliases": (f"guid:{feed}-{number}", f"link:{feed}.example/posts/{number}"),
        "title": f"Post number {number}",
        "link": link,
        "html": f"<p>The body of post number {number}.</p>",
        "base": link,
        "published": NOON - timedelta(days=1) + timedelta(minutes=number),
        "language": "en",
        "fingerprint": f"fingerprint-{number}",
    }
    return Post(**(given | changes))


def a_stored_post(number: int = 1, **changes: Any) -> StoredPost:
    return StoredPost(
        id=number,
        story=number,
        state=PostState.RELAYED,
        seen_at=NOON,
        post=a_post(number, **changes),
    )


def an_address(chat: str = "4001", platform: str = "discord", thread: str | None = None) -> Address:
    return Address(PlatformName(platform), chat, thread)


def a_destination(address: Address | None = None, **changes: Any) -> Destination:
    given: dict[str, Any] = {"id": 1, "address": address or an_address(), "created_at": NOON}
    return Destination(**(given | changes))


def a_delivery(number: int = 1, **changes: Any) -> Delivery:
    given: dict[str, Any] = {
        "id": number,
        "post": number,
        "destination": 1,
        "state": DeliveryState.PENDING,
        "nonce": f"nonce-{number}",
        "attempts": 1,
        "created_at": NOON,
        "first_attempt_at": NOON,
        "next_attempt_at": NOON,
    }
    return Delivery(**(given | changes))


def an_outgoing(
    post: StoredPost | None = None,
    destination: Destination | None = None,
    delivery: Delivery | None = None,
    chapter: Chapter | None = None,
) -> Outgoing:
    voice = chapter or a_chapter()
    return Outgoing(
        claim=Claim(
            delivery=delivery or a_delivery(),
            destination=destination or a_destination(),
            post=post or a_stored_post(),
        ),
        chapter=voice,
        feed=voice.feeds[0],
    )
