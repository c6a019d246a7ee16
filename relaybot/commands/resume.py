"""Send again; what waited meanwhile is sent, in part or in whole, or left out."""

from collections.abc import Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again
from relaybot.commands.context import Context
from relaybot.commands.group import group_of, record
from relaybot.commands.menu import N_
from relaybot.commands.pause import in_linked, nothing_here, status_of
from relaybot.commands.reply import Button, Reply, Stress, paragraphs
from relaybot.commands.words import Words, bold
from relaybot.model.destination import Destination, DestinationStatus
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Inline

FEW = 3
LEFT_OUT = N_("left out when a moderator ended the pause")
"""Why a delivery was dropped: kept with it, and told by `/why`."""


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Resume the place and those linked with it; with posts waiting, ask first which to send."""
    words = context.words
    destination = tx.destinations.find(ask.place.address)
    if destination is None:
        return Reply(body=paragraphs(nothing_here(ask, words)))
    group = group_of(tx, destination)
    stopped = [one for one in group if _ends(one, destination)]
    if not stopped:
        said = words.say("{place} is not paused: new posts arrive.", place=bold(ask.place.name))
        return Reply(body=paragraphs(said))
    told = destination if destination in stopped else stopped[0]
    waiting = len(tx.outbox.waiting(told.id))
    if _kept(ask.get("keep"), waiting) is None:
        return _question(ask, waiting, words)
    dropped = {one.id: _resume(tx, ask, one) for one in stopped}[told.id]
    return _resumed(ask, waiting - dropped, dropped, len(group) - 1, words)


def _ends(one: Destination, asked: Destination) -> bool:
    """Say whether this pause ends: a linked place the bot was thrown out of has to let it in."""
    gone_here = one.id == asked.id and one.status is DestinationStatus.GONE
    return gone_here or one.status is DestinationStatus.PAUSED


def _kept(keep: str | None, waiting: int) -> int | None:
    """Return how many of the waiting posts to send; None = it has to be asked."""
    if not waiting or keep == "all":
        return waiting
    if keep == "none":
        return 0
    return FEW if keep == str(FEW) else None


def _resume(tx: Transaction, ask: Ask, destination: Destination) -> int:
    """Let one place go on; returns how many waiting posts were left out."""
    dropped, waiting = 0, len(tx.outbox.waiting(destination.id))
    kept = _kept(ask.get("keep"), waiting)
    if kept is not None and kept < waiting:
        dropped = tx.outbox.drop_waiting(destination.id, kept, LEFT_OUT, ask.now)
    tx.destinations.set_status(destination.id, DestinationStatus.ACTIVE, None, ask.now)
    after = {"status": str(DestinationStatus.ACTIVE)}
    record(tx, ask, destination, status_of(destination), after)
    return dropped


def _question(ask: Ask, waiting: int, words: Words) -> Reply:
    said = words.many(
        "One post is waiting for {place}. Shall I send it?",
        "{count} posts are waiting for {place}. Which of them shall I send?",
        waiting,
        place=bold(ask.place.name),
    )
    return Reply(body=paragraphs(said), rows=(tuple(_choices(ask, waiting, words)),))


def _choices(ask: Ask, waiting: int, words: Words) -> Sequence[Button]:
    few = Button(
        label=words.label("Newest {count}", count=FEW),
        action=again(ask, "resume", keep=str(FEW)),
        stress=Stress.PRIMARY,
    )
    everything = Button(
        label=words.label("All {count}", count=words.number(waiting))
        if waiting > 1
        else words.label("Send it"),
        action=again(ask, "resume", keep="all"),
    )
    none = Button(
        label=words.label("None"), action=again(ask, "resume", keep="none"), stress=Stress.DANGER
    )
    return (few, everything, none) if waiting > FEW else (everything, none)


def _resumed(ask: Ask, sent: int, dropped: int, linked: int, words: Words) -> Reply:
    said = words.say("{place} gets new posts again.", place=bold(ask.place.name))
    return Reply(
        body=paragraphs(
            said,
            _on_their_way(sent, words),
            _left_out(dropped, words),
            in_linked(linked, words),
        )
    )


def _on_their_way(sent: int, words: Words) -> tuple[Inline, ...]:
    if not sent:
        return ()
    return words.many(
        "The post that waited is on its way.",
        "{count} posts that waited are on their way.",
        sent,
    )


def _left_out(dropped: int, words: Words) -> tuple[Inline, ...]:
    if not dropped:
        return ()
    return words.many(
        "One post is left out; /why with its address can still send it.",
        "{count} posts are left out; /why with an address can still send one.",
        dropped,
    )
