"""Which function answers which verb of the menu."""

from collections.abc import Mapping

from relaybot.commands import (
    chapters,
    check,
    follow,
    following,
    help,
    history,
    latest,
    link,
    pause,
    preview,
    privacy,
    resume,
    settings,
    status,
    unfollow,
    unlink,
    why,
)
from relaybot.commands.context import Answer

ANSWERS: Mapping[str, Answer] = {
    "follow": follow.answer,
    "unfollow": unfollow.answer,
    "following": following.answer,
    "chapters": chapters.answer,
    "latest": latest.answer,
    "preview": preview.answer,
    "settings": settings.answer,
    "pause": pause.answer,
    "resume": resume.answer,
    "check": check.answer,
    "why": why.answer,
    "status": status.answer,
    "history": history.answer,
    "link": link.answer,
    "unlink": unlink.answer,
    "help": help.answer,
    "privacy": privacy.answer,
}

EXAMINED = frozenset({"follow", "check"})
"""Verbs for which the platform is asked about the bot's rights in the place first."""

READ_ONLY = frozenset({"following", "chapters", "preview", "status", "help"})
"""Verbs that change nothing: answered from a view, without waiting for whoever writes.

`latest` is not among them: its posts can be shared with the channel.
"""

FOR_EVERYONE = frozenset({"help", "privacy"})
"""Verbs that a place cannot keep from anybody."""
