"""The rights the bot needs on Discord, and the link that asks for exactly these.

https://docs.discord.com/developers/topics/permissions and …/topics/oauth2#bot-authorization-flow
"""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import urlencode

from relaybot.commands.menu import N_
from relaybot.discord import limits
from relaybot.model.examination import MissingRight
from relaybot.model.invitation import Invitation

AUTHORIZE = "https://discord.com/oauth2/authorize"
SCOPES = "bot applications.commands"


@dataclass(frozen=True, slots=True)
class Right:
    """A right, and its bit among all rights."""

    bit: int
    told: MissingRight


SEEING = Right(1 << 10, MissingRight("View Channel", N_("seeing the channel"), essential=True))
IN_CHANNEL = Right(1 << 11, MissingRight("Send Messages", N_("posting at all"), essential=True))
IN_FORUM = Right(1 << 11, MissingRight("Create Posts", N_("posting at all"), essential=True))
IN_THREAD = Right(
    1 << 38, MissingRight("Send Messages in Threads", N_("posting at all"), essential=True)
)
CARDS = Right(1 << 14, MissingRight("Embed Links", N_("posts with cards"), essential=True))
HISTORY = Right(
    1 << 16,
    MissingRight(
        "Read Message History", N_("making sure that nothing is posted twice"), essential=False
    ),
)
# Only where a moderator chose so; a server that wants it gives it.
THREADS = Right(
    1 << 35, MissingRight("Create Public Threads", N_("a thread under each post"), essential=False)
)
MENTIONS = Right(
    1 << 17,
    MissingRight(
        "Mention @everyone, @here, and All Roles", N_("mentioning your role"), essential=False
    ),
)
RIGHTS = (SEEING, IN_CHANNEL, IN_FORUM, IN_THREAD, CARDS, HISTORY)


def invitations(application: str) -> tuple[Invitation, ...]:
    """Return the link that adds the bot of this application to a server."""
    asked = {"client_id": application, "scope": SCOPES, "permissions": _permissions()}
    rights = tuple(right.told for right in RIGHTS)
    return (Invitation("a server", f"{AUTHORIZE}?{urlencode(asked)}", rights),)


def bot_of(text: str) -> str | None:
    """Return the application id somebody gave, None when it can be none."""
    number = text.strip()
    return number if limits.is_id(number) and len(number) > 16 else None


def bot_of_token(token: str) -> str | None:
    """Read whose token it is: the bot's id stands before the first dot, in base64.

    It is the application's id as well, but for bots made before 2016. None: it cannot be read.
    """
    first = token.partition(".")[0]
    try:
        number = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True)
        return bot_of(number.decode("ascii"))
    except (binascii.Error, UnicodeDecodeError):
        return None


def _permissions() -> int:
    bits = 0
    for right in RIGHTS:
        bits |= right.bit
    return bits
