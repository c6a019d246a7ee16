"""The permission doctor: which right is missing, what for, and where to click to give it."""

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again
from relaybot.commands.context import Context
from relaybot.commands.doctor import as_set, findings
from relaybot.commands.reply import Button, Reply, Stress, paragraphs
from relaybot.commands.words import Words
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Document


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Tell what the platform said about the place; send a test message when asked to."""
    words, examination = context.words, context.examination
    if examination is None:
        sorry = words.say(
            "I am not connected to {platform} just now, so I cannot look. Please try again in a"
            " few minutes.",
            platform=ask.place.address.platform.title(),
        )
        return Reply(body=paragraphs(sorry), rows=((_again(ask, words),),))
    if destination := tx.destinations.find(ask.place.address):
        examination = as_set(examination, destination.preferences)
    body = Document(findings(examination, examination.name or ask.place.name, words))
    if not examination.can_send:
        return Reply(body=body, rows=((_again(ask, words),),))
    if ask.get("test"):
        return Reply(body=body, say=_test_message(words), rows=((_again(ask, words),),))
    test = Button(
        label=words.label("Send a test message"),
        action=again(ask, "check", test="yes"),
        stress=Stress.PRIMARY,
    )
    return Reply(body=body, rows=((test, _again(ask, words)),))


def _again(ask: Ask, words: Words) -> Button:
    return Button(label=words.label("Check again"), action=again(ask, "check"))


def _test_message(words: Words) -> Document:
    return paragraphs(
        words.say("This is a test message: posts from the chapters you follow will arrive here.")
    )
