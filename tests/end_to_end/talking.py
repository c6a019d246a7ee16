"""People who talk with the running program: the same words for both platforms.

A `Room` is a channel or chat with moderators and members; a `Speaker` is one of them, who types
commands and presses buttons there, and gets back what is read as an `Answer`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

APOLOGY = ("wrong on my side", "salió mal por mi parte", "Traceback")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody reads and may press. `alone`: nobody else sees it."""

    text: str
    labels: tuple[str, ...] = ()  # of buttons, and of what can be chosen
    alone: bool
    message: Any = None  # as the emulator holds it; None for an alert


def denial(room: "Room") -> str:
    """Return what people are told who may not manage a place: which right they need."""
    if room.platform == "discord":
        return f"you need the right “Manage Channels” in {room.name}"
    return f"Only administrators of {room.name} can do that"


class Speaker(Protocol):
    """Somebody in a room. Nobody asks more than ten times a minute, else the bot minds."""

    async def asks(self, verb: str, /, **arguments: str | int) -> Answer:
        """Type a command; the arguments in the menu's order."""
        ...

    async def presses(self, answer: Answer, label: str) -> Answer:
        """Press a button, or choose from a select."""
        ...


class Room(Protocol):
    """A place where posts arrive, and people ask for them."""

    platform: str

    @property
    def name(self) -> str:
        """How the bot calls it."""
        ...

    @property
    def address(self) -> str:
        """What `where` takes."""
        ...

    def moderator(self) -> Speaker:
        """Let one more person who may manage it be there."""
        ...

    def member(self) -> Speaker:
        """Let one more person who may not manage it be there."""
        ...

    def said(self) -> list[str]:
        """Return what else the bot wrote there for all to see, without being asked in a chat."""
        ...

    def arrived(self) -> list[str]:
        """Return the links of the posts that stand there, oldest first."""
        ...


def heard(answer: Answer, log: Callable[[], str]) -> Answer:
    """Return the answer, after looking whether the program had to apologise."""
    assert answer.text.strip(), answer
    assert not any(words in answer.text for words in APOLOGY), (answer.text, log()[-3000:])
    return answer


def typed(verb: str, arguments: Mapping[str, str | int]) -> str:
    """Return a command as it is typed where nothing helps: the first value bare, others named."""
    words: list[str] = [f"/{verb}"]
    where = arguments.get("where")
    rest = [(name, str(value)) for name, value in arguments.items() if name != "where"]
    for position, (name, value) in enumerate(rest):
        named = position > 0 and verb != "settings"
        words += [name, value] if named else [value]
    return " ".join([*words, *([str(where)] if where else [])])
