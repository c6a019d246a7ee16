"""What runs inside a parsing child process: limits first, then one document at a time.

feedparser is imported here and not at the top: the main process names these functions to hand them
over, and has no use for the library's memory.
"""

import os
import resource
import signal
import time

from relaybot.model.raw import RawFeed

_NICER = 5  # the bot's own loop goes first


def prepare(memory: int) -> None:
    """Take limits on before the first document; `memory` in bytes of address space."""
    # At once, also inside a regular expression, where a Python signal handler would never run.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.nice(_NICER)
    _limit(resource.RLIMIT_CORE, 0)
    import relaybot.feeds.parse  # noqa: F401  so that no document pays for the import

    _limit(resource.RLIMIT_AS, memory)


def read(body: bytes, content_type: str | None, cpu_seconds: float) -> RawFeed:
    """Parse one document. A child whose parent was killed ends by its CPU limit at the latest."""
    from relaybot.feeds.parse import parse

    _limit(resource.RLIMIT_CPU, int(time.process_time() + cpu_seconds) + 1)
    return parse(body, content_type)


def _limit(which: int, amount: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        amount = min(amount, hard)
    try:
        resource.setrlimit(which, (amount, hard))
    except (OSError, ValueError):  # macOS knows RLIMIT_AS but takes no value
        return
