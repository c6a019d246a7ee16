"""What the bot answers: neutral words and controls, which each platform shows in its own way."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from relaybot.commands.action import Action
from relaybot.model.delivery import Outgoing
from relaybot.richtext.nodes import Block, Document, Inline, LineBreak, Listing, Paragraph


class Stress(StrEnum):
    """How much a button stands out (Discord's colours; Telegram shows them alike)."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Does something (`action`) or leads somewhere (`url`): exactly one of the two."""

    label: str
    action: Action | None = None
    url: str | None = None
    stress: Stress = Stress.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One option of a select."""

    label: str
    value: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """One of up to 25 choices: Discord's select menu, rows of buttons on Telegram.

    The chosen value becomes the argument `argument` of `action`.
    """

    placeholder: str
    choices: tuple[Choice, ...]
    action: Action
    argument: str


Row = tuple[Button, ...] | Select  # up to five buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer, seen by the asker alone unless `public`.

    An answer to a press takes the place of the message the button stood on, unless `beside`.
    `denied`: nothing was done. A denied press is told to whoever pressed (Telegram's alert,
    Discord's ephemeral message), and the message the button stood on stays as it is.
    """

    body: Document
    rows: tuple[Row, ...] = ()
    posts: tuple[Outgoing, ...] = ()  # shown after the body as they would look in the channel
    public: bool = False
    beside: bool = False
    denied: bool = False
    say: Document | None = None  # posted into the place by the desk, which tells what came of it


def paragraphs(*sentences: tuple[Inline, ...]) -> Document:
    """Return a document of one paragraph for each line that has words."""
    return Document(tuple(Paragraph(words) for words in sentences if words))


def lines(sentences: Iterable[tuple[Inline, ...]]) -> Paragraph:
    """Return one paragraph with a line for each sentence."""
    joined: list[Inline] = []
    for sentence in sentences:
        joined += [LineBreak(), *sentence] if joined else sentence
    return Paragraph(tuple(joined))


def bullets(sentences: Iterable[tuple[Inline, ...]]) -> Listing:
    """Return a list."""
    return Listing(tuple((Paragraph(sentence),) for sentence in sentences))


def plus(document: Document, *blocks: Block) -> Document:
    """Return the document with more at its end."""
    return Document((*document.blocks, *blocks))
