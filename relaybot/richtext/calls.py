"""What an article asks its readers to do, when it asks clearly: links that become buttons."""

from dataclasses import dataclass
from enum import StrEnum

from relaybot.richtext.nodes import Document


class CallKind(StrEnum):
    """What readers are asked to do."""

    RSVP = "rsvp"
    SIGN_UP = "sign-up"
    SIGN = "sign"  # a petition, an open letter
    DONATE = "donate"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to do, and where."""

    kind: CallKind
    url: str


def calls(document: Document) -> tuple[Call, ...]:
    """Return the clear calls of an article, the strongest first."""
    del document
    return ()
