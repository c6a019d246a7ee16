"""Refusals, and JSON with exactly the header discord.py wants."""

import json
from typing import Any

from aiohttp import web


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """discord.py parses JSON only when the header says so and nothing more (no charset)."""
    return web.Response(
        status=status,
        body=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Via": "1.1 emulator", **(headers or {})},
    )


class Refusal(Exception):  # noqa: N818 - what Discord answers, not a fault of the emulator
    """A JSON error answer."""

    def __init__(
        self, status: int, code: int, message: str, errors: dict[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"code": code, "message": message}
        if errors:
            self.body["errors"] = errors


UNKNOWN_CHANNEL = 404, 10003, "Unknown Channel"
UNKNOWN_GUILD = 404, 10004, "Unknown Guild"
UNKNOWN_MESSAGE = 404, 10008, "Unknown Message"
UNKNOWN_INTERACTION = 404, 10062, "Unknown interaction"
UNKNOWN_WEBHOOK = 404, 10015, "Unknown Webhook"
MISSING_ACCESS = 403, 50001, "Missing Access"
MISSING_PERMISSIONS = 403, 50013, "Missing Permissions"
EMPTY_MESSAGE = 400, 50006, "Cannot send an empty message"
CLOSED = 403, 50007, "Cannot send messages to this user"
NOT_A_TEXT_CHANNEL = 400, 50008, "Cannot send messages in a non-text channel"
IN_A_FORUM = 400, 40058, "Cannot send a message in a forum channel"
TAG_REQUIRED = 400, 40067, "A tag is required to create a forum post in this channel"
LOCKED = 400, 160005, "Thread is locked"
WRONG_KIND = 403, 50024, "Cannot execute action on this channel type"
PUBLISHED = 400, 40033, "This message has already been crossposted"
HAS_A_THREAD = 400, 160004, "A thread has already been created for this message"
ACKNOWLEDGED = 400, 40060, "Interaction has already been acknowledged"
NOT_YOURS = 403, 50005, "Cannot edit a message authored by another user"
ARCHIVED = 400, 50083, "Thread is archived"
UNKNOWN_TAG = 400, 10087, "Unknown tag"
WRONG_TOKEN = 401, 50027, "Invalid Webhook Token"
NO_THREAD = 400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id"
THREAD_TWICE = (
    400,
    220002,
    "Webhooks posted to forum channels cannot have both a thread_name and thread_id",
)
NO_FORUM = 400, 220003, "Webhooks can only create threads in forum channels"
INTERACTIVE = 400, 50035, "Only webhooks owned by an application can send interactive components"
TOO_LARGE = 413, 40005, "Request entity too large"


def invalid(errors: dict[str, Any]) -> Refusal:
    return Refusal(400, 50035, "Invalid Form Body", errors)
