"""How a place is doing: its feeds, what is waiting, what arrived last, with what it is linked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.fate import is_settling
from relaybot.commands.group import group_of, known_as
from relaybot.commands.pause import nothing_here
from relaybot.commands.reasons import because
from relaybot.commands.reply import Button, Reply, bullets, paragraphs
from relaybot.commands.words import Words, bold, link
from relaybot.model.delivery import Delivery
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.model.feed_state import FeedState
from relaybot.model.source import Feed
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Block, Document, Inline, Paragraph
from relaybot.sources.selectors import resolve

SILENT = timedelta(days=182)
LISTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The feeds a place follows, and what is known of them."""

    feeds: Sequence[Feed]
    states: Mapping[str, FeedState]
    last: Mapping[str, datetime]  # when the newest post was published, by feed slug

    def failing(self) -> Sequence[tuple[Feed, FeedState]]:
        """Return the feeds that could not be read when last asked, longest failing first."""
        found = [(f, s) for f in self.feeds if (s := self.states.get(f.slug)) and s.error]
        return sorted(found, key=lambda one: one[1].failing_since or one[1].checked_at or _NEVER)

    def silent(self, now: datetime) -> Sequence[tuple[Feed, datetime]]:
        """Return the feeds that can be read and have not published for long, longest first."""
        broken = {feed.slug for feed, _ in self.failing()}
        found = [(f, self.last[f.slug]) for f in self.feeds if f.slug in self.last]
        quiet = [one for one in found if now - one[1] > SILENT and one[0].slug not in broken]
        return sorted(quiet, key=lambda one: one[1])


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Tell how the place and everything it follows is."""
    words = context.words
    destination = tx.destinations.find(ask.place.address)
    if destination is None:
        return Reply(body=paragraphs(nothing_here(ask, words)))
    watched = _watched(tx, destination, context)
    title = words.many(
        "{place} watches {count} feed.",
        "{place} watches {count} feeds.",
        len(watched.feeds),
        place=bold(ask.place.name),
    )
    blocks: list[Block] = [Paragraph(title), Paragraph(_sending(destination, words))]
    blocks += [Paragraph(one) for one in _deliveries(tx, destination, ask.now, words) if one]
    blocks += _failing(watched, ask.now, words)
    blocks += _silent(watched, ask.now, words)
    if linked := group_of(tx, destination)[1:]:
        names = ", ".join(known_as(one) for one in linked)
        blocks.append(Paragraph(words.say("Linked with {places}.", places=bold(names))))
    buttons = _buttons(destination, ask, words) if ask.asker.manages else ()
    return Reply(body=Document(tuple(blocks)), rows=rows(buttons))


def _watched(tx: Transaction, destination: Destination, context: Context) -> Watched:
    selectors = [one.selector for one in tx.subscriptions.of(destination.id)]
    found = {f.slug: f for one in selectors for f in resolve(one, context.catalogue)}
    return Watched(
        feeds=tuple(found.values()),
        states=tx.feed_states.all(),
        last=tx.posts.last_seen(list(found)),
    )


def _sending(destination: Destination, words: Words) -> tuple[Inline, ...]:
    if destination.status is DestinationStatus.GONE:
        return words.say(
            "I cannot reach it: {reason}. Everything is kept; let me in again and say /resume.",
            reason=because(destination.status_reason, words),
        )
    if destination.status is DestinationStatus.ACTIVE:
        return words.say("New posts are sent as they appear.")
    if destination.paused_until:
        until = words.moment(destination.paused_until)
        return words.say("It is paused until {moment}.", moment=until)
    return words.say("It is paused until somebody says /resume.")


def _deliveries(
    tx: Transaction, destination: Destination, now: datetime, words: Words
) -> Sequence[tuple[Inline, ...]]:
    waiting, last = tx.outbox.waiting(destination.id), tx.outbox.last_sent(destination.id)
    told: list[tuple[Inline, ...]] = []
    active = destination.status is DestinationStatus.ACTIVE
    settling = [one for one in waiting if active and is_settling(one, now)]
    if settling:
        told.append(_settling(settling, now, words))
    if waiting := [one for one in waiting if one not in settling]:
        told.append(
            words.many("{count} post is waiting.", "{count} posts are waiting.", len(waiting))
        )
        if reason := waiting[0].reason:
            told.append(words.say("The last try failed: {reason}.", reason=because(reason, words)))
    if last is None or last.settled_at is None:
        told.append(words.say("No post has been sent here yet."))
    else:
        post = tx.posts.get(last.post)
        title = link(post.post.title, post.post.link) if post else link("?", None)
        ago = words.ago(last.settled_at, now)
        told.append(words.say("Last sent: {title}, {ago}.", title=title, ago=ago))
    return told


def _settling(new: Sequence[Delivery], now: datetime, words: Words) -> tuple[Inline, ...]:
    """New posts wait for a moment: that is no fault."""
    due = (delivery.next_attempt_at or now for delivery in new)
    return words.many(
        "{count} new post will be sent {soon}: I wait a little, in case its chapter still corrects"
        " it.",
        "{count} new posts will be sent, the first {soon}: I wait a little, in case their chapters"
        " still correct them.",
        len(new),
        soon=words.until(min(due), now),
    )


def _failing(watched: Watched, now: datetime, words: Words) -> tuple[Block, ...]:
    failing = watched.failing()
    if not failing:
        return (Paragraph(words.say("All of them can be read.")),) if watched.feeds else ()
    title = words.many(
        "{count} of them cannot be read just now; I keep trying:",
        "{count} of them cannot be read just now; I keep trying:",
        len(failing),
    )
    told = [
        words.say(
            "{feed}, since {when}: {reason}",
            feed=bold(feed.name),
            when=words.day(state.failing_since or state.checked_at or now),
            reason=because(state.error, words),
        )
        for feed, state in failing[:LISTED]
    ]
    return (Paragraph(title), bullets([*told, *_more(len(failing), words)]))


def _silent(watched: Watched, now: datetime, words: Words) -> tuple[Block, ...]:
    silent = watched.silent(now)
    if not silent:
        return ()
    title = words.many(
        "{count} of them has published nothing for more than six months:",
        "{count} of them have published nothing for more than six months:",
        len(silent),
    )
    told = [
        words.say("{feed}, since {when}", feed=bold(feed.name), when=words.day(last))
        for feed, last in silent[:LISTED]
    ]
    return (Paragraph(title), bullets([*told, *_more(len(silent), words)]))


def _more(count: int, words: Words) -> Sequence[tuple[Inline, ...]]:
    if count <= LISTED:
        return ()
    return [words.many("and {count} more", "and {count} more", count - LISTED)]


def _buttons(destination: Destination, ask: Ask, words: Words) -> tuple[Button, ...]:
    if destination.status is DestinationStatus.ACTIVE:
        return button(words.label("Check my rights here"), again(ask, "check"))
    return button(words.label("Resume"), again(ask, "resume"))
