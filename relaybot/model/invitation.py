"""A link by which somebody lets the bot into a place."""

from dataclasses import dataclass

from relaybot.model.examination import MissingRight


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whoever opens the link is asked to give exactly these rights."""

    where: str  # what the bot is added to, in English: "a server"
    link: str
    rights: tuple[MissingRight, ...]
