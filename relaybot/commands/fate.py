"""What became of one post in one place, in words."""

from collections.abc import Sequence
from datetime import datetime

from relaybot.commands.ask import Ask, Place
from relaybot.commands.context import Context
from relaybot.commands.naming import named
from relaybot.commands.reasons import because
from relaybot.commands.words import Words, link
from relaybot.model.delivery import Delivery, DeliveryState
from relaybot.model.destination import (
    Destination,
    DestinationStatus,
    PlatformName,
    WithdrawnPolicy,
)
from relaybot.model.post import PostState, StoredPost
from relaybot.model.source import Feed
from relaybot.model.subscription import Subscription
from relaybot.richtext.nodes import Inline
from relaybot.sources.selectors import selectors_for

_OPEN = frozenset({DeliveryState.PENDING, DeliveryState.UNKNOWN})


def decided(post: StoredPost, feed: Feed | None, context: Context) -> tuple[Inline, ...]:
    """Say what was decided about a post when it was seen; nothing where it was simply relayed."""
    words = context.words
    match post.state:
        case PostState.ABSORBED:
            return words.say(
                "It was there already when I read this feed for the first time, so I did not send"
                " it to anybody."
            )
        case PostState.HELD if is_quarantined(feed, context):
            return words.say(
                "It is held back: whoever runs this bot looks at the posts of this chapter first."
            )
        case PostState.HELD:
            return words.say(
                "It is held back: so many posts came at once that something looked wrong. Whoever"
                " runs this bot decides."
            )
        case PostState.DISMISSED:
            return words.say("It was held back, and whoever runs this bot decided against it.")
        case PostState.RELAYED:
            return ()


def is_quarantined(feed: Feed | None, context: Context) -> bool:
    """Say whether posts of this feed wait for a person's word."""
    return feed is not None and context.catalogue.chapter_of(feed).quarantine


def followed_by(
    feed: Feed | None, follows: Sequence[Subscription], context: Context
) -> Subscription | None:
    """Return the oldest follow that covers a feed."""
    if feed is None:
        return None
    covering = selectors_for(feed, context.catalogue)
    return next((one for one in follows if one.selector in covering), None)


def matched(
    follow: Subscription | None, delivery: Delivery | None, post: StoredPost, context: Context
) -> tuple[Inline, ...]:
    """Say by which follow a post comes here, or why none brought it."""
    words = context.words
    if follow is None:
        return words.say("Nothing that is followed here covers it now.")
    what = named(follow.selector, context)
    if delivery is None and follow.created_at > post.seen_at:
        return words.say(
            "It came before you began to follow {what}, on {day}.",
            what=what,
            day=words.day(follow.created_at),
        )
    return words.say("You follow {what}, which covers it.", what=what)


def delivered(
    delivery: Delivery, destination: Destination, ask: Ask, words: Words
) -> tuple[Inline, ...]:
    """Say what became of the delivery."""
    match delivery.state:
        case DeliveryState.SENT:
            return _sent(delivery, ask.place, words)
        case DeliveryState.SENDING:
            return words.say("It is being sent at this very moment.")
        case DeliveryState.DEAD:
            return words.say(
                "It was not sent: {reason}.",
                reason=because(delivery.reason, words),
            )
        case DeliveryState.PENDING | DeliveryState.UNKNOWN:
            return _waiting(delivery, destination, ask.now, words)


def taken_back(
    post: StoredPost, delivery: Delivery | None, destination: Destination | None, words: Words
) -> tuple[Inline, ...]:
    """Say when the chapter took a post back, and what becomes of such posts here; else nothing."""
    if post.withdrawn_at is None:
        return ()
    when = words.moment(post.withdrawn_at)
    if destination is None or delivery is None or delivery.message_id is None:
        return words.say("Its chapter took it back: {when}.", when=when)
    match destination.preferences.withdrawn:
        case WithdrawnPolicy.STRIKE:
            return words.say(
                "Its chapter took it back: {when}. Here such posts are struck through.", when=when
            )
        case WithdrawnPolicy.DELETE:
            return words.say(
                "Its chapter took it back: {when}. Here such posts are deleted.", when=when
            )
        case WithdrawnPolicy.KEEP:
            return words.say(
                "Its chapter took it back: {when}. Here such posts are left as they are.", when=when
            )


def can_send_now(
    post: StoredPost, feed: Feed | None, delivery: Delivery | None, context: Context
) -> bool:
    """Say whether a moderator may send a post here at once."""
    if post.withdrawn_at is not None:
        return False
    if delivery is not None:
        return delivery.state in _OPEN or delivery.state is DeliveryState.DEAD
    if post.state is PostState.DISMISSED:
        return False
    return post.state is not PostState.HELD or not is_quarantined(feed, context)


def _sent(delivery: Delivery, place: Place, words: Words) -> tuple[Inline, ...]:
    at = delivery.settled_at
    if delivery.message_id is None:  # an unknown outcome was settled without any proof
        return words.say(
            "I sent it, but got no answer whether it arrived, and did not want to send it twice."
        )
    when = link(words.moment(at) if at else "?", message_url(place, delivery.message_id))
    return words.say("It arrived here: {when}.", when=when)


def _waiting(
    delivery: Delivery, destination: Destination, now: datetime, words: Words
) -> tuple[Inline, ...]:
    since = words.moment(delivery.created_at)
    if destination.status is DestinationStatus.PAUSED:
        return words.say("It has been waiting since {since}: this place is paused.", since=since)
    if destination.status is DestinationStatus.GONE:
        return words.say(
            "It has been waiting since {since}: I cannot reach this place ({reason}).",
            since=since,
            reason=because(destination.status_reason, words),
        )
    if delivery.state is DeliveryState.UNKNOWN:
        return words.say(
            "I sent it {ago}, but got no answer whether it arrived. I am finding out.",
            ago=words.ago(delivery.unknown_since or delivery.created_at, now),
        )
    if delivery.reason:
        return words.say(
            "It has been waiting since {since}. The last try failed: {reason}. Next try: {next}.",
            since=since,
            reason=because(delivery.reason, words),
            next=words.until(delivery.next_attempt_at or now, now),
        )
    if is_settling(delivery, now):
        return words.say(
            "It will be sent {soon}: with new posts I wait a little, in case their chapter still"
            " corrects them.",
            soon=words.until(delivery.next_attempt_at or now, now),
        )
    return words.say("It is waiting for its turn, since {since}.", since=since)


def is_settling(delivery: Delivery, now: datetime) -> bool:
    """Say whether it is new and held for a moment, so that a quick correction is not missed."""
    due = delivery.next_attempt_at
    return not delivery.attempts and due is not None and due > now


def message_url(place: Place, message: str) -> str | None:
    """Return where a message can be seen; None where that cannot be said."""
    message, _, _ = message.partition("+")  # an album's pictures; the words stand with the first
    chat, thread = place.address.chat, place.address.thread
    if place.address.platform is PlatformName.DISCORD:
        if place.server is None:
            return None
        channel = message if place.forum else chat
        return f"https://discord.com/channels/{place.server}/{channel}/{message}"
    if chat.startswith("@"):
        room = chat.removeprefix("@")
    elif chat.startswith("-100"):
        room = f"c/{chat.removeprefix('-100')}"
    else:
        return None  # a private chat or a small group: its messages have no address
    return f"https://t.me/{room}/{thread}/{message}" if thread else f"https://t.me/{room}/{message}"
