"""What a button does, written into the few bytes a platform gives it.

`1|<code of the verb>|<arguments in the menu's order>`, at most 64 bytes (Telegram's callback_data).
The first character is the version: a button from an older bot that means nothing any more is
answered in words. The text comes back from the platform, so it is checked like any input: it can
only name a verb of the menu and its arguments, and the rights of whoever presses are asked anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from relaybot.commands.menu import BY_CODE, BY_VERB

VERSION = "1"
LONGEST = 64  # bytes: https://core.telegram.org/bots/api#inlinekeyboardbutton
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Action:
    """A verb of the menu with arguments."""

    verb: str
    arguments: Mapping[str, str] = field(default_factory=dict)

    def with_argument(self, name: str, value: str) -> "Action":
        """Return the same with one more argument."""
        return Action(self.verb, {**self.arguments, name: value})


def encode(action: Action) -> str | None:
    """Return the action as text, None when it does not fit: the button is then left out."""
    command = BY_VERB[action.verb]
    values = [action.arguments.get(argument.name, "") for argument in command.arguments]
    if any(_BETWEEN in value for value in values):
        return None
    text = _BETWEEN.join([VERSION, command.code, *values]).rstrip(_BETWEEN)
    return text if len(text.encode()) <= LONGEST else None


def decode(text: str) -> Action | None:
    """Return what a button's text means, None when it means nothing (any more)."""
    version, _, rest = text.partition(_BETWEEN)
    code, *values = rest.split(_BETWEEN)
    command = BY_CODE.get(code)
    if version != VERSION or command is None or len(values) > len(command.arguments):
        return None
    named = zip(command.arguments, values, strict=False)
    return Action(command.verb, {argument.name: value for argument, value in named if value})
