"""Separates a place from those linked with it; each keeps what it follows."""

from dataclasses import replace

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.group import group_of, known_as, record
from relaybot.commands.reply import Reply, Stress, paragraphs
from relaybot.commands.words import bold
from relaybot.repositories import Transaction


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Ask first, then separate."""
    words, place = context.words, bold(ask.place.name)
    here = tx.destinations.find(ask.place.address)
    others = group_of(tx, here)[1:] if here else ()
    if here is None or not others:
        said = words.say("{place} is not linked with any other place.", place=place)
        return Reply(body=paragraphs(said))
    names = ", ".join(known_as(one) for one in others)
    if ask.get("sure") != "yes":
        question = words.say(
            "Separate {place} from {others}? Each keeps what it follows, and from then on goes its"
            " own way.",
            place=place,
            others=bold(names),
        )
        yes = button(words.label("Separate"), again(ask, "unlink", sure="yes"), Stress.DANGER)
        return Reply(body=paragraphs(question), rows=rows(yes))
    tx.destinations.unlink(here.id)
    record(tx, ask, here, {"with": names}, {})
    for other in others:
        record(tx, ask, other, {"with": known_as(replace(here, name=ask.place.name))}, {})
    said = words.say("{place} and {others} are separate now.", place=place, others=bold(names))
    return Reply(body=paragraphs(said))
