"""Logging belongs to the whole process: what a test configures must not reach the next one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from relaybot.logs import TALKATIVE


@contextmanager
def logging_kept() -> Iterator[None]:
    """Leave logging as it was found."""
    root = logging.getLogger()
    handlers, level, configuration = list(root.handlers), root.level, structlog.get_config()
    levels = {name: logging.getLogger(name).level for name in TALKATIVE}
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.configure(**configuration)
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)
