"""The last changes of a place: what, when and by whom; the last one can be undone."""

from collections.abc import Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.changes import said
from relaybot.commands.context import Context
from relaybot.commands.paging import page_of, turning
from relaybot.commands.pause import nothing_here
from relaybot.commands.reply import Reply, bullets, paragraphs
from relaybot.commands.undo import LISTED, last_undoable, undo
from relaybot.commands.words import bold
from relaybot.model.change import Change
from relaybot.model.destination import Destination
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Document, Inline, Paragraph

ON_A_PAGE = 10


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """List the last changes, after undoing what was asked for."""
    destination = tx.destinations.find(ask.place.address)
    if destination is None:
        return Reply(body=paragraphs(nothing_here(ask, context.words)))
    outcome = _undo(tx, ask, destination, context) if ask.get("undo") else ()
    changes = tx.history.of(destination.id, LISTED)
    return _listing(ask, changes, outcome, context)


def _undo(
    tx: Transaction, ask: Ask, destination: Destination, context: Context
) -> tuple[Inline, ...]:
    words, wanted = context.words, ask.get("undo")
    change = next((c for c in tx.history.of(destination.id, LISTED) if str(c.id) == wanted), None)
    if change is None:
        return words.say("That change cannot be undone any more.")
    if change.undone_at:
        return words.say("That was undone already.")
    if not undo(tx, ask, destination, change):
        return words.say(
            "I left that as it is: something else has been changed since, or it is not yours to"
            " bring back."
        )
    return words.say("Done: that change is undone.")


def _listing(
    ask: Ask, changes: Sequence[Change], outcome: tuple[Inline, ...], context: Context
) -> Reply:
    words, place = context.words, bold(ask.place.name)
    if not changes:
        nothing = words.say("Nothing has been changed in {place} so far.", place=place)
        return Reply(body=paragraphs(outcome, nothing))
    page = page_of(changes, ask.get("page"), ON_A_PAGE)
    title = words.say("The last changes in {place}, newest first:", place=place)
    listed = bullets(said(change, ask, context) for change in page.items)
    first = [Paragraph(outcome)] if outcome else []
    buttons = turning(page, again(ask, "history"), words)
    if last := last_undoable(changes):
        buttons += button(
            words.label("Undo the last change"), again(ask, "history", undo=str(last.id))
        )
    return Reply(body=Document((*first, Paragraph(title), listed)), rows=rows(buttons))
