"""How a request's body is written: JSON, or a form with files and JSON among them."""

import json
import re
from typing import Any

from aiohttp import web

from tests.emulators.discord import answers
from tests.emulators.discord.answers import Refusal

Json = dict[str, Any]
MAX_REQUEST = 25 * 1024 * 1024


async def read_whole(request: web.Request) -> None:
    """Take in the body at once: what was said completely counts, though the client may die."""
    await (request.post() if _is_multipart(request) else request.read())


async def read_payload(request: web.Request) -> tuple[Json, list[str]]:
    """Return the JSON of the request and the names of its files; both of Discord's body shapes."""
    if request.content_length and request.content_length > MAX_REQUEST:
        raise Refusal(*answers.TOO_LARGE)
    if not _is_multipart(request):
        return await request.json(), []
    form = await request.post()
    files = [part for name, part in form.items() if re.fullmatch(r"files\[\d+\]", name)]
    names = [part.filename for part in files if isinstance(part, web.FileField)]
    return json.loads(str(form["payload_json"])), names


def _is_multipart(request: web.Request) -> bool:
    return request.content_type.startswith("multipart/")
