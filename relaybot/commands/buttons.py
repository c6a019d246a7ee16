"""Buttons and selects that lead on: about the same place, within what the platforms can show."""

from collections.abc import Iterable

from relaybot.commands.action import Action, encode
from relaybot.commands.ask import Ask
from relaybot.commands.reply import Button, Choice, Row, Select, Stress

LONGEST_LABEL = 80  # https://discord.com/developers/docs/components/reference#button
LONGEST_CHOICE = 100  # label and value of an option of a Discord select
MOST_CHOICES = 25
_IN_A_ROW = 5


def again(ask: Ask, verb: str, **arguments: str) -> Action:
    """Return an action about the place of this ask, also where it was asked from elsewhere."""
    given = {name: value for name, value in arguments.items() if value}
    if not ask.place.here:
        address = ask.place.address
        given["where"] = f"{address.chat}/{address.thread}" if address.thread else address.chat
    return Action(verb, given)


def button(label: str, action: Action, stress: Stress = Stress.PLAIN) -> tuple[Button, ...]:
    """Return one button, or none where its action does not fit into a button's text."""
    if encode(action) is None:
        return ()
    return (Button(label=clipped(label, LONGEST_LABEL), action=action, stress=stress),)


def rows(buttons: Iterable[Button], in_a_row: int = _IN_A_ROW) -> tuple[Row, ...]:
    """Return buttons in rows of so many."""
    every = tuple(buttons)
    return tuple(every[start : start + in_a_row] for start in range(0, len(every), in_a_row))


def select(
    placeholder: str, choices: Iterable[Choice], action: Action, argument: str
) -> tuple[Row, ...]:
    """Return a select of the choices that fit, or nothing where none does."""
    fitting = [c for c in choices if encode(action.with_argument(argument, c.value)) is not None]
    if not fitting:
        return ()
    offered = tuple(fitting[:MOST_CHOICES])
    return (Select(placeholder=placeholder, choices=offered, action=action, argument=argument),)


def clipped(text: str, most: int) -> str:
    """Return text that is at most so many characters long."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
