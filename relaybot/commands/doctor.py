"""The permission doctor's findings in words: what is missing, what for, and where to click."""

from dataclasses import replace

from relaybot.commands.reasons import because
from relaybot.commands.reply import bullets
from relaybot.commands.words import Words, bold
from relaybot.model.destination import Preferences
from relaybot.model.examination import Examination, MissingRight
from relaybot.model.outcome import Delivered, Outcome, RetryLater, Unknown
from relaybot.richtext.nodes import Block, Inline, Listing, Paragraph


def findings(examination: Examination, name: str, words: Words) -> tuple[Block, ...]:
    """Return the findings about a place as blocks of an answer."""
    if not examination.reachable:
        return (Paragraph(_out_of_reach(name, words)), *_way(examination, name, words))
    if examination.problem or examination.missing:
        return (
            Paragraph(_headline(examination, name, words)),
            *_missing(examination, words),
            *_way(examination, name, words),
        )
    fine = words.say("All is well: I may do everything I need in {place}.", place=bold(name))
    return (Paragraph(fine),)


def as_set(examination: Examination, preferences: Preferences) -> Examination:
    """Return the findings with what the settings of the place need besides."""
    wanted = ("discuss" if preferences.discuss else None, preferences.mention_role)
    lacking = examination.missing_for
    more = [lacking[each] for each in wanted if each and each in lacking]
    return replace(examination, missing=(*examination.missing, *more))


def is_fine(examination: Examination) -> bool:
    """Say whether there is nothing to repair."""
    return examination.can_send and not examination.missing


def outcome_of_test(outcome: Outcome, name: str, words: Words) -> tuple[Inline, ...]:
    """Say what became of a message that was sent to try."""
    match outcome:
        case Delivered():
            return words.say("The test message is in {place}.", place=bold(name))
        case Unknown():
            return words.say(
                "I sent the test message but got no answer. Please look whether it is in {place}.",
                place=bold(name),
            )
        case RetryLater(reason):
            return words.say(
                "The test message could not be sent just now: {reason}. Please try again in a"
                " moment.",
                reason=because(reason, words),
            )
    reason = getattr(outcome, "reason", "")
    return words.say("The test message did not arrive: {reason}.", reason=because(reason, words))


def _out_of_reach(name: str, words: Words) -> tuple[Inline, ...]:
    return words.say(
        "I cannot see {place}: it does not exist, or I have not been let in.", place=bold(name)
    )


def _headline(examination: Examination, name: str, words: Words) -> tuple[Inline, ...]:
    if examination.problem:
        return words.say(examination.problem)
    if examination.can_send:
        return words.say(
            "Posts arrive in {place}, but not as they should. I still need:", place=bold(name)
        )
    return words.say("I cannot send to {place} yet. I need:", place=bold(name))


def _missing(examination: Examination, words: Words) -> tuple[Listing, ...]:
    rights = [_right(right, words) for right in examination.missing]
    return (bullets(rights),) if rights else ()


def _right(right: MissingRight, words: Words) -> tuple[Inline, ...]:
    return words.say(
        "{right}, for {purpose}", right=bold(right.name), purpose=words.say(right.needed_for)
    )


def _way(examination: Examination, name: str, words: Words) -> tuple[Paragraph, ...]:
    way = examination.where_to_click
    return (Paragraph(words.say(way, place=bold(name))),) if way else ()
