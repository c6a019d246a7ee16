"""What a place follows: by which selector, since when, and whether it arrives."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.group import known_as
from relaybot.commands.naming import labelled
from relaybot.commands.paging import Page, page_of, turning
from relaybot.commands.reply import Button, Reply, Row, lines
from relaybot.commands.unfollow_words import nothing_followed, to_stop
from relaybot.commands.words import bold
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.model.feed_state import FeedState
from relaybot.model.subscription import Subscription
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Code, Document, Inline, Listing, Text
from relaybot.sources.selectors import resolve

_PAGE = 10


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """List what the place follows."""
    destination = tx.destinations.find(ask.place.address)
    followed = tx.subscriptions.of(destination.id) if destination else ()
    if destination is None or not followed:
        return nothing_followed(ask, context)
    page = page_of(followed, ask.get("page"), _PAGE)
    head = lines(_state(tx, ask, context, destination, len(followed)))
    states = tx.feed_states.all()
    feeds = [f.slug for s in page.items for f in resolve(s.selector, context.catalogue)]
    seen = tx.posts.last_seen(feeds)
    items = tuple((lines(_item(each, states, seen, ask.now, context)),) for each in page.items)
    return Reply(
        body=Document((head, Listing(items, start=page.before + 1))),
        rows=_rows(ask, context, destination, page),
    )


def _state(
    tx: Transaction, ask: Ask, context: Context, destination: Destination, count: int
) -> Iterator[tuple[Inline, ...]]:
    """Tell about the place: how many follows, whether posts arrive, when the last one did."""
    words, place = context.words, bold(ask.place.name)
    yield words.many(
        "{place} follows {count} thing.", "{place} follows {count} things.", count, place=place
    )
    if linked := tx.destinations.linked(destination.id):
        others = ", ".join(known_as(each) for each in linked)
        yield words.say("It shares them with {others}.", others=bold(others))
    if destination.status is DestinationStatus.PAUSED:
        yield _paused(context, destination)
    if destination.status is DestinationStatus.GONE:
        yield words.say("I cannot post there at the moment, so nothing arrives.")
    last = tx.outbox.last_sent(destination.id)
    if last and last.settled_at:
        yield words.say("The last post arrived {ago}.", ago=words.ago(last.settled_at, ask.now))
    else:
        yield words.say("No post has arrived yet.")


def _paused(context: Context, destination: Destination) -> tuple[Inline, ...]:
    words = context.words
    if destination.paused_until:
        until = words.moment(destination.paused_until)
        return words.say("It is paused until {until}: posts wait.", until=until)
    return words.say("It is paused: posts wait.")


def _item(
    subscription: Subscription,
    states: Mapping[str, FeedState],
    seen: Mapping[str, datetime],
    now: datetime,
    context: Context,
) -> Iterator[tuple[Inline, ...]]:
    """Tell one follow: what, by which selector, since when, its last post, and what fails."""
    words = context.words
    feeds = resolve(subscription.selector, context.catalogue)
    selector = Code(str(subscription.selector))
    yield (*bold(labelled(subscription.selector, context)), Text(" "), selector)
    since = words.day(subscription.created_at)
    if not feeds:
        yield words.say("since {since} · not in the directory now", since=since)
        return
    yield words.many(
        "since {since} · {count} feed", "since {since} · {count} feeds", len(feeds), since=since
    )
    if latest := max((seen[feed.slug] for feed in feeds if feed.slug in seen), default=None):
        yield words.say("last post {ago}", ago=words.ago(min(latest, now), now))
    failing = sum(1 for feed in feeds if feed.slug in states and states[feed.slug].error)
    if failing:
        yield words.many(
            "{count} feed cannot be read at the moment",
            "{count} feeds cannot be read at the moment",
            failing,
        )


def _rows(
    ask: Ask, context: Context, destination: Destination, page: Page[Subscription]
) -> tuple[Row, ...]:
    words = context.words
    turn: tuple[Button, ...] = turning(page, again(ask, "following"), words)
    if not ask.asker.manages:
        return rows(turn)
    buttons: tuple[Button, ...] = ()
    if destination.status is DestinationStatus.PAUSED:
        buttons += button(words.label("Resume"), again(ask, "resume"))
    if destination.status is DestinationStatus.GONE:
        buttons += button(words.label("Check again"), again(ask, "check"))
    selectors = [each.selector for each in page.items]
    chosen = to_stop(ask, context, selectors, words.label("Stop following …"))
    return (*rows(turn), *chosen, *rows(buttons))
