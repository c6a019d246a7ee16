"""How posts look and arrive in a place: shown as a panel, changed by a word or a press."""

from collections.abc import Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import again, button
from relaybot.commands.context import Context
from relaybot.commands.group import existing, record
from relaybot.commands.panel import called, panel, shown, words_in
from relaybot.commands.reply import Button, Reply
from relaybot.commands.selecting import argument
from relaybot.commands.settable import named, offered, save
from relaybot.commands.setting import Setting
from relaybot.commands.typed import NotAValue, read_value
from relaybot.commands.words import Words, bold, to_type
from relaybot.model.destination import Destination
from relaybot.repositories import Transaction
from relaybot.richtext.nodes import Inline
from relaybot.sources.wording import nearest, quoted_plainly


def answer(tx: Transaction, ask: Ask, context: Context) -> Reply:
    """Show the panel, after changing what was asked for."""
    found = tx.destinations.find(ask.place.address)
    destination = found or Destination(id=0, address=ask.place.address, created_at=ask.now)
    name, words = argument(ask, "name"), context.words
    if not name:
        return panel(ask, destination, context)
    setting = named(name)
    if setting is None:
        return panel(ask, destination, context, [_unknown(name, ask, words)])
    if not setting.offered(ask.place):
        return panel(ask, destination, context, [words.say(setting.elsewhere)])
    typed = argument(ask, "value")
    if not typed:
        return panel(ask, destination, context, [_how_to(setting, words)])
    value = read_value(setting, typed, ask.asker, context.languages)
    if isinstance(value, NotAValue):
        said = _not_a_value(setting, typed, value, words)
        return panel(ask, destination, context, [said], _meant(setting, value, ask, words))
    return _change(tx, ask, setting, value, context)


def _change(tx: Transaction, ask: Ask, setting: Setting, value: str, context: Context) -> Reply:
    before = existing(tx, ask)
    old = setting.get(before)
    if old == value:
        words = words_in(before, ask, context)
        said = words.say("It was set that way already; nothing has changed.")
        return panel(ask, before, context, [said])
    after = setting.put(before, value)
    save(tx, before, after)
    record(tx, ask, before, {setting.name: old}, {setting.name: value})
    words = words_in(after, ask, context)
    title = words.say(setting.title, value=bold(shown(setting, after, ask, words)))
    return panel(ask, after, context, [words.say("Done. {setting}", setting=title)])


def _unknown(name: str, ask: Ask, words: Words) -> tuple[Inline, ...]:
    names = [one.name for one in offered(ask.place)]
    near = nearest(name, names, 1)
    if near:
        return words.say(
            "There is no setting called {typed}. Did you mean {name}?",
            typed=quoted_plainly(name),
            name=bold(near[0]),
        )
    return words.say(
        "There is no setting called {typed}. There are: {names}.",
        typed=quoted_plainly(name),
        names=", ".join(names),
    )


def _how_to(setting: Setting, words: Words) -> tuple[Inline, ...]:
    if setting.name == "timezone":
        return words.say(
            "Write the time zone after it: {command}",
            command=to_type("/settings timezone America/New_York"),
        )
    if setting.values:
        return words.say(
            "Write the value after it. {name} can be: {values}.",
            name=bold(setting.name),
            values=", ".join(setting.values),
        )
    return words.say("Choose below, or write the value after {name}.", name=bold(setting.name))


def _not_a_value(
    setting: Setting, typed: str, value: NotAValue, words: Words
) -> tuple[Inline, ...]:
    asked = quoted_plainly(typed)
    if setting.name == "mention" and value.forbidden:
        return words.say(
            "{typed} cannot be mentioned: it has to be a role that you may mention yourself, and"
            " never everyone.",
            typed=asked,
        )
    if setting.name == "timezone":
        if value.near:
            return words.say("I do not know the time zone {typed}. One of these?", typed=asked)
        return words.say(
            "I do not know the time zone {typed}. Write one like America/New_York or a large city"
            " in your zone.",
            typed=asked,
        )
    if setting.values:
        return words.say(
            "{name} cannot be {typed}. It can be: {values}.",
            typed=asked,
            name=bold(setting.name),
            values=", ".join(setting.values),
        )
    return words.say("I do not know {typed}. Choose below what you mean.", typed=asked)


def _meant(setting: Setting, value: NotAValue, ask: Ask, words: Words) -> Sequence[Button]:
    found: tuple[Button, ...] = ()
    for near in value.near:
        action = again(ask, "settings", name=setting.name, value=near)
        found += button(called(setting, near, ask, words), action)
    return found
