"""What is stored about people, for how long, and how to have it removed."""

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.reply import Reply, Stress, bullets, paragraphs, plus
from relaybot.model.destination import PlatformName
from relaybot.repositories import Transaction


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Say what is stored about people; forget the asker on request."""
    if ask.get("forget"):
        return _forget(tx, ask, context)
    words = context.words
    stored = bullets(
        (
            words.say(
                "With each change somebody makes, such as a follow: the number that this platform"
                " gives them. After 90 days only the change is left, without the person."
            ),
            words.say(
                "Which channel somebody manages from a private chat with me: that number and the"
                " channel, until they choose another or have it removed."
            ),
        )
    )
    rest = paragraphs(
        words.say(
            "Nothing else: no names, no messages, no lists of members. Posts are stored as their"
            " chapters publish them."
        )
    )
    body = plus(paragraphs(words.say("This is stored about people:")), stored, *rest.blocks)
    forget = button(words.label("Forget me"), again(ask, "privacy", forget="yes"), Stress.DANGER)
    return Reply(body=body, rows=rows(forget))


def _forget(tx: Transaction, ask: Ask, context: Context) -> Reply:
    words = context.words
    # A change is written down in linked places too, which may be on the other platform; the ids
    # of the two never meet: Discord's have 17 digits and more, Telegram's far fewer.
    count = sum(tx.history.forget(platform, ask.asker.user) for platform in PlatformName)
    said = words.many(
        "Done. I removed you from {count} change, and forgot which channel you manage.",
        "Done. I removed you from {count} changes, and forgot which channel you manage.",
        count,
    )
    kept = words.say("The changes themselves stay, without saying whose they were.")
    return Reply(body=paragraphs(said, kept))
