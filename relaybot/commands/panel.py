"""The panel of `/settings`: every value in words, and a control for each."""

from collections.abc import Iterable, Sequence

from relaybot.commands.ask import Ask
from relaybot.commands.buttons import MOST_CHOICES, again, button, rows, select
from relaybot.commands.context import Context, words_for
from relaybot.commands.reply import Button, Choice, Reply, Row, bullets
from relaybot.commands.settable import AUTOMATIC, NOBODY, offered
from relaybot.commands.setting import Setting
from relaybot.commands.typed import own_name
from relaybot.commands.words import Words, bold, to_type
from relaybot.model.destination import Destination, PlatformName
from relaybot.richtext.nodes import Document, Inline, Paragraph

_IN_A_ROW = 4  # Discord takes five rows: three selects and two of these
_SELECTS = ("style", "language", "mention")


def panel(
    ask: Ask,
    destination: Destination,
    context: Context,
    said: Iterable[tuple[Inline, ...]] = (),
    beside: Iterable[Button] = (),
) -> Reply:
    """Show every setting of a place, after what has to be said first.

    `beside` are buttons about what was said; the panel's own controls make room for them.
    """
    words = words_in(destination, ask, context)
    settings = offered(ask.place)
    title = words.say("How posts look and arrive in {place}:", place=bold(ask.place.name))
    told = [
        words.say(one.title, value=bold(shown(one, destination, ask, words))) for one in settings
    ]
    hint = words.say(
        "For the time zone type {command} and a city, such as New York.",
        command=to_type("/settings timezone"),
    )
    body = Document(
        (*(Paragraph(one) for one in said), Paragraph(title), bullets(told), Paragraph(hint))
    )
    first = rows(beside)
    return Reply(body=body, rows=first or _controls(settings, destination, ask, context, words))


def words_in(destination: Destination, ask: Ask, context: Context) -> Words:
    """Return words as the place wants them now: the ask may just have changed that."""
    return words_for(context.languages, destination.preferences, ask.asker.language)


def shown(setting: Setting, destination: Destination, ask: Ask, words: Words) -> str:
    """Return what the present value of a setting is called."""
    return called(setting, setting.get(destination), ask, words)


def called(setting: Setting, value: str, ask: Ask, words: Words) -> str:
    """Return what a value is called within a sentence."""
    if value in setting.values:
        return words.label(setting.values[value].called)
    if setting.name == "language":
        return words.label("that of whoever asks") if value == AUTOMATIC else own_name(value)
    if setting.name == "timezone":
        return _zone(ask, words) if value == AUTOMATIC else value
    if setting.name == "mention":
        return words.label("nobody") if value == NOBODY else _role_name(value, ask, words)
    return value


def _zone(ask: Ask, words: Words) -> str:
    if ask.asker.platform is PlatformName.DISCORD:  # which tells each reader their own time
        return words.label("that of each reader")
    return words.label("that of each chapter’s region")


def _role_name(role: str, ask: Ask, words: Words) -> str:
    name = ask.asker.role_names.get(role)
    return f"@{name}" if name else words.label("role {number}", number=role)


def _controls(
    settings: Sequence[Setting], destination: Destination, ask: Ask, context: Context, words: Words
) -> tuple[Row, ...]:
    found: list[Row] = []
    switches: list[Button] = []
    for setting in settings:
        if setting.name in _SELECTS:
            found += _select(setting, setting.get(destination), ask, context, words)
        else:
            switches += _switch(setting, setting.get(destination), ask, words)
    return (*found, *rows(switches, _IN_A_ROW))


def _select(
    setting: Setting, present: str, ask: Ask, context: Context, words: Words
) -> tuple[Row, ...]:
    choices = [
        Choice(label=label, value=value, chosen=value == present)
        for value, label in _options(setting, ask, context, words)
    ]
    action = again(ask, "settings", name=setting.name)
    return select(_placeholder(setting, words), choices[:MOST_CHOICES], action, "value")


def _options(
    setting: Setting, ask: Ask, context: Context, words: Words
) -> Sequence[tuple[str, str]]:
    if setting.name == "language":
        spoken = [(code, own_name(code)) for code in context.languages]
        return [(AUTOMATIC, words.label("Asker’s language")), *spoken]
    if setting.name == "mention":
        names = ask.asker.role_names
        roles = [(role, f"@{names.get(role, role)}") for role in ask.asker.mentionable_roles]
        return [(NOBODY, words.label("Mention nobody")), *sorted(roles, key=lambda one: one[1])]
    return [(value, words.label(one.label)) for value, one in setting.values.items()]


def _placeholder(setting: Setting, words: Words) -> str:
    if setting.name == "language":
        return words.label("My language")
    if setting.name == "mention":
        return words.label("A role to mention with every post")
    return words.label("How much of a post is shown")


def _switch(setting: Setting, present: str, ask: Ask, words: Words) -> tuple[Button, ...]:
    """Return the button that says how a setting is, and changes it to the next of its values."""
    values = tuple(setting.values)
    if present not in values:  # what is typed, such as a time zone
        return ()
    following = values[(values.index(present) + 1) % len(values)]
    label = words.label(setting.switch, value=called(setting, present, ask, words))
    return button(label, again(ask, "settings", name=setting.name, value=following))
