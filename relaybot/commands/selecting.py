"""What an ask is about: its `what`, read forgivingly; else a reply that helps to say it."""

from collections.abc import Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button, rows
from relaybot.commands.context import Context
from relaybot.commands.limits import LONGEST_TEXT
from relaybot.commands.naming import brief, labelled, named
from relaybot.commands.reply import Button, Reply, paragraphs
from relaybot.errors import SelectorError
from relaybot.model.selector import Selector
from relaybot.richtext.nodes import Inline
from relaybot.sources.catalogue import Catalogue
from relaybot.sources.search import folded
from relaybot.sources.selectors import parse_selector
from relaybot.sources.wording import quoted_plainly, visible


def selected(ask: Ask, context: Context) -> Selector | Reply:
    """Return what was named; a reply with the nearest names as buttons where nothing is called so.

    A button keeps the other arguments: what was asked for then happens with the right name.
    """
    typed = argument(ask, "what")
    if not typed:
        return _say_what(ask, context)
    try:
        return parse_selector(typed, context.catalogue)
    except SelectorError as unknown:
        near = [parse_selector(text, context.catalogue) for text in unknown.suggestions]
        return _unknown(ask, typed, near, context)


def meaning(text: str, catalogue: Catalogue) -> Selector | None:
    """Return what a text names, None when the directory has nothing that is called so."""
    try:
        return parse_selector(text, catalogue)
    except SelectorError:
        return None


def argument(ask: Ask, name: str) -> str:
    """Return as much of an argument as is looked at, without anything invisible."""
    return visible((ask.get(name) or "")[:LONGEST_TEXT])


def browse(ask: Ask, context: Context) -> tuple[Button, ...]:
    """Return the button that opens the directory."""
    return button(context.words.label("Browse the directory"), again(ask, "chapters"))


def _say_what(ask: Ask, context: Context) -> Reply:
    say = context.words.say
    body = paragraphs(
        say("Write what it is about after the command: the name of a chapter, or for example:"),
        say("region CA, kind publication, language es, everything"),
    )
    return Reply(body=body, rows=rows(browse(ask, context)))


def _unknown(ask: Ask, typed: str, near: Sequence[Selector], context: Context) -> Reply:
    meant = [each for each in near if _stands_in_its_name(typed, each, context)]
    if len(meant) == 1:
        sentences = [_did_you_mean(meant, context)]
    else:
        asked = quoted_plainly(typed)
        unknown = context.words.say("Nothing in the directory is called {asked}.", asked=asked)
        meant, sentences = list(near), [unknown, _did_you_mean(near, context)]
    return Reply(
        body=paragraphs(*sentences),
        rows=(*rows(_rather(ask, meant, context), 1), *rows(browse(ask, context))),
    )


def _stands_in_its_name(typed: str, selector: Selector, context: Context) -> bool:
    """Whether somebody left out no more than the beginning or the end of a name."""
    asked = folded(typed)
    return bool(asked) and f" {asked}" in f" {folded(labelled(selector, context))}"


def _did_you_mean(near: Sequence[Selector], context: Context) -> tuple[Inline, ...]:
    say = context.words.say
    if not near:
        return say("You can look for it in the directory.")
    if len(near) == 1:
        return say("Did you mean {what}?", what=named(near[0], context))
    return say("Did you mean one of these?")


def _rather(ask: Ask, near: Sequence[Selector], context: Context) -> tuple[Button, ...]:
    found: tuple[Button, ...] = ()
    for selector in near:
        given = {**ask.arguments, "what": brief(selector, context.catalogue)}
        given.pop("where", None)  # `again` says where
        found += button(labelled(selector, context), again(ask, ask.verb, **given))
    return found
