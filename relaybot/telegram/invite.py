"""The rights the bot needs on Telegram, and the links that ask for exactly these.

https://core.telegram.org/api/links#groupchannel-bot-links
"""

import re
from dataclasses import dataclass

from relaybot.commands.menu import N_
from relaybot.model.examination import MissingRight
from relaybot.model.invitation import Invitation


@dataclass(frozen=True, slots=True)
class Right:
    """A right, and what a link calls it; "" = every member of a group has it, or should."""

    code: str
    told: MissingRight


POSTING = Right("post_messages", MissingRight("Post Messages", N_("posting at all"), True))
WRITING = Right("", MissingRight("Send Messages", N_("posting at all"), True))
PREVIEWS = Right("", MissingRight("Embed Links", N_("pictures and link previews"), False))
OF_CHANNELS = (POSTING,)
OF_GROUPS = (WRITING, PREVIEWS)

_NAME = re.compile(r"(?:(?:https?://)?t\.me/|@)?([a-z]\w{3,31})/?", re.ASCII | re.IGNORECASE)


def invitations(name: str) -> tuple[Invitation, ...]:
    """Return the links that add the bot of this name to a channel and to a group."""
    codes = "+".join(right.code for right in OF_CHANNELS)
    channel, group = (tuple(right.told for right in rights) for rights in (OF_CHANNELS, OF_GROUPS))
    return (
        Invitation("a channel", f"https://t.me/{name}?startchannel&admin={codes}", channel),
        # A member may do what the bot does in a group: it asks for nobody's keys.
        Invitation("a group", f"https://t.me/{name}?startgroup", group),
    )


def bot_of(text: str) -> str | None:
    """Return the name somebody gave, with "@" or as a link too; None when it can be none."""
    found = _NAME.fullmatch(text.strip())
    return found[1] if found else None
