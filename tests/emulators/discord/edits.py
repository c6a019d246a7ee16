"""What becomes of a message when it is edited, and how often that may be.

docs.discord.com/developers/resources/message#edit-message.
"""

from typing import Any

from aiohttp import web

from tests.emulators.discord.components import COMPONENTS_V2
from tests.emulators.discord.message_shapes import attachment_id
from tests.emulators.discord.problems import refusal
from tests.emulators.discord.ratelimits import Hourly, too_many
from tests.emulators.discord.world import Message

Json = dict[str, Any]
SUPPRESS_EMBEDS = 1 << 2
EDIT_FIELDS = {
    "content", "embeds", "flags", "allowed_mentions", "components", "attachments", "tts",
}  # fmt: skip


def result(sent: Message, payload: Json) -> Json:
    """Return the payload that would have made the edited message; raises what Discord refuses."""
    flags = _flags(sent.flags, payload.get("flags"))
    embeds = payload.get("embeds", sent.embeds)
    becomes_v2 = bool(flags & ~sent.flags & COMPONENTS_V2)
    if embeds is None:  # where the flag is set, only [] takes embeds away: discord-api-docs #7787
        embeds = sent.embeds if becomes_v2 else []
    return payload | {
        "content": payload.get("content", sent.content),
        "embeds": embeds,
        "components": payload.get("components", sent.components) or [],
        "flags": flags,
    }


def _flags(before: int, asked: int | None) -> int:
    """Two flags can be set, one can be taken back; changes to others are ignored."""
    if asked is None:
        return before
    if before & COMPONENTS_V2 and not asked & COMPONENTS_V2:
        message = "The IS_COMPONENTS_V2 flag cannot be removed from a message."
        raise refusal((("flags",), "MESSAGE_FLAG_CANNOT_BE_REMOVED", message))
    kept = before & ~SUPPRESS_EMBEDS
    return kept | asked & (SUPPRESS_EMBEDS | COMPONENTS_V2)


def files_after(sent: Message, payload: Json, new: list[str]) -> list[str]:
    """Return the files of the edited message: those kept by `attachments`, and the new ones."""
    listed = payload.get("attachments")
    if listed is None:
        return sent.files + new
    kept = {str(each.get("id")) for each in listed}
    return [
        name for place, name in enumerate(sent.files) if attachment_id(sent, place) in kept
    ] + new


class EditLimits:
    """`old`: edits of messages over an hour old, by channel. `published`: of each such message.

    Neither figure is in the documentation. That 30046 comes with a 429 is in aikaterna-cogs #302;
    headers and body for a published message, which disagree, in discord-api-docs #6109.
    """

    OLD = 3600.0  # seconds

    def __init__(self) -> None:
        self.old = Hourly(limit=5)
        self.published = Hourly(limit=3)
        self.old_status = 429
        self.published_code = 20022  # 20028 was seen too

    def refusal(self, sent: Message) -> web.Response | None:
        """Count one edit, or return the answer when it is one too many."""
        if sent.published and (wait := self.published.wait(sent.id)):
            message = "This message cannot be edited due to announcement rate limits."
            headers = {"Retry-After": "1", "X-RateLimit-Scope": "shared"}
            return too_many(wait, headers, message=message, code=self.published_code)
        if sent.age() > self.OLD and (wait := self.old.wait(sent.channel)):
            message = "Maximum number of edits to messages older than 1 hour reached."
            return too_many(wait, {}, message=message, code=30046, status=self.old_status)
        return None
