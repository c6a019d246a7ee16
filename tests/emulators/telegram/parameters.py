"""Reads a method's parameters as the Bot API does: forms, multipart, JSON; nested ones in JSON."""

import json
from typing import Any

from aiohttp import web

from tests.emulators.telegram.answers import bad_request

Params = dict[str, Any]


async def read(request: web.Request) -> Params:
    """Return the parameters of a request; an uploaded file is given as its bytes."""
    params: Params = dict(request.query)
    if request.content_type == "application/json":
        params.update(await request.json())
        return params
    for key, value in (await request.post()).items():
        params[key] = value.file.read() if isinstance(value, web.FileField) else value
    return params


def number(params: Params, name: str, default: int | None = None) -> int | None:
    """Return a parameter that is a whole number."""
    value = params.get(name)
    if value in (None, ""):
        return default
    try:
        return int(str(value))
    except ValueError:
        raise bad_request(f"{name} must be a valid Integer") from None


def flag(params: Params, name: str) -> bool:
    """Return a parameter that is true or false."""
    return str(params.get(name, "")).lower() in ("true", "1", "yes", "t", "y")


def nested(params: Params, name: str) -> Any:
    """Return a parameter that is JSON."""
    value = params.get(name)
    if not isinstance(value, str) or value == "":
        return value or None
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
