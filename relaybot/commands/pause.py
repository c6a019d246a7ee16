"""Send nothing for a while; what comes in meanwhile waits."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again
from relaybot.commands.context import Context
from relaybot.commands.group import group_of, record
from relaybot.commands.limits import LONGEST_TEXT
from relaybot.commands.reply import Button, Reply, paragraphs
from relaybot.commands.times import read_moment
from relaybot.commands.words import Words, bold
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Inline

LONGEST_PAUSE = timedelta(days=366)  # further away is a slip of the finger; without a date it may


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Pause the place and those linked with it, until a moment or until somebody resumes."""
    words = context.words
    destination = tx.destinations.find(ask.place.address)
    if destination is None:
        return Reply(body=paragraphs(nothing_here(ask, words)))
    until = None
    if typed := ask.get("until"):
        until = read_moment(typed[:LONGEST_TEXT], ask.now, words.zone)
        if refusal := _refusal(until, ask.now, words):
            return Reply(body=paragraphs(refusal))
    group = group_of(tx, destination)
    for one in group:
        _pause(tx, ask, one, until)
    return _paused(ask, until, len(group) - 1, words)


def nothing_here(ask: Ask, words: Words) -> tuple[Inline, ...]:
    """Say that there is nothing yet that could be done something about."""
    return words.say(
        "{place} does not follow anything yet. Start with /follow and the name of a chapter.",
        place=bold(ask.place.name),
    )


def status_of(destination: Destination) -> Mapping[str, object]:
    """Return what the history keeps of whether posts are sent."""
    until = destination.paused_until
    status = str(destination.status)
    return {"status": status, "until": until.isoformat()} if until else {"status": status}


def _pause(tx: Transaction, ask: Ask, destination: Destination, until: datetime | None) -> None:
    tx.destinations.set_status(destination.id, DestinationStatus.PAUSED, None, ask.now)
    tx.destinations.set_paused_until(destination.id, until)
    now = tx.destinations.get(destination.id) or destination
    if status_of(now) != status_of(destination):
        record(tx, ask, destination, status_of(destination), status_of(now))


def _refusal(until: datetime | None, now: datetime, words: Words) -> tuple[Inline, ...] | None:
    if until is None:
        return words.say(
            "I cannot read that as a time. Write for example 3d, 12h, tomorrow or {date}; without"
            " a time I pause until somebody says /resume.",
            date=(now + timedelta(days=10)).date().isoformat(),
        )
    if until <= now:
        return words.say(
            "{moment} is in the past. Write a time that is still to come, for example 3d.",
            moment=words.moment(until),
        )
    if until - now > LONGEST_PAUSE:
        return words.say(
            "That is more than a year away. Use /pause without a time: I then wait until somebody"
            " says /resume."
        )
    return None


def _paused(ask: Ask, until: datetime | None, linked: int, words: Words) -> Reply:
    place = bold(ask.place.name)
    if until:
        said = words.say(
            "{place} is paused until {moment}. New posts wait and are sent then.",
            place=place,
            moment=words.moment(until),
        )
    else:
        said = words.say(
            "{place} is paused until somebody says /resume. New posts wait until then.",
            place=place,
        )
    resume = Button(label=words.label("Resume"), action=again(ask, "resume"))
    return Reply(body=paragraphs(said, in_linked(linked, words)), rows=((resume,),))


def in_linked(linked: int, words: Words) -> tuple[Inline, ...]:
    """Say that the linked places had the same done to them; nothing when there are none."""
    if not linked:
        return ()
    return words.many(
        "The same goes for the place linked with it.",
        "The same goes for the {count} places linked with it.",
        linked,
    )
