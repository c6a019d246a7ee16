"""What the bot does, and what it can be asked."""

from collections.abc import Iterable

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.menu import MENU, Command
from relaybot.commands.reply import Reply, bullets, lines, paragraphs, plus
from relaybot.commands.selecting import browse
from relaybot.commands.words import Words, bold
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Listing


def answer(_tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Say what the bot does in five lines, and list the commands."""
    words = context.words
    about = lines(
        (
            words.say("I bring what chapters publish on their sites into channels like this one."),
            words.say("A channel follows a chapter, a region, a kind, a language or everything."),
            words.say("Each new post comes once, soon after it is published."),
            words.say("How posts look, and when they arrive, is for each channel to decide."),
            words.say("I read no messages, and store next to nothing about people: /privacy."),
        )
    )
    body = plus(
        paragraphs(about.children),
        *paragraphs(words.say("For everyone:")).blocks,
        _commands((each for each in MENU if not each.manages), words),
        *paragraphs(words.say("For those who manage the channel:")).blocks,
        _commands((each for each in MENU if each.manages), words),
    )
    shown = button(words.label("What is followed"), again(ask, "following"))
    return Reply(body=body, rows=rows((*browse(ask, context), *shown)))


def _commands(commands: Iterable[Command], words: Words) -> Listing:
    return bullets(
        words.say(
            "{command}: {description}",
            command=bold(f"/{each.verb}"),
            description=words.say(each.description),
        )
        for each in commands
    )
