"""The rights the bot needs on Discord, and the link that asks for exactly these.

https://docs.discord.com/developers/topics/permissions and …/topics/oauth2#bot-authorization-flow
"""

import base64
import binascii
from dataclasses import dataclass
from functools import reduce
from operator import or_
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
# Nice to have: without them the bot speaks itself, and posts of a forum may go without a tag.
WEBHOOKS = Right(
    1 << 29,
    MissingRight("Manage Webhooks", N_("posts in the chapters’ own names"), essential=False),
)
CHANNELS = Right(
    1 << 4, MissingRight("Manage Channels", N_("tags that posts of a forum need"), essential=False)
)
RIGHTS = (SEEING, IN_CHANNEL, IN_FORUM, IN_THREAD, CARDS, HISTORY)
EXTRAS = (WEBHOOKS, CHANNELS)


def invitations(application: str) -> tuple[Invitation, ...]:
    """Return the links that add the bot of this application to a server: without extras, and with.

    Whoever opened the first one can open the second one later.
    """
    return (
        _invitation(application, "a server", RIGHTS),
        _invitation(application, "a server, for its extras too", (*RIGHTS, *EXTRAS)),
    )


def _invitation(application: str, where: str, rights: tuple[Right, ...]) -> Invitation:
    bits = reduce(or_, (right.bit for right in rights))
    asked = {"client_id": application, "scope": SCOPES, "permissions": bits}
    told = tuple(right.told for right in rights)
    return Invitation(where, f"{AUTHORIZE}?{urlencode(asked)}", told)


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
