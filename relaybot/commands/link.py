"""Two places share what they follow and when they are paused, by a one-time code.

Whoever types the code where it was not drawn has shown to manage both places.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.group import existing, group_of, known_as, record
from relaybot.commands.limits import FOLLOWS_A_DESTINATION
from relaybot.commands.reply import Reply, paragraphs
from relaybot.commands.selecting import argument
from relaybot.commands.words import Words, bold
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.model.selector import Selector
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Code, Inline

CODE_LASTS = timedelta(minutes=10)


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Give out a code, or link with the place a code stands for."""
    typed = "".join(letter for letter in argument(ask, "code").upper() if letter.isalnum())
    here = existing(tx, ask)
    if not typed:
        return _offer(tx, ask, here, context)
    other_id = tx.destinations.take_code(typed, ask.now)
    other = tx.destinations.get(other_id) if other_id is not None else None
    if other is None:
        return _unknown_code(ask, context.words)
    if other.id == here.id:
        again_here = context.words.say("That code is from this very place. Here is a new one:")
        return _offer(tx, ask, here, context, again_here)
    return _link(tx, ask, here, other, context.words)


def _offer(
    tx: Transaction,
    ask: Ask,
    here: Destination,
    context: Context,
    first: tuple[Inline, ...] = (),
) -> Reply:
    words = context.words
    tx.destinations.offer_code(context.code, here.id, ask.now + CODE_LASTS)
    return Reply(
        body=paragraphs(
            first,
            (Code(f"/link {context.code}"),),
            words.say(
                "Type this in the other place within 10 minutes; you have to be a moderator there"
                " too. {place} and the other one then share what they follow and their pauses.",
                place=bold(ask.place.name),
            ),
            _linked_now(group_of(tx, here)[1:], words),
        )
    )


def _linked_now(others: Sequence[Destination], words: Words) -> tuple[Inline, ...]:
    if not others:
        return ()
    names = ", ".join(known_as(one) for one in others)
    return words.say("Linked so far: {places}.", places=names)


def _unknown_code(ask: Ask, words: Words) -> Reply:
    said = words.say(
        "I do not know that code, or its 10 minutes are over. Type /link without a code in the"
        " other place to get a new one."
    )
    return Reply(
        body=paragraphs(said), rows=rows(button(words.label("Get a code here"), again(ask, "link")))
    )


def _link(tx: Transaction, ask: Ask, here: Destination, other: Destination, words: Words) -> Reply:
    name = bold(known_as(other))
    ours, theirs = group_of(tx, here), group_of(tx, other)
    if any(one.id == other.id for one in ours):
        return Reply(body=paragraphs(words.say("It is linked with {place} already.", place=name)))
    wanted = {one: None for place in (*ours, *theirs) for one in _follows(tx, place)}
    if len(wanted) > FOLLOWS_A_DESTINATION:
        return Reply(body=paragraphs(_too_many(len(wanted), words)))
    added = [_share(tx, ask, place, list(wanted)) for place in (*ours, *theirs)]
    tx.destinations.link(here.id, other.id)
    record(tx, ask, here, {}, {"with": known_as(other)})
    record(tx, ask, other, {}, {"with": known_as(replace(here, name=ask.place.name))})
    return Reply(
        body=paragraphs(
            words.say(
                "Linked with {place}: a follow or a pause in one of them now counts for both.",
                place=name,
            ),
            _brought(added[0], words),
            _uneven((*ours, *theirs), words),
        )
    )


def _follows(tx: Transaction, place: Destination) -> Sequence[Selector]:
    return [one.selector for one in tx.subscriptions.of(place.id)]


def _share(tx: Transaction, ask: Ask, place: Destination, selectors: Sequence[Selector]) -> int:
    """Make a place follow everything the others do; returns how much was new to it."""
    return sum(tx.subscriptions.add(place.id, selector, ask.now) for selector in selectors)


def _brought(count: int, words: Words) -> tuple[Inline, ...]:
    if not count:
        return words.say("Both followed the same already. /following shows it.")
    return words.many(
        "That brings one follow here; see /following.",
        "That brings {count} follows here; see /following.",
        count,
    )


def _uneven(places: Sequence[Destination], words: Words) -> tuple[Inline, ...]:
    """Say where one is paused and another is not: linking changes neither."""
    paused = [one for one in places if one.status is DestinationStatus.PAUSED]
    if not paused or len(paused) == len(places):
        return ()
    return words.say(
        "Still paused: {places}. /resume lets posts through again.",
        places=bold(", ".join(known_as(one) for one in paused)),
    )


def _too_many(count: int, words: Words) -> tuple[Inline, ...]:
    return words.say(
        "Together they would follow {count} things, and {most} is the most for one place. Unfollow"
        " some first: /following shows them.",
        count=words.number(count),
        most=words.number(FOLLOWS_A_DESTINATION),
    )
