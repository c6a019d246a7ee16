"""What is said when something is no longer followed, and what is asked before."""

from collections.abc import Iterable, Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import (
    LONGEST_CHOICE,
    MOST_CHOICES,
    again,
    button,
    clipped,
    rows,
    select,
)
from relaybot.commands.context import Context
from relaybot.commands.coverage import current, overlapping, wider_among
from relaybot.commands.group import known_as
from relaybot.commands.naming import brief, is_listed, labelled, named
from relaybot.commands.paging import page_of, turning
from relaybot.commands.reply import Button, Choice, Reply, Row, Stress, bullets, paragraphs, plus
from relaybot.commands.selecting import browse, meaning
from relaybot.commands.words import bold
from relaybot.model.destination import Destination
from relaybot.model.selector import Scope, Selector
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Inline
from relaybot.sources.wording import quoted_plainly

EVERYTHING = Selector(Scope.EVERYTHING)
ALL, ONLY = "yes", "only"  # sure: all follows; only the one that is called everything
_MOST_TOLD = 5


def nothing_followed(ask: Ask, context: Context) -> Reply:
    """Say that there is nothing, and how to begin."""
    words = context.words
    sentences = [words.say("{place} follows nothing yet.", place=_place(ask))]
    if ask.asker.manages:
        sentences.append(words.say("To begin: /follow and the name of a chapter."))
    else:
        sentences.append(words.say("Whoever looks after it can begin with /follow."))
    return Reply(body=paragraphs(*sentences), rows=rows(browse(ask, context)))


def to_stop(
    ask: Ask, context: Context, selectors: Iterable[Selector], placeholder: str
) -> tuple[Row, ...]:
    """Return the select with which something followed is no longer followed."""
    choices = [
        Choice(
            label=clipped(labelled(each, context), LONGEST_CHOICE),
            value=brief(each, context.catalogue),
        )
        for each in selectors
    ]
    return select(placeholder, choices, again(ask, "unfollow"), "what")


def _place(ask: Ask) -> tuple[Inline, ...]:
    return bold(ask.place.name)


def question(ask: Ask, context: Context) -> tuple[Inline, ...]:
    """Ask what shall no longer be followed."""
    return context.words.say("What shall {place} stop following?", place=_place(ask))


def choose(
    ask: Ask, context: Context, sentence: tuple[Inline, ...], followed: Sequence[Selector]
) -> Reply:
    """Offer what is followed."""
    words, page = context.words, page_of(followed, ask.get("page"), MOST_CHOICES)
    chosen = to_stop(ask, context, page.items, words.label("Stop following …"))
    turn = rows(turning(page, again(ask, "unfollow"), words))
    return Reply(body=paragraphs(sentence), rows=(*chosen, *turn))


def not_followed(
    ask: Ask, context: Context, typed: str, followed: Sequence[Selector]
) -> tuple[Inline, ...]:
    """Say that it is not followed, or through what it comes."""
    words, meant = context.words, meaning(typed, context.catalogue)
    if meant is None:
        asked = quoted_plainly(typed)
        return words.say("{place} follows nothing called {asked}.", place=_place(ask), asked=asked)
    if wider := wider_among(meant, followed, context.catalogue):
        return words.say(
            "{what} is not followed by itself; it comes with {wider}.",
            what=named(meant, context),
            wider=named(wider, context),
        )
    return words.say(
        "{place} does not follow {what}.", place=_place(ask), what=named(meant, context)
    )


def really(ask: Ask, context: Context, followed: Sequence[Selector]) -> Reply:
    """Ask before everything is stopped."""
    words = context.words
    sentence = words.many(
        "That is all {place} follows: {count} thing. Stop following it?",
        "That is all {place} follows: {count} things. Stop following them all?",
        len(followed),
        place=_place(ask),
    )
    sure = again(ask, "unfollow", what=str(EVERYTHING), sure=ALL)
    buttons = button(words.label("Stop following everything"), sure, Stress.DANGER)
    if EVERYTHING in followed and len(followed) > 1:
        only = again(ask, "unfollow", what=str(EVERYTHING), sure=ONLY)
        buttons += button(words.label("Keep what else is followed"), only)
    buttons += button(words.label("Keep it all"), again(ask, "following"))
    return Reply(body=paragraphs(sentence), rows=rows(buttons))


def stopped(
    tx: Transaction,
    ask: Ask,
    context: Context,
    destination: Destination,
    removed: Sequence[Selector],
) -> Reply:
    """Say what is no longer followed, and what still comes."""
    words, catalogue = context.words, context.catalogue
    left = [each.selector for each in tx.subscriptions.of(destination.id)]
    body = paragraphs(_what_stopped(ask, context, removed, left), _linked(tx, context, destination))
    still = overlapping(current(removed[0], catalogue), left, catalogue)
    if still:
        body = plus(body, *paragraphs(words.say("Posts of it still come with:")).blocks)
        body = plus(body, bullets(named(each, context) for each in still[:_MOST_TOLD]))
    buttons: tuple[Button, ...] = ()
    if len(removed) == 1 and is_listed(removed[0], catalogue):
        back = again(ask, "follow", what=brief(removed[0], catalogue))
        buttons += button(words.label("Follow it again"), back)
    buttons += button(words.label("What is followed"), again(ask, "following"))
    return Reply(body=body, rows=rows(buttons))


def _what_stopped(
    ask: Ask, context: Context, removed: Sequence[Selector], left: Sequence[Selector]
) -> tuple[Inline, ...]:
    words = context.words
    if left or len(removed) == 1:
        what = named(removed[0], context)
        return words.say("{place} no longer follows {what}.", place=_place(ask), what=what)
    return words.many(
        "{place} no longer follows anything: {count} follow removed.",
        "{place} no longer follows anything: {count} follows removed.",
        len(removed),
        place=_place(ask),
    )


def _linked(tx: Transaction, context: Context, destination: Destination) -> tuple[Inline, ...]:
    others = ", ".join(known_as(each) for each in tx.destinations.linked(destination.id))
    if not others:
        return ()
    say = context.words.say
    return say("The same goes for what is linked with it: {others}.", others=bold(others))
