"""What an error means once a message was sent: while it is changed, published or discussed.

Such work can be done again without harm, so whatever is in doubt is tried later.
"""

import discord

from relaybot.discord.attempts import Attempt
from relaybot.discord.outcomes import Row, Verdict, in_words, outcome_of
from relaybot.model.outcome import (
    Delivered,
    DestinationGone,
    Refused,
    RetryLater,
    Unknown,
)

OLD_PAUSE = 600.0  # seconds; for messages over an hour old, whose limit Discord keeps to itself
PUBLISHED_PAUSE = 1200.0  # a published message is edited three times an hour (not in the docs)

_HTTP = discord.HTTPException
TABLE: tuple[Row, ...] = (
    Row(_HTTP, lambda e: Refused(f"the message is gone ({in_words(e)})"), codes=frozenset({10008})),
    Row(_HTTP, lambda e: Refused(f"its place is gone ({in_words(e)})"), codes=frozenset({10003})),
    Row(_HTTP, lambda e: Refused(f"its webhook is gone ({in_words(e)})"), codes=frozenset({10015})),
    Row(_HTTP, lambda e: Refused(f"it is another's ({in_words(e)})"), codes=frozenset({50005})),
    Row(
        _HTTP,
        lambda e: RetryLater(f"Discord asks to wait ({in_words(e)})", OLD_PAUSE),
        codes=frozenset({30046}),
    ),
    Row(
        _HTTP,
        lambda e: RetryLater(f"Discord asks to wait ({in_words(e)})", PUBLISHED_PAUSE),
        codes=frozenset({20022, 20028}),
    ),
    # An earlier attempt has published it, or has opened its thread.
    Row(_HTTP, lambda _: Delivered(""), codes=frozenset({40033, 160004})),
    # A webhook's requests wait in the library, however long Discord asks for.
    Row(TimeoutError, lambda e: RetryLater(in_words(e), OLD_PAUSE)),
)


def edit_outcome_of(error: BaseException) -> Verdict | None:
    """Return what an error means for a message that was sent; None: nobody foresaw it."""
    for row in TABLE:
        if row.matches(error):
            return row.means(error)
    match outcome_of(error, Attempt()):
        case Unknown(reason):
            return RetryLater(reason)
        case DestinationGone(reason):
            return Refused(reason)
        case Delivered():
            return Refused(in_words(error))
        case verdict:
            return verdict
