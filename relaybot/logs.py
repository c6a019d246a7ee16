"""Logs are events with fields, on standard error: a line an outcome, no token, no message body."""

import logging
import re
import sys
from typing import Literal

import structlog

# These libraries write addresses (Telegram's holds the token) or a line per request at INFO.
TALKATIVE = ("httpx", "httpcore", "telegram", "discord", "apscheduler", "alembic", "aiohttp")

# What a terminal takes for commands; a traceback needs its line breaks and tabs.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def configure(level: Literal["debug", "info", "warning", "error"], form: str) -> None:
    """Set up structlog, and the standard library's logging behind it, for the whole process."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    number = getattr(logging, level.upper())
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_last_steps(form),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))


def _last_steps(form: str) -> list[structlog.typing.Processor]:
    traceback = structlog.processors.format_exc_info
    if form == "json":
        return [traceback, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
    return [traceback, _harmless, renderer]


def _harmless(
    logger: object, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Spell out control characters, wherever they stand."""
    del logger, method
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = _CONTROLS.sub(lambda found: repr(found[0])[1:-1], value)
    return event
