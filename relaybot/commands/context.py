"""What every verb is given besides the transaction and the ask, and what it must look like."""

from collections.abc import Callable
from dataclasses import dataclass

from relaybot.commands.ask import Ask
from relaybot.commands.reply import Reply
from relaybot.commands.words import Words
from relaybot.model.examination import Examination
from relaybot.repositories import Transaction
from relaybot.sources.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The directory, and words in the right language and zone."""

    catalogue: Catalogue
    words: Words
    examination: Examination | None = None  # of the ask's place, for verbs that want one


Answer = Callable[[Transaction, Ask, Context], Reply]
"""A verb: a plain function in one transaction. What it raises undoes everything it did."""
