"""What is said when something is followed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.doctor import findings, is_fine
from relaybot.commands.group import known_as
from relaybot.commands.limits import FOLLOWS_A_DESTINATION
from relaybot.commands.naming import brief, named
from relaybot.commands.reply import Button, Reply, Stress, bullets, paragraphs
from relaybot.commands.volume import volume
from relaybot.commands.words import Words, bold
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.model.selector import Selector
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Block, Document, Inline, Paragraph
from relaybot.sources.selectors import resolve

_OFFERED = (1, 3, 5)  # how many of the newest
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """How a place stands to a selector after somebody asked to follow it."""

    selector: Selector
    group: Sequence[Destination]  # the place of the ask, then those linked with it
    since: datetime | None  # it was followed already; None = it was not
    wider: Selector | None  # it comes with this already, and was not added
    narrower: tuple[Selector, ...]  # followed too, and part of it now
    first: bool  # the first follow ever in this place
    revived: bool  # the place had been given up
    wanted: int  # how many of the newest were asked for
    sent: int  # how many of them were not there yet

    @property
    def added(self) -> bool:
        """Whether it was not followed before."""
        return self.since is None and self.wider is None

    @property
    def paused(self) -> bool:
        """Whether what is followed waits."""
        return self.group[0].status is DestinationStatus.PAUSED


def said(tx: Transaction, ask: Ask, context: Context, follows: Follows) -> Reply:
    """Return the answer to an ask to follow."""
    seen = context.examination
    repair = findings(seen, ask.place.name, context.words) if seen and not is_fine(seen) else ()
    blocks: list[Block] = []
    if follows.added or not follows.wanted:
        blocks.append(Paragraph(_standing(ask, context, follows)))
        blocks.append(Paragraph(volume(tx, follows.selector, ask.now, context)))
    blocks += _contained(context, follows)
    blocks += (*map(Paragraph, _notes(tx, ask, context, follows)), *repair)
    buttons = () if follows.wanted else _send_buttons(tx, ask, context, follows)
    return Reply(
        body=Document(tuple(blocks)),
        rows=(*rows(buttons), *rows(_next_buttons(ask, context, follows, bool(repair)))),
        beside=ask.pressed and not follows.wanted,  # the list it was chosen from stays
    )


def too_many(ask: Ask, context: Context) -> Reply:
    """Say that a place follows as much as it may."""
    words = context.words
    body = paragraphs(
        words.say(
            "{place} follows {most} things already, and that is the most there can be.",
            place=bold(ask.place.name),
            most=words.number(FOLLOWS_A_DESTINATION),
        ),
        words.say("Stop following some of them, or follow a whole region instead."),
    )
    shown = button(words.label("What is followed"), again(ask, "following"))
    return Reply(body=body, rows=rows(shown))


def _standing(ask: Ask, context: Context, follows: Follows) -> tuple[Inline, ...]:
    words, place = context.words, bold(ask.place.name)
    what = named(follows.selector, context)
    if follows.since:
        return words.say(
            "{place} follows {what} already, since {since}.",
            place=place,
            what=what,
            since=words.day(follows.since),
        )
    if follows.wider:
        return words.say(
            "{place} already follows {wider}, which includes {what}.",
            place=place,
            wider=named(follows.wider, context),
            what=what,
        )
    return words.say("Done: {place} follows {what} now.", place=place, what=what)


def _contained(context: Context, follows: Follows) -> Iterator[Block]:
    """Tell which follows are part of this one now."""
    words, count = context.words, len(follows.narrower)
    if not count:
        return
    yield Paragraph(
        words.many(
            "It includes {count} thing you follow already; nothing comes twice:",
            "It includes {count} things you follow already; nothing comes twice:",
            count,
        )
    )
    told = [named(each, context) for each in follows.narrower[:_MOST_TOLD]]
    if count > _MOST_TOLD:
        told.append(words.many("and {count} more", "and {count} more", count - _MOST_TOLD))
    yield bullets(told)


def _notes(
    tx: Transaction, ask: Ask, context: Context, follows: Follows
) -> Iterator[tuple[Inline, ...]]:
    words, place = context.words, bold(ask.place.name)
    if follows.wanted:
        yield _sent(tx, context, follows)
    if follows.added and len(follows.group) > 1:
        others = ", ".join(known_as(each) for each in follows.group[1:])
        yield words.say("The same goes for what is linked with it: {others}.", others=bold(others))
    if follows.revived:
        yield words.say(
            "I had given {place} up because I could not post there; it is active again.",
            place=place,
        )
    if follows.paused:
        yield words.say("{place} is paused, so posts wait until it is resumed.", place=place)
    if follows.first:
        yield words.say(
            "From now on every new post appears here by itself, soon after it is published."
            " You can change how posts look with /settings."
        )


def _sent(tx: Transaction, context: Context, follows: Follows) -> tuple[Inline, ...]:
    words = context.words
    if follows.sent:
        return words.many(
            "The newest post is on its way.",
            "The newest {count} posts are on their way.",
            follows.sent,
        )
    if _available(tx, context, follows.selector):
        return words.say("The newest posts are here already.")
    return words.say("There is no post to send yet.")


def _available(tx: Transaction, context: Context, selector: Selector) -> int:
    feeds = [feed.slug for feed in resolve(selector, context.catalogue)]
    return len(tx.posts.newest(feeds, max(_OFFERED)))


def _send_buttons(
    tx: Transaction, ask: Ask, context: Context, follows: Follows
) -> tuple[Button, ...]:
    words, there = context.words, _available(tx, context, follows.selector)
    what = brief(follows.selector, context.catalogue)
    found: tuple[Button, ...] = ()
    for count in _OFFERED:
        if count <= there:
            found += button(
                _send_label(count, words), again(ask, "follow", what=what, latest=str(count))
            )
    return found


def _send_label(count: int, words: Words) -> str:
    if count == 1:
        return words.label("Send the newest")
    return words.label("Send the newest {number}", number=count)


def _next_buttons(ask: Ask, context: Context, follows: Follows, broken: bool) -> tuple[Button, ...]:
    words, what = context.words, brief(follows.selector, context.catalogue)
    found: tuple[Button, ...] = ()
    if broken:
        found += button(words.label("Check again"), again(ask, "check"), Stress.PRIMARY)
    if follows.paused:
        found += button(words.label("Resume"), again(ask, "resume"), Stress.PRIMARY)
    found += button(words.label("How it looks"), again(ask, "preview", what=what))
    return found + button(words.label("What is followed"), again(ask, "following"))
